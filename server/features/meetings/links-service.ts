import type { AgendaLink, AgendaLinkInput, AgendaMention, LinkKind } from '#shared/meetings/links.ts'
import type { MeetingChange } from '#shared/meetings/contract.ts'
import { listForReader, noteTitles } from '#server/features/notes/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { findTargets, insertLinks, listLinkable, listLinkRows, listMentions, type LinkColumn, type LinkRow } from './links-queries.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** Notes that the form of a meeting offers. */
const OFFERED_NOTES = 50

/** What each point of agendas is about, as far as the actor may read it; what may not be read is not there at all. */
export async function linksFor(trx: Trx, actor: Actor, meetingId?: string): Promise<(meetingId: string, position: number) => AgendaLink[]> {
  const rows = await listLinkRows(trx, actor.initiative.id, actor.today, actor.role === 'funder', meetingId)
  const notes = await noteTitles(trx, actor, [...new Set(rows.flatMap((row) => row.noteId ?? []))])
  const told = ({ noteId, code, activityId, decisionId, titleFr, titleEn }: LinkRow): AgendaLink[] => {
    const note = noteId === null ? undefined : notes.get(noteId)
    if (note !== undefined) return [{ kind: 'note', key: note.id, titleFr: note.title, titleEn: null, language: note.language }]
    const named = { titleFr: titleFr ?? '', titleEn, language: null }
    if (code !== null) return [{ kind: 'indicator', key: code, ...named }]
    if (activityId !== null) return [{ kind: 'activity', key: activityId, ...named }]
    return decisionId === null ? [] : [{ kind: 'decision', key: decisionId, ...named }]
  }
  return (meeting, position) => rows.filter((row) => row.meetingId === meeting && row.position === position).flatMap(told)
}

const nameOf = ({ kind, key }: AgendaLinkInput) => `${kind} ${key}`

/** What links name, as far as the actor may read it, by `nameOf`: one question for each kind of thing. */
async function targetsOf(trx: Trx, actor: Actor, links: readonly AgendaLinkInput[]): Promise<ReadonlyMap<string, LinkColumn>> {
  const keysOf = (kind: LinkKind) => [...new Set(links.flatMap((link) => (link.kind === kind ? [link.key] : [])))]
  const found = new Map<string, LinkColumn>()
  for (const { id, guard } of (
    await noteTitles(
      trx,
      actor,
      keysOf('note').filter((key) => UUID.test(key)),
    )
  ).values())
    found.set(nameOf({ kind: 'note', key: id }), { note_id: id, guard })
  for (const kind of ['indicator', 'activity', 'decision'] as const)
    for (const { id, key } of await findTargets(trx, actor.initiative.id, kind, keysOf(kind)))
      found.set(nameOf({ kind, key }), kind === 'indicator' ? { indicator_id: id } : kind === 'activity' ? { activity_id: id } : { decision_id: id })
  return found
}

/** Writes what an agenda that was just written is about, each thing once a point. @throws unknown_reference */
export async function saveLinks(trx: Trx, actor: Actor, meetingId: string, items: NonNullable<MeetingChange['items']>): Promise<void> {
  const targets = await targetsOf(
    trx,
    actor,
    items.flatMap((item) => item.links ?? []),
  )
  const links: { position: number; number: number; target: LinkColumn }[] = []
  for (const [index, item] of items.entries()) {
    const once = [...new Map((item.links ?? []).map((link) => [nameOf(link), link])).values()]
    for (const [number, link] of once.entries()) {
      const target = targets.get(nameOf(link))
      if (target === undefined)
        throw problem('unknown_reference', { field: link.kind, value: link.key }, [
          { pointer: `/items/${index}/links/${number}`, code: 'unknown_reference', params: { field: link.kind, value: link.key } },
        ])
      links.push({ position: index + 1, number: number + 1, target })
    }
  }
  await insertLinks(trx, actor.initiative.id, meetingId, links)
}

/** Meetings that talked or will talk about a thing; none where the actor may not read the thing. */
export async function listMentionsOf(trx: Trx, actor: Actor, link: AgendaLinkInput, now: Date): Promise<AgendaMention[]> {
  const target = (await targetsOf(trx, actor, [link])).get(nameOf(link))
  if (target === undefined) return []
  const id = Object.values(target)[0] as string
  const rows = await listMentions(trx, actor.initiative.id, actor.initiative.timeZone, link.kind, id, actor.role === 'funder')
  const moment = momentOf(actor, now).toISOString()
  return rows.map(({ startsAt, ...row }) => ({ ...row, isToCome: startsAt > moment }))
}

/** What the backbone may choose for a point. */
export async function linkChoices(trx: Trx, actor: Actor): Promise<AgendaLink[]> {
  const { indicators, activities, decisions } = await listLinkable(trx, actor.initiative.id, actor.today)
  const { items: notes } = await listForReader(trx, actor, { view: 'shared', limit: OFFERED_NOTES })
  return [
    ...indicators.map((row) => ({ kind: 'indicator' as const, ...row, language: null })),
    ...notes.map(({ id, title, language }) => ({ kind: 'note' as const, key: id, titleFr: title, titleEn: null, language })),
    ...activities.map((row) => ({ kind: 'activity' as const, ...row, language: null })),
    ...decisions.map((row) => ({ kind: 'decision' as const, ...row, language: null })),
  ]
}

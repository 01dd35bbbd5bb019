import type { News, Standing } from '#shared/progress/news.ts'
import { REVISION_REASONS, type RevisionReason } from '#shared/observations/life-cycle.ts'
import { dateOf } from '#shared/i18n/format.ts'
import { addDays, meetsSpan } from '#shared/values/calendar-date.ts'
import { listForReader } from '#server/features/notes/service.ts'
import { readChanges, readReleases } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { listNewFigures, listNewRevisions, lookOf, rememberLook, type Standings } from './news-queries.ts'
import { readProgress } from './service.ts'

/** How far back a first look tells. */
const FIRST_DAYS = 30
/** Most of one kind that is told: whoever was away for long reads the pages themselves. */
const MOST = 30

/** How each indicator stands now for the whole initiative, as the hat reads it. */
async function standingsOf(trx: Trx, actor: Actor): Promise<Standings> {
  const { cells } = await readProgress(trx, actor, { by: 'territory', period: 'latest', category: 'TOTAL', basis: 'validated' })
  return Object.fromEntries(cells.map(({ indicator, status, reason, period }): [string, Standing] => [indicator, { status, reason, period }]))
}

/**
 * Remembers that this person looks today under this hat, and how things stand. Days are kept, never hours, and no audit
 * row is written: when somebody reads is their own affair.
 */
export async function look(trx: Trx, actor: Actor): Promise<undefined> {
  const { id: initiativeId } = actor.initiative
  const known = await lookOf(trx, initiativeId, actor.hatId)
  if (known === undefined || known.seenOn < actor.today)
    await rememberLook(trx, initiativeId, { hatId: actor.hatId, ownerId: actor.userId, on: actor.today, seen: await standingsOf(trx, actor) })
  return undefined
}

const stateOf = ({ status, reason }: Standing) => (reason === 'target_met' ? 'target_met' : status)

function statusNews(before: Standings | null, now: Standings): News[] {
  if (before === null) return []
  return Object.entries(now).flatMap(([indicator, to]): News[] => {
    const from = before[indicator]
    return from === undefined || stateOf(from) === stateOf(to) ? [] : [{ kind: 'status', indicator, from, to }]
  })
}

const isReason = (text: string): text is RevisionReason => (REVISION_REASONS as readonly string[]).includes(text)

/** Releases published since, with what each tells otherwise than the one before; for the backbone without: it reads live figures. */
async function releaseNews(trx: Trx, actor: Actor, since: string): Promise<News[]> {
  const published = (await readReleases(trx, actor)).flatMap((release) => {
    const on = release.state !== 'published' || release.publishedAt === null ? null : dateOf(release.publishedAt, actor.initiative.timeZone)
    return on === null || on < since ? [] : [{ release, on }]
  })
  const news: News[] = []
  for (const { release, on } of published.slice(0, MOST)) {
    const changes = (await readChanges(trx, actor, String(release.number))).filter(({ category }) => category === 'TOTAL')
    const { number, name, edition, isPreliminary } = release
    news.push({ kind: 'release', on, number, name, edition, isPreliminary, revised: changes.length })
    if (actor.role === 'backbone') continue
    for (const { indicator, period, territory, partner, reasons, isMaterial } of changes.slice(0, MOST))
      news.push({ kind: 'revision', on, indicator, period, territory, partner, reasons: reasons.filter(isReason), isMaterial })
  }
  return news
}

/** Notes shared since; none for a funder that has not accepted the learning commitment. */
async function noteNews(trx: Trx, actor: Actor, since: string): Promise<News[]> {
  if (actor.role === 'funder' && !actor.commitment) return []
  const { items } = await listForReader(trx, actor, { view: 'shared', limit: MOST + 1 })
  return items.flatMap(({ id, type, title, language, sharedOn }): News[] =>
    sharedOn === null || !meetsSpan(sharedOn, since, actor.today) ? [] : [{ kind: 'note', on: sharedOn, id, type, title, language }],
  )
}

/** Most of one kind that a month in short is made from. */
const MOST_OF_A_MONTH = 200

/**
 * What moved and what was shared in a month as this hat may read it, for the month in short: codes of indicators with
 * newly validated figures (none for a funder, who reads releases), the latest release, how many notes. Figures that came
 * after the month's end count with it: nothing is missed.
 */
export async function monthInShort(
  trx: Trx,
  actor: Actor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<{ indicators: string[]; release: string | null; notes: number }> {
  const { id, timeZone } = actor.initiative
  const figures = actor.role === 'funder' ? [] : await listNewFigures(trx, id, from, timeZone, MOST_OF_A_MONTH)
  const releases = (await readReleases(trx, actor)).filter(({ state, publishedAt }) => {
    const on = state !== 'published' || publishedAt === null ? null : dateOf(publishedAt, timeZone)
    return on !== null && on >= from && on <= to
  })
  const { items } = actor.role === 'funder' && !actor.commitment ? { items: [] } : await listForReader(trx, actor, { view: 'shared', limit: MOST_OF_A_MONTH })
  return {
    indicators: [...new Set(figures.map(({ indicator }) => indicator))],
    release: releases.length === 0 ? null : String(Math.max(...releases.map(({ number }) => number))),
    notes: items.filter(({ sharedOn }) => sharedOn !== null && meetsSpan(sharedOn, from, to)).length,
  }
}

/** What changed since the look before: changes of that day count, so that nothing is missed. */
export async function readNews(trx: Trx, actor: Actor): Promise<{ since: string; isFirst: boolean; items: News[]; hasMore: boolean }> {
  const { id: initiativeId, timeZone } = actor.initiative
  const known = await lookOf(trx, initiativeId, actor.hatId)
  // Before today's look is remembered, the last one that is remembered is the one before.
  const isRemembered = known !== undefined && known.seenOn >= actor.today
  const day = known === undefined ? null : isRemembered ? known.beforeOn : known.seenOn
  const since = day ?? addDays(actor.today, -FIRST_DAYS)
  const isLive = actor.role !== 'funder'
  const lists: News[][] = [
    statusNews(isRemembered ? known.before : null, await standingsOf(trx, actor)),
    await releaseNews(trx, actor, since),
    isLive ? (await listNewFigures(trx, initiativeId, since, timeZone, MOST + 1)).map((one): News => ({ kind: 'figures', ...one })) : [],
    isLive ? (await listNewRevisions(trx, initiativeId, since, timeZone, MOST + 1)).map((one): News => ({ kind: 'revision', ...one, isMaterial: null })) : [],
    await noteNews(trx, actor, since),
  ]
  return { since, isFirst: day === null, items: lists.flatMap((list) => list.slice(0, MOST)), hasMore: lists.some((list) => list.length > MOST) }
}

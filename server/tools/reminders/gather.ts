import { followUpFor, unansweredFailures } from '#server/features/notes/follow-up.ts'
import type { Told } from '#server/features/notifications/service.ts'
import { readDue } from '#server/features/observations/due.ts'
import { monthInShort } from '#server/features/progress/news.ts'
import { openProposals } from '#server/features/wins/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { agendaShareBy } from '#shared/meetings/agenda-time.ts'
import type { NotificationFacts } from '#shared/notifications/contract.ts'
import {
  AGENDA_REMINDER_MS,
  daysOfMonth,
  digestMonth,
  figuresReminder,
  isAgendaMissing,
  updateMissingSince,
  type NotificationKind,
} from '#shared/notifications/rules.ts'
import { comingMeetings, countUpdates, indicatorNames, lastUpdate } from './queries.ts'

/** Names of indicators that one digest holds; the page tells the rest. */
const NAMES = 8

const toldTo =
  (actor: Actor) =>
  (kind: NotificationKind, objectKey: string, dueKey: string, facts: NotificationFacts): Told => ({
    userId: actor.userId,
    hatId: actor.hatId,
    kind,
    objectKey,
    dueKey,
    facts,
  })

/** Reports that nobody handed in, one notification for each day on which some are due: of the contributor's partner, or those the backbone collects itself. */
async function figures(trx: Trx, actor: Actor): Promise<Told[]> {
  if (actor.role !== 'backbone' && actor.role !== 'partner_contributor') return []
  const { groups } = await readDue(trx, actor, {})
  const tell = toldTo(actor)
  return groups
    .filter(({ partner }) => actor.role !== 'backbone' || partner === null)
    .flatMap(({ partner, items }) =>
      [...Map.groupBy(items, ({ dueOn }) => dueOn)].flatMap(([dueOn, list]) => {
        const kind = figuresReminder(dueOn, actor.today)
        const count = list.reduce((sum, one) => sum + one.toEnter + one.drafts, 0)
        return kind === null || count === 0 ? [] : [tell(kind, partner ?? 'backbone', dueOn, { count, dueOn })]
      }),
    )
}

/** Adaptations to check, to who looks after them: never to who told what failed (domain 4.6). Neither note nor adaptation is named. */
async function adaptations(trx: Trx, actor: Actor): Promise<Told[]> {
  if (actor.role === 'funder' || actor.role === 'partner_viewer') return []
  const { items } = await followUpFor(trx, actor)
  const tell = toldTo(actor)
  return items.flatMap(({ step, isDue, isYours, adaptation, dueOn }) =>
    step === 'check' && isDue && isYours && adaptation !== null && dueOn !== null ? [tell('adaptation_due', adaptation.id, dueOn, { dueOn })] : [],
  )
}

/** Failures that nobody answered in 14 days, one notification for each day on which some became due: how many, never which. */
async function unanswered(trx: Trx, actor: Actor): Promise<Told[]> {
  const days = Map.groupBy(await unansweredFailures(trx, actor), (day) => day)
  const tell = toldTo(actor)
  return [...days].map(([day, { length }]) => tell('failure_unanswered', 'failures', day, { count: length }))
}

/** What the backbone owes the circle: an agenda 48 hours ahead, news every month. */
async function ofBackbone(trx: Trx, actor: Actor, now: Date): Promise<Told[]> {
  if (actor.role !== 'backbone') return []
  const { id, timeZone } = actor.initiative
  const tell = toldTo(actor)
  const moment = momentOf(actor, now).toISOString()
  const meetings = await comingMeetings(trx, id, moment, new Date(Date.parse(moment) + AGENDA_REMINDER_MS).toISOString())
  const agendas = meetings.flatMap((meeting) => {
    const startsAt = meeting.startsAt.toISOString()
    return isAgendaMissing({ ...meeting, startsAt, agendaSharedAt: meeting.agendaSharedAt?.toISOString() ?? null }, moment)
      ? [tell('agenda_missing', meeting.id, startsAt, { startsAt, shareBy: agendaShareBy(startsAt) })]
      : []
  })
  const { lastOn, beganOn } = await lastUpdate(trx, id, timeZone)
  const since = updateMissingSince(lastOn, beganOn, actor.today)
  return since === null ? agendas : [...agendas, tell('update_due', 'updates', since, {})]
}

/** What indicators crossed and nobody answered yet: the backbone confirms a win, or sends it away (S47). */
async function wins(trx: Trx, actor: Actor): Promise<Told[]> {
  if (actor.role !== 'backbone') return []
  const tell = toldTo(actor)
  return (await openProposals(trx, actor)).map(({ occasion }) => tell('win_proposed', occasion, 'found', {}))
}

/** The month in short, from what this hat may read and nothing else. A month without anything is not told. */
async function digest(trx: Trx, actor: Actor): Promise<Told[]> {
  const month = digestMonth(actor.today)
  if (month === null) return []
  const days = daysOfMonth(month)
  const { indicators, release, notes } = await monthInShort(trx, actor, days)
  const updates = await countUpdates(trx, actor.initiative.id, days.from, days.to)
  if (indicators.length === 0 && release === null && notes === 0 && updates === 0) return []
  const names = await indicatorNames(trx, actor.initiative.id, indicators.slice(0, NAMES))
  return [toldTo(actor)('digest', month, month, { month, release, movedFr: names.fr, movedEn: names.en, notes, updates })]
}

/** Everything that this reader is to be told now, read in its own context. */
export async function gather(trx: Trx, actor: Actor, now: Date): Promise<Told[]> {
  return [
    ...(await figures(trx, actor)),
    ...(await adaptations(trx, actor)),
    ...(await unanswered(trx, actor)),
    ...(await ofBackbone(trx, actor, now)),
    ...(await wins(trx, actor)),
    ...(await digest(trx, actor)),
  ]
}

import { randomUUID } from 'node:crypto'
import { TOTAL } from '#shared/observations/category.ts'
import { CONTEST_DAYS, type Contest, type ContestThread } from '#shared/observations/contests.ts'
import { daysBetween } from '#shared/values/calendar-date.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isReadOnly } from './access.ts'
import { circleOf } from './circle.ts'
import {
  insertContest,
  insertMessage,
  listContests,
  listMessages,
  lockContest,
  partnerOfContribution,
  touchContest,
  type ContestRow,
} from './contest-queries.ts'
import { findFigure, peopleBehind } from './history-queries.ts'

type Side = 'partner' | 'backbone'

/** Whether this hat is one of the two sides of a contest. */
const isSide = (actor: Actor, row: Pick<ContestRow, 'partnerId'>) => actor.role === 'backbone' || (actor.role !== 'funder' && row.partnerId === actor.partnerId)
const speaks = (actor: Actor) => actor.role === 'backbone' || actor.role === 'partner_contributor'
const sideOf = (actor: Actor): Side => (actor.role === 'backbone' ? 'backbone' : 'partner')

/**
 * Whether the circle is told: of an open discussion on what it can see itself, a contribution or a figure that was validated; the two
 * sides know their own.
 */
function isTold(actor: Actor, row: ContestRow): boolean {
  if (isSide(actor, row)) return true
  return row.resolvedOn === null && (row.kind === 'contribution' || row.state === 'validated' || row.state === 'published')
}

function present(actor: Actor, row: ContestRow): Contest {
  const isOwn = isSide(actor, row)
  const isOpen = row.resolvedOn === null
  const days = daysBetween(row.openedOn, row.resolvedOn ?? actor.today)
  const { kind, indicator, territory, period, category, contributionKind } = row
  const namesPartner = isOwn || kind === 'contribution'
  return {
    id: row.id,
    kind,
    partner: namesPartner ? row.partner : null,
    partnerName: namesPartner ? row.partnerName : null,
    observationId: isOwn ? row.observationId : null,
    figure: indicator === null || territory === null || period === null || category === null ? null : { indicator, territory, period, category },
    contributionId: row.contributionId,
    contribution: contributionKind === null ? null : { kind: contributionKind, descriptionFr: row.descriptionFr, descriptionEn: row.descriptionEn },
    openedOn: row.openedOn,
    days,
    isLong: isOpen && days >= CONTEST_DAYS,
    resolvedOn: row.resolvedOn,
    resolvedSide: row.resolvedSide,
    version: row.version,
    abilities: { read: isOwn, reply: isOwn && isOpen && speaks(actor), resolve: isOwn && isOpen && speaks(actor) },
  }
}

/** What is in discussion, as far as this hat is told. */
export async function readContests(trx: Trx, actor: Actor, filter: { indicator?: string | undefined; partner?: string | undefined }): Promise<Contest[]> {
  // A figure's key stands behind a wall that the words « en discussion » may cross.
  const rows = await withPurpose(trx, 'maintenance', () => listContests(trx, actor.initiative.id, filter))
  return rows
    .filter((row) => isTold(actor, row))
    .map((row) => present(actor, row))
    .filter((contest) => filter.partner === undefined || contest.partner !== null)
}

async function contestOr404(trx: Trx, actor: Actor, contestId: string): Promise<ContestRow> {
  const [row] = await withPurpose(trx, 'maintenance', () => listContests(trx, actor.initiative.id, { id: contestId }))
  if (row === undefined || !isSide(actor, row)) throw problem('not_found')
  return row
}

/** Whether this hat may ask that releases carry its words: its own partner's, beside a figure that they tell, while it is in discussion. */
function mayCarry(actor: Actor, row: ContestRow): boolean {
  return actor.role === 'partner_contributor' && actor.partnerId === row.partnerId && row.resolvedOn === null && row.category === TOTAL
}

/** What is said, for the two sides. @throws not_found */
export async function readContest(trx: Trx, actor: Actor, contestId: string): Promise<ContestThread> {
  const row = await contestOr404(trx, actor, contestId)
  const { id } = actor.initiative
  const messages = await listMessages(trx, id, contestId)
  const people = await peopleBehind(trx, id, [...new Set(messages.flatMap(({ authorId }) => authorId ?? []))], row.partnerId)
  const carried = messages.findLast(({ isCarried }) => isCarried !== null)
  return {
    ...present(actor, row),
    carried: row.resolvedOn === null && carried?.isCarried === true ? carried.body : null,
    mayCarry: mayCarry(actor, row) && !isReadOnly(actor, await circleOf(trx, actor)),
    messages: messages.map(({ authorId, saidAt, ...message }) => {
      const person = authorId === null ? undefined : people.get(authorId)
      return { ...message, saidAt: saidAt.toISOString(), name: person !== undefined && (actor.role === 'backbone' || person.isActive) ? person.name : null }
    }),
  }
}

async function say(
  trx: Trx,
  actor: Actor,
  now: Date,
  contest: { id: string; partnerId: string },
  body: string,
  { isResolution = false, isCarried = null }: { isResolution?: boolean; isCarried?: boolean | null } = {},
): Promise<void> {
  await insertMessage(trx, actor.initiative.id, {
    contestId: contest.id,
    partnerId: contest.partnerId,
    side: sideOf(actor),
    by: actorIdOf(actor),
    body,
    at: now,
    isResolution,
    isCarried,
  })
}

/**
 * Opens a discussion with the backbone on one's own figure or contribution (situation 10).
 * @throws not_found (somebody else's), contest_draft, contest_open, not_allowed (the partner left)
 */
export async function openContest(
  trx: Trx,
  actor: Actor,
  now: Date,
  input: { observationId?: string | undefined; contributionId?: string | undefined; body: string },
): Promise<ContestThread> {
  const { id: initiativeId } = actor.initiative
  const { partnerId } = actor
  const figure = input.observationId === undefined ? undefined : await findFigure(trx, initiativeId, input.observationId)
  const owner = input.contributionId === undefined ? (figure?.partnerId ?? null) : await partnerOfContribution(trx, initiativeId, input.contributionId)
  if (partnerId === null || owner !== partnerId) throw problem('not_found')
  if (isReadOnly(actor, await circleOf(trx, actor))) throw problem('not_allowed')
  if (figure?.state === 'draft') throw problem('contest_draft')
  const id = randomUUID()
  try {
    await insertContest(trx, initiativeId, {
      id,
      observationId: input.observationId ?? null,
      contributionId: input.contributionId ?? null,
      partnerId,
      on: actor.today,
    })
  } catch (error) {
    if (isUniqueViolation(error, 'contests_figure_key') || isUniqueViolation(error, 'contests_contribution_key')) throw problem('contest_open')
    throw error
  }
  await say(trx, actor, now, { id, partnerId }, input.body)
  const details = { kind: figure === undefined ? 'contribution' : 'figure', itemId: input.observationId ?? input.contributionId ?? null }
  await audit(trx, actor, { action: 'contest.open', objectType: 'contest', objectId: id, details }, now)
  return readContest(trx, actor, id)
}

/** The open contest, locked, for whoever may speak in it. @throws not_found, not_allowed, contest_closed */
async function openOne(trx: Trx, actor: Actor, contestId: string): Promise<ContestRow> {
  const row = await contestOr404(trx, actor, contestId)
  const stored = await lockContest(trx, actor.initiative.id, contestId)
  if (!speaks(actor) || isReadOnly(actor, await circleOf(trx, actor))) throw problem('not_allowed')
  if (stored === null || stored.isResolved) throw problem('contest_closed')
  return { ...row, version: stored.version }
}

/**
 * Answers; of its own figure a partner may ask that the releases to come carry the words beside it, or no longer do.
 * @throws not_found, not_allowed, contest_closed
 */
export async function replyToContest(
  trx: Trx,
  actor: Actor,
  now: Date,
  contestId: string,
  { body, isCarried }: { body: string; isCarried?: boolean | undefined },
): Promise<ContestThread> {
  const row = await openOne(trx, actor, contestId)
  if (isCarried !== undefined && !mayCarry(actor, row)) throw problem('not_allowed')
  await say(trx, actor, now, row, body, { isCarried: isCarried ?? null })
  await touchContest(trx, actor.initiative.id, contestId, null)
  const details = isCarried === undefined ? {} : { details: { isCarried } }
  await audit(trx, actor, { action: 'contest.reply', objectType: 'contest', objectId: contestId, ...details }, now)
  return readContest(trx, actor, contestId)
}

/** Settles a discussion with what was agreed; either side. @throws not_found, not_allowed, contest_closed, version_stale */
export async function resolveContest(trx: Trx, actor: Actor, now: Date, contestId: string, version: number, note: string): Promise<ContestThread> {
  const row = await openOne(trx, actor, contestId)
  requireVersion(row, version)
  await say(trx, actor, now, row, note, { isResolution: true })
  await touchContest(trx, actor.initiative.id, contestId, { side: sideOf(actor), on: actor.today })
  await audit(trx, actor, { action: 'contest.resolve', objectType: 'contest', objectId: contestId }, now)
  return readContest(trx, actor, contestId)
}

import { REVIEW_LIMIT, type FormResult, type ReviewItem, type ReviewRow } from '#shared/observations/review-contract.ts'
import { needsComment, PAST_FIGURES, type CheckWarning } from '#shared/observations/checks.ts'
import { addDays, daysBetween } from '#shared/values/calendar-date.ts'
import { periodKindOf, periodOf, shiftPeriod, type Frequency } from '#shared/values/period.ts'
import { readPeriods, versionsNamed } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, NO_ACCOUNT, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { hasFourEyes, type Circle } from './access.ts'
import { checkedRows, lastConfirmations, pastOf, type ConfirmationRow } from './checks-queries.ts'
import { warningsOf } from './checks.ts'
import { circleOf } from './circle.ts'
import { claimsOn, deleteClaim, insertClaim, type Claim } from './claim-queries.ts'
import { isSameContent, readContent } from './content.ts'
import { contentOf } from './figures.ts'
import { listPartners, territoryNames } from './lookup-queries.ts'
import { lastReopenings } from './move-queries.ts'
import { moveFigures } from './moves.ts'
import { listFiguresOf } from './queries.ts'
import { toObservation } from './reading.ts'
import { completenessOf, rhythmsAsked, waitingFigures, type WaitingRow } from './review-queries.ts'

type Form = Pick<WaitingRow, 'partnerId' | 'periodId'>
const formKey = ({ partnerId, periodId }: Form) => `${periodId} ${partnerId ?? ''}`

interface Waiting {
  readonly items: (ReviewItem & { readonly key: string; readonly figures: readonly WaitingRow[] })[]
  readonly isLonger: boolean
  readonly circle: Circle
  readonly unusual: ReadonlyMap<string, readonly CheckWarning[]>
}

/** Everything that waits, form by form, or one form alone: eight statements whatever its length. */
async function readWaiting(trx: Trx, actor: Actor, form: Form | null = null): Promise<Waiting> {
  const { id: initiativeId, timeZone } = actor.initiative
  const rows = await waitingFigures(trx, initiativeId, timeZone, REVIEW_LIMIT + 1, form)
  const read = rows.slice(0, REVIEW_LIMIT)
  const circle = await circleOf(trx, actor)
  const forms = Map.groupBy(read, formKey)
  const firsts = [...forms.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
  const versions = await versionsNamed(trx, initiativeId, [...new Set(read.map(({ versionId }) => versionId))])
  const found = await warningsOf(
    trx,
    actor,
    read.map(({ id }) => id),
    versions,
  )
  // A zero was declared by who handed it in: nothing is left to look at.
  const unusual = new Map([...found].filter(([, warnings]) => needsComment(warnings)))
  const confirmations = new Map(
    (
      await lastConfirmations(
        trx,
        initiativeId,
        read.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  )
  const isExplained = (one: ConfirmationRow | undefined) => one !== undefined && one.userId === actor.userId && one.comment !== null
  // Alone, a coordinator has looked already at what they confirmed with a word when they handed it in: they are not asked twice (D41).
  const isOpen = (id: string) => unusual.has(id) && !(circle.isSolo && isExplained(confirmations.get(id)))
  const claims = new Map((await claimsOn(trx, initiativeId, form === null ? null : [form])).map((claim) => [formKey(claim), claim]))
  const reports = new Map((await completenessOf(trx, initiativeId, firsts)).map((row) => [formKey(row), row]))
  const items = [...forms].flatMap(([key, figures]) => {
    const [first] = figures
    if (first === undefined) return []
    const report = reports.get(key)
    const dueOn = report?.dueOn ?? null
    // A frozen clock may stand before the day on which something really came in.
    const waitingSince = first.submittedOn > actor.today ? actor.today : first.submittedOn
    return [
      {
        key,
        figures,
        partner: first.partner,
        partnerName: first.partnerName,
        period: first.period,
        count: figures.length,
        unusual: figures.filter(({ id }) => isOpen(id)).length,
        comments: figures.filter(({ id, comment }) => comment !== null || (confirmations.get(id)?.comment ?? null) !== null).length,
        expected: report?.expected ?? 0,
        received: report?.received ?? 0,
        waitingSince,
        waitingDays: daysBetween(waitingSince, actor.today),
        dueOn,
        isOverdue: dueOn !== null && actor.today > dueOn && (report?.received ?? 0) < (report?.expected ?? 0),
        validatable: figures.filter((figure) => hasFourEyes(actor, figure, circle)).length,
        claim: claimText(actor, claims.get(key)),
      },
    ]
  })
  return { items, isLonger: rows.length > REVIEW_LIMIT, circle, unusual }
}

function claimText(actor: Actor, claim: Claim | undefined): ReviewItem['claim'] {
  return claim === undefined ? null : { name: claim.name, isMine: claim.userId === actor.userId, at: claim.at.toISOString() }
}

const asItem = ({ key: _key, figures: _figures, ...item }: Waiting['items'][number]): ReviewItem => item

/** The next due date of anything that is asked; null when nothing is asked at a rhythm. */
async function nextDueOf(trx: Trx, actor: Actor): Promise<string | null> {
  const rhythms = await rhythmsAsked(trx, actor.initiative.id, actor.today)
  const days = rhythms.flatMap(({ frequency, dueDays }) => {
    const kind = periodKindOf(frequency as Frequency)
    if (kind === 'ad_hoc') return []
    const running = periodOf(kind, actor.today, actor.initiative)
    return [-2, -1, 0].map((step) => addDays(shiftPeriod(running, step, actor.initiative).endsOn, dueDays)).filter((day) => day >= actor.today)
  })
  return days.sort()[0] ?? null
}

/** What waits to be checked, by partner and period, longest waiting first (ux 9). */
export async function readQueue(trx: Trx, actor: Actor): Promise<{ items: ReviewItem[]; isLonger: boolean; nextDue: string | null; isSolo: boolean }> {
  const { items, isLonger, circle } = await readWaiting(trx, actor)
  return { items: items.map(asItem), isLonger, nextDue: await nextDueOf(trx, actor), isSolo: circle.isSolo }
}

interface NamedForm extends Form {
  readonly partner: string | null
  readonly partnerName: string | null
  readonly period: string
}

/** @throws unknown_reference, invalid_period (nothing was ever reported for it) */
async function formNamed(trx: Trx, actor: Actor, { partner, period }: { partner?: string | null | undefined; period: string }): Promise<NamedForm> {
  const found = partner == null ? null : (await listPartners(trx, actor.initiative.id)).find(({ code }) => code === partner)
  if (found === undefined) throw problem('unknown_reference', { field: 'partner', value: partner ?? '' })
  const stored = (await readPeriods(trx, actor)).find(({ code }) => code === period)
  if (stored === undefined) throw problem('invalid_period', { value: period })
  return { partnerId: found?.id ?? null, periodId: stored.id, partner: found?.code ?? null, partnerName: found?.name ?? null, period }
}

/** One form: every figure this hat reads of it, with what is unusual in those that wait and what they were. */
export async function readForm(
  trx: Trx,
  actor: Actor,
  query: { partner?: string | undefined; period: string },
): Promise<{ item: ReviewItem | null; partner: string | null; partnerName: string | null; period: string; rows: ReviewRow[] }> {
  const initiativeId = actor.initiative.id
  const form = await formNamed(trx, actor, query)
  const {
    items: [waits],
    circle,
    unusual,
  } = await readWaiting(trx, actor, form)
  const figures = await listFiguresOf(trx, initiativeId, form.partnerId, form.periodId)
  const ids = figures.map(({ id }) => id)
  const waiting = figures.filter(({ state }) => state === 'submitted')
  const past = await pastOf(trx, initiativeId, ids, PAST_FIGURES)
  const dues = new Map((await checkedRows(trx, initiativeId, actor.initiative.timeZone, ids)).map(({ id, dueOn }) => [id, dueOn]))
  const confirmations = new Map((await lastConfirmations(trx, initiativeId, ids)).map((row) => [row.id, row]))
  const reopenings = await lastReopenings(
    trx,
    initiativeId,
    waiting.map(({ id }) => id),
  )
  const names = new Map((await territoryNames(trx, initiativeId, [...new Set(figures.map(({ territory }) => territory))])).map((row) => [row.code, row.nameFr]))
  return {
    item: waits === undefined ? null : asItem(waits),
    partner: form.partner,
    partnerName: form.partnerName,
    period: form.period,
    rows: figures.map((row): ReviewRow => {
      const confirmation = confirmations.get(row.id)
      const previous = past.get(row.id)?.[0]
      const reopening = reopenings.get(row.id)
      const hasChanged = reopening !== undefined && !isSameContent(contentOf(row), reopening.figure)
      return {
        observation: toObservation(actor, row, circle),
        territoryName: names.get(row.territory) ?? row.territory,
        dueOn: dues.get(row.id) ?? null,
        warnings: [...(unusual.get(row.id) ?? [])],
        confirmation: confirmation === undefined ? null : { comment: confirmation.comment, name: confirmation.name, at: confirmation.at.toISOString() },
        previous: previous === undefined ? null : { period: previous.period, figure: readContent({ ...previous }) },
        lastValidated: hasChanged ? { figure: readContent(reopening.figure), reason: reopening.reason, note: reopening.note } : null,
      }
    }),
  }
}

/**
 * Says that this person is checking a form. @throws claimed_by_other unless it is taken over, nothing_to_review,
 * unknown_reference, invalid_period
 */
export async function claimForm(
  trx: Trx,
  actor: Actor,
  now: Date,
  body: { partner?: string | null | undefined; period: string; takesOver: boolean },
): Promise<void> {
  const form = await formNamed(trx, actor, body)
  const initiativeId = actor.initiative.id
  const figures = await listFiguresOf(trx, initiativeId, form.partnerId, form.periodId)
  if (!figures.some(({ state }) => state === 'submitted')) throw problem('nothing_to_review')
  const holder = await insertClaim(trx, { initiativeId, userId: actorIdOf(actor) ?? NO_ACCOUNT, now }, form, body.takesOver)
  if (holder !== actor.userId) {
    const [claim] = await claimsOn(trx, initiativeId, [form])
    throw problem('claimed_by_other', { name: claim?.name ?? '' })
  }
  await audit(trx, actor, { action: 'review.claim', objectType: 'review', details: { partner: form.partner, period: form.period } }, now)
}

/** Gives one's own claim up; somebody else's stays. @throws unknown_reference, invalid_period */
export async function releaseForm(trx: Trx, actor: Actor, now: Date, query: { partner?: string | undefined; period: string }): Promise<void> {
  const form = await formNamed(trx, actor, query)
  await deleteClaim(trx, actor.initiative.id, actor.userId, form)
  await audit(trx, actor, { action: 'review.release', objectType: 'review', details: { partner: form.partner, period: form.period } }, now)
}

/** Validates whole forms in which nothing is unusual, and all of which this person may validate; a result for each. */
export async function validateForms(
  trx: Trx,
  actor: Actor,
  now: Date,
  forms: readonly { partner?: string | null | undefined; period: string }[],
): Promise<FormResult[]> {
  const { items } = await readWaiting(trx, actor)
  const results: FormResult[] = []
  for (const [index, form] of forms.entries()) {
    const item = items.find(({ partner, period }) => partner === (form.partner ?? null) && period === form.period)
    const refused = refusalOfForm(item)
    if (item === undefined || refused !== null) {
      results.push({ index, outcome: 'rejected', code: refused, count: 0 })
      continue
    }
    const figures = item.figures.map(({ id, version }) => ({ id, version }))
    const { outcomes } = await moveFigures(trx, actor, now, 'validate', figures)
    const failed = outcomes.find(({ outcome }) => outcome !== 'changed')
    const count = outcomes.filter(({ outcome }) => outcome === 'changed').length
    results.push({ index, outcome: count > 0 ? 'validated' : 'rejected', code: failed?.code ?? null, count })
  }
  return results
}

function refusalOfForm(item: Waiting['items'][number] | undefined): string | null {
  if (item === undefined) return 'form_empty'
  if (item.unusual > 0) return 'form_unusual'
  if (item.claim !== null && !item.claim.isMine) return 'claimed_by_other'
  return item.validatable < item.count ? 'four_eyes' : null
}

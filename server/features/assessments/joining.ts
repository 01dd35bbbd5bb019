import { createHash, hkdfSync } from 'node:crypto'
import { joiningOf } from '#shared/assessments/consensus-scoring.ts'
import { currentInstrument, type Answers } from '#shared/assessments/instruments.ts'
import { itemsOf } from '#shared/assessments/instrument.ts'
import type { JoiningInvitation, JoiningSheet, JoiningSummary, SharedSummary } from '#shared/assessments/joining-contract.ts'
import { rounded, toFive } from '#shared/assessments/numbers.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Forget } from '#server/platform/forget.ts'
import { NO_ACCOUNT, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { open, seal } from '#server/platform/sealed.ts'
import { enterAddress, nameOf } from './answering-queries.ts'
import { newLink, requireAnswers } from './answering.ts'
import {
  canBegin,
  deleteOverdue,
  deleteSheet,
  deleteSummary,
  enterJoining,
  insertJoiningInvitation,
  listJoiningInvitations,
  listSummaries,
  saveSealedSheet,
  saveSummary,
  sealedSheet,
  useJoiningInvitation,
} from './joining-queries.ts'

/** Days for which a link begins, and after which a sheet that is not kept goes (domain 2.5). */
const DAYS = 90
const instrument = currentInstrument('joining_assessment')

/** What is kept under a link: hashes that nothing but the link connects, and the key that its sheet is sealed with. */
const hash = (what: 'link' | 'sheet', secret: string) => createHash('sha256').update(`joining ${what}:${secret}`).digest('hex')
const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'maillage joining sheet', 32))
const pathOf = (slug: string, secret: string) => `/answer/${slug}/joining/${secret}`
/** The day of the machine. */
const dayOf = (now: Date) => now.toISOString().slice(0, 10)

type Weights = Readonly<Record<string, number>>
interface Said {
  readonly answers: Answers
  readonly weights: Weights
}

/** What can be told of answers without telling one. */
export function summaryOf({ answers, weights }: Said): JoiningSummary {
  const whole = joiningOf(instrument, answers, weights)
  const criteria = instrument.dimensions.map(({ key }) => {
    const { fit, known } = joiningOf({ ...instrument, items: itemsOf(instrument, key) }, answers, weights)
    return { key, fit: fit === null ? null : rounded(fit), known: rounded(known) }
  })
  return { fit: whole.fit === null ? null : rounded(whole.fit), known: rounded(whole.known), advice: whole.advice, criteria }
}

const sharedFit = (fit: number) => Math.min(95, Math.max(5, toFive(fit)))

/**
 * What is shared of a summary: a criterion that is known in part would tell the one answer behind it, so it is told when all of it
 * is known, and then to the nearest five points, which weights cannot be read from; never as all or nothing, which would tell each answer.
 */
export function toShare({ fit, known, advice, criteria }: JoiningSummary): JoiningSummary {
  return {
    fit: fit === null ? null : sharedFit(fit),
    known: toFive(known),
    advice,
    criteria: criteria.map((one) => ({ key: one.key, fit: one.fit === null || one.known !== 100 ? null : sharedFit(one.fit), known: null })),
  }
}

/** Links that were made, and what organisations chose to share. */
export async function listJoining(trx: Trx, actor: Actor): Promise<{ invitations: JoiningInvitation[]; summaries: SharedSummary[] }> {
  return { invitations: await listJoiningInvitations(trx, actor.initiative.id), summaries: await listSummaries(trx, actor.initiative.id) }
}

/** Makes a link that begins once. Whoever made it cannot open what was begun with it. */
export async function inviteToJoin(trx: Trx, actor: Actor, label: string, now: Date): Promise<{ link: string }> {
  const secret = newLink()
  const id = await insertJoiningInvitation(trx, actor.initiative.id, {
    label,
    secretHash: hash('link', secret),
    madeOn: actor.today,
    expiresOn: addDays(dayOf(now), DAYS),
  })
  await audit(trx, actor, { action: 'joining.invite', objectType: 'joining_invitation', objectId: id }, now)
  return { link: pathOf(actor.initiative.slug, secret) }
}

interface Holder {
  readonly initiativeId: string
  readonly secret: string
  readonly link: string
  readonly sheet: string
}

/** @throws link_invalid, in the same words whatever is wrong */
async function enter(trx: Trx, slug: string, secret: string | null): Promise<Holder> {
  const initiativeId = await enterAddress(trx, slug)
  if (initiativeId === null || secret === null) throw problem('link_invalid')
  const holder = { initiativeId, secret, link: hash('link', secret), sheet: hash('sheet', secret) }
  await enterJoining(trx, holder.link, holder.sheet)
  return holder
}

/** What was said on the sheet of a link, with the day on which it goes. @throws link_invalid */
async function saidOn(trx: Trx, { initiativeId, sheet, secret }: Holder): Promise<Said & { deleteOn: string | null }> {
  const row = await sealedSheet(trx, initiativeId, sheet)
  const text = row === undefined ? null : open(keyOf(secret), row.sealed)
  if (row === undefined || text === null) throw problem('link_invalid')
  return { ...(JSON.parse(text) as Said), deleteOn: row.deleteOn }
}

async function keep(trx: Trx, { initiativeId, sheet, secret }: Holder, said: Said, deleteOn: string | null): Promise<void> {
  await saveSealedSheet(trx, initiativeId, sheet, seal(keyOf(secret), JSON.stringify(said)), deleteOn)
}

/**
 * Begins: the link that was sent ends here, and the sheet lies under another, which only its holder is told. Nothing says which
 * invitation a sheet came from, and nothing is audited.
 * @throws link_invalid
 */
export async function beginJoining(trx: Trx, slug: string, secret: string | null, now: Date): Promise<{ link: string }> {
  const invited = await enter(trx, slug, secret)
  if (!(await useJoiningInvitation(trx, invited.initiativeId, invited.link, dayOf(now)))) throw problem('link_invalid')
  const own = newLink()
  await keep(trx, await enter(trx, slug, own), { answers: {}, weights: {} }, addDays(dayOf(now), DAYS))
  return { link: pathOf(slug, own) }
}

/** What a link opens: a sheet, or the page on which to begin. @throws link_invalid */
export async function readJoining(trx: Trx, slug: string, secret: string | null, now: Date): Promise<JoiningSheet> {
  const holder = await enter(trx, slug, secret)
  const initiative = await nameOf(trx, holder.initiativeId)
  if (await canBegin(trx, holder.initiativeId, holder.link, dayOf(now)))
    return { initiative, isBegun: false, answers: {}, weights: {}, summary: null, toShare: null, questions: [], toSettle: [], deleteOn: null, shared: null }
  const { answers, weights, deleteOn } = await saidOn(trx, holder)
  const { questions, toSettle } = joiningOf(instrument, answers, weights)
  const [shared] = await listSummaries(trx, holder.initiativeId)
  const summary = Object.keys(answers).length === 0 ? null : summaryOf({ answers, weights })
  return {
    initiative,
    isBegun: true,
    answers,
    weights: { ...weights },
    summary,
    toShare: summary === null ? null : toShare(summary),
    questions: [...questions],
    toSettle: [...toSettle],
    deleteOn,
    shared: shared === undefined ? null : { organization: shared.organization, message: shared.message, summary: shared.summary, sharedOn: shared.sharedOn },
  }
}

/** @throws link_invalid, invalid_request (an answer that is not of the scale, or the weight of no item) */
export async function saveJoining(
  trx: Trx,
  slug: string,
  secret: string | null,
  { answers, weights, keep: isKept }: Said & { keep: boolean },
  now: Date,
): Promise<JoiningSheet> {
  const holder = await enter(trx, slug, secret)
  await saidOn(trx, holder)
  requireAnswers(instrument, answers)
  const odd = Object.keys(weights).filter((code) => !instrument.items.some((item) => item.code === code))
  if (odd.length > 0)
    throw problem(
      'invalid_request',
      {},
      odd.map((code) => ({ pointer: `/weights/${code}`, code: 'not_of_scale' })),
    )
  await keep(trx, holder, { answers, weights }, isKept ? null : addDays(dayOf(now), DAYS))
  return readJoining(trx, slug, secret, now)
}

/**
 * The audit row of what the backbone begins or ceases to read: which summary and in which week, neither who nor the hour. Of a sheet itself
 * nothing is audited: a row would say when an organisation that has told nobody answers.
 */
async function auditSummary(trx: Trx, { initiativeId }: Holder, action: 'joining.share' | 'joining.withdraw', summaryId: string, now: Date): Promise<void> {
  const nobody = { userId: NO_ACCOUNT, hatId: null, role: null, partnerId: null, initiative: { id: initiativeId } }
  await audit(trx, nobody, { action, objectType: 'joining_summary', objectId: summaryId, anonymous: true }, now)
}

/** Shares what can be told of the sheet of today; what is answered later is shared when it is shared again. @throws link_invalid */
export async function shareJoining(
  trx: Trx,
  slug: string,
  secret: string | null,
  { organization, message }: { organization: string; message?: string | null | undefined },
  now: Date,
): Promise<{ shared: boolean }> {
  const holder = await enter(trx, slug, secret)
  const summary = toShare(summaryOf(await saidOn(trx, holder)))
  const row = { organization, message: blankToNull(message) ?? null, summary, sharedOn: dayOf(now) }
  await auditSummary(trx, holder, 'joining.share', await saveSummary(trx, holder.initiativeId, holder.link, row), now)
  return { shared: true }
}

/** Takes back what the link shared, where it shared anything. */
async function takeBack(trx: Trx, holder: Holder, now: Date): Promise<void> {
  const id = await deleteSummary(trx, holder.initiativeId, holder.link)
  if (id !== undefined) await auditSummary(trx, holder, 'joining.withdraw', id, now)
}

/** @throws link_invalid */
export async function withdrawJoining(trx: Trx, slug: string, secret: string | null, now: Date): Promise<undefined> {
  const holder = await enter(trx, slug, secret)
  await saidOn(trx, holder)
  await takeBack(trx, holder, now)
}

/** @throws link_invalid */
export async function removeJoining(trx: Trx, slug: string, secret: string | null, now: Date): Promise<undefined> {
  const holder = await enter(trx, slug, secret)
  await saidOn(trx, holder)
  await takeBack(trx, holder, now)
  await deleteSheet(trx, holder.initiativeId, holder.sheet)
}

/** Sheets that nobody keeps go after their ninety days; what was shared stays until it is taken back. */
export const forgetJoining: Forget = (trx, initiativeId, now) => deleteOverdue(trx, initiativeId, dayOf(now))

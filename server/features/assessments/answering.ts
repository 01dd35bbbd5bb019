import { createHash, createHmac, randomBytes } from 'node:crypto'
import { instrumentOf, oddAnswers, type Answers } from '#shared/assessments/instruments.ts'
import type { Instrument } from '#shared/assessments/instrument.ts'
import type { Invited, OpenSheet, SheetInput } from '#shared/assessments/shapes.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit, NOBODY } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import {
  countInvitations,
  dayOf,
  enterAddress,
  enterInvitation,
  insertInvitations,
  markUsed,
  nameOf,
  participantsOf,
  saveSheet,
  secretOf,
  sheetOf,
  type Entered,
} from './answering-queries.ts'
import { enterParty, partySheetOf, savePartySheet } from './parties-queries.ts'
import { listPartners, listRoundRows, type ListedRound } from './queries.ts'
import { readRound } from './service.ts'

const LINK_BYTES = 24

/** Hashes of a link that nothing but the link connects: what an invitation is found by, and what its sheet is kept under. */
export const hashOf = (what: 'link' | 'sheet', secret: string) => createHash('sha256').update(`${what}:${secret}`).digest('hex')

/** What a link is made of: found by nobody who tries. */
export const newLink = () => randomBytes(LINK_BYTES).toString('base64url')

/** Address of the page behind a link, without its language. */
export const answeringPath = (slug: string, secret: string) => `/answer/${slug}/links/${secret}`

/** Refuses a sheet with an answer that is not of the scale. @throws invalid_request */
export function requireAnswers(instrument: Instrument, answers: Answers): void {
  const odd = oddAnswers(instrument, answers)
  if (odd.length > 0)
    throw problem(
      'invalid_request',
      {},
      odd.map((code) => ({ pointer: `/answers/${code}`, code: 'not_of_scale' })),
    )
}

/** Partners that take part, with their links. @throws not_found */
export async function readInvitations(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<Invited[]> {
  await readRound(trx, actor, roundId, now)
  const counts = await countInvitations(trx, actor.initiative.id, roundId)
  const partners = await listPartners(trx, actor.initiative.id, actor.today)
  return partners.map(({ id, code, name }) => {
    const own = counts.find(({ partnerId }) => partnerId === id)
    return { partner: code, name, made: own?.made ?? 0, used: own?.used ?? 0 }
  })
}

/** The secret of an anonymous round that takes answers. @throws not_found, round_closed */
async function openSecret(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<string> {
  const round = await readRound(trx, actor, roundId, now)
  if (round.mode !== 'anonymous') throw problem('round_mode_refused')
  const secret = await withPurpose(trx, 'maintenance', () => secretOf(trx, actor.initiative.id, roundId))
  if (round.state !== 'open' || secret === null) throw problem('round_closed')
  return secret
}

/** A partner counts once: one that answered before a reopening does not answer again. @throws partner_answered */
async function requireNew(trx: Trx, actor: Actor, roundId: string, partnerId: string): Promise<void> {
  const answered = await withPurpose(trx, 'maintenance', () => participantsOf(trx, actor.initiative.id, roundId))
  if (answered.has(partnerId)) throw problem('partner_answered')
}

/**
 * Makes links for a partner, one a person. They are said once: what is kept leads to no sheet.
 * @throws not_found, round_mode_refused, round_closed, unknown_reference, partner_answered
 */
export async function invite(
  trx: Trx,
  actor: Actor,
  roundId: string,
  { partner: code, people }: { partner: string; people: number },
  now: Date,
): Promise<{ links: string[] }> {
  await openSecret(trx, actor, roundId, now)
  const partner = (await listPartners(trx, actor.initiative.id, actor.today)).find((one) => one.code === code)
  if (partner === undefined)
    throw problem('unknown_reference', { field: 'partner', value: code }, [
      { pointer: '/partner', code: 'unknown_reference', params: { field: 'partner', value: code } },
    ])
  await requireNew(trx, actor, roundId, partner.id)
  const secrets = Array.from({ length: people }, newLink)
  await insertInvitations(
    trx,
    actor.initiative.id,
    roundId,
    partner.id,
    secrets.map((secret) => hashOf('link', secret)),
  )
  await audit(trx, actor, { action: 'assessment.invite', objectType: 'assessment_round', objectId: roundId, details: { partner: code, people } }, now)
  return { links: secrets.map((secret) => answeringPath(actor.initiative.slug, secret)) }
}

/**
 * The link of a member of a partner to its own sheet, the same each time: it is made from the round's secret, which is destroyed
 * when the round closes. Who asked is not written down.
 * @throws not_found, round_mode_refused, round_closed, partner_answered
 */
export async function myLink(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<{ link: string }> {
  const secret = await openSecret(trx, actor, roundId, now)
  const { partnerId } = actor
  if (partnerId === null) throw problem('not_found')
  await requireNew(trx, actor, roundId, partnerId)
  const own = createHmac('sha256', secret).update(`member:${actor.personId}:${partnerId}`).digest('base64url')
  await withPurpose(trx, 'maintenance', () => insertInvitations(trx, actor.initiative.id, roundId, partnerId, [hashOf('link', own)]))
  return { link: answeringPath(actor.initiative.slug, own) }
}

interface Holder {
  readonly initiativeId: string
  /** The round of the link, with the party whose sheet it opens, or what goes on a sheet without a name. */
  readonly entered: (Entered & { readonly party?: never }) | { readonly roundId: string; readonly party: number }
  readonly round: ListedRound
  readonly instrument: Instrument
  readonly link: string
  readonly sheet: string
}

/** Enters as the holder of a link: no account is asked for, and none is kept. @throws link_invalid, in the same words whatever is wrong */
async function hold(trx: Trx, slug: string, secret: string | null): Promise<Holder> {
  const initiativeId = await enterAddress(trx, slug)
  if (initiativeId === null || secret === null) throw problem('link_invalid')
  const [link, sheet] = [hashOf('link', secret), hashOf('sheet', secret)]
  const entered = (await enterInvitation(trx, initiativeId, link, sheet)) ?? (await enterParty(trx, initiativeId, link))
  if (entered === null) throw problem('link_invalid')
  const [round] = await listRoundRows(trx, initiativeId, entered.roundId)
  const instrument = round === undefined ? undefined : instrumentOf(round.instrument, round.instrumentVersion)
  if (round === undefined || instrument === undefined) throw problem('link_invalid')
  return { initiativeId, entered, round, instrument, link, sheet }
}

/** What was saved on the sheet of a link: that of one person, or of a party. */
async function savedOn(trx: Trx, { initiativeId, round, entered, sheet }: Holder): Promise<Pick<OpenSheet, 'answers' | 'comment' | 'isSent' | 'party'>> {
  if (entered.party === undefined) {
    const saved = await sheetOf(trx, initiativeId, round.id, sheet)
    return { answers: saved?.answers ?? {}, comment: saved?.comment ?? null, isSent: saved?.isSent ?? false, party: null }
  }
  const party = round.parties[entered.party - 1]
  if (party === undefined) throw problem('link_invalid')
  const { answers, isSent, people } = await partySheetOf(trx, initiativeId, round.id, entered.party)
  return { answers, comment: null, isSent, party: { ...party, people } }
}

async function told(trx: Trx, holder: Holder): Promise<OpenSheet> {
  const { initiativeId, round } = holder
  return {
    initiative: await nameOf(trx, initiativeId),
    instrument: round.instrument,
    instrumentVersion: round.instrumentVersion,
    mode: round.mode,
    purpose: round.purpose,
    closesOn: round.closesOn,
    today: await dayOf(trx, initiativeId),
    minimum: round.minimum,
    ...(await savedOn(trx, holder)),
  }
}

/** The sheet of a link, with what was saved. @throws link_invalid */
export async function readSheet(trx: Trx, slug: string, secret: string | null): Promise<OpenSheet> {
  return told(trx, await hold(trx, slug, secret))
}

/**
 * Saves the sheet of a party. That party is known by design, so each save is audited with its place, and with nobody's name.
 * @throws invalid_request (sent without how many filled it, or with a comment: that belongs to the agreed diagnostic)
 */
async function savePartyAnswers(trx: Trx, holder: Holder, party: number, input: SheetInput, now: Date): Promise<OpenSheet> {
  const { initiativeId, round } = holder
  const before = await partySheetOf(trx, initiativeId, round.id, party, true)
  if (input.key !== undefined && before.saves.includes(input.key)) return told(trx, holder)
  const people = input.people ?? before.people
  const isSent = before.isSent || input.send
  if (isSent && people === null) throw problem('invalid_request', {}, [{ pointer: '/people', code: 'required' }])
  if ((blankToNull(input.comment) ?? null) !== null) throw problem('invalid_request', {}, [{ pointer: '/comment', code: 'not_of_scale' }])
  await savePartySheet(trx, initiativeId, round.id, party, { answers: input.answers, people, isSent, key: input.key ?? null })
  const action = input.send ? 'assessment.send_party' : 'assessment.save_party'
  await audit(trx, { ...NOBODY, initiative: { id: initiativeId } }, { action, objectType: 'assessment_round', objectId: round.id, details: { party } }, now)
  return told(trx, holder)
}

/**
 * Saves answers beside those saved before; sent once, a sheet stays sent. A save whose key was applied already changes nothing: a device sends it
 * again until it knows. A comment is kept when its author ticked that it may be
 * shared, and goes with the tick. Of a sheet without a name nothing is audited: a row would say who answered when.
 * @throws link_invalid, invalid_request (an answer that is not of the scale)
 */
export async function saveAnswers(trx: Trx, slug: string, secret: string | null, input: SheetInput, now: Date): Promise<OpenSheet> {
  const holder = await hold(trx, slug, secret)
  requireAnswers(holder.instrument, input.answers)
  const { initiativeId, round, entered } = holder
  if (entered.party !== undefined) return savePartyAnswers(trx, holder, entered.party, input, now)
  const comment = input.comment === undefined ? undefined : input.mayBeShared ? (blankToNull(input.comment) ?? null) : null
  await saveSheet(trx, initiativeId, round.id, holder.sheet, {
    partnerToken: entered.partnerToken,
    groupTag: entered.groupTag,
    answers: input.answers,
    comment,
    isSent: input.send,
    key: input.key ?? null,
  })
  if (input.send) await markUsed(trx, initiativeId, holder.link)
  return told(trx, holder)
}

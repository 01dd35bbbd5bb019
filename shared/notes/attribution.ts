/** What of a note may leave the server, and for whom (domain 4.4, rule 2). */
import type { Attribution } from './life.ts'

/** What readers are told of who wrote. */
export interface Signature {
  readonly kind: 'named_person' | 'named_partner' | 'a_partner' | 'former_partner' | 'initiative'
  readonly person: string | null
  readonly partnerCode: string | null
  readonly partnerName: string | null
}

export interface SignatureFacts {
  readonly attribution: Attribution
  /** The backbone agreed that the note speaks for the initiative. */
  readonly isCollectiveAgreed: boolean
  /** What the author gave, or null. */
  readonly named: { person: string | null; partnerCode: string | null; partnerName: string | null; partnerLeftOn: string | null } | null
}

const nobody = { person: null, partnerCode: null, partnerName: null }

/** Whether author, partner, exact day of the event and a recognisable territory stay on the server. */
export function isAnonymous(facts: Pick<SignatureFacts, 'attribution' | 'isCollectiveAgreed'>): boolean {
  return facts.attribution === 'a_partner' || (facts.attribution === 'initiative' && !facts.isCollectiveAgreed)
}

/**
 * The signature that readers other than the author see. A partner that has left is « un ancien partenaire »,
 * but only where it had been named: on an anonymous note the word would tell who it was.
 */
export function signatureOf(facts: SignatureFacts, today: string): Signature {
  if (isAnonymous(facts)) return { kind: 'a_partner', ...nobody }
  if (facts.attribution === 'initiative') return { kind: 'initiative', ...nobody }
  const { named } = facts
  if (named === null) return { kind: 'a_partner', ...nobody }
  if (named.partnerLeftOn !== null && named.partnerLeftOn < today) return { kind: 'former_partner', ...nobody }
  const partner = { partnerCode: named.partnerCode, partnerName: named.partnerName }
  return facts.attribution === 'named_person' && named.person !== null
    ? { kind: 'named_person', person: named.person, ...partner }
    : { kind: 'named_partner', person: null, ...partner }
}

/**
 * Whether a reader is told who carries a decision that followed a note. Whoever tells a failure often carries what changes: on a note that names
 * nobody the carrier is known to whoever writes the note, to the carrier and to the backbone, which follows decisions up. Others get the same words
 * whoever carries it, so that neither the name nor its absence points to the author.
 */
export function tellsCarrier(reader: { isAnonymousNote: boolean; writes: boolean; isBackbone: boolean; carries: boolean }): boolean {
  return !reader.isAnonymousNote || reader.writes || reader.isBackbone || reader.carries
}

/** Whether a note is signed with nobody's name. Of such a note readers are told months, never days: who knows when a partner wrote knows who wrote. */
export function namesNobody(attribution: Attribution): boolean {
  return attribution === 'a_partner' || attribution === 'initiative'
}

/** A day of a note, or only its month where the day could tell who wrote: one rule for all the days that leave with it. */
export function dayFor<Day extends string | null>(day: Day, isMonthAlone: boolean): Day | string {
  return day === null || !isMonthAlone ? day : day.slice(0, 7)
}

import type { InstrumentKey, RoundMode } from '#shared/assessments/instrument.ts'
import { linkParts } from '../../support/assessments.ts'
import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, type Made } from './things.ts'

const BODY = { purpose: 'Un essai', opensOn: '2026-10-01', closesOn: '2026-10-31' }
const SLUG = 'grandir-entre-rives'

/** One round of an instrument is open at a time: the former one makes room. */
async function withoutOpen(stage: Stage): Promise<void> {
  await stage.rows(`update app.assessment_rounds set state = 'closed', closed_on = '2026-10-01' where initiative_id = $1 and state = 'open'`)
}

async function openRound(stage: Stage, instrument: InstrumentKey = 'five_conditions', mode: RoundMode = 'anonymous'): Promise<Made> {
  await withoutOpen(stage)
  return create(stage, 'coordination', '/assessments', { ...BODY, instrument, mode })
}

async function closedRound(stage: Stage, instrument: InstrumentKey = 'five_conditions', mode: RoundMode = 'anonymous'): Promise<Made> {
  const { id, version } = await openRound(stage, instrument, mode)
  return stage.make<Made>('coordination', 'POST', `/api/v1/initiatives/${stage.here}/assessments/${id}/closing`, {}, atVersion(version))
}

async function newComment(stage: Stage): Promise<Made & { round: string }> {
  const round = (await closedRound(stage)).id
  const [comment] = await stage.rows<Made>(
    `insert into app.assessment_comments (initiative_id, round_id, body) values ($1, $2, 'Un mot') returning id, version`,
    [round],
  )
  return { id: comment?.id ?? '', version: comment?.version ?? 1, round }
}

/** A diagnostic in consensus of two parties. */
async function roundByParty(stage: Stage): Promise<Made> {
  await withoutOpen(stage)
  const parties = [{ nameFr: 'Un côté' }, { nameFr: 'L’autre' }]
  return create(stage, 'coordination', '/assessments', { ...BODY, instrument: 'partnership_diagnostic', mode: 'group_consensus', parties })
}

/** The link of a party, without an account. */
async function partyLink(stage: Stage): Promise<{ params: Record<string, string>; headers: Record<string, string> }> {
  const { id } = await roundByParty(stage)
  const { link } = await create<{ link: string }>(stage, 'coordination', `/assessments/${id}/party-links`, { party: 1 })
  return { params: { slug: SLUG }, headers: { 'maillage-link': linkParts(link).secret } }
}

/** The link of somebody of P05, without an account. */
async function newLink(stage: Stage): Promise<{ params: Record<string, string>; headers: Record<string, string> }> {
  const { id } = await openRound(stage)
  const { links } = await create<{ links: string[] }>(stage, 'coordination', `/assessments/${id}/invitations`, { partner: 'P05' })
  return { params: { slug: SLUG }, headers: { 'maillage-link': linkParts(links[0] ?? '').secret } }
}

/** A link for an organisation that is outside, and one under which it has begun. */
async function joiningLink(stage: Stage): Promise<{ params: Record<string, string>; headers: Record<string, string> }> {
  const { link } = await create<{ link: string }>(stage, 'coordination', '/joining', { label: stage.unique() })
  return { params: { slug: SLUG }, headers: { 'maillage-link': linkParts(link).secret } }
}
async function joiningSheet(stage: Stage): Promise<{ params: Record<string, string>; headers: Record<string, string> }> {
  const { headers } = await joiningLink(stage)
  const { link } = await stage.make<{ link: string }>('stranger', 'POST', `/api/v1/joining/${SLUG}/beginning`, {}, headers)
  return { params: { slug: SLUG }, headers: { 'maillage-link': linkParts(link).secret } }
}

const withRound =
  (make: (stage: Stage) => Promise<Made>, rest: (made: Made) => object = () => ({})): MakeCall =>
  async (stage) => {
    const made = await make(stage)
    return { params: { roundId: made.id }, ...rest(made) }
  }

/** Rounds (domain 5, row 31), what they tell (row 32), sheets of link holders (row 33), pairs of the ladder (row 34). */
export const assessmentCalls: Readonly<Record<string, MakeCall>> = {
  'assessments.list': () => ({}),
  'assessments.open': async (stage) => {
    await withoutOpen(stage)
    return { body: { ...BODY, instrument: 'five_conditions', mode: 'anonymous' } }
  },
  'assessments.read': withRound(openRound),
  'assessments.close': withRound(openRound, ({ version }) => ({ body: {}, headers: atVersion(version) })),
  'assessments.moveDay': withRound(openRound, ({ version }) => ({ body: { closesOn: '2026-11-15' }, headers: atVersion(version) })),
  'assessments.reopen': withRound(closedRound, ({ version }) => ({ body: { closesOn: '2026-11-30' }, headers: atVersion(version) })),
  'assessments.invitations': withRound(openRound),
  'assessments.invite': withRound(openRound, () => ({ body: { partner: 'P05', people: 1 } })),
  'assessments.myLink': withRound(openRound, () => ({ body: {} })),
  'assessments.partyLinks': withRound(roundByParty),
  'assessments.inviteParty': withRound(roundByParty, () => ({ body: { party: 1 } })),
  'assessments.results': () => ({}),
  'assessments.share': withRound(closedRound, () => ({ body: { decision: 'Au comité', decidedOn: '2026-10-01' } })),
  'assessments.comments': withRound(closedRound),
  'assessments.moderate': async (stage) => {
    const { id, version } = await newComment(stage)
    return { params: { commentId: id }, headers: atVersion(version), body: { state: 'hidden' } }
  },
  'assessments.groupSheet': withRound((stage) => openRound(stage, 'preconditions', 'group_consensus')),
  'assessments.saveGroupSheet': withRound(
    (stage) => openRound(stage, 'preconditions', 'group_consensus'),
    () => ({ body: { answers: { 'P1.1': 2 } }, headers: atVersion(0) }),
  ),
  'assessments.pairs': withRound((stage) => closedRound(stage, 'collaboration_ladder', 'named')),
  'assessments.savePair': async (stage) => ({
    params: { roundId: (await openRound(stage, 'collaboration_ladder', 'named')).id, partner: 'P03' },
    body: { answers: { H1: 1 } },
  }),
  'assessments.agree': async (stage) => ({ params: { roundId: (await closedRound(stage, 'partnership_diagnostic')).id, item: 'D14' }, body: { choice: 'B' } }),
  'joining.list': () => ({}),
  'joining.invite': (stage) => ({ body: { label: stage.unique() } }),
  'joining.begin': async (stage) => ({ ...(await joiningLink(stage)), body: {} }),
  'joining.read': joiningLink,
  'joining.save': async (stage) => ({ ...(await joiningSheet(stage)), body: { answers: { 'J1.1': 3 } } }),
  'joining.share': async (stage) => ({ ...(await joiningSheet(stage)), body: { organization: 'Une voisine' } }),
  'joining.withdraw': joiningSheet,
  'joining.remove': joiningSheet,
  'assessments.sheet': newLink,
  'assessments.sheet#party': partyLink,
  'assessments.saveSheet#party': async (stage) => ({ ...(await partyLink(stage)), body: { answers: { D01: 'A' }, people: 3, send: true } }),
  'assessments.saveSheet': async (stage) => ({ ...(await newLink(stage)), body: { answers: { 'C1.1': 3 } } }),
}

import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, find, type Made } from './things.ts'

const newBody = (stage: Stage): Promise<Made> => create(stage, 'coordination', '/governance/bodies', { nameFr: stage.unique(), validFrom: '2026-01-01' })
const newSeat = async (stage: Stage, bodyId: string, partnerCode: string | null = null): Promise<Made> =>
  create(stage, 'coordination', `/governance/bodies/${bodyId}/seats`, { holderName: stage.unique(), partnerCode, validFrom: '2026-01-01' })
const newDecision = async (stage: Stage): Promise<Made & { bodyId: string }> => {
  const { id: bodyId } = await newBody(stage)
  return { ...(await create(stage, 'coordination', '/governance/decisions', { bodyId, titleFr: stage.unique() })), bodyId }
}
/** A decision with its result, which nobody but the circle reads. */
async function decided(stage: Stage): Promise<Made> {
  const { id, version } = await newDecision(stage)
  return stage.make<Made>('coordination', 'POST', `/api/v1/initiatives/${stage.here}/governance/decisions/${id}/result`, {}, atVersion(version))
}
const showing = ({ id, version }: Made, isPublic: boolean) => ({ params: { decisionId: id }, headers: atVersion(version), body: { isPublic } })
const LEADERSHIP = { kind: 'shared_steering', validFrom: '2020-01-01', validTo: '2020-12-31' }
const newRole = (stage: Stage): Promise<Made> =>
  create(stage, 'coordination', '/governance/roles', { role: 'other', otherName: stage.unique(), holderName: 'Essai', validFrom: '2026-01-01' })

/** The draft that waits, made when there is none: one waits at a time. */
async function draftAgreement(stage: Stage): Promise<Made> {
  const [waiting] = await stage.rows<Made>('select id, version from app.partnership_agreements where initiative_id = $1 and published_on is null')
  return waiting ?? create(stage, 'coordination', '/governance/agreements', {})
}
/** No draft waits: one that did is put aside. */
async function withoutDraft(stage: Stage): Promise<void> {
  await stage.rows('delete from app.partnership_agreements where initiative_id = $1 and published_on is null')
}
const versionOf = async (stage: Stage, table: string) => (await find(stage, table, 'true')).version

/** Bodies, seats, leadership, roles, decisions (domain 5, row 8) and the agreement (row 5). */
export const governanceCalls: Readonly<Record<string, MakeCall>> = {
  'governance.bodies': () => ({}),
  'governance.addBody': (stage) => ({ body: { nameFr: stage.unique(), validFrom: '2026-01-01' } }),
  'governance.changeBody': async (stage) => {
    const { id, version } = await newBody(stage)
    return { params: { bodyId: id }, headers: atVersion(version), body: { nameFr: stage.unique() } }
  },
  'governance.addSeat': async (stage) => ({
    params: { bodyId: (await newBody(stage)).id },
    body: { holderName: stage.unique(), validFrom: '2026-01-01', livedExperience: true },
  }),
  'governance.changeSeat': async (stage) => {
    const { id, version } = await newSeat(stage, (await newBody(stage)).id)
    return { params: { seatId: id }, headers: atVersion(version), body: { holderName: stage.unique() } }
  },
  'governance.leadership': () => ({}),
  'governance.addLeadership': () => ({ body: LEADERSHIP }),
  'governance.changeLeadership': async (stage) => {
    const { id, version } = await create(stage, 'coordination', '/governance/leadership', LEADERSHIP)
    return { params: { modelId: id }, headers: atVersion(version), body: { ...LEADERSHIP, noteFr: stage.unique() } }
  },
  'governance.roles': () => ({}),
  'governance.addRole': (stage) => ({ body: { role: 'other', otherName: stage.unique(), holderName: 'Essai', validFrom: '2026-01-01' } }),
  'governance.changeRole': async (stage) => {
    const { id, version } = await newRole(stage)
    return { params: { roleId: id }, headers: atVersion(version), body: { deputyName: stage.unique() } }
  },
  'governance.statutes': () => ({}),
  'governance.saveStatutes': async (stage) => ({ headers: atVersion(await versionOf(stage, 'statutes')), body: { bodyFr: stage.unique() } }),
  'governance.protocol': () => ({}),
  'governance.saveProtocol': async (stage) => ({
    headers: atVersion(await versionOf(stage, 'conflict_protocols')),
    body: { stepsFr: stage.unique(), contact: 'Essai', adoptedOn: '2026-01-01' },
  }),
  'governance.decisions': () => ({}),
  'governance.decision': async (stage) => ({ params: { decisionId: (await find(stage, 'decisions', 'published_on is not null')).id } }),
  'governance.decision#unpublished': async (stage) => ({ params: { decisionId: (await find(stage, 'decisions', 'published_on is null')).id } }),
  'governance.addDecision': async (stage) => ({ body: { bodyId: (await newBody(stage)).id, titleFr: stage.unique() } }),
  'governance.changeDecision': async (stage) => {
    const { id, version } = await newDecision(stage)
    return { params: { decisionId: id }, headers: atVersion(version), body: { titleFr: stage.unique() } }
  },
  // A seat of P02: the contributor's own, and not the one of the other contributor.
  'governance.takePosition': async (stage) => {
    const { id, bodyId } = await newDecision(stage)
    return { params: { decisionId: id, seatId: (await newSeat(stage, bodyId, 'P02')).id }, body: { position: 'for' } }
  },
  'governance.closeDecision': async (stage) => {
    const { id, version } = await newDecision(stage)
    return { params: { decisionId: id }, headers: atVersion(version), body: {} }
  },
  'governance.showDecision': async (stage) => showing(await decided(stage), true),
  'governance.showDecision#taken_back': async (stage) => showing(await decided(stage), false),
  'governance.publicDecisions': async (stage) => {
    await stage.rows('update app.releases set is_public = true where initiative_id = $1 and is_latest')
    return { params: { slug: 'grandir-entre-rives' } }
  },
  'governance.agreements': () => ({}),
  'governance.draftAgreement': async (stage) => {
    await withoutDraft(stage)
    return { body: { titleFr: stage.unique() } }
  },
  'governance.changeAgreement': async (stage) => {
    const { id, version } = await draftAgreement(stage)
    return { params: { agreementId: id }, headers: atVersion(version), body: { titleFr: stage.unique() } }
  },
  'governance.publishAgreement': async (stage) => {
    const { id, version } = await draftAgreement(stage)
    return { params: { agreementId: id }, headers: atVersion(version), body: {} }
  },
  'governance.signAgreement': async (stage) => {
    const current = await find(stage, 'partnership_agreements', 'published_on is not null order by number desc')
    const signature = await find(
      stage,
      'signatures',
      `agreement_id = $2 and partner_id = (select id from app.partners where initiative_id = $1 and code = 'P02')`,
      [current.id],
    )
    return { params: { agreementId: current.id, partner: 'P02' }, headers: atVersion(signature.version), body: { personName: stage.unique() } }
  },
}

import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, DEFINITION, indicatorBody, newIndicator, type Made } from './things.ts'

/** A target that a lead proposes for an indicator of its own. */
async function newProposal(stage: Stage): Promise<{ indicator: string; proposal: Made }> {
  const { code } = await newIndicator(stage)
  const body = { kind: 'targets', points: [{ periodCode: '2027', value: '20' }], reasonFr: 'Essai' }
  return { indicator: code, proposal: await create(stage, 'coordination', `/indicators/${code}/proposals`, body) }
}

/** Definitions (domain 5, row 14), baselines and targets (row 15), what is read of the whole (rows 18, 19, 22). */
export const measurementCalls: Readonly<Record<string, MakeCall>> = {
  'indicators.list': () => ({}),
  'indicators.read': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.create': (stage) => ({ body: indicatorBody(`X${stage.unique()}`) }),
  'indicators.change': async (stage) => {
    const { code, version } = await newIndicator(stage)
    return { params: { indicator: code }, headers: atVersion(version), body: { storyFr: stage.unique() } }
  },
  'indicators.newVersion': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { validFrom: '2026-01-01', changeReasonFr: 'Une autre définition', definition: DEFINITION },
  }),
  'indicators.editDefinition': async (stage) => {
    const { code, version } = await newIndicator(stage)
    return { params: { indicator: code }, headers: atVersion(version), body: { definition: { ...DEFINITION, nameFr: stage.unique() } } }
  },
  'indicators.definitionHistory': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.limits': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.saveLimits': async (stage) => ({ params: { indicator: (await newIndicator(stage)).code }, body: { items: [{ low: '0', high: '50' }] } }),
  'indicators.proposedLimits': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.periods': () => ({}),
  'indicators.dimensions': () => ({}),
  'indicators.saveDimensions': (stage) => ({ body: { items: [{ code: stage.unique(), nameFr: 'Essai', categories: [{ code: 'a', nameFr: 'A' }] }] } }),
  'targets.saveBaselines': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { items: [{ territoryCode: 'R', periodCode: '2024', value: '10' }] },
  }),
  'targets.saveTargets': async (stage) => ({ params: { indicator: (await newIndicator(stage)).code }, body: { items: [{ periodCode: '2027', value: '20' }] } }),
  'targets.saveAssignments': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { items: [{ territoryCode: 'VB1', partnerCode: 'P02', validFrom: '2026-01-01' }] },
  }),
  'targets.proposals': () => ({ params: { indicator: 'SCREEN18' } }),
  'targets.propose': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { kind: 'targets', points: [{ periodCode: '2027', value: '20' }], reasonFr: 'Essai' },
  }),
  'targets.answerProposal': async (stage) => {
    const { indicator, proposal } = await newProposal(stage)
    return { params: { indicator, proposalId: proposal.id }, headers: atVersion(proposal.version), body: { state: 'approved' } }
  },
  // A proposal of the lead: nobody else takes it back.
  'targets.withdrawProposal': async (stage) => {
    const { indicator, proposal } = await newProposal(stage)
    return { params: { indicator, proposalId: proposal.id }, headers: atVersion(proposal.version) }
  },
  'targets.assignments': () => ({}),
  'targets.assign': async (stage) => ({
    body: { indicators: [(await newIndicator(stage)).code], partners: ['P02'], territories: ['VB1'], validFrom: '2026-01-01' },
  }),
  'targets.changeAssignments': async (stage) => {
    const { code } = await newIndicator(stage)
    const items = [{ territoryCode: 'VB1', partnerCode: 'P02', validFrom: '2026-01-01' }]
    const { assignments } = await create<{ assignments: { id: string }[] }>(stage, 'coordination', `/indicators/${code}/assignments`, { items })
    return { body: { ids: assignments.map(({ id }) => id), paused: true } }
  },
  'progress.read': () => ({ query: { indicator: 'SCREEN18', basis: 'provisional' } }),
  'progress.completeness': () => ({}),
}

import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, DEFINITION, indicatorBody, newIndicator, type Made } from './things.ts'

/** A comment of P02 on a definition. */
const newThread = (stage: Stage): Promise<Made> =>
  stage.make('contribution', 'POST', `/api/v1/initiatives/${stage.here}/indicators/SCREEN18/definition/threads`, { body: 'Question' })

/** A target that a lead proposes for an indicator of its own. */
async function newProposal(stage: Stage): Promise<{ indicator: string; proposal: Made }> {
  const { code } = await newIndicator(stage)
  const body = { kind: 'targets', points: [{ periodCode: '2027', value: '20' }], reasonFr: 'Essai' }
  return { indicator: code, proposal: await create(stage, 'coordination', `/indicators/${code}/proposals`, body) }
}

/** A story that is told and not published. */
async function newStory(stage: Stage): Promise<{ indicator: string; story: Made }> {
  const { code } = await newIndicator(stage)
  const { items } = await create<{ items: Made[] }>(stage, 'equipe', `/indicators/${code}/stories`, { after: 0, storyFr: 'Essai' })
  return { indicator: code, story: items[0] as Made }
}
const aboutStory = ({ indicator, story }: { indicator: string; story: Made }) => ({
  params: { indicator, storyId: story.id },
  headers: atVersion(story.version),
})

/** A view of the coordination: of its own, or offered to every member. */
const newView = (stage: Stage, isShared: boolean): Promise<Made> => create(stage, 'coordination', '/saved-views', { name: stage.unique(), query: '', isShared })
const aboutView = ({ id, version }: Made) => ({ params: { viewId: id }, headers: atVersion(version) })

/** Definitions (domain 5, row 14), baselines and targets (row 15), what is read of the whole (rows 18, 19, 22). */
export const measurementCalls: Readonly<Record<string, MakeCall>> = {
  'indicators.list': () => ({}),
  'indicators.read': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.create': (stage) => ({ body: indicatorBody(`X${stage.unique()}`) }),
  'indicators.change': async (stage) => {
    const { code, version } = await newIndicator(stage)
    return { params: { indicator: code }, headers: atVersion(version), body: { position: 3 } }
  },
  'indicators.revisions': () => ({ params: { indicator: 'SCREEN18' } }),
  'stories.list': () => ({ params: { indicator: 'SCREEN18' } }),
  'stories.tell': async (stage) => ({ params: { indicator: (await newIndicator(stage)).code }, body: { after: 0, storyFr: 'Essai' } }),
  'stories.publish': async (stage) => aboutStory(await newStory(stage)),
  'stories.withdraw': async (stage) => {
    const { indicator, story } = await newStory(stage)
    const path = `/indicators/${indicator}/stories/${story.id}/publication`
    const { items } = await stage.make<{ items: Made[] }>(
      'coordination',
      'POST',
      `/api/v1/initiatives/${stage.here}${path}`,
      undefined,
      atVersion(story.version),
    )
    return aboutStory({ indicator, story: items[0] ?? story })
  },
  'indicators.newVersion': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { validFrom: '2026-01-01', changeReasonFr: 'Une autre définition', definition: DEFINITION },
  }),
  'indicators.previewVersion': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { validFrom: '2026-01-01', changeReasonFr: 'Une autre définition', definition: DEFINITION },
  }),
  'definitionThreads.list': () => ({ params: { indicator: 'SCREEN18' } }),
  'definitionThreads.open': () => ({ params: { indicator: 'SCREEN18' }, body: { body: 'Que veut dire « dépistage »?' } }),
  'definitionThreads.reply': async (stage) => ({ params: { indicator: 'SCREEN18', threadId: (await newThread(stage)).id }, body: { body: 'Nous aussi' } }),
  // A question of P02: its own people and the backbone settle it.
  'definitionThreads.resolve': async (stage) => {
    const { id, version } = await newThread(stage)
    return { params: { indicator: 'SCREEN18', threadId: id }, headers: atVersion(version), body: {} }
  },
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
  'targets.waiting': () => ({}),
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
  'savedViews.list': () => ({}),
  'savedViews.save': (stage) => ({ body: { name: stage.unique(), query: 'to=2026-Q2' } }),
  'savedViews.save#shared': (stage) => ({ body: { name: stage.unique(), query: '', isShared: true } }),
  'savedViews.change': async (stage) => ({ ...aboutView(await newView(stage, false)), body: { name: stage.unique() } }),
  'savedViews.change#shared': async (stage) => ({ ...aboutView(await newView(stage, true)), body: { name: stage.unique() } }),
  'savedViews.remove': async (stage) => aboutView(await newView(stage, false)),
  'savedViews.remove#shared': async (stage) => aboutView(await newView(stage, true)),
  'dashboard.look': () => ({}),
  'dashboard.news': () => ({}),
  'progress.read': () => ({ query: { indicator: 'SCREEN18', basis: 'provisional' } }),
  'progress.completeness': () => ({}),
}

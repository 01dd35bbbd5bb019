import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { newFigure, submitted } from './figures.ts'
import { atVersion, create } from './things.ts'

const P02 = ['contribution', 'P02'] as const

async function newContribution(stage: Stage): Promise<string> {
  const [row] = await stage.rows<{ id: string }>(
    `insert into app.contributions (initiative_id, partner_id, kind, description_fr) select $1, id, 'resources', $2 from app.partners where initiative_id = $1 and code = 'P02'
     returning id`,
    [stage.unique()],
  )
  return row?.id ?? ''
}

/** A discussion that P02 opened on something of its own. */
async function newContest(stage: Stage): Promise<{ id: string; version: number }> {
  return create<{ id: string; version: number }>(stage, 'contribution', '/contests', { contributionId: await newContribution(stage), body: 'À revoir' })
}

/** One report that nobody made: of an indicator, place and month of its own. */
async function newReport(stage: Stage): Promise<{ noteFr: string; filters: { periods: string[]; indicators: string[] } }> {
  const { indicator, period } = await newFigure(stage, ...P02)
  await stage.make('coordination', 'POST', `/api/v1/initiatives/${stage.here}/indicators/${indicator}/assignments`, {
    items: [{ territoryCode: 'VB1', partnerCode: 'P02', validFrom: '2020-01-01' }],
  })
  return { noteFr: 'Inondations', filters: { periods: [period], indicators: [indicator] } }
}

/** A later date for a report of P02 that nobody made. */
async function newExtension(stage: Stage): Promise<Record<string, string>> {
  const { filters } = await newReport(stage)
  return { partner: 'P02', period: filters.periods[0] ?? '', indicator: filters.indicators[0] ?? '', dueOn: '2027-06-30', reason: 'Une personne est partie' }
}

async function newEvent(stage: Stage): Promise<{ id: string; version: number }> {
  const { event } = await create<{ event: { id: string; version: number } }>(stage, 'coordination', '/collection-events', await newReport(stage))
  return event
}

/** Whether figures can be trusted: rows 16–18, 20–22 of domain 5, situations 10 and 19. Figures and discussions are of P02. */
export const qualityCalls: Readonly<Record<string, MakeCall>> = {
  'progress.read#as_known_on': () => ({ query: { indicator: 'SCREEN18', asKnownOn: '2026-06-30' } }),
  'progress.completeness#of_a_partner': () => ({ query: { partner: 'P02' } }),
  'observations.due': () => ({}),
  'observations.due#of_a_partner': () => ({ query: { partner: 'P02' } }),
  'observations.extensions': () => ({}),
  'observations.extend': async (stage) => ({ body: await newExtension(stage) }),
  'observations.endExtension': async (stage) => ({
    params: { extensionId: (await create<{ id: string }>(stage, 'coordination', '/due-extensions', await newExtension(stage))).id },
  }),
  'observations.history': async (stage) => ({ params: { observationId: (await submitted(stage, ...P02)).id } }),
  // What was not handed in is the partner's own (row 16).
  'observations.history#draft': async (stage) => ({ params: { observationId: (await newFigure(stage, ...P02)).id } }),
  'indicators.history': () => ({ params: { indicator: 'SCREEN18' } }),
  'observations.events': () => ({}),
  'observations.declareEvent': async (stage) => ({ body: await newReport(stage) }),
  'observations.liftEvent': async (stage) => {
    const { id, version } = await newEvent(stage)
    return { params: { eventId: id }, headers: atVersion(version), body: { reason: 'La collecte a repris' } }
  },
  'contests.list': () => ({}),
  'contests.read': async (stage) => ({ params: { contestId: (await newContest(stage)).id } }),
  'contests.open': async (stage) => ({ body: { observationId: (await submitted(stage, ...P02)).id, body: 'Ce chiffre n’est pas le nôtre' } }),
  'contests.open#contribution': async (stage) => ({ body: { contributionId: await newContribution(stage), body: 'Ce n’est pas ce que nous apportons' } }),
  'contests.reply': async (stage) => ({ params: { contestId: (await newContest(stage)).id }, body: { body: 'Voyons cela' } }),
  'contests.resolve': async (stage) => {
    const { id, version } = await newContest(stage)
    return { params: { contestId: id }, headers: atVersion(version), body: { note: 'Corrigé ensemble' } }
  },
}

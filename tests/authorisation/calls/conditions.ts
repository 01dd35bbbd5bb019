import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, find, type Made } from './things.ts'

const AGENDA = { visionFr: 'Une vision', problemStatementFr: 'Un problème', principlesFr: 'Des principes', approachFr: 'Une approche' }

/** One draft at a time: the former one makes room. */
async function withoutDraft(stage: Stage): Promise<void> {
  await stage.rows('delete from app.agenda_versions where initiative_id = $1 and published_on is null')
}

async function newDraft(stage: Stage): Promise<Made> {
  await withoutDraft(stage)
  return create(stage, 'coordination', '/agenda-versions', AGENDA)
}

/** A goal that lacks nothing, in draft. */
async function newGoal(stage: Stage): Promise<Made> {
  return create(stage, 'coordination', '/goals', {
    statementFr: stage.unique(),
    populationId: (await find(stage, 'populations_of_focus', 'true')).id,
    territoryCode: 'R',
    targetDate: '2027-12-31',
    notFeasibleAlone: true,
    notFeasibleWhyFr: 'Il faut être plusieurs',
    indicatorCodes: ['SCREEN18'],
  })
}

async function adoptedGoal(stage: Stage): Promise<Made> {
  const { id, version } = await newGoal(stage)
  return stage.make<Made>('coordination', 'POST', `/api/v1/initiatives/${stage.here}/goals/${id}/adoption`, {}, atVersion(version))
}

const changeOf =
  (make: (stage: Stage) => Promise<Made>): MakeCall =>
  async (stage) => {
    const { id, version } = await make(stage)
    return { params: { goalId: id }, headers: atVersion(version), body: { statementFr: stage.unique() } }
  }
const pictureOf =
  (make: (stage: Stage) => Promise<Made>): MakeCall =>
  async (stage) => ({ params: { goalId: (await make(stage)).id }, body: { horizonMonths: 12, descriptionFr: stage.unique() } })

/** Agenda, goals and pictures of success (domain 5, row 3); the backbone itself, described by its lead (row 1). */
export const conditionCalls: Readonly<Record<string, MakeCall>> = {
  'conditions.overview': () => ({}),
  'conditions.agendaVersions': () => ({}),
  'conditions.agendaVersion': async (stage) => ({ params: { agendaId: (await find(stage, 'agenda_versions', 'published_on is not null')).id } }),
  'conditions.agendaVersion#draft': async (stage) => ({ params: { agendaId: (await newDraft(stage)).id } }),
  'conditions.createAgendaVersion': async (stage) => {
    await withoutDraft(stage)
    return { body: AGENDA }
  },
  'conditions.changeAgendaVersion': async (stage) => {
    const { id, version } = await newDraft(stage)
    return { params: { agendaId: id }, headers: atVersion(version), body: { visionFr: stage.unique() } }
  },
  'conditions.publishAgendaVersion': async (stage) => {
    const { id, version } = await newDraft(stage)
    return { params: { agendaId: id }, headers: atVersion(version), body: {} }
  },
  // The answer of P02: the contributor's own partner, and not the one of the other contributor.
  'conditions.answerAgendaVersion': async (stage) => {
    const [row] = await stage.rows<{ id: string; version: number }>(
      `select v.id, e.version from app.agenda_versions v join app.partners p on p.initiative_id = v.initiative_id and p.code = 'P02'
       join app.endorsements e on e.initiative_id = v.initiative_id and e.agenda_version_id = v.id and e.partner_id = p.id
       where v.initiative_id = $1 and v.published_on is not null order by v.number desc limit 1`,
    )
    return {
      params: { agendaId: row?.id ?? '', partner: 'P02' },
      headers: atVersion(row?.version),
      body: { state: 'reservations', reservations: stage.unique() },
    }
  },
  'conditions.goals': () => ({}),
  'conditions.goal': async (stage) => ({ params: { goalId: (await find(stage, 'goals', `state = 'adopted'`)).id } }),
  'conditions.goal#draft': async (stage) => ({ params: { goalId: (await newGoal(stage)).id } }),
  'conditions.createGoal': (stage) => ({ body: { statementFr: stage.unique() } }),
  'conditions.changeGoal': changeOf(newGoal),
  'conditions.changeGoal#adopted': changeOf(adoptedGoal),
  'conditions.adoptGoal': async (stage) => {
    const { id, version } = await newGoal(stage)
    return { params: { goalId: id }, headers: atVersion(version), body: {} }
  },
  'conditions.addPicture': pictureOf(newGoal),
  'conditions.addPicture#adopted': pictureOf(adoptedGoal),
  'conditions.changePicture': async (stage) => {
    const { id, version } = await create(stage, 'coordination', `/goals/${(await newGoal(stage)).id}/pictures`, { horizonMonths: 12, descriptionFr: 'Avant' })
    return { params: { pictureId: id }, headers: atVersion(version), body: { descriptionFr: stage.unique() } }
  },
  'conditions.orphans': () => ({}),
  'conditions.populations': () => ({}),
  'conditions.addPopulation': (stage) => ({ body: { labelFr: stage.unique() } }),
  'conditions.changePopulation': async (stage) => {
    const { id, version } = await create(stage, 'coordination', '/populations', { labelFr: 'Avant' })
    return { params: { populationId: id }, headers: atVersion(version), body: { labelFr: stage.unique() } }
  },
  'conditions.backbone': () => ({}),
  'conditions.addBackboneProfile': () => ({ body: { form: 'existing_nonprofit', validFrom: '2026-10-01' } }),
  'conditions.changeBackboneProfile': async (stage) => {
    const { id, version } = await find(stage, 'backbone_profiles', 'true')
    return { params: { profileId: id }, headers: atVersion(version), body: { noteFr: stage.unique() } }
  },
  'conditions.addBackboneFunction': (stage) => ({ body: { function: 'policy', holderName: stage.unique(), validFrom: '2026-01-01' } }),
  // What P02 holds: its own contributor reviews it, another partner's finds nothing.
  'conditions.addBackboneReview': async (stage) => ({
    params: {
      functionId: (
        await find(
          stage,
          'backbone_functions',
          `valid_to is null and partner_id = (select id from app.partners p where p.initiative_id = $1 and p.code = 'P02')`,
        )
      ).id,
    },
    body: { standing: 'partly', note: stage.unique() },
  }),
  'conditions.changeBackboneFunction': async (stage) => {
    const { id, version } = await find(stage, 'backbone_functions', 'true')
    return { params: { functionId: id }, headers: atVersion(version), body: { deputyName: stage.unique() } }
  },
}

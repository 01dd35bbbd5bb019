import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, find, newIndicator, type Made } from './things.ts'

/** Led by P02, so that the other contributor is not of it. */
const ownActivity = (stage: Stage): Promise<Made> =>
  create(stage, 'contribution', '/activities', { nameFr: stage.unique(), partners: [{ code: 'P02', role: 'leads' }] })
const newLink = async (stage: Stage): Promise<Made> => {
  const [from, to] = [await ownActivity(stage), await ownActivity(stage)]
  return create(stage, 'contribution', '/activity-links', { fromId: from.id, toId: to.id, how: stage.unique() })
}
const newPractice = (stage: Stage, body: object = {}): Promise<Made> => create(stage, 'coordination', '/practices', { nameFr: stage.unique(), ...body })
const roundBody = (stage: Stage) => ({ title: stage.unique(), criteria: ['Utile'], closesOn: '2026-12-31', candidates: [{ name: 'Un' }, { name: 'Deux' }] })
type Round = Made & { candidates: { id: string }[] }
const newRound = (stage: Stage): Promise<Round> => create<Round>(stage, 'coordination', '/priority-rounds', roundBody(stage))
const close = (stage: Stage, { id }: Made) =>
  stage.make<Round>('coordination', 'POST', `/api/v1/initiatives/${stage.here}/priority-rounds/${id}/closing`, {}, atVersion(1))
const PARTICIPATION = { groupName: 'Parents', moment: 'design', depth: 'consulted' }
/** An indicator in which nobody has a part yet. */
const freeIndicator = async (stage: Stage): Promise<string> => (await newIndicator(stage)).code

/** The action plan: links, responsibilities, participation, practices and priorities (domain 5, row 13). */
export const planCalls: Readonly<Record<string, MakeCall>> = {
  'activities.links': () => ({}),
  'activities.addLink': async (stage) => ({ body: { fromId: (await ownActivity(stage)).id, toId: (await ownActivity(stage)).id, how: stage.unique() } }),
  'activities.removeLink': async (stage) => {
    const { id, version } = await newLink(stage)
    return { params: { activityLinkId: id }, headers: atVersion(version) }
  },
  'activities.coverage': () => ({}),
  'activities.responsibilities': () => ({}),
  'activities.addResponsibility': async (stage) => ({ body: { kind: 'indicator', key: await freeIndicator(stage), partnerCode: 'P02', role: 'contributes' } }),
  'activities.removeResponsibility': async (stage) => {
    const { id } = await create(stage, 'contribution', '/responsibilities', {
      kind: 'indicator',
      key: await freeIndicator(stage),
      partnerCode: 'P02',
      role: 'leads',
    })
    return { params: { responsibilityId: id }, headers: atVersion(1) }
  },
  'activities.participation': () => ({}),
  'activities.addParticipation': async (stage) => ({ body: { ...PARTICIPATION, activityId: (await ownActivity(stage)).id } }),
  'activities.addParticipation#of_a_decision': (stage) => ({ body: { ...PARTICIPATION, decision: stage.unique() } }),
  'activities.changeParticipation': async (stage) => {
    const { id, version } = await create(stage, 'contribution', '/participation', { ...PARTICIPATION, activityId: (await ownActivity(stage)).id })
    return { params: { recordId: id }, headers: atVersion(version), body: { whatChanged: stage.unique() } }
  },
  'reviewSessions.list': () => ({}),
  'reviewSessions.save': async (stage) => {
    // The demo's picture of six months fell due (S02).
    const { id } = await find(stage, 'success_pictures', `due_on <= '2026-10-15' and goal_id in (select id from app.goals where state = 'adopted')`)
    const [written] = await stage.rows<{ version: number }>('select version from app.review_sessions where initiative_id = $1 and occasion = $2', [
      `picture_${id}`,
    ])
    return { params: { occasion: `picture_${id}` }, headers: atVersion(written?.version ?? 0), body: { happened: stage.unique() } }
  },
  'practices.list': () => ({}),
  'practices.create': (stage) => ({ body: { nameFr: stage.unique() } }),
  'practices.change': async (stage) => {
    const { id, version } = await newPractice(stage, { published: true })
    return { params: { practiceId: id }, headers: atVersion(version), body: { nameFr: stage.unique() } }
  },
  'practices.adopt': async (stage) => ({
    params: { practiceId: (await newPractice(stage, { published: true })).id, partner: 'P02' },
    headers: atVersion(0),
    body: { state: 'trying' },
  }),
  'practices.feed': async (stage) => ({
    params: { practiceId: (await newPractice(stage, { published: true, indicatorCode: 'REFPROTO' })).id },
    body: { period: '2026-Q3' },
  }),
  'stages.list': () => ({}),
  'stages.date': async (stage) => {
    const [row] = await stage.rows<{ version: number }>(`select version from app.stages where initiative_id = $1 and code = 'evaluation'`)
    return { params: { stage: 'evaluation' }, headers: atVersion(row?.version ?? 0), body: { startedOn: null, endedOn: null } }
  },
  'stages.engage': async (stage) => {
    await stage.rows(`delete from app.stage_engagements where initiative_id = $1 and stage_code = 'evaluation'`)
    return { params: { stage: 'evaluation' }, body: { items: [{ partner: 'P02', version: 0, planned: 'active', observed: null }] } }
  },
  'priorities.list': () => ({}),
  'priorities.read': async (stage) => ({ params: { roundId: (await find(stage, 'priority_rounds', 'true')).id } }),
  'priorities.open': (stage) => ({ body: roundBody(stage) }),
  'priorities.vote': async (stage) => {
    const { id, candidates } = await newRound(stage)
    return { params: { roundId: id }, headers: atVersion(0), body: { scores: Object.fromEntries(candidates.map((one) => [one.id, [3]])) } }
  },
  'priorities.close': async (stage) => {
    const { id, version } = await newRound(stage)
    return { params: { roundId: id }, headers: atVersion(version), body: {} }
  },
  'priorities.moveDay': async (stage) => {
    const { id, version } = await newRound(stage)
    return { params: { roundId: id }, headers: atVersion(version), body: { closesOn: '2026-11-30' } }
  },
  'priorities.link': async (stage) => {
    const round = await newRound(stage)
    await close(stage, round)
    return { params: { roundId: round.id, candidateId: round.candidates[0]?.id ?? '' }, body: {} }
  },
}

/** Ballots in every state that a wall must keep: of two partners, of a round that is open, of a named one that is told. */
export async function fillPlan(stage: Stage, initiativeId: string): Promise<void> {
  await stage.rows(
    `
    with rounds as (
      insert into app.priority_rounds (initiative_id, title, criteria, is_named, closes_on, state, closed_on)
      values ($1, 'Ailleurs', '{Utile}', true, '2026-12-31', 'open', null), ($1, 'Nommé', '{Utile}', true, '2026-01-31', 'closed', '2026-01-31')
      returning id, state),
    candidates as (insert into app.priority_candidates (initiative_id, round_id, position, name) select $1, id, 0, 'Ailleurs' from rounds)
    insert into app.priority_ballots (initiative_id, round_id, partner_id, scores, is_told)
    select $1, r.id, p.id, '{}', r.state = 'closed' from rounds r, app.partners p where p.initiative_id = $1`,
    [],
    initiativeId,
  )
  // One stage that is still to be begun.
  for (const table of ['stage_engagements where stage_code', 'stages where code'])
    await stage.rows(`delete from app.${table} = 'monitoring' and initiative_id = $1`, [], initiativeId)
  await stage.rows(
    `
    with two as (select (array_agg(id order by id))[1] as a, (array_agg(id order by id))[2] as b from app.activities where initiative_id = $1),
    links as (insert into app.activity_links (initiative_id, from_id, to_id, how) select $1, b, a, 'Ailleurs' from two on conflict do nothing),
    records as (insert into app.participation_records (initiative_id, activity_id, group_name, moment, depth, recorded_on)
      select $1, a, 'Ailleurs', 'design', 'led', '2026-01-01' from two),
    parts as (insert into app.responsibilities (initiative_id, meeting_kind, partner_id, role)
      select $1, 'working_group', id, 'leads' from app.partners where initiative_id = $1 on conflict do nothing),
    stage as (insert into app.stages (initiative_id, code) values ($1, 'portrait') on conflict (initiative_id, code) do update set version = 1 returning code),
    engaged as (insert into app.stage_engagements (initiative_id, stage_code, partner_id, planned)
      select $1, stage.code, p.id, 'active' from stage, app.partners p where p.initiative_id = $1 on conflict do nothing),
    practice as (insert into app.shared_practices (initiative_id, name_fr, published_on) values ($1, 'Ailleurs', null), ($1, 'Publiée', '2026-01-01') returning id)
    insert into app.practice_adoptions (initiative_id, practice_id, partner_id, state)
    select $1, practice.id, p.id, 'trying' from practice, app.partners p where p.initiative_id = $1`,
    [],
    initiativeId,
  )
}

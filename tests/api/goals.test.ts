import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import type { Backbone, BackboneFunction, BackboneProfile, Goal, Orphans, Population, SuccessPicture } from '#shared/conditions/contract.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

async function wholeGoal({ here, staff }: Coalition): Promise<Goal> {
  const { body: population } = await staff.ask<Population>('POST', here.path('/populations'), {
    body: { labelFr: 'Enfants de 0 à 5 ans', territoryCode: 'T', estimatedSize: 3100 },
  })
  const { status, body } = await staff.ask<Goal>('POST', here.path('/goals'), {
    body: {
      statementFr: '65 % des enfants sont dépistés',
      populationId: population.id,
      territoryCode: 'T',
      indicatorCodes: ['SCREEN'],
      targetDate: '2028-12-31',
      notFeasibleAlone: true,
      notFeasibleWhyFr: 'Personne ne tient la chaîne.',
    },
  })
  expect([status, body.missing]).toEqual([201, []])
  return body
}

describe('adopting a goal (S01)', () => {
  it('S01 a goal with only a statement is refused with four named gaps; once they are filled it is adopted, dated, with its author', async () => {
    const all = await buildCoalition(world)
    const { here, lead } = all
    const { body: goal } = await lead.ask<Goal>('POST', here.path('/goals'), { body: { statementFr: 'De meilleurs services' } })
    const refused = await lead.ask('POST', here.path(`/goals/${goal.id}/adoption`), { body: {}, headers: match(1) })
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([
      422,
      'goal_incomplete',
      { missing: ['population_and_territory', 'measurable_change', 'target_date', 'not_feasible_alone'] },
    ])
    const { body: population } = await lead.ask<Population>('POST', here.path('/populations'), { body: { labelFr: 'Enfants' } })
    const filled = await lead.ask<Goal>('PATCH', here.path(`/goals/${goal.id}`), {
      body: {
        populationId: population.id,
        territoryCode: 'T',
        amount: '410000',
        targetDate: '2028-12-31',
        notFeasibleAlone: true,
        notFeasibleWhyFr: 'Ensemble',
      },
      headers: match(1),
    })
    expect(filled.body.missing).toEqual([])
    const adopted = await lead.ask<Goal>('POST', here.path(`/goals/${goal.id}/adoption`), { body: {}, headers: match(2) })
    expect(adopted.body).toMatchObject({ state: 'adopted', adoptedOn: '2026-10-15', adoptedByName: 'Camille', version: 3 })
    const again = await lead.ask('POST', here.path(`/goals/${goal.id}/adoption`), { body: {}, headers: match(3) })
    expect([again.status, again.body.code]).toEqual([409, 'move_not_allowed'])
  })

  it('an informal initiative may adopt despite the gaps, which stay named; a formal one may not', async () => {
    for (const form of ['informal', 'formal'] as const) {
      const { here, lead } = await buildCoalition(world, form)
      const { body: goal } = await lead.ask<Goal>('POST', here.path('/goals'), { body: { statementFr: 'Premier but' } })
      const path = here.path(`/goals/${goal.id}/adoption`)
      expect((await lead.ask('POST', path, { body: {}, headers: match(1) })).body.code).toBe('goal_incomplete')
      const despite = await lead.ask<Goal>('POST', path, { body: { anyway: true }, headers: match(1) })
      expect([despite.status, despite.body.missing?.length]).toEqual(form === 'formal' ? [422, undefined] : [200, 4])
    }
  })

  it('an adopted goal may change but not lose one of its parts', async () => {
    const all = await buildCoalition(world)
    const goal = await wholeGoal(all)
    await all.lead.ask('POST', all.here.path(`/goals/${goal.id}/adoption`), { body: {}, headers: match(1) })
    const lost = await all.staff.ask('PATCH', all.here.path(`/goals/${goal.id}`), { body: { indicatorCodes: [] }, headers: match(2) })
    expect([lost.status, lost.body.params]).toEqual([422, { missing: ['measurable_change'] }])
    const later = await all.staff.ask<Goal>('PATCH', all.here.path(`/goals/${goal.id}`), { body: { targetDate: '2029-06-30' }, headers: match(2) })
    expect([later.status, later.body.targetDate, later.body.indicatorCodes]).toEqual([200, '2029-06-30', ['SCREEN']])
  })

  it('only a lead adopts, and no day that has not come', async () => {
    const all = await buildCoalition(world)
    const goal = await wholeGoal(all)
    const path = all.here.path(`/goals/${goal.id}/adoption`)
    expect((await all.staff.ask('POST', path, { body: {}, headers: match(1) })).body.code).toBe('not_allowed')
    expect((await all.contributor.ask('POST', path, { body: {}, headers: match(1) })).status).toBe(404)
    expect((await all.lead.ask('POST', path, { body: { adoptedOn: '2026-10-16' }, headers: match(1) })).body.code).toBe('date_in_future')
    expect((await all.lead.ask('POST', path, { body: {} })).status).toBe(428)
    expect((await all.lead.ask('POST', path, { body: {}, headers: match(7) })).status).toBe(412)
  })

  it('what a goal points at must exist in the initiative, and every fault names its field', async () => {
    const { here, lead } = await buildCoalition(world)
    for (const [field, value] of [
      ['territoryCode', 'Z9'],
      ['indicatorCodes', ['NOPE']],
      ['populationId', randomUUID()],
      ['parentGoalId', randomUUID()],
    ] as const) {
      const { status, body } = await lead.ask<{ errors: { pointer: string }[] }>('POST', here.path('/goals'), { body: { statementFr: 'But', [field]: value } })
      expect([status, body.errors[0]?.pointer]).toEqual([422, `/${field}`])
    }
  })

  it('S03 a goal five years away asks for a first step, and a goal at thirty months is that step', async () => {
    const { here, lead } = await buildCoalition(world)
    const { body: far } = await lead.ask<Goal>('POST', here.path('/goals'), { body: { statementFr: 'Loin', targetDate: '2031-10-15' } })
    expect(far.needsFirstStep).toBe(true)
    await lead.ask('POST', here.path('/goals'), { body: { statementFr: 'Première étape', targetDate: '2029-04-15', parentGoalId: far.id } })
    expect((await lead.get<Goal>(here.path(`/goals/${far.id}`))).body.needsFirstStep).toBe(false)
  })
})

describe('pictures of success (S02)', () => {
  it('S02 a goal adopted on 2026-01-15 has its pictures due at 6, 12 and 36 months; the day after the first, the overview asks for its review', async () => {
    const all = await buildCoalition(world)
    const { here, lead, staff } = all
    const goal = await wholeGoal(all)
    for (const horizonMonths of [6, 12, 36])
      await staff.ask('POST', here.path(`/goals/${goal.id}/pictures`), { body: { horizonMonths, descriptionFr: `Dans ${horizonMonths} mois` } })
    await lead.ask('POST', here.path(`/goals/${goal.id}/adoption`), { body: { adoptedOn: '2026-01-15' }, headers: match(1) })
    const at = async (day: string) => {
      await world.maintain(here.id, (client) =>
        client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T16:00:00Z`]).then(() => undefined),
      )
      return (await lead.get<ConditionsOverview>(here.path('/conditions'))).body.agenda
    }
    expect((await at('2026-07-15')).next?.kind).not.toBe('review_picture')
    const { pictures, next } = await at('2026-07-16')
    expect(pictures.map(({ dueOn }) => dueOn)).toEqual(['2026-07-15', '2027-01-15', '2029-01-15'])
    expect(next).toMatchObject({ kind: 'review_picture', on: '2026-07-15' })
  })

  it('S02 a picture names indicators with the figure it imagines, and keeps them until they are changed', async () => {
    const all = await buildCoalition(world)
    const goal = await wholeGoal(all)
    const { body: picture, status } = await all.staff.ask<SuccessPicture>('POST', all.here.path(`/goals/${goal.id}/pictures`), {
      body: { horizonMonths: 12, descriptionFr: 'Deux sur trois', indicators: [{ code: 'SCREEN', expected: '0.667' }] },
    })
    expect([status, picture.indicators]).toEqual([201, [{ code: 'SCREEN', expected: '0.667' }]])
    const path = all.here.path(`/pictures/${picture.id}`)
    const change = (body: object, version: number) => all.staff.ask<SuccessPicture>('PATCH', path, { body, headers: match(version) })
    expect((await change({ descriptionFr: 'Autrement' }, 1)).body.indicators).toEqual(picture.indicators)
    const odd = await change({ indicators: [{ code: 'NOPE', expected: null }] }, 2)
    expect([odd.status, odd.body]).toMatchObject([422, { code: 'unknown_reference' }])
    expect((await change({ indicators: [] }, 2)).body).toMatchObject({ indicators: [], version: 3 })
  })

  it('are undated in a draft, due from the adoption, and asked for the day after', async () => {
    const all = await buildCoalition(world)
    const { here, lead, staff } = all
    const goal = await wholeGoal(all)
    const { body: picture } = await staff.ask<SuccessPicture>('POST', here.path(`/goals/${goal.id}/pictures`), {
      body: { horizonMonths: 6, descriptionFr: 'Un seul formulaire' },
    })
    expect([picture.dueOn, picture.state]).toEqual([null, 'undated'])
    await lead.ask('POST', here.path(`/goals/${goal.id}/adoption`), { body: { adoptedOn: '2026-01-15' }, headers: match(1) })
    const { body: second } = await staff.ask<SuccessPicture>('POST', here.path(`/goals/${goal.id}/pictures`), {
      body: { horizonMonths: 36, descriptionFr: 'Partout' },
    })
    const pictures = (await all.viewer.get<Goal>(here.path(`/goals/${goal.id}`))).body.pictures
    expect(pictures.map(({ dueOn, state }) => [dueOn, state])).toEqual([
      ['2026-07-15', 'due'],
      ['2029-01-15', 'coming'],
    ])
    const twice = await staff.ask('POST', here.path(`/goals/${goal.id}/pictures`), { body: { horizonMonths: 36, descriptionFr: 'Encore' } })
    expect([twice.status, twice.body.code]).toEqual([409, 'already_exists'])
    const path = here.path(`/pictures/${picture.id}`)
    expect((await staff.ask('PATCH', path, { body: { reviewedOn: '2026-10-16' }, headers: match(2) })).body.code).toBe('date_in_future')
    const reviewed = await staff.ask<SuccessPicture>('PATCH', path, { body: { reviewedOn: '2026-10-14' }, headers: match(2) })
    expect([reviewed.body.state, reviewed.body.descriptionFr, reviewed.body.version]).toEqual(['reviewed', 'Un seul formulaire', 3])
    expect((await staff.ask('PATCH', path, { body: { reviewedOn: null }, headers: match(2) })).status).toBe(412)
    expect((await all.contributor.ask('PATCH', path, { body: { reviewedOn: null }, headers: match(3) })).status).toBe(404)
    expect(second.dueOn).toBe('2029-01-15')
  })
})

describe('what serves no goal', () => {
  it('S05 an activity without goal and an indicator without goal are in the list until they are linked; funders have no such list', async () => {
    const all = await buildCoalition(world)
    const { here, staff } = all
    const { body: activity } = await staff.ask<{ id: string; version: number }>('POST', here.path('/activities'), { body: { nameFr: 'Heures du conte' } })
    const read = async () => (await all.viewer.get<Orphans>(here.path('/orphans'))).body
    expect(await read()).toEqual({ activities: [{ id: activity.id, nameFr: 'Heures du conte', nameEn: null }], indicators: ['SCREEN'] })
    const goal = await wholeGoal(all)
    expect((await read()).indicators).toEqual([])
    await staff.ask('PATCH', here.path(`/activities/${activity.id}`), { body: { goalId: goal.id }, headers: match(activity.version) })
    expect(await read()).toEqual({ activities: [], indicators: [] })
    expect((await all.funder.get(here.path('/orphans'))).status).toBe(404)
  })
})

describe('the population of focus (S06)', () => {
  it('is changed with its version; its unknown place is refused', async () => {
    const { here, staff, contributor } = await buildCoalition(world)
    const { body: population } = await staff.ask<Population>('POST', here.path('/populations'), { body: { labelFr: 'Enfants', ageRange: '0-5' } })
    const path = here.path(`/populations/${population.id}`)
    expect((await staff.ask('PATCH', path, { body: { territoryCode: 'Z9' }, headers: match(1) })).body.code).toBe('unknown_reference')
    const changed = await staff.ask<Population>('PATCH', path, { body: { territoryCode: 'T' }, headers: match(1) })
    expect(changed.body).toMatchObject({ labelFr: 'Enfants', ageRange: '0-5', territoryCode: 'T', version: 2 })
    expect((await staff.ask('PATCH', path, { body: { labelFr: 'X' }, headers: match(1) })).status).toBe(412)
    expect((await contributor.ask('PATCH', path, { body: { labelFr: 'X' }, headers: match(2) })).status).toBe(404)
  })
})

describe('the backbone (S74, S75)', () => {
  it('S74 a new description ends the former the day before; everyone reads, a lead writes', async () => {
    const { here, lead, funder } = await buildCoalition(world)
    const add = (body: object) => lead.ask<BackboneProfile>('POST', here.path('/backbone/profiles'), { body })
    const first = await add({ form: 'funder_based', validFrom: '2023-03-01', fullTimeEquivalents: '1.6', budget: '148000', elements: ['people', 'money'] })
    expect([first.status, first.body.currencyCode, first.body.fullTimeEquivalents]).toEqual([201, 'CAD', '1.6'])
    await add({ form: 'shared', validFrom: '2026-04-01' })
    const { body } = await funder.get<Backbone>(here.path('/backbone'))
    expect(body.profiles.map(({ form, validFrom, validTo }) => [form, validFrom, validTo])).toEqual([
      ['shared', '2026-04-01', null],
      ['funder_based', '2023-03-01', '2026-03-31'],
    ])
    expect(body.abilities.edit).toBe(false)
    expect((await add({ form: 'shared', validFrom: '2026-04-01', validTo: '2026-03-01' })).body).toMatchObject({ code: 'dates_reversed' })
    const path = here.path(`/backbone/profiles/${first.body.id}`)
    expect((await lead.ask<BackboneProfile>('PATCH', path, { body: { budget: '150000' }, headers: match(2) })).body).toMatchObject({
      budget: '150000',
      elements: ['people', 'money'],
      version: 3,
    })
    expect((await lead.ask('PATCH', path, { body: { budget: '1' }, headers: match(2) })).status).toBe(412)
  })

  it('S74 two organisations hold different functions and both are shown; a function without holder is flagged', async () => {
    const { here, lead, viewer } = await buildCoalition(world)
    const add = (body: object) => lead.ask<BackboneFunction>('POST', here.path('/backbone/functions'), { body: { validFrom: '2025-01-01', ...body } })
    await add({ function: 'guide_vision', partnerCode: 'P1' })
    const { body: funding } = await add({ function: 'funding', partnerCode: 'P3' })
    await add({ function: 'policy', holderName: 'Une bénévole' })
    const nobody = await add({ function: 'public_will', holderName: ' ' })
    expect([nobody.status, (nobody.body as unknown as { errors: unknown[] }).errors]).toEqual([400, [{ pointer: '/partnerCode', code: 'required' }]])
    const read = async () => (await viewer.get<Backbone>(here.path('/backbone'))).body
    expect(await read()).toMatchObject({ covered: ['guide_vision', 'policy', 'funding'], gaps: ['support_activities', 'measurement_practice', 'public_will'] })
    const holders = async () => (await read()).functions.filter(({ isCurrent }) => isCurrent).map((one) => [one.function, one.partnerName])
    expect(await holders()).toEqual(
      expect.arrayContaining([
        ['guide_vision', 'Organisation P1'],
        ['funding', 'Organisation P3'],
      ]),
    )
    const ended = await lead.ask<BackboneFunction>('PATCH', here.path(`/backbone/functions/${funding.id}`), {
      body: { validTo: '2026-10-14' },
      headers: match(1),
    })
    expect([ended.body.isCurrent, ended.body.partnerName]).toEqual([false, 'Organisation P3'])
    expect((await read()).gaps).toContain('funding')
    expect((await lead.ask('PATCH', here.path(`/backbone/functions/${randomUUID()}`), { body: {}, headers: match(1) })).status).toBe(404)
  })

  it('S75 a function without holder is flagged; whoever holds one reviews it, former reviews stay, and funders read none', async () => {
    const { here, lead, staff, contributor, viewer, funder } = await buildCoalition(world)
    const hold = async (body: object) =>
      (await lead.ask<BackboneFunction>('POST', here.path('/backbone/functions'), { body: { validFrom: '2025-01-01', ...body } })).body
    const own = await hold({ function: 'measurement_practice', partnerCode: 'P2' })
    const other = await hold({ function: 'funding', partnerCode: 'P3' })
    expect((await viewer.get<Backbone>(here.path('/backbone'))).body.gaps).toEqual(['guide_vision', 'support_activities', 'public_will', 'policy'])
    expect([own.review, own.abilities.review]).toEqual([null, true])
    const review = (who: typeof lead, id: string, standing: string, note?: string) =>
      who.ask<BackboneFunction>('POST', here.path(`/backbone/functions/${id}/reviews`), { body: { standing, note } })
    expect((await review(contributor, own.id, 'to_build', 'Il manque quelqu’un')).body.review).toEqual({
      standing: 'to_build',
      note: 'Il manque quelqu’un',
      reviewedOn: '2026-10-15',
    })
    expect((await review(contributor, other.id, 'in_place')).status).toBe(404)
    expect((await review(viewer, other.id, 'in_place')).status).toBe(404)
    expect((await review(funder, own.id, 'in_place')).status).toBe(404)
    expect((await review(staff, own.id, 'partly', ' ')).body.review).toMatchObject({ standing: 'partly', note: null })
    const read = async (who: typeof lead) => (await who.get<Backbone>(here.path('/backbone'))).body.functions.find(({ id }) => id === own.id)
    expect((await read(viewer))?.review?.standing).toBe('partly')
    expect((await read(funder))?.review).toBeNull()
    const kept = await world.maintain(
      here.id,
      async (client) => (await client.query('select standing from app.backbone_reviews where initiative_id = $1 order by recorded_at', [here.id])).rows,
    )
    expect(kept).toHaveLength(2)
    const ended = await lead.ask('PATCH', here.path(`/backbone/functions/${own.id}`), { body: { validTo: '2026-10-14' }, headers: match(1) })
    expect(ended.status).toBe(200)
    expect((await review(contributor, own.id, 'in_place')).status).toBe(404)
  })
})

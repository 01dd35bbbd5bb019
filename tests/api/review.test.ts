import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FormResult, ReviewItem, ReviewRow } from '#shared/observations/review-contract.ts'
import { at, figureAt, handIn, moveAs, save, teamOf, told, type Team } from '../support/checking.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const queue = async (who: Asker, { here }: Team) =>
  (await who.get<{ items: ReviewItem[]; nextDue: string | null; isLonger: boolean; isSolo: boolean }>(here.path('/observations/review'))).body
const form = async (who: Asker, { here }: Team, query: Record<string, string> = { partner: 'P2', period: '2026-Q3' }) =>
  (await who.get<{ item: ReviewItem | null; rows: ReviewRow[] }>(here.path('/observations/review/form'), query)).body
const claim = (who: Asker, { here }: Team, more: Record<string, unknown> = {}) =>
  who.ask('PUT', here.path('/observations/review/claim'), { body: { partner: 'P2', period: '2026-Q3', ...more } })
const validateForms = (who: Asker, { here }: Team, ...forms: Record<string, unknown>[]) =>
  who.ask<{ results: FormResult[] }>('POST', here.path('/observations/review/validation'), { body: { forms } })

describe('GET /observations/review', () => {
  it('gathers what was handed in by partner and period: how much, how unusual, how complete', async () => {
    const team = await teamOf(world, { clockFrozenAt: '2026-10-25T13:00:00Z' })
    const builder = figuresOf(world, team.here)
    const owed = await builder.indicator('OWED', { result_type: 'how_much' })
    await builder.owed(owed, 'A1', 'P2')
    await builder.owed(owed, 'A2', 'P2')
    await handIn(team.own, team.here, { period: '2026-Q2', value: '10' })
    await handIn(team.own, team.here, { value: '40', comment: 'Fête' })
    await handIn(team.own, team.here, { indicator: 'OWED', value: '3' })
    await save(team.own, team.here, { territory: 'A2', value: '1' })
    await handIn(team.other, team.here, { partner: 'P3', value: '7' })
    const { items, nextDue } = await queue(team.lead, team)
    expect(items.map(({ partner, period, count, unusual, comments }) => [partner, period, count, unusual, comments].join(' '))).toEqual([
      'P2 2026-Q2 1 0 0',
      'P2 2026-Q3 2 2 2',
      'P3 2026-Q3 1 0 0',
    ])
    expect(items[1]).toMatchObject({ expected: 2, received: 1, dueOn: '2026-10-20', isOverdue: true, validatable: 2, claim: null, waitingDays: 0 })
    expect(items[2]).toMatchObject({ expected: 0, received: 0, dueOn: null, isOverdue: false })
    expect(nextDue).toBe('2027-01-20')
  })
  it('belongs to the backbone', async () => {
    const team = await teamOf(world)
    for (const who of [team.own, team.viewer, team.funder]) expect((await who.get(team.here.path('/observations/review'))).status).toBe(404)
  })
})

describe('GET /observations/review/form', () => {
  it('shows each figure beside the period before, what is unusual in it and why it was handed in all the same', async () => {
    const team = await teamOf(world)
    await handIn(team.own, team.here, { period: '2026-Q2', value: '10' })
    await handIn(team.own, team.here, { value: '40' })
    await save(team.own, team.here, { territory: 'A2', value: '1' })
    const { item, rows } = await form(team.lead, team)
    expect(item).toMatchObject({ count: 1, unusual: 1 })
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      observation: { value: '40', state: 'submitted', abilities: ['return', 'validate'] },
      warnings: [{ code: 'sudden_change', numbers: { previous: '10', value: '40', change: '3' } }],
      confirmation: { comment: 'Vérifié', name: 'Omar Own' },
      previous: { period: '2026-Q2', figure: { value: '10' } },
      lastValidated: null,
    })
    const unknown = await team.lead.get(team.here.path('/observations/review/form'), { partner: 'P9', period: '2026-Q3' })
    expect([unknown.status, unknown.body.code]).toEqual([422, 'unknown_reference'])
  })
  it('a figure that was reopened shows what it was when it was validated', async () => {
    const team = await teamOf(world)
    const first = await handIn(team.own, team.here, { value: '12' })
    await moveAs(team.lead, team.here, 'validation', [at(first)])
    await moveAs(team.lead, team.here, 'reopening', [at(await figureAt(team.own, team.here))], { comment: 'Doublons ?', reason: 'deduplication' })
    await save(team.own, team.here, { value: '11', version: (await figureAt(team.own, team.here)).version })
    await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))])
    expect((await form(team.lead, team)).rows[0]).toMatchObject({
      observation: { value: '11' },
      lastValidated: { figure: { value: '12' }, reason: 'deduplication', note: 'Doublons ?' },
    })
  })
})

describe('claims (domain 3.12: taken back until review starts)', () => {
  it('from the day somebody checks it, a partner no longer takes its figures back', async () => {
    const team = await teamOf(world)
    const figure = await handIn(team.own, team.here, { value: '12' })
    expect(figure.abilities).toContain('take_back')
    expect((await claim(team.staff, team)).status).toBe(204)
    const claimed = await figureAt(team.own, team.here)
    expect([claimed.isUnderReview, claimed.abilities]).toEqual([true, []])
    expect(told(await moveAs(team.own, team.here, 'withdrawal', [at(figure)]))).toEqual(['rejected review_started'])
    expect((await queue(team.lead, team)).items[0]?.claim).toMatchObject({ name: 'Sam Staff', isMine: false })
    const release = await team.staff.ask('DELETE', team.here.path('/observations/review/claim'), { query: { partner: 'P2', period: '2026-Q3' } })
    expect(release.status).toBe(204)
    expect(told(await moveAs(team.own, team.here, 'withdrawal', [at(figure)]))).toEqual(['changed'])
  })
  it('somebody else’s claim stands until it is taken over in so many words', async () => {
    const team = await teamOf(world)
    expect((await claim(team.staff, team)).status).toBe(422)
    await handIn(team.own, team.here, { value: '12' })
    await claim(team.staff, team)
    const refused = await claim(team.lead, team)
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([409, 'claimed_by_other', { name: 'Sam Staff' }])
    await team.lead.ask('DELETE', team.here.path('/observations/review/claim'), { query: { partner: 'P2', period: '2026-Q3' } })
    expect((await queue(team.staff, team)).items[0]?.claim?.isMine).toBe(true)
    expect((await claim(team.lead, team, { takesOver: true })).status).toBe(204)
    expect((await queue(team.lead, team)).items[0]?.claim?.isMine).toBe(true)
  })
  it('a claim ends with the last figure that is validated or given back', async () => {
    const team = await teamOf(world)
    const [one, two] = [await handIn(team.own, team.here, { value: '12' }), await handIn(team.own, team.here, { territory: 'A2', value: '3' })]
    await claim(team.lead, team)
    await moveAs(team.lead, team.here, 'validation', [at(one)])
    expect((await queue(team.lead, team)).items[0]?.claim).not.toBeNull()
    await moveAs(team.lead, team.here, 'return', [at(two)], { comment: 'Voir' })
    const { rows } = await world.maintain(team.here.id, (client) => client.query('select 1 from app.review_claims where initiative_id = $1', [team.here.id]))
    expect(rows).toEqual([])
  })
  it('nothing to check is not claimed', async () => {
    const team = await teamOf(world)
    const figure = await handIn(team.own, team.here, { value: '12' })
    await moveAs(team.lead, team.here, 'validation', [at(figure)])
    expect((await claim(team.lead, team)).body.code).toBe('nothing_to_review')
  })
})

describe('POST /observations/review/validation', () => {
  it('whole forms are validated at once only where nothing in them is unusual', async () => {
    const team = await teamOf(world)
    await handIn(team.own, team.here, { period: '2026-Q2', value: '10' })
    await handIn(team.own, team.here, { value: '40' })
    await handIn(team.other, team.here, { partner: 'P3', value: '7' })
    const { body } = await validateForms(
      team.lead,
      team,
      { partner: 'P2', period: '2026-Q3' },
      { partner: 'P2', period: '2026-Q2' },
      { partner: 'P3', period: '2026-Q3' },
      { partner: 'P3', period: '2026-Q1' },
    )
    expect(body.results.map(({ outcome, code, count }) => [outcome, code, count].join(' '))).toEqual([
      'rejected form_unusual 0',
      'validated  1',
      'validated  1',
      'rejected form_empty 0',
    ])
    expect((await figureAt(team.own, team.here)).state).toBe('submitted')
    expect((await figureAt(team.other, team.here, { partner: 'P3' })).state).toBe('validated')
  })
  it('a coordinator alone is not asked twice about what they confirmed with a word; somebody else’s word is looked at', async () => {
    const team = await teamOf(world, { solo: true })
    for (const [period, value] of [
      ['2026-Q2', '10'],
      ['2026-Q3', '40'],
    ] as const)
      await handIn(team.lead, team.here, { period, value })
    await handIn(team.other, team.here, { partner: 'P3', period: '2026-Q2', value: '7' })
    await handIn(team.other, team.here, { partner: 'P3', value: '70' })
    const { items } = await queue(team.lead, team)
    expect(items.map(({ partner, period, unusual, comments }) => [partner, period, unusual, comments].join(' ')).sort()).toEqual([
      'P2 2026-Q2 0 0',
      'P2 2026-Q3 0 1',
      'P3 2026-Q2 0 0',
      'P3 2026-Q3 1 1',
    ])
    const { body } = await validateForms(team.lead, team, { partner: 'P2', period: '2026-Q3' }, { partner: 'P3', period: '2026-Q3' })
    expect(body.results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['validated', null],
      ['rejected', 'form_unusual'],
    ])
  })
  it('neither what one entered oneself nor what somebody else is checking', async () => {
    const team = await teamOf(world)
    await handIn(team.lead, team.here, { value: '12' })
    expect((await validateForms(team.lead, team, { partner: 'P2', period: '2026-Q3' })).body.results[0]).toMatchObject({
      outcome: 'rejected',
      code: 'four_eyes',
    })
    await claim(team.lead, team)
    expect((await validateForms(team.staff, team, { partner: 'P2', period: '2026-Q3' })).body.results[0]).toMatchObject({ code: 'claimed_by_other' })
  })
})

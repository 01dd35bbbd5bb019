import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresOf } from '../support/figure-builder.ts'
import { at, figureAt, handIn, moveAs, save, teamOf, told, type Team } from '../support/checking.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Counts of the quarters before 2026-Q3, newest first, handed in by P2. */
async function past(team: Team, ...values: string[]): Promise<void> {
  for (const [back, value] of [...values.entries()].reverse()) {
    const quarter = 2026 * 4 + 1 - back
    await handIn(team.own, team.here, { period: `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`, value })
  }
}
const confirmations = (team: Team) =>
  world.maintain(team.here.id, async (client) => {
    const { rows } = await client.query<{ number: number; comment: string | null; codes: string[]; median: string | null }>(
      `select number, comment, (select array_agg(w ->> 'code') from jsonb_array_elements(warnings) w) as codes, warnings -> 0 -> 'numbers' ->> 'median' as median
       from app.observation_confirmations where initiative_id = $1 order by at, number`,
      [team.here.id],
    )
    return rows
  })

describe('handing in (domain 3.10)', () => {
  it('an unusual figure waits for a confirmation with a comment, and tells the numbers that made it unusual', async () => {
    const team = await teamOf(world)
    await past(team, '13', '14', '15', '13', '14', '12')
    await save(team.own, team.here, { value: '31' })
    const draft = await figureAt(team.own, team.here)
    const asked = await moveAs(team.own, team.here, 'submission', [at(draft)])
    expect(asked.body.results).toEqual([
      {
        index: 0,
        outcome: 'needs_confirmation',
        code: 'confirmation_required',
        field: null,
        version: 1,
        state: 'draft',
        warnings: [
          { code: 'outlier', numbers: { median: '13.5', mad: '0.5', count: '6', z: '23.61' } },
          { code: 'sudden_change', numbers: { previous: '13', period: '2026-Q2', value: '31', change: '1.384615384615' } },
        ],
      },
    ])
    expect((await figureAt(team.own, team.here)).state).toBe('draft')
    const wordless = await moveAs(team.own, team.here, 'submission', [{ ...at(draft), confirmed: true }])
    expect(wordless.body.results).toMatchObject([{ outcome: 'needs_confirmation', field: 'comment' }])
    const before = (await confirmations(team)).length
    expect(told(await moveAs(team.own, team.here, 'submission', [{ ...at(draft), confirmed: true, comment: 'Une grande fête' }]))).toEqual(['changed'])
    expect((await confirmations(team)).slice(before)).toEqual([{ number: 2, comment: 'Une grande fête', codes: ['outlier', 'sudden_change'], median: '13.5' }])
  })
  it('a zero is declared by a tick, whatever stood before; an empty form stays missing (situation 9)', async () => {
    const team = await teamOf(world)
    await save(team.own, team.here, { value: '0' })
    const draft = await figureAt(team.own, team.here)
    expect((await moveAs(team.own, team.here, 'submission', [at(draft)])).body.results).toMatchObject([
      { outcome: 'needs_confirmation', warnings: [{ code: 'zero', numbers: { value: '0' } }] },
    ])
    expect(told(await moveAs(team.own, team.here, 'submission', [{ ...at(draft), confirmed: true }]))).toEqual(['changed'])
    expect(await figureAt(team.own, team.here)).toMatchObject({ state: 'submitted', presence: 'reported', value: '0' })
    expect((await confirmations(team)).at(-1)).toMatchObject({ comment: null, codes: ['zero'] })
    const { items } = (await team.lead.get<{ items: { unusual: number }[] }>(team.here.path('/observations/review'))).body
    expect(
      items.map(({ unusual }) => unusual),
      'a declared zero is nothing to look at',
    ).toEqual([0])
  })
  it('a usual figure beside an unusual one goes through; a confirmation of nothing is not kept', async () => {
    const team = await teamOf(world)
    await past(team, '10')
    await save(team.own, team.here, { value: '40' }, { territory: 'A2', value: '4' })
    const items = [await figureAt(team.own, team.here), await figureAt(team.own, team.here, { territory: 'A2' })]
    const answer = await moveAs(
      team.own,
      team.here,
      'submission',
      items.map((one) => ({ ...at(one), confirmed: one.territory === 'A2', comment: 'x' })),
    )
    expect(told(answer)).toEqual(['needs_confirmation confirmation_required', 'changed'])
    expect(await confirmations(team)).toEqual([])
  })
  it('the comment of the figure itself is enough', async () => {
    const team = await teamOf(world)
    await past(team, '10')
    await save(team.own, team.here, { value: '40', comment: 'Deux groupes de plus' })
    expect(told(await moveAs(team.own, team.here, 'submission', [{ ...at(await figureAt(team.own, team.here)), confirmed: true }]))).toEqual(['changed'])
  })
  it('what the backbone types is checked as well', async () => {
    const team = await teamOf(world)
    await past(team, '10')
    await save(team.staff, team.here, { value: '40' })
    expect(told(await moveAs(team.staff, team.here, 'submission', [at(await figureAt(team.staff, team.here))]))).toEqual([
      'needs_confirmation confirmation_required',
    ])
  })
  it('a zero where there was something is asked about; one declared « not applicable » with its reason is not (situation 9)', async () => {
    const team = await teamOf(world)
    await past(team, '10')
    await save(team.own, team.here, { value: '0' })
    expect(told(await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))]))).toEqual([
      'needs_confirmation confirmation_required',
    ])
    await save(team.own, team.here, { presence: 'not_applicable', presenceReason: 'Relâche', version: 1 })
    expect(told(await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))]))).toEqual(['changed'])
  })
  it('history is of the same place, partner and category, and stops at a new definition', async () => {
    const team = await teamOf(world)
    await past(team, '10')
    await handIn(team.other, team.here, { partner: 'P3', period: '2026-Q2', value: '40' })
    await save(team.other, team.here, { partner: 'P3', value: '41' })
    expect(told(await moveAs(team.other, team.here, 'submission', [at(await figureAt(team.other, team.here, { partner: 'P3' }))]))).toEqual(['changed'])
    const builder = figuresOf(world, team.here)
    const versionId = await world.maintain(team.here.id, async (client) => {
      const { rows } = await client.query<{ id: string; indicator: string }>(
        `select v.id, v.indicator_id as indicator from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id where v.initiative_id = $1 and i.code = 'COUNT'`,
        [team.here.id],
      )
      return rows[0]
    })
    await builder.version({ id: versionId?.indicator ?? '', code: 'COUNT', versionId: versionId?.id ?? '' }, '2026-07-01', { result_type: 'how_much' })
    await save(team.own, team.here, { value: '400' })
    expect(told(await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))]))).toEqual(['changed'])
  })
  it('a figure that was asked for and comes late says so; one that nobody asked for is never late', async () => {
    const team = await teamOf(world, { clockFrozenAt: '2026-10-25T13:00:00Z' })
    const builder = figuresOf(world, team.here)
    const indicator = await builder.indicator('OWED', { result_type: 'how_much' })
    await builder.owed(indicator, 'A1', 'P2')
    await save(team.own, team.here, { indicator: 'OWED', value: '3' })
    const draft = await figureAt(team.own, team.here, { indicator: 'OWED' })
    expect((await moveAs(team.own, team.here, 'submission', [at(draft)])).body.results[0]?.warnings).toEqual([
      { code: 'late', numbers: { dueOn: '2026-10-20', days: '5' } },
    ])
    await save(team.own, team.here, { value: '3' })
    expect(told(await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))]))).toEqual(['changed'])
    // What an event excuses is not late either (situation 19).
    const event = await team.lead.ask('POST', team.here.path('/collection-events'), {
      body: { noteFr: 'Inondation', filters: { indicators: ['OWED'], periods: ['2026-Q3'] } },
    })
    expect(event.status).toBe(200)
    expect(told(await moveAs(team.own, team.here, 'submission', [at(draft)]))).toEqual(['changed'])
  })
  it('sent back and handed in again, a figure keeps the day on which it came; taken back, it does not', async () => {
    const here = await world.buildInitiative()
    const builder = figuresOf(world, here)
    await builder.owed(await builder.indicator('OWED', { result_type: 'how_much' }), 'A1', 'P2')
    const [own, lead] = [await here.person({ role: 'partner_contributor', partner: 'P2' }), await here.person({ role: 'backbone' })]
    const key = { indicator: 'OWED', period: '2020-Q1' }
    const figure = await handIn(own, here, { ...key, value: '3' })
    await world.maintain(here.id, (client) =>
      client.query(`update app.observation_revisions set at = '2020-04-10' where initiative_id = $1 and observation_id = $2`, [here.id, figure.id]),
    )
    await moveAs(lead, here, 'return', [at(figure)], { comment: 'Et les familles ?' })
    const again = await figureAt(own, here, key)
    expect(told(await moveAs(own, here, 'submission', [at(again)]))).toEqual(['changed'])
    await moveAs(own, here, 'withdrawal', [at(await figureAt(own, here, key))])
    expect(told(await moveAs(own, here, 'submission', [at(await figureAt(own, here, key))]))).toEqual(['needs_confirmation confirmation_required'])
  })
  it('limits set for the indicator are what is expected', async () => {
    const team = await teamOf(world)
    await world.maintain(team.here.id, (client) =>
      client.query(
        `insert into app.indicator_limits (initiative_id, indicator_version_id, low, high, set_on)
         select v.initiative_id, v.id, 40, 60, '2026-01-01' from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
         where v.initiative_id = $1 and i.code = 'COUNT'`,
        [team.here.id],
      ),
    )
    await save(team.own, team.here, { value: '61' })
    expect((await moveAs(team.own, team.here, 'submission', [at(await figureAt(team.own, team.here))])).body.results[0]?.warnings).toEqual([
      { code: 'outside_limits', numbers: { value: '61', low: '40', high: '60' } },
    ])
  })
  it('categories that add up to more than the total are refused whatever is confirmed', async () => {
    const team = await teamOf(world)
    await world.maintain(team.here.id, async (client) => {
      await client.query(`insert into app.dimensions (initiative_id, code, name_fr, exclusive) values ($1, 'sex', 'Sexe', true)`, [team.here.id])
      await client.query(
        `insert into app.categories (initiative_id, dimension_id, code, name_fr) select initiative_id, id, 'f', 'Femmes' from app.dimensions where initiative_id = $1`,
        [team.here.id],
      )
      await client.query(
        `insert into app.indicator_dimensions (initiative_id, indicator_version_id, dimension_id)
         select d.initiative_id, v.id, d.id from app.dimensions d join app.indicators i on i.initiative_id = d.initiative_id and i.code = 'COUNT'
         join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id where d.initiative_id = $1`,
        [team.here.id],
      )
    })
    await save(team.own, team.here, { value: '10' }, { category: 'sex:f', value: '11' })
    const { body } = await team.own.get<{ items: { id: string; version: number }[] }>(team.here.path('/observations'))
    const items = body.items.map(({ id, version }) => ({ id, version, confirmed: true, comment: 'x' }))
    expect(told(await moveAs(team.own, team.here, 'submission', items))).toEqual(['rejected categories_above_total', 'rejected categories_above_total'])
  })
})

describe('giving back', () => {
  it('each cell may have its own words; a cell without any is refused', async () => {
    const team = await teamOf(world)
    const [one, two] = [await handIn(team.own, team.here, { value: '5' }), await handIn(team.own, team.here, { territory: 'A2', value: '5' })]
    expect(told(await moveAs(team.lead, team.here, 'return', [{ ...at(one), comment: 'Le nombre de familles ?' }, at(two)]))).toEqual([
      'changed',
      'rejected comment_required',
    ])
    expect((await figureAt(team.own, team.here)).returnComment).toBe('Le nombre de familles ?')
    expect((await moveAs(team.lead, team.here, 'return', [at(two)])).status).toBe(400)
    expect(told(await moveAs(team.lead, team.here, 'return', [at(two)], { comment: 'Voir la source' }))).toEqual(['changed'])
    expect((await figureAt(team.own, team.here, { territory: 'A2' })).returnComment).toBe('Voir la source')
  })
  it('what the backbone enters for a partner stays marked until somebody else has validated it', async () => {
    const team = await teamOf(world)
    const entered = await handIn(team.staff, team.here, { value: '5' })
    expect(entered.enteredOnBehalf).toBe(true)
    expect(told(await moveAs(team.staff, team.here, 'validation', [at(entered)]))).toEqual(['rejected four_eyes'])
    expect(told(await moveAs(team.lead, team.here, 'validation', [at(entered)]))).toEqual(['changed'])
    expect((await figureAt(team.own, team.here)).enteredOnBehalf).toBe(true)
  })
  it('the database itself refuses a figure that one person typed and validated, unless the figure says so', async () => {
    const team = await teamOf(world)
    const entered = await handIn(team.staff, team.here, { value: '5' })
    const validateAlone = (samePerson: boolean) =>
      world.maintain(team.here.id, (client) =>
        client.query(`update app.observations set state = 'validated', validated_by = entered_by, same_person = $3 where initiative_id = $1 and id = $2`, [
          team.here.id,
          entered.id,
          samePerson,
        ]),
      )
    await expect(validateAlone(false)).rejects.toThrow(/observations_four_eyes_check/)
    await validateAlone(true)
  })
})

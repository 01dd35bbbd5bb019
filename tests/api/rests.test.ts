import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import { compareAll } from '#server/features/observations/service.ts'
import { list, moveAs, save, teamOf, told, type Team } from '../support/checking.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'
import { as, makeActor } from '../support/writing.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Women, men and « unknown » divide both indicators; together they are everybody, unless they are said not to be. */
async function divided({ isExhaustive = true }: { isExhaustive?: boolean } = {}): Promise<Team> {
  const team = await teamOf(world)
  await world.maintain(team.here.id, async (client) => {
    await client.query(`insert into app.dimensions (initiative_id, code, name_fr, exclusive, exhaustive) values ($1, 'sex', 'Sexe', true, $2)`, [
      team.here.id,
      isExhaustive,
    ])
    await client.query(
      `insert into app.categories (initiative_id, dimension_id, code, name_fr, is_unknown)
       select d.initiative_id, d.id, c.code, c.code, c.code = 'x' from app.dimensions d, (values ('f'), ('m'), ('x')) c(code) where d.initiative_id = $1`,
      [team.here.id],
    )
    await client.query(
      `insert into app.indicator_dimensions (initiative_id, indicator_version_id, dimension_id)
       select d.initiative_id, v.id, d.id from app.dimensions d join app.indicator_versions v on v.initiative_id = d.initiative_id where d.initiative_id = $1`,
      [team.here.id],
    )
  })
  return team
}

/** Figures typed, then every draft handed in at once. */
async function handAll({ own, here }: Team, ...figures: Record<string, unknown>[]) {
  await save(own, here, ...figures)
  const drafts = (await list(own, here)).filter(({ state }) => state === 'draft')
  return moveAs(
    own,
    here,
    'submission',
    drafts.map(({ id, version }) => ({ id, version, confirmed: true, comment: 'Vérifié' })),
  )
}

/** Categories with their figure and state, as the partner reads them. */
const categories = async (who: Asker, { here }: Team) =>
  (await list(who, here)).map(({ category, value, numerator, denominator, state }) => `${category} ${value ?? `${numerator}/${denominator}`} ${state}`).sort()

const MAPPING = {
  readings: ['TOTAL', 'f', 'm'].map((column) => ({
    indicator: { source: { constant: 'COUNT' } },
    territory: [{ source: { constant: 'A1' } }],
    partner: { source: { constant: 'P2' } },
    period: { source: { column: 'Trimestre' }, pattern: 'code' },
    ...(column === 'TOTAL' ? {} : { categories: [{ dimension: 'sex', source: { constant: column } }] }),
    figure: { value: { source: { column } } },
  })),
}
const imported = ({ lead, here }: Team, rows: string, fields: Record<string, string> = {}) =>
  lead.ask<Import>('POST', here.path('/imports'), {
    body: importForm('sexe.csv', Buffer.from(`Trimestre;TOTAL;f;m\n${rows}`), { mapping: JSON.stringify(MAPPING), ...fields }),
  })

const WOMEN = { category: 'sex:f', value: '4' }
const MEN = { category: 'sex:m', value: '3' }

describe('what the categories leave of the whole (domain 3.9)', () => {
  it('goes to the unknown category when the last of them is handed in, with its history and its totals', async () => {
    const team = await divided()
    expect((await handAll(team, { value: '10' }, WOMEN)).body).not.toHaveProperty('completed')
    const answer = await handAll(team, MEN)
    expect([told(answer), answer.body], answer.text).toMatchObject([['changed'], { completed: 1 }])
    expect(await categories(team.own, team)).toEqual(['TOTAL 10 submitted', 'sex:f 4 submitted', 'sex:m 3 submitted', 'sex:x 3 submitted'])
    const kept = await world.maintain(team.here.id, async (client) => {
      const { rows } = await client.query<{ reason: string; isAudited: boolean }>(
        `select r.reason, exists (select 1 from app.audit_log a where a.initiative_id = o.initiative_id and a.action = 'observations.save' and a.object_id = o.id::text) as "isAudited"
         from app.observations o join app.observation_revisions r on r.initiative_id = o.initiative_id and r.observation_id = o.id
         where o.initiative_id = $1 and o.category = 'sex:x'`,
        [team.here.id],
      )
      return rows
    })
    expect(kept).toEqual([{ reason: 'submission', isAudited: true }])
    const { differences } = await as(world.db, makeActor(team.here, 'backbone'), (trx) => compareAll(trx, team.here.id))
    expect(differences).toEqual([])
  })

  it('a share leaves both its parts', async () => {
    const team = await divided()
    const of = (category: string, numerator: string, denominator: string) => ({ indicator: 'SHARE', category, numerator, denominator })
    await handAll(team, of('TOTAL', '30', '100'), of('sex:f', '18', '60'), of('sex:m', '12', '35'))
    expect(await categories(team.own, team)).toContain('sex:x 0/5 submitted')
  })

  it('nothing is made where the sum is whole, where a category did not come in, or where the categories are not everybody', async () => {
    const whole = await divided()
    await handAll(whole, { value: '7' }, WOMEN, MEN)
    expect(await categories(whole.own, whole)).toHaveLength(3)
    const part = await divided()
    await handAll(part, { value: '10' }, WOMEN, { category: 'sex:m', presence: 'missing', presenceReason: 'Non recueilli' })
    expect(await categories(part.own, part)).toHaveLength(3)
    const open = await divided({ isExhaustive: false })
    await handAll(open, { value: '10' }, WOMEN, MEN)
    expect(await categories(open.own, open)).toHaveLength(3)
  })

  it('what somebody said of the unknown category stays, even where it is too little', async () => {
    const team = await divided()
    await handAll(team, { value: '10' }, { category: 'sex:x', value: '1' })
    await handAll(team, WOMEN, MEN)
    expect((await categories(team.own, team)).filter((one) => one.startsWith('sex:x'))).toEqual(['sex:x 1 submitted'])
  })

  it('an import tells before and after how many it makes; the same file again makes none, and taking it back takes them along', async () => {
    const team = await divided()
    const send = (fields: Record<string, string> = {}) => imported(team, '2026-Q1;20;8;9\n2026-Q2;12;6;6\n', fields)
    const planned = await send({ dryRun: 'true' })
    expect(planned.body.result, planned.text).toMatchObject({ read: 6, created: 6, completed: 1 })
    expect(await categories(team.lead, team)).toEqual([])
    const done = await send()
    expect(done.body.result, done.text).toMatchObject({ created: 6, completed: 1 })
    expect(await categories(team.lead, team)).toContain('sex:x 3 submitted')
    const again = await send()
    expect(again.body.result).toMatchObject({ created: 0, unchanged: 6 })
    expect(again.body.result).not.toHaveProperty('completed')
    expect((await team.lead.ask('POST', team.here.path(`/imports/${done.body.id}/undo`))).status).toBe(200)
    expect(await categories(team.lead, team)).toEqual([])
  })

  it('a total that is only asked for does not count yet: the difference is that of the one that stands', async () => {
    const team = await divided({ isExhaustive: false })
    await handAll(team, { value: '10' }, WOMEN, MEN)
    await world.maintain(team.here.id, async (client) => {
      await client.query('update app.dimensions set exhaustive = true where initiative_id = $1', [team.here.id])
      await client.query(`update app.observations set state = 'published' where initiative_id = $1`, [team.here.id])
    })
    const asked = await imported(team, '2026-Q3;8;4;3\n')
    expect(asked.body.result, asked.text).toMatchObject({ requested: 1, unchanged: 2, completed: 1 })
    expect(await categories(team.lead, team)).toEqual(['TOTAL 10 published', 'sex:f 4 published', 'sex:m 3 published', 'sex:x 3 validated'])
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import { importDhis2 } from '#server/tools/import-dhis2.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import { all, dataFile, describeReal, emptyInitiative, one, type Way } from './support.ts'

const FOLDER = 'dhis2-sierra-leone'
const METADATA = ['all_organisation_units_with_groups', 'organisationUnitGroups', 'organisation_unit_group_sets', 'data_elements']
/** Values and their sum in each file; the last two repeat the first four. */
const SETS = [
  ['get_period_1', 132, 2210],
  ['get_period_2', 108, 2052],
  ['get_period_3', 226, 4138],
  ['get_period_4', 141, 2798],
] as const
const AGAIN = [
  ['get_start_end_1', 358],
  ['get_start_end_2', 249],
] as const

describeReal('DHIS2, Sierra Leone', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  const fileOf = (name: string) => ({ fileName: `${name}.json`, bytes: dataFile(`${FOLDER}/${name}.json`) })

  async function bring(way: Way, lead: Asker, here: TestInitiative, name: string) {
    const { fileName, bytes } = fileOf(name)
    if (way === 'command') {
      const [done] = await importDhis2(world.db, new Date(), { initiative: here.slug, files: [{ fileName, bytes }] })
      return done
    }
    const answer = await lead.ask<Import>('POST', here.path('/imports'), { body: importForm(fileName, bytes, {}) })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }

  async function loadMetadata(way: Way, lead: Asker, here: TestInitiative) {
    if (way === 'command') return importDhis2(world.db, new Date(), { initiative: here.slug, files: METADATA.map(fileOf) })
    const done = []
    for (const name of METADATA) done.push(await bring(way, lead, here, name))
    return done
  }

  it.each<Way>(['command', 'api'])(
    'units, elements and six sets of values arrive whole, and the last two change nothing, by %s',
    async (way) => {
      const { initiative: here, lead } = await emptyInitiative(world)
      const loaded = await loadMetadata(way, lead, here)
      expect(
        loaded.map((done) => done?.state),
        JSON.stringify(loaded.map((done) => done?.result?.rejections)),
      ).toEqual(loaded.map(() => 'done'))

      const levels = await all(
        world,
        here,
        `select l.code, l.rank, l.name_fr, count(*)::int as units from app.territory_levels l join app.territories t on t.initiative_id = l.initiative_id and t.level_id = l.id
         where l.initiative_id = $1 and l.hierarchy = 'main' group by l.code, l.rank, l.name_fr order by l.rank`,
      )
      expect(levels.map((level) => [(level as { code: string }).code, (level as { units: number }).units])).toEqual([
        ['dhis2-4', 1166],
        ['dhis2-3', 152],
        ['dhis2-2', 13],
        ['dhis2-1', 1],
      ])
      expect(await one(world, here, `select count(*)::int as count from app.indicators where initiative_id = $1`)).toEqual({ count: 577 })

      let expected = 0
      for (const [name, count, sum] of SETS) {
        const done = await bring(way, lead, here, `${name}.dataValueSet`)
        expect(done, JSON.stringify(done)).toMatchObject({
          state: 'done',
          result: { read: count, created: count, changed: 0, unchanged: 0, skipped: 0, rejected: 0 },
        })
        expected += sum
        expect(await one(world, here, `select sum(value)::int as sum from app.observations where initiative_id = $1`)).toEqual({ sum: expected })
      }
      const total = `select count(*)::int as count, sum(value)::int as sum, max(version) as version, count(distinct category)::int as categories from app.observations where initiative_id = $1`
      expect(await one(world, here, total)).toEqual({ count: 607, sum: 11198, version: 1, categories: 36 })
      // Every value has gone up to the country, each once.
      const top = `select sum(sum_value)::int as sum from app.cells where initiative_id = $1 and is_top and flavour = 'validated'`
      expect(await one(world, here, top)).toEqual({ sum: 11198 })
      for (const [name, count] of AGAIN)
        expect(await bring(way, lead, here, `${name}.dataValueSet`)).toMatchObject({
          state: 'done',
          result: { read: count, created: 0, changed: 0, unchanged: count, rejected: 0 },
        })
      expect(await one(world, here, total)).toEqual({ count: 607, sum: 11198, version: 1, categories: 36 })
      expect(await one(world, here, `select count(*)::int as count from app.observation_revisions where initiative_id = $1`)).toEqual({ count: 607 })

      const written = await lead.ask('GET', here.path('/exports'), { query: { format: 'dhis2' } })
      const back = await lead.ask<Import>('POST', here.path('/imports'), { body: importForm('back.json', Buffer.from(written.text), {}) })
      expect(back.body, back.text.slice(0, 2000)).toMatchObject({ state: 'done', result: { read: 607, created: 0, changed: 0, unchanged: 607, rejected: 0 } })

      const again = await loadMetadata(way, lead, here)
      expect(again.map((done) => [done?.result?.created, done?.result?.changed])).toEqual(again.map(() => [0, 0]))
    },
    240_000,
  )
})

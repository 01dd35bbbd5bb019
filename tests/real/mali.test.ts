import { afterAll, beforeAll, expect, it } from 'vitest'
import { importForm } from '../support/import-form.ts'
import { openWorld, type World } from '../support/world.ts'
import { addPlaces, all, dataFile, describeReal, emptyInitiative, loadPlaces, type Way } from './support.ts'

const LEVELS = [
  ['region', 1, 9],
  ['cercle', 2, 50],
  ['commune', 3, 701],
] as const

interface Feature {
  properties: { code: string; name: string; parent: string }
  geometry: { type: string; coordinates: unknown[] }
}

describeReal('Mali, shapes', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  it.each<Way | 'topojson' | 'upload'>(['topojson', 'command', 'api', 'upload'])(
    '9 régions, 50 cercles and 701 communes with their shapes, by %s',
    async (way) => {
      const { initiative, lead } = await emptyInitiative(world)
      if (way !== 'topojson') {
        await addPlaces(
          lead,
          initiative,
          [
            { code: 'commune', rank: 1 },
            { code: 'cercle', rank: 2 },
            { code: 'region', rank: 3 },
            { code: 'pays', rank: 4 },
          ],
          [{ code: 'ML', levelCode: 'pays', nameFr: 'Mali' }],
          'ML',
        )
      }
      for (const [level, depth, count] of LEVELS) {
        if (way === 'topojson') {
          expect(await loadPlaces(world, initiative, `territories/mali/mali_adm${depth}.topo.json`, `mali-adm${depth}`)).toMatchObject({
            read: count,
            created: depth === 1 ? count + 1 : count,
            shapes: count,
            rejections: [],
          })
        } else if (way === 'command') {
          expect(await loadPlaces(world, initiative, `territories/mali/mali_adm${depth}.geojson`, null, level)).toMatchObject({
            read: count,
            created: count,
            shapes: count,
            rejections: [],
          })
        } else {
          const { features } = JSON.parse(dataFile(`territories/mali/mali_adm${depth}.geojson`).toString('utf8')) as { features: Feature[] }
          const places = await lead.ask('POST', initiative.path('/territories'), {
            body: { items: features.map(({ properties: { code, name, parent } }) => ({ code, levelCode: level, nameFr: name, parentCode: parent })) },
          })
          expect(places.body, places.text).toMatchObject({ created: count })
          const shapes =
            way === 'upload'
              ? await lead.ask('POST', initiative.path('/territory-shapes/upload'), {
                  body: importForm('mali.topo.json', dataFile(`territories/mali/mali_adm${depth}.topo.json`), { level }),
                })
              : await lead.ask('PUT', initiative.path('/territory-shapes'), {
                  body: { items: features.map(({ properties: { code }, geometry }) => ({ code, geometry })) },
                })
          expect(shapes.body, shapes.text).toMatchObject({ created: count, ...(way === 'upload' ? { matched: count, by: 'code', withoutCount: 0 } : {}) })
        }
        const drawn = await lead.get<{ items: unknown[] }>(initiative.path('/territory-shapes'), { level })
        expect(drawn.body.items).toHaveLength(count)
      }
      const orphans = await all(
        world,
        initiative,
        `select t.code from app.territories t where t.initiative_id = $1 and t.code <> 'ML'
      and not exists (select 1 from app.territory_parents p where p.initiative_id = $1 and p.territory_id = t.id)`,
      )
      expect(orphans).toEqual([])
      const [level, depth, count] = LEVELS[2]
      if (way === 'topojson')
        expect(await loadPlaces(world, initiative, `territories/mali/mali_adm${depth}.topo.json`, `mali-adm${depth}`)).toMatchObject({
          created: 0,
          changed: 0,
          unchanged: count,
          shapes: 0,
        })
      else if (way === 'command')
        expect(await loadPlaces(world, initiative, `territories/mali/mali_adm${depth}.geojson`, null, level)).toMatchObject({
          created: 0,
          changed: 0,
          unchanged: count,
          shapes: 0,
        })
    },
    120_000,
  )
})

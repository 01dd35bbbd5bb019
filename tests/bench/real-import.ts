import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { IndicatorInput } from '#shared/indicators/contract.ts'
import { createIndicator } from '#server/features/indicators/service.ts'
import { saveLevels } from '#server/features/territories/service.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { ROOT } from '#server/platform/root.ts'
import { importFigures, importTerritories } from '#server/tools/import-files.ts'
import { enterAsOperator } from '#server/tools/operator.ts'

const DATA = join(ROOT, '../shared/data')
const json = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, 'tests/real/mappings', `${name}.json`), 'utf8'))

/** What one import of a real file of 39,960 rows took, and its second import. */
export interface RealImport {
  readonly rows: number
  readonly firstSeconds: number
  readonly secondSeconds: number
}

/**
 * Imports Canada's food insecurity file into an initiative that has no territories, by the command's function.
 * @returns null when the real files are not there
 */
export async function measureRealImport(db: Db, slug: string): Promise<RealImport | null> {
  if (!existsSync(DATA)) return null
  const now = new Date()
  const places = 'territories/canada/georef-canada-province.geojson'
  await importTerritories(db, now, {
    initiative: slug,
    fileName: 'provinces.geojson',
    bytes: readFileSync(join(DATA, places)),
    mapping: TerritoryLoad.parse(json('canada-provinces')),
  })
  await db.transaction().execute(async (trx) => {
    const actor = await enterAsOperator(trx, slug, now)
    if (actor === null) throw new Error(`no initiative ${slug}`)
    await saveLevels(trx, actor, now, [
      { code: 'city', hierarchy: 'main', rank: 1, nameFr: 'Ville' },
      { code: 'grouping', hierarchy: 'groupings', rank: 1, nameFr: 'Regroupement' },
    ])
    await createIndicator(
      trx,
      actor,
      now,
      IndicatorInput.parse({
        code: 'CA-2-1-1',
        scope: 'population',
        isCore: false,
        definition: {
          nameFr: 'Insécurité alimentaire',
          definitionFr: 'Part des personnes.',
          purposeFr: 'Mesure.',
          unitKind: 'ratio',
          countingUnit: 'persons',
          temporalKind: 'stock',
          isProportion: true,
          partsUnknown: true,
          displayFactor: '100',
          decimals: 1,
          frequency: 'year',
          direction: 'decrease',
          sourceKind: 'official',
        },
      }),
    )
  })
  const bytes = readFileSync(join(DATA, 'indicators/canada/indicator_2-1-1.csv'))
  const mapping = Mapping.parse(json('canada-2-1-1'))
  const seconds: number[] = []
  let rows = 0
  for (let round = 0; round < 2; round += 1) {
    const start = performance.now()
    const { state, result } = await importFigures(db, now, { initiative: slug, fileName: 'indicator_2-1-1.csv', bytes, mapping })
    seconds.push((performance.now() - start) / 1000)
    if (state !== 'done') throw new Error(`the import was ${state}: ${JSON.stringify(result.rejections.slice(0, 3))}`)
    rows = result.read
  }
  return { rows, firstSeconds: seconds[0] ?? 0, secondSeconds: seconds[1] ?? 0 }
}

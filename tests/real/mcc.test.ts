import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LoadedTargetFile, TargetLoadResult } from '#shared/exchange/targets/contract.ts'
import { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import { parseFile } from '#server/features/exchange/service.ts'
import { ROOT } from '#server/platform/root.ts'
import { importTargets } from '#server/tools/import-files.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type World } from '../support/world.ts'
import { addPlaces, dataFile, describeReal, emptyInitiative, expectBack, one } from './support.ts'

const FILE = 'indicators/mcc-targets/indicators.csv'
const COUNTRIES = ['Ghana', 'El Salvador', 'Georgia', 'Cape Verde', 'Madagascar', 'Honduras', 'Vanuatu', 'Armenia']
/** Numbers of each column once commas, % and $ are gone. */
const NUMERIC = { baseline: 700, actual_to_date: 645, end_of_compact_target: 599 }
const SLIPPED = new Set(['Cumulative', 'Level'])

type Row = Record<string, string>
const bare = (text: string | undefined) => (text ?? '').replace(/[,%$]/g, '').trim()
const isNumber = (text: string | undefined) => /^-?\d+(\.\d+)?$/.test(bare(text))

async function eightCountries(world: World) {
  const { initiative, lead } = await emptyInitiative(world)
  await addPlaces(
    lead,
    initiative,
    [
      { code: 'country', rank: 1 },
      { code: 'world', rank: 2 },
    ],
    [
      { code: 'MCC', levelCode: 'world', nameFr: 'Compacts' },
      ...COUNTRIES.map((name) => ({ code: name.toUpperCase().replace(' ', '-'), levelCode: 'country', nameFr: name, parentCode: 'MCC' })),
    ],
    'MCC',
  )
  return { initiative, lead }
}

describeReal('MCC, targets and actuals', () => {
  let world: World
  const mapping = TargetLoad.parse(JSON.parse(readFileSync(join(ROOT, 'tests/real/mappings/mcc-targets.json'), 'utf8')))
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world.close())

  it('889 indicators arrive with every number of the file, and a second load changes nothing', { timeout: 240_000 }, async () => {
    const bytes = dataFile(FILE)
    const rows: Row[] = parse(iconv.decode(bytes, 'win1252'), { columns: true })
    expect(rows).toHaveLength(889)
    for (const [column, count] of Object.entries(NUMERIC)) expect(rows.filter((row) => isNumber(row[column]))).toHaveLength(count)

    // Every number of the columns is kept or set aside with its reason: none is lost on the way.
    const { readings, ...rest } = mapping
    const [straight] = readings
    if (straight === undefined) throw new Error('a reading')
    const { when: _, ...everyRow } = straight
    const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }
    const read = await parseFile<'targets'>(
      { kind: 'targets', fileName: 'indicators.csv', mapping: { ...rest, readings: [everyRow] }, starts, today: '2026-10-15' },
      bytes,
    )
    // Rows whose name slipped away have none in its column.
    expect(read.items.length + read.rejections.length).toBe(889)
    for (const [part, column] of [
      ['baseline', 'baseline'],
      ['actual', 'actual_to_date'],
      ['target', 'end_of_compact_target'],
    ] as const) {
      const aside = [...read.aside].filter((one) => one.column === column && isNumber(one.value ?? undefined)).length
      const numbers = read.items.filter((item) =>
        part === 'baseline'
          ? item.baseline !== null
          : item[part] !== null && (part === 'target' ? item.definition.unitKind !== 'milestone' : item.actual?.value != null),
      ).length
      expect(numbers + aside, column).toBe(NUMERIC[column])
    }

    const { initiative: here, lead } = await eightCountries(world)
    const input = { initiative: here.slug, fileName: 'indicators.csv', bytes, mapping }
    const done = await importTargets(world.db, new Date(), input)
    expect(done.rejections).toEqual([])
    expect(done).toMatchObject({ read: 889, skipped: 0, indicators: { created: 889, changed: 0, unchanged: 0 } })

    const proper = rows.filter(({ unit }) => !SLIPPED.has((unit ?? '').trim()))
    const slipped = rows.filter(({ unit }) => SLIPPED.has((unit ?? '').trim()))
    expect(slipped).toHaveLength(43)
    const numeric = (list: Row[], column: string) => list.filter((row) => isNumber(row[column])).length
    const setAside = (column: string) => done.aside.filter((place) => place.column === column && isNumber(place.value ?? undefined)).length
    const stored = await one<Record<string, number>>(
      world,
      here,
      `select (select count(*)::int from app.indicators where initiative_id = $1) as indicators,
        (select count(distinct t.code)::int from app.baselines b join app.territories t on t.initiative_id = b.initiative_id and t.id = b.territory_id where b.initiative_id = $1) as countries,
        (select count(*)::int from app.baselines where initiative_id = $1) as baselines,
        (select count(*)::int from app.target_points p join app.indicator_versions v on v.initiative_id = p.initiative_id and v.id = p.indicator_version_id
          where p.initiative_id = $1 and v.unit_kind <> 'milestone') as targets,
        (select count(*)::int from app.observations where initiative_id = $1 and value is not null) as actuals,
        (select count(*)::int from app.observations where initiative_id = $1 and bool_value) as dates`,
    )
    expect(stored).toMatchObject({
      indicators: 889,
      countries: 8,
      baselines: numeric(proper, 'baseline') - setAside('baseline'),
      targets:
        numeric(proper, 'end_of_compact_target') +
        numeric(slipped, 'percent_complete_to_date') -
        setAside('end_of_compact_target') -
        setAside('percent_complete_to_date'),
      actuals: numeric(proper, 'actual_to_date') + numeric(slipped, 'end_of_compact_target') - setAside('actual_to_date'),
    })
    expect(stored.dates).toBeGreaterThan(60)
    const sums = await one<Record<string, string>>(
      world,
      here,
      `select sum(b.value * v.display_factor)::text as baselines from app.baselines b join app.indicator_versions v on v.initiative_id = b.initiative_id and v.id = b.indicator_version_id where b.initiative_id = $1`,
    )
    const naive = proper.reduce((sum, row) => sum + (isNumber(row.baseline) ? Math.round(Number(bare(row.baseline)) * 1000) : 0), 0)
    const asideSum = done.aside.reduce(
      (sum, place) => sum + (place.column === 'baseline' && isNumber(place.value ?? undefined) ? Math.round(Number(bare(place.value ?? '')) * 1000) : 0),
      0,
    )
    expect(Math.round(Number(sums.baselines) * 1000)).toBe(naive - asideSum)

    const again = await importTargets(world.db, new Date(), input)
    expect(again).toMatchObject({ read: 889, indicators: { created: 0, changed: 0, unchanged: 889 }, figures: { created: 0, changed: 0 } })

    const { n } = await one<{ n: number }>(world, here, 'select count(*)::int as n from app.observations where initiative_id = $1')
    await expectBack(world, lead, here, n)

    const detail = await lead.get<Record<string, unknown>>(here.path('/indicators/ARMENIA_COMPACT-WIDE_0001'))
    expect(detail.body).toMatchObject({
      current: { unitKind: 'ratio', displayFactor: '100', direction: 'decrease' },
      baselines: [{ territoryCode: 'ARMENIA', value: '0.229' }],
      targetPoints: [{ territoryCode: 'ARMENIA', periodCode: '2011', value: '0.228' }],
    })
  })

  it('sent on the screen, the same 889 indicators are checked, loaded once, and taken back without a trace', { timeout: 300_000 }, async () => {
    const { initiative: here, lead } = await eightCountries(world)
    const counted = () =>
      one<Record<string, number>>(
        world,
        here,
        `select (select count(*)::int from app.indicators where initiative_id = $1) as indicators,
          (select count(*)::int from app.baselines where initiative_id = $1) as baselines,
          (select count(*)::int from app.target_points where initiative_id = $1) as targets,
          (select count(*)::int from app.observations where initiative_id = $1) as figures,
          (select count(*)::int from app.reporting_periods where initiative_id = $1) as periods`,
      )
    const empty = await counted()
    const send = async (fields: Record<string, string>) => {
      const body = importForm('indicators.csv', dataFile(FILE), {
        mapping: JSON.stringify(mapping),
        reasons: JSON.stringify({ reasonFr: 'Cadre des compacts', decision: 'Compact' }),
        ...fields,
      })
      const answer = await lead.ask<TargetLoadResult>('POST', here.path('/target-loads'), { body })
      expect(answer.status, answer.text).toBe(200)
      return answer.body
    }
    // TBD, 2/5 and the like are no amounts: everything is refused while nobody says that the rest is enough.
    const check = await send({ dryRun: 'true' })
    expect(check).toMatchObject({ state: 'refused', read: 889, indicators: { created: 889, changed: 0, unchanged: 0 } })
    expect(check.refusals.every(({ row, column, code }) => row !== null && column !== null && code !== '')).toBe(true)
    expect(await counted()).toEqual(empty)

    const done = await send({ partial: 'true' })
    expect(done).toMatchObject({ state: 'done', read: 889, skipped: 0, indicators: { created: 889 }, refused: check.refused, baselines: check.baselines })
    expect(await counted()).toMatchObject({ indicators: 889, baselines: done.baselines.created, targets: done.targets.created, figures: done.figures.created })
    const again = await send({ partial: 'true' })
    expect(again).toMatchObject({ id: null, indicators: { created: 0, changed: 0, unchanged: 889 }, baselines: { created: 0, changed: 0 } })
    expect(again).toMatchObject({ targets: { created: 0, changed: 0 }, figures: { created: 0, changed: 0 } })

    const taken = await lead.ask<LoadedTargetFile>('POST', here.path(`/target-loads/${done.id ?? ''}/undo`))
    expect(taken.status, taken.text).toBe(200)
    expect(taken.body.left).toEqual([])
    expect(await counted()).toEqual(empty)
  })
})

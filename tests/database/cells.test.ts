import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensurePeriods } from '#server/features/indicators/service.ts'
import { compareAll, move, recomputeAll, writeFigures } from '#server/features/observations/service.ts'
import { endAssignmentsOf, saveAssignments } from '#server/features/targets/service.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'
import { addIndicator, as, figure, makeActor, type VersionColumns } from '../support/writing.ts'
import { naiveCells, type Model, type ModelVersion } from '../support/naive-cells.ts'
import { openWorld, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Columns extends VersionColumns {
  unit_kind?: string
  denominator_shared?: boolean
  overlap_partners?: string
  overlap_territories?: string
}
type Kind = 'EVENTS' | 'PEOPLE' | 'MOVERS' | 'SHARE' | 'SEATS' | 'BARE' | 'WAIT' | 'DONE' | 'FELT'
const KINDS: Record<Kind, Columns> = {
  EVENTS: {},
  PEOPLE: { counting_unit: 'persons', overlap_partners: 'possible' },
  MOVERS: { counting_unit: 'persons', overlap_partners: 'unknown', overlap_territories: 'possible' },
  SHARE: { unit_kind: 'ratio', is_proportion: true },
  SEATS: { unit_kind: 'ratio', denominator_shared: true },
  BARE: { unit_kind: 'ratio', is_proportion: true, parts_unknown: true },
  WAIT: { unit_kind: 'mean' },
  DONE: { unit_kind: 'milestone' },
  FELT: { unit_kind: 'index', index_min: '0', index_max: '100' },
}
const CODES = ['2026-Q1', '2026-Q2', '2026-Q3']
const PLACES = ['T', 'A', 'B', 'A1', 'A2', 'B1', 'C1']

interface Scene {
  initiative: TestInitiative
  backbone: Actor
  checker: Actor
  contributors: Record<string, Actor>
  versions: Record<Kind, string>
  periods: Map<string, string>
}

async function buildScene(): Promise<Scene> {
  const initiative = await world.buildInitiative()
  const versions = {} as Record<Kind, string>
  for (const [kind, columns] of Object.entries(KINDS)) versions[kind as Kind] = (await addIndicator(world, initiative, kind, columns)).versionId
  await world.maintain(initiative.id, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into app.territories (initiative_id, level_id, code, name_fr) values ($1, $2, 'C1', 'C1') returning id`,
      [initiative.id, initiative.level.local],
    )
    // A municipality without an intermediate level: its parent is the top itself.
    await client.query('insert into app.territory_parents (initiative_id, territory_id, parent_id) values ($1, $2, $3)', [
      initiative.id,
      rows[0]?.id,
      initiative.territory.T,
    ])
    ;(initiative.territory as Record<string, string>).C1 = rows[0]?.id ?? ''
    await client.query(`insert into app.dimensions (initiative_id, code, name_fr, exclusive) values ($1, 'sex', 'Sexe', false)`, [initiative.id])
  })
  const backbone = makeActor(initiative, 'backbone')
  const parsed = CODES.map((code) => parsePeriodCode(code, backbone.initiative) as Period)
  const periods = await as(world.db, backbone, (trx) => ensurePeriods(trx, backbone.initiative, parsed))
  const { P1, P2, P3 } = initiative.partner
  return {
    initiative,
    backbone,
    versions,
    periods,
    checker: makeActor(initiative, 'backbone'),
    contributors: {
      P1: makeActor(initiative, 'partner_contributor', { partnerId: P1 as string }),
      P2: makeActor(initiative, 'partner_contributor', { partnerId: P2 as string }),
      P3: makeActor(initiative, 'partner_contributor', { partnerId: P3 as string }),
    },
  }
}

type Step =
  | {
      do: 'save'
      kind: Kind
      place: string
      partner: string | null
      period: string
      category: string
      presence: 'reported' | 'missing' | 'not_applicable' | 'not_expected'
      a: number
      b: number
      bare: boolean
      direct: boolean
      flag: boolean
      land: 'draft' | 'submitted' | 'validated'
    }
  | { do: 'submit' | 'take_back' | 'return' | 'validate' | 'publish'; pick: number }
  | { do: 'owe'; kind: Kind; place: string; partner: string | null }
  | { do: 'leave'; partner: string }
  | { do: 'skip'; child: string; parent: string }

const place = fc.constantFrom(...PLACES)
const partner = fc.constantFrom('P1', 'P2', 'P3', null)
// One kind of indicator a history: figures meet more often.
const saveOf = (kind: fc.Arbitrary<Kind>): fc.Arbitrary<Step> =>
  fc.record({
    do: fc.constant('save' as const),
    kind,
    place,
    partner,
    period: fc.constantFrom(...CODES),
    category: fc.constantFrom('TOTAL', 'TOTAL', 'sex:f', 'sex:m'),
    presence: fc.constantFrom('reported', 'reported', 'reported', 'missing', 'not_applicable', 'not_expected'),
    a: fc.nat(40),
    b: fc.nat(40),
    bare: fc.boolean(),
    direct: fc.constantFrom(false, false, false, true),
    flag: fc.constantFrom(false, false, true),
    land: fc.constantFrom('draft', 'submitted', 'submitted', 'validated'),
  })
const stepOf = (kind: fc.Arbitrary<Kind>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 8, arbitrary: saveOf(kind) },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constantFrom('submit', 'take_back', 'return', 'validate', 'validate', 'publish'), pick: fc.nat(50) }) as fc.Arbitrary<Step>,
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('owe' as const), kind, place, partner }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), partner: fc.constantFrom('P1', 'P2', 'P3') }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('skip' as const), child: fc.constantFrom('A1', 'A2', 'B1', 'C1'), parent: fc.constantFrom('A', 'B', 'T') }),
    },
  )
const history = fc
  .constantFrom(...(Object.keys(KINDS) as Kind[]))
  .chain((kind) => fc.array(stepOf(fc.constant(kind)), { minLength: 10, maxLength: 50, size: 'max' }))

function valuesOf(one: Extract<Step, { do: 'save' }>) {
  if (one.presence !== 'reported') return { presence: one.presence, presenceReason: one.presence === 'not_applicable' ? 'fermé' : null }
  if (KINDS[one.kind].parts_unknown === true) return { value: String(one.a / 100) }
  switch (KINDS[one.kind].unit_kind) {
    case 'ratio':
      return { numerator: String(Math.min(one.a, one.b + 1)), denominator: String(one.b + 1) }
    case 'mean':
      return { value: `${one.a}.5`, sampleN: one.bare ? null : String(one.b + 1) }
    case 'index':
      return { value: String(one.a), sampleN: one.bare ? null : String(one.b + 1) }
    case 'milestone':
      return { boolValue: one.bare, achievedOn: one.bare ? '2026-01-31' : null }
    default:
      return { value: String(one.a) }
  }
}

async function play(scene: Scene, steps: readonly Step[], owed: Model['owed'], parents: Record<string, string | null>): Promise<void> {
  const { initiative, backbone, contributors, checker, versions, periods } = scene
  const now = new Date('2026-10-15T13:00:00Z')
  for (const one of steps) {
    if (one.do === 'save') {
      const actor = one.partner === null || one.bare ? backbone : (contributors[one.partner] as Actor)
      const given = figure({
        versionId: versions[one.kind],
        territoryId: initiative.territory[one.place] as string,
        periodId: periods.get(one.period) as string,
        category: one.category,
        partnerId: one.partner === null ? null : (initiative.partner[one.partner] as string),
        ...valuesOf(one),
        isDirectTotal: one.direct && actor === backbone,
        flags: one.flag ? ['E'] : [],
      })
      await as(world.db, actor, (trx) =>
        writeFigures(trx, actor, now, [given], {
          origin: one.land === 'draft' ? (actor === backbone ? 'backbone' : 'partner') : 'import',
          stateOf: () => (actor === backbone ? one.land : one.land === 'draft' ? 'draft' : 'submitted'),
        }),
      )
    } else if (one.do === 'owe') {
      const partnerId = one.partner === null ? null : (initiative.partner[one.partner] as string)
      await as(world.db, backbone, (trx) =>
        saveAssignments(trx, backbone, now, one.kind, { items: [{ territoryCode: one.place, partnerCode: one.partner, validFrom: '2020-01-01' }] }),
      )
      owed.push({ version: versions[one.kind], territory: initiative.territory[one.place] as string, partner: partnerId })
    } else if (one.do === 'leave') {
      const partnerId = initiative.partner[one.partner] as string
      await as(world.db, backbone, (trx) => endAssignmentsOf(trx, initiative.id, partnerId, '2020-06-30', new Date()))
      for (let index = owed.length - 1; index >= 0; index -= 1) if (owed[index]?.partner === partnerId) owed.splice(index, 1)
    } else if (one.do === 'skip') {
      await world.maintain(initiative.id, (client) =>
        client.query('update app.territory_parents set parent_id = $3 where initiative_id = $1 and territory_id = $2', [
          initiative.id,
          initiative.territory[one.child],
          initiative.territory[one.parent],
        ]),
      )
      parents[initiative.territory[one.child] as string] = initiative.territory[one.parent] as string
      await as(world.db, backbone, (trx) => recomputeAll(trx, initiative.id))
    } else {
      const rows = await world.maintain(
        initiative.id,
        async (client) =>
          (
            await client.query<{ id: string; version: number; partner_id: string | null; origin: string }>(
              'select id, version, partner_id, origin from app.observations where initiative_id = $1 order by id',
              [initiative.id],
            )
          ).rows,
      )
      const row = rows[one.pick % Math.max(rows.length, 1)]
      if (row === undefined) continue
      if (one.do === 'publish') {
        await world.maintain(initiative.id, async (client) => {
          await client.query(`update app.observations set state = 'published' where initiative_id = $1 and id = $2 and state = 'validated'`, [
            initiative.id,
            row.id,
          ])
          await client.query(
            `select app.recompute_cells($1, array[indicator_version_id], array[territory_id], array[period_id]) from app.observations where initiative_id = $1 and id = $2 and state = 'published'`,
            [initiative.id, row.id],
          )
        })
        continue
      }
      const writer = Object.values(contributors).find(({ partnerId }) => partnerId === row.partner_id)
      const actor = one.do === 'validate' || one.do === 'return' ? checker : row.origin === 'partner' && writer !== undefined ? writer : backbone
      const name = one.do
      await as(world.db, actor, (trx) => move(trx, actor, now, name, { items: [{ id: row.id, version: row.version }], comment: 'à revoir' }))
    }
  }
}

/** What the database holds, read past every wall, in the words of the model. */
async function read(
  scene: Scene,
  owed: Model['owed'],
  parents: Record<string, string | null>,
): Promise<{ model: Model; stored: Map<string, Record<string, unknown>> }> {
  const { initiative, versions, periods } = scene
  return world.maintain(initiative.id, async (client) => {
    const { rows: figures } = await client.query<Model['figures'][number]>(
      `select id, indicator_version_id as version, territory_id as territory, period_id as period, partner_id as partner, category, state, presence, is_direct_total as direct, flags,
         value, numerator, denominator, sample_n as n, bool_value as bool from app.observations where initiative_id = $1`,
      [initiative.id],
    )
    const { rows: sets } = await client.query<{ key: string }>(
      `select indicator_version_id || ' ' || period_id as key from app.cell_sets where initiative_id = $1`,
      [initiative.id],
    )
    const { rows: cells } = await client.query<Record<string, unknown>>(
      `select indicator_version_id || ' ' || period_id || ' ' || territory_id || ' ' || flavour || ' ' || category as key,
         trim_scale(sum_value) as sum_value, trim_scale(sum_numerator) as sum_numerator, trim_scale(sum_denominator) as sum_denominator, trim_scale(sum_value_n) as sum_value_n, trim_scale(sum_n) as sum_n,
         trim_scale(lower_bound) as lower_bound, trim_scale(upper_bound) as upper_bound, yes_count, no_count, reported_count, missing_count, not_applicable_count, not_expected_count, weight_missing_count,
         trim_scale(own_value) as own_value, trim_scale(own_numerator) as own_numerator, trim_scale(own_denominator) as own_denominator, trim_scale(own_n) as own_n, own_bool, own_presence,
         assigned_count, received_count, trim_scale(expected_weight) as expected_weight, trim_scale(received_weight) as received_weight, borrows_weight, flags
       from app.cells where initiative_id = $1`,
      [initiative.id],
    )
    const modelVersions = Object.entries(KINDS).map(([code, columns]): ModelVersion => {
      const {
        unit_kind: unit = 'count',
        parts_unknown = false,
        denominator_shared = false,
        overlap_partners: byPartner = 'none',
        overlap_territories: byPlace = 'none',
      } = columns
      return {
        id: versions[code as Kind],
        weighs: ['ratio', 'mean', 'index'].includes(unit),
        keepsApart: unit === 'index' || (unit === 'ratio' && parts_unknown === true),
        denominatorShared: denominator_shared,
        overlapPartners: byPartner !== 'none',
        overlapTerritories: byPlace !== 'none',
      }
    })
    const model: Model = {
      versions: modelVersions,
      periods: CODES.map((code) => ({
        id: periods.get(code) as string,
        endsOn: parsePeriodCode(code, { fiscalStartMonth: 4, schoolStartMonth: 9 })?.endsOn ?? '',
      })),
      territories: PLACES.map((code) => initiative.territory[code] as string),
      parentOf: parents,
      figures,
      owed,
      sets: new Set(sets.map(({ key }) => key)),
    }
    return { model, stored: new Map(cells.map(({ key, ...cell }) => [key as string, cell])) }
  })
}

function parentsAtFirst({ territory: t }: TestInitiative): Record<string, string | null> {
  return Object.fromEntries(
    (
      [
        ['T', null],
        ['A', 'T'],
        ['B', 'T'],
        ['A1', 'A'],
        ['A2', 'A'],
        ['B1', 'B'],
        ['C1', 'T'],
      ] as const
    ).map(([child, parent]) => [t[child] as string, parent === null ? null : (t[parent] as string)]),
  )
}

describe('computed cells (D19)', () => {
  it('after any history they are what the figures give, added up by hand and by the comparing command', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const scene = await buildScene()
        const owed: Model['owed'] = []
        const parents = parentsAtFirst(scene.initiative)
        await play(scene, steps, owed, parents)
        const { model, stored } = await read(scene, owed, parents)
        expect(Object.fromEntries([...stored].sort())).toEqual(Object.fromEntries([...naiveCells(model)].sort()))
        expect((await as(world.db, scene.backbone, (trx) => compareAll(trx, scene.initiative.id))).differences).toEqual([])
      }),
      { numRuns: Number(process.env.MAILLAGE_PROPERTY_RUNS ?? 20) },
    )
  }, 120_000)

  it('a figure that was missing and becomes a number is counted, and back again', async () => {
    const scene = await buildScene()
    const { initiative, versions, periods } = scene
    // Before the lock of the period: afterwards an official file asks for a revision.
    const backbone = makeActor(initiative, 'backbone', { today: '2026-05-15' })
    const key = { versionId: versions.EVENTS, territoryId: initiative.territory.A1 as string, periodId: periods.get('2026-Q1') as string }
    const put = (given: Parameters<typeof figure>[0]) =>
      as(world.db, backbone, (trx) => writeFigures(trx, backbone, new Date(), [figure(given)], { origin: 'import', stateOf: () => 'validated' }))
    const top = async () =>
      world.maintain(
        initiative.id,
        async (client) =>
          (
            await client.query<{ sum_value: string | null; missing_count: number }>(
              `select sum_value, missing_count from app.cells where initiative_id = $1 and is_top and flavour = 'validated'`,
              [initiative.id],
            )
          ).rows,
      )
    await put({ ...key, presence: 'missing' })
    expect(await top()).toEqual([{ sum_value: null, missing_count: 1 }])
    await put({ ...key, value: '0' })
    expect(await top()).toEqual([{ sum_value: '0', missing_count: 0 }])
    await put({ ...key, presence: 'missing' })
    expect(await top()).toEqual([{ sum_value: null, missing_count: 1 }])
  })

  it('a silent place weighs what its last figure weighed, even when that figure comes in later', async () => {
    const scene = await buildScene()
    const { initiative, backbone, versions, periods } = scene
    const { A1, A2 } = initiative.territory as Record<string, string>
    const put = (territoryId: string, period: string, numerator: string, denominator: string) =>
      as(world.db, backbone, (trx) =>
        writeFigures(
          trx,
          backbone,
          new Date(),
          [
            figure({
              versionId: versions.SHARE,
              territoryId,
              periodId: periods.get(period) as string,
              partnerId: initiative.partner.P2 as string,
              numerator,
              denominator,
            }),
          ],
          { origin: 'import', stateOf: () => 'submitted' },
        ),
      )
    const coverage = async () =>
      (
        await world.maintain(initiative.id, (client) =>
          client.query<{ expected: string; received: string }>(
            `select trim_scale(expected_weight) as expected, trim_scale(received_weight) as received from app.cells where initiative_id = $1 and is_top and flavour = 'provisional' and period_id = $2`,
            [initiative.id, periods.get('2026-Q3')],
          ),
        )
      ).rows
    await as(world.db, backbone, (trx) =>
      saveAssignments(trx, backbone, new Date(), 'SHARE', {
        items: ['A1', 'A2'].map((territoryCode) => ({ territoryCode, partnerCode: 'P2', validFrom: '2020-01-01' })),
      }),
    )
    await put(A1 as string, '2026-Q3', '10', '50')
    expect(await coverage()).toEqual([{ expected: '51', received: '50' }])
    await put(A2 as string, '2026-Q1', '3', '30')
    expect(await coverage()).toEqual([{ expected: '80', received: '50' }])
    await put(A2 as string, '2026-Q1', '3', '25')
    expect(await coverage()).toEqual([{ expected: '75', received: '50' }])
  })

  it('people whom several partners may count keep a lower bound: the largest partner, places added up', async () => {
    const scene = await buildScene()
    const { initiative, backbone, versions, periods } = scene
    const { A, A1, B1 } = initiative.territory as Record<string, string>
    const put = (territoryId: string, partnerCode: string, value: string) =>
      figure({
        versionId: versions.PEOPLE,
        territoryId,
        periodId: periods.get('2026-Q1') as string,
        partnerId: initiative.partner[partnerCode] as string,
        value,
      })
    await as(world.db, backbone, (trx) =>
      writeFigures(
        trx,
        backbone,
        new Date(),
        [put(A1 as string, 'P1', '120'), put(A1 as string, 'P2', '80'), put(B1 as string, 'P1', '45'), put(A as string, 'P3', '30')],
        { origin: 'import', stateOf: () => 'submitted' },
      ),
    )
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query(
        `select t.code, c.lower_bound as lower, c.upper_bound as upper from app.cells c join app.territories t on t.initiative_id = c.initiative_id and t.id = c.territory_id
       where c.initiative_id = $1 and c.flavour = 'provisional' and t.code in ('A', 'A1', 'T') order by t.code`,
        [initiative.id],
      ),
    )
    // P3 works in the whole of A and may meet the same 120 people: it raises the upper bound alone.
    expect(rows).toEqual([
      { code: 'A', lower: '120', upper: '230' },
      { code: 'A1', lower: '120', upper: '200' },
      { code: 'T', lower: '165', upper: '275' },
    ])
  })

  it('the comparing command finds a total that was tampered with, names it and changes nothing', async () => {
    const scene = await buildScene()
    const { initiative, backbone, versions, periods } = scene
    await as(world.db, backbone, (trx) =>
      writeFigures(
        trx,
        backbone,
        new Date(),
        [figure({ versionId: versions.EVENTS, territoryId: initiative.territory.A1 as string, periodId: periods.get('2026-Q1') as string, value: '7' })],
        { origin: 'import', stateOf: () => 'validated' },
      ),
    )
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.cells set sum_value = 8 where initiative_id = $1 and territory_id = $2 and flavour = 'validated'`, [
        initiative.id,
        initiative.territory.A,
      ]),
    )
    for (let turn = 0; turn < 2; turn += 1) {
      const { differences } = await as(world.db, backbone, (trx) => compareAll(trx, initiative.id))
      expect(
        differences.map(({ territoryId, flavour, stored, computed }) => [
          territoryId,
          flavour,
          (stored as { sum_value: number }).sum_value,
          (computed as { sum_value: number }).sum_value,
        ]),
      ).toEqual([[initiative.territory.A, 'validated', 8, 7]])
    }
    await as(world.db, backbone, (trx) => recomputeAll(trx, initiative.id))
    expect((await as(world.db, backbone, (trx) => compareAll(trx, initiative.id))).differences).toEqual([])
  })

  it('the purpose under which cells are computed does not outlive the statement', async () => {
    const scene = await buildScene()
    const { initiative, contributors, versions, periods } = scene
    const contributor = contributors.P2 as Actor
    await as(world.db, scene.backbone, (trx) =>
      writeFigures(
        trx,
        scene.backbone,
        new Date(),
        [figure({ versionId: versions.EVENTS, territoryId: initiative.territory.A1 as string, periodId: periods.get('2026-Q1') as string, value: '7' })],
        { origin: 'import', stateOf: () => 'validated' },
      ),
    )
    const seen = await as(world.db, contributor, async (trx) => {
      await writeFigures(
        trx,
        contributor,
        new Date(),
        [
          figure({
            versionId: versions.EVENTS,
            territoryId: initiative.territory.A2 as string,
            periodId: periods.get('2026-Q1') as string,
            partnerId: contributor.partnerId,
            value: '5',
          }),
        ],
        { origin: 'import', stateOf: () => 'submitted' },
      )
      return {
        cells: await trx.selectFrom('cells').select(['territory_id', 'flavour']).where('initiative_id', '=', initiative.id).execute(),
        figures: await trx.selectFrom('observations').select('partner_id').where('initiative_id', '=', initiative.id).execute(),
      }
    })
    expect(seen).toEqual({ cells: [], figures: [{ partner_id: contributor.partnerId }] })
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query(`select sum_value from app.cells where initiative_id = $1 and is_top and flavour = 'provisional'`, [initiative.id]),
    )
    expect(rows).toEqual([{ sum_value: '12' }])
  })
})

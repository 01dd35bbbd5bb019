import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensurePeriods } from '#server/features/indicators/service.ts'
import { compareAll, writeFigures, type ResolvedFigure } from '#server/features/observations/service.ts'
import { saveAssignments } from '#server/features/targets/service.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'
import { addIndicator, as, figure, makeActor } from '../support/writing.ts'
import { openWorld, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ connections: 8 })
})
afterAll(() => world.close())

const now = new Date('2026-10-15T13:00:00Z')

async function buildScene(columns: Record<string, unknown> = {}) {
  const initiative = await world.buildInitiative()
  const { versionId } = await addIndicator(world, initiative, 'X', columns)
  const actor = makeActor(initiative, 'backbone')
  const periods = await as(world.db, actor, (trx) =>
    ensurePeriods(
      trx,
      actor.initiative,
      ['2026-Q1', '2026-Q2', '2026-Q3'].map((code) => parsePeriodCode(code, actor.initiative) as Period),
    ),
  )
  return {
    initiative,
    versionId,
    actor,
    periodId: (code: string) => periods.get(code) as string,
    place: (code: string) => initiative.territory[code] as string,
  }
}

const put = (actor: Actor, figures: ResolvedFigure[]) =>
  as(world.db, actor, (trx) => writeFigures(trx, actor, now, figures, { origin: 'import', stateOf: () => 'submitted' }))

async function topOf(initiative: TestInitiative, column = 'sum_value'): Promise<string[]> {
  return (
    await world.maintain(initiative.id, (client) =>
      client.query<{ value: string }>(
        `select trim_scale(${column})::text as value from app.cells where initiative_id = $1 and is_top and flavour = 'provisional' and category = 'TOTAL'`,
        [initiative.id],
      ),
    )
  ).rows.map(({ value }) => value)
}

describe('writers at the same time', () => {
  it('two writers under one region never miss each other', async () => {
    const { initiative, versionId, actor, periodId, place } = await buildScene()
    for (let turn = 1; turn <= 25; turn += 1) {
      await Promise.all(
        ['A1', 'A2', 'B1', 'A'].map((code) =>
          put(actor, [figure({ versionId, territoryId: place(code), periodId: periodId('2026-Q1'), value: String(turn) })]),
        ),
      )
      expect(await topOf(initiative)).toEqual([String(turn * 4)])
    }
  })

  it('a place that stays silent and its earlier figure, written at the same time, agree on its weight', async () => {
    for (let turn = 1; turn <= 15; turn += 1) {
      const { initiative, versionId, actor, periodId, place } = await buildScene({ unit_kind: 'ratio' })
      await as(world.db, actor, (trx) => saveAssignments(trx, actor, now, 'X', { items: [{ territoryCode: 'A1', validFrom: '2020-01-01' }] }))
      await Promise.all([
        put(actor, [figure({ versionId, territoryId: place('A1'), periodId: periodId('2026-Q1'), numerator: '3', denominator: '30' })]),
        put(actor, [figure({ versionId, territoryId: place('A1'), periodId: periodId('2026-Q3'), presence: 'missing' })]),
      ])
      expect((await as(world.db, actor, (trx) => compareAll(trx, initiative.id))).differences).toEqual([])
    }
  })

  it('writers of overlapping lists in opposite orders both finish', async () => {
    const { initiative, versionId, actor, periodId, place } = await buildScene()
    const list = (value: number) =>
      ['A1', 'A2', 'B1', 'A', 'B', 'T'].flatMap((code) =>
        ['2026-Q1', '2026-Q2', '2026-Q3'].map((period) => figure({ versionId, territoryId: place(code), periodId: periodId(period), value: String(value) })),
      )
    for (let turn = 1; turn <= 10; turn += 1) {
      const outcomes = await Promise.all([put(actor, list(turn)), put(actor, list(turn + 100).reverse())])
      expect(outcomes.flat().filter(({ outcome }) => outcome === 'rejected')).toEqual([])
    }
    expect((await as(world.db, actor, (trx) => compareAll(trx, initiative.id))).differences).toEqual([])
  })

  it('a key that two writers create together is kept once: the second is told of a conflict', async () => {
    const { initiative, versionId, actor, periodId, place } = await buildScene()
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((value) =>
        as(world.db, actor, (trx) =>
          writeFigures(
            trx,
            actor,
            now,
            [figure({ versionId, territoryId: place('A1'), periodId: periodId('2026-Q1'), value: String(value), seenVersion: 0 })],
            { origin: 'backbone', stateOf: () => 'draft' },
          ),
        ),
      ),
    )
    expect(
      outcomes
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['conflict', 'conflict', 'conflict', 'created'])
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query('select count(*)::int as count from app.observation_revisions where initiative_id = $1', [initiative.id]),
    )
    expect(rows).toEqual([{ count: 1 }])
  })
})

describe('a file’s worth of figures', () => {
  it('gives the totals that the same figures give one by one, and the same file again changes nothing', async () => {
    const scenes = [await buildScene({ unit_kind: 'mean' }), await buildScene({ unit_kind: 'mean' })] as const
    const totals: Record<string, unknown>[][] = []
    for (const [index, { initiative, versionId, actor, periodId, place }] of scenes.entries()) {
      const places = await world.maintain(initiative.id, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `insert into app.territories (initiative_id, level_id, code, name_fr) select $1, $2, 'X' || n, 'X' || n from generate_series(1, 120) n returning id`,
          [initiative.id, initiative.level.local],
        )
        await client.query('insert into app.territory_parents (initiative_id, territory_id, parent_id) select $1, unnest($2::uuid[]), $3', [
          initiative.id,
          rows.map(({ id }) => id),
          place('B'),
        ])
        return rows.map(({ id }) => id)
      })
      const figures = places.flatMap((territoryId, at) =>
        (['2026-Q1', '2026-Q2'] as const).map((code) =>
          figure({
            versionId,
            territoryId,
            periodId: periodId(code),
            partnerId: at % 3 === 0 ? (initiative.partner.P2 as string) : null,
            value: `${at}.25`,
            sampleN: at % 7 === 0 ? null : String(at + 1),
          }),
        ),
      )
      if (index === 0) {
        expect((await put(actor, figures)).every(({ outcome }) => outcome === 'created')).toBe(true)
        const before = await world.maintain(initiative.id, (client) =>
          client.query('select count(*)::int as count from app.observation_revisions where initiative_id = $1', [initiative.id]),
        )
        expect((await put(actor, figures)).every(({ outcome, version }) => outcome === 'unchanged' && version === 1)).toBe(true)
        const after = await world.maintain(initiative.id, (client) =>
          client.query('select count(*)::int as count from app.observation_revisions where initiative_id = $1', [initiative.id]),
        )
        expect(after.rows).toEqual(before.rows)
      } else {
        for (const one of figures) await put(actor, [one])
      }
      totals.push(
        (
          await world.maintain(initiative.id, (client) =>
            client.query<Record<string, unknown>>(
              `select t.code, p.code as period, c.flavour, trim_scale(c.sum_value_n) as total, trim_scale(c.sum_n) as n, c.weight_missing_count as bare, c.assigned_count as assigned, trim_scale(c.received_weight) as received
         from app.cells c join app.territories t on t.initiative_id = c.initiative_id and t.id = c.territory_id join app.reporting_periods p on p.initiative_id = c.initiative_id and p.id = c.period_id
         where c.initiative_id = $1 order by t.code, p.code, c.flavour`,
              [initiative.id],
            ),
          )
        ).rows,
      )
      expect((await as(world.db, actor, (trx) => compareAll(trx, initiative.id))).differences).toEqual([])
    }
    expect(totals[0]?.length).toBeGreaterThan(480)
    expect(totals[0]).toEqual(totals[1])
  })
})

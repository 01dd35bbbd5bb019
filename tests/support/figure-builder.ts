import { randomUUID } from 'node:crypto'
import { parsePeriodCode } from '#shared/values/period.ts'
import type { TestInitiative, World } from './world.ts'

type Columns = Record<string, unknown>

/** An indicator of a test, with one version unless more are added. */
export interface TestIndicator {
  readonly id: string
  readonly code: string
  /** Version in force: the last one added. */
  versionId: string
}

/** Builds indicators and figures straight in the tables, and brings the cells up to date. */
export interface FigureBuilder {
  indicator(code: string, version?: Columns, options?: { scope?: string; archived?: boolean }): Promise<TestIndicator>
  /** Another version of the indicator, valid from a day. */
  version(indicator: TestIndicator, validFrom: string, version?: Columns): Promise<string>
  period(code: string): Promise<string>
  baseline(indicator: TestIndicator, territory: string, period: string, columns: Columns): Promise<void>
  target(indicator: TestIndicator, period: string, value: string, columns?: Columns): Promise<void>
  overlap(indicator: TestIndicator, rate: string, territory?: string): Promise<void>
  owed(indicator: TestIndicator, territory: string, partner: string | null, validFrom?: string): Promise<void>
  /** One figure, validated unless a column says otherwise. */
  figure(indicator: TestIndicator, territory: string, partner: string | null, period: string, columns: Columns): Promise<void>
  recompute(): Promise<void>
}

const VERSION = {
  name_fr: 'Nom',
  definition_fr: 'Définition',
  purpose_fr: 'À quoi cela sert',
  unit_kind: 'count',
  counting_unit: 'events',
  temporal_kind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
}

/** A builder for one initiative of the test. */
export function figuresOf(world: World, initiative: TestInitiative): FigureBuilder {
  const base = { initiative_id: initiative.id }
  const periods = new Map<string, string>()
  const insert = (table: string, columns: Columns) =>
    world.maintain(initiative.id, async (client) => {
      const names = Object.keys(columns)
      await client.query(
        `insert into app.${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(columns),
      )
    })
  const territoryOf = (code: string) => {
    const id = initiative.territory[code]
    if (id === undefined) throw new Error(`the test has no territory ${code}`)
    return id
  }
  const partnerOf = (code: string | null) => (code === null ? null : (initiative.partner[code] ?? null))

  const builder: FigureBuilder = {
    async indicator(code, version = {}, { scope = 'performance' } = {}) {
      const id = randomUUID()
      const versionId = randomUUID()
      await insert('indicators', { ...base, id, code, scope })
      await insert('indicator_versions', { ...base, id: versionId, indicator_id: id, number: 1, ...VERSION, ...version })
      return { id, code, versionId }
    },
    async version(indicator, validFrom, version = {}) {
      const id = randomUUID()
      await world.maintain(initiative.id, (client) =>
        client.query('update app.indicator_versions set valid_to = $3::date - 1 where initiative_id = $1 and id = $2', [
          initiative.id,
          indicator.versionId,
          validFrom,
        ]),
      )
      await insert('indicator_versions', { ...base, id, indicator_id: indicator.id, number: 2, valid_from: validFrom, ...VERSION, ...version })
      indicator.versionId = id
      return id
    },
    async period(code) {
      const known = periods.get(code)
      if (known !== undefined) return known
      const parsed = parsePeriodCode(code, { fiscalStartMonth: 4, schoolStartMonth: 9 })
      if (parsed === null) throw new Error(`no period: ${code}`)
      const id = randomUUID()
      periods.set(code, id)
      await insert('reporting_periods', { ...base, id, kind: parsed.kind, code, starts_on: parsed.startsOn, ends_on: parsed.endsOn })
      return id
    },
    async baseline(indicator, territory, period, columns) {
      await insert('baselines', {
        ...base,
        indicator_version_id: indicator.versionId,
        territory_id: territoryOf(territory),
        period_id: await builder.period(period),
        ...columns,
      })
    },
    async target(indicator, period, value, columns = {}) {
      await insert('target_points', { ...base, indicator_version_id: indicator.versionId, period_id: await builder.period(period), value, ...columns })
    },
    async overlap(indicator, rate, territory) {
      await insert('overlap_estimates', {
        ...base,
        indicator_version_id: indicator.versionId,
        territory_id: territory === undefined ? null : territoryOf(territory),
        rate,
        method: 'sample',
        estimated_on: '2026-01-01',
      })
    },
    async owed(indicator, territory, partner, validFrom = '2020-01-01') {
      await insert('reporting_assignments', {
        ...base,
        indicator_id: indicator.id,
        territory_id: territoryOf(territory),
        partner_id: partnerOf(partner),
        valid_from: validFrom,
      })
    },
    async figure(indicator, territory, partner, period, columns) {
      await insert('observations', {
        ...base,
        indicator_version_id: indicator.versionId,
        territory_id: territoryOf(territory),
        partner_id: partnerOf(partner),
        period_id: await builder.period(period),
        state: 'validated',
        ...columns,
      })
    },
    async recompute() {
      await world.maintain(initiative.id, (client) =>
        client.query(
          `select app.recompute_cells($1, array_agg(v), array_agg(t), array_agg(p)) from (
           select distinct indicator_version_id as v, territory_id as t, period_id as p from app.observations where initiative_id = $1) figures`,
          [initiative.id],
        ),
      )
    },
  }
  return builder
}

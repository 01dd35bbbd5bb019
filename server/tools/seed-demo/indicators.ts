import { randomUUID } from 'node:crypto'
import { Decimal, decimal, divide, toText } from '#shared/values/decimal.ts'
import { parsePeriodCode, shiftPeriod, type Period, type YearStarts } from '#shared/values/period.ts'
import type { DemoContent, DemoFigure, DemoIndicator } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** Fields of the files that are not columns of a version. */
const NOT_OF_A_VERSION = new Set([
  'code',
  'scope',
  'position',
  'story_fr',
  'story_en',
  'story_on',
  'what_would_work_fr',
  'what_would_work_en',
  'baselines',
  'targets',
  'assignments',
  'overlap',
])
/** Last quarter that targets speak of: quarters up to it are offered. */
const LAST_QUARTER = '2026-Q4'

function period(code: string, starts: YearStarts): Period {
  const found = parsePeriodCode(code, starts)
  if (found === null) throw new Error(`the demo names an unknown period: ${code}`)
  return found
}

/** Every period that the demo names, and the quarters in between. */
export async function seedPeriods({ client, initiativeId, names }: Seeding, content: DemoContent): Promise<void> {
  const starts = { fiscalStartMonth: content.initiative.fiscal_start_month, schoolStartMonth: content.initiative.school_start_month }
  const codes = new Set([
    ...content.figures.map((figure) => figure.period),
    ...content.indicators.flatMap((indicator) => [...indicator.baselines, ...indicator.targets].map((point) => point.period)),
  ])
  const quarters = [...codes].filter((code) => code.includes('-Q')).sort()
  for (let quarter = period(quarters[0] ?? LAST_QUARTER, starts); quarter.code <= LAST_QUARTER; quarter = shiftPeriod(quarter, 1, starts))
    codes.add(quarter.code)
  await insertRows(
    client,
    'app.reporting_periods',
    [...codes].sort().map((code) => {
      const { kind, startsOn, endsOn } = period(code, starts)
      return { initiative_id: initiativeId, id: names.set('period', code, randomUUID()), kind, code, starts_on: startsOn, ends_on: endsOn }
    }),
  )
}

/** Dimensions that figures may be broken down by. */
export async function seedDimensions({ client, initiativeId, names }: Seeding, { initiative }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  const dimensions = initiative.dimensions ?? []
  await insertRows(
    client,
    'app.dimensions',
    dimensions.map(({ code, name_fr, name_en, exclusive, exhaustive }) => ({
      ...base,
      id: names.set('dimension', code, randomUUID()),
      code,
      name_fr,
      name_en,
      exclusive,
      exhaustive,
    })),
  )
  await insertRows(
    client,
    'app.categories',
    dimensions.flatMap((dimension) =>
      dimension.categories.map((category, position) => ({
        ...base,
        dimension_id: names.get('dimension', dimension.code),
        code: category.code,
        name_fr: category.name_fr,
        name_en: category.name_en,
        position,
        is_unknown: category.is_unknown ?? false,
      })),
    ),
  )
}

/** The mean of a baseline period, weighted by its sample, over the territories that make the given one. */
function meanOfSeries(content: DemoContent, indicator: string, territory: string, code: string): string {
  const parts = content.initiative.territories.filter((place) => place.parent === territory).map((place) => place.code)
  const figures = content.figures.filter(
    (figure) => figure.indicator === indicator && figure.period === code && (figure.territory === territory || parts.includes(figure.territory)),
  )
  const sum = (of: (figure: DemoFigure) => Decimal) => figures.reduce((total, figure) => total.plus(of(figure)), new Decimal(0))
  const mean = divide(
    sum((figure) => decimal(figure.value).times(figure.n)),
    sum((figure) => decimal(figure.n)),
  )
  if (mean === null) throw new Error(`the demo has no series for the baseline of ${indicator} in ${territory}`)
  return toText(mean)
}

function assignmentsOf(content: DemoContent, indicator: DemoIndicator) {
  return indicator.assignments.flatMap((assignment) =>
    assignment.partner === '*' ? content.initiative.partners.map((partner) => ({ ...assignment, partner: partner.code })) : [assignment],
  )
}

/** Definitions, baselines, target points, overlap estimates and who owes which figure. */
export async function seedIndicators({ client, initiativeId, names }: Seeding, content: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  const adoptedOn = content.coalition.goals[0]?.adopted_on
  for (const indicator of content.indicators) {
    const id = names.set('indicator', indicator.code, randomUUID())
    await insertRows(client, 'app.indicators', [{ ...base, id, code: indicator.code, scope: indicator.scope, position: indicator.position }])
    await insertRows(
      client,
      'app.indicator_stories',
      indicator.story_fr === undefined
        ? []
        : [
            {
              ...base,
              indicator_id: id,
              number: 1,
              story_fr: indicator.story_fr,
              story_en: indicator.story_en,
              what_would_work_fr: indicator.what_would_work_fr,
              what_would_work_en: indicator.what_would_work_en,
              told_on: indicator.story_on,
              published_on: indicator.story_on,
            },
          ],
    )
    const indicator_version_id = names.set('version', indicator.code, randomUUID())
    const defined = Object.entries(indicator).filter(([column]) => !NOT_OF_A_VERSION.has(column))
    await insertRows(client, 'app.indicator_versions', [{ ...base, id: indicator_version_id, indicator_id: id, number: 1, ...Object.fromEntries(defined) }])

    await insertRows(
      client,
      'app.baselines',
      indicator.baselines.map((baseline) => ({
        ...base,
        indicator_version_id,
        territory_id: names.get('territory', baseline.territory),
        period_id: names.get('period', baseline.period),
        value: baseline.from_series === true ? meanOfSeries(content, indicator.code, baseline.territory, baseline.period) : baseline.value,
        numerator: baseline.numerator,
        denominator: baseline.denominator,
        source_fr: indicator.source_fr,
        source_en: indicator.source_en,
      })),
    )
    await insertRows(
      client,
      'app.target_points',
      indicator.targets.map((target) => ({
        ...base,
        indicator_version_id,
        scope: target.scope,
        partner_id: names.find('partner', target.partner),
        period_id: names.get('period', target.period),
        value: target.value,
        decided_on: adoptedOn,
      })),
    )
    await insertRows(
      client,
      'app.overlap_estimates',
      indicator.overlap === undefined
        ? []
        : [
            {
              ...base,
              indicator_version_id,
              rate: indicator.overlap.rate,
              method: indicator.overlap.method,
              estimated_on: indicator.overlap.estimated_on,
              note_fr: indicator.overlap.note_fr,
              note_en: indicator.overlap.note_en,
            },
          ],
    )
    await insertRows(
      client,
      'app.reporting_assignments',
      assignmentsOf(content, indicator).map((assignment) => {
        const partner = content.initiative.partners.find(({ code }) => code === assignment.partner)
        return {
          ...base,
          indicator_id: id,
          territory_id: names.get('territory', assignment.territory),
          // Population figures carry no partner (S06): they are owed by the initiative.
          partner_id: indicator.scope === 'population' ? null : names.get('partner', assignment.partner),
          valid_from: content.initiative.reporting_from,
          valid_to: partner?.left_on,
          period_filter: assignment.periods,
        }
      }),
    )
  }
}

import { randomUUID } from 'node:crypto'
import { isNeverAggregated } from '#shared/indicators/definition.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import type { DemoContent, DemoFigure, DemoIndicator } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** The release in which the corrected figure of the Coast appeared (domain 7.1). */
const CORRECTED_AT = '2025-02-10T15:00:00Z'
const DAY = 86_400_000

const textOrNull = (text: string) => (text === '' ? null : text)
const isSaidYesOrNo = (figure: DemoFigure) => figure.value === 'yes' || figure.value === 'no'

/** The figure itself, as a row holds it and as a revision keeps it. */
function figureOf(figure: DemoFigure) {
  if (figure.state === 'missing') return { presence: 'missing', value: null, numerator: null, denominator: null, sample_n: null, bool_value: null }
  return {
    presence: 'reported',
    value: isSaidYesOrNo(figure) ? null : textOrNull(figure.value),
    numerator: textOrNull(figure.numerator),
    denominator: textOrNull(figure.denominator),
    sample_n: textOrNull(figure.n),
    bool_value: isSaidYesOrNo(figure) ? figure.value === 'yes' : null,
  }
}

/** A survey that an event stopped is a published absence; a figure that nobody sent is only a draft. */
function stateOf(figure: DemoFigure): string {
  if (figure.state === 'missing') return figure.flag === 'S' ? 'published' : 'draft'
  return figure.state
}

/** Days after the end of its period on which a figure came in: mostly on time, the paper files of the Coast late. */
function daysTaken(figure: DemoFigure): number {
  const spread = [...keyOf(figure)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)
  const isPaper = figure.indicator === 'SCREEN18' && figure.territory === 'CV' && figure.period < '2025'
  if (isPaper || spread % 12 === 0) return 24 + (spread % 9)
  return 4 + (spread % 15)
}

const keyOf = (figure: DemoFigure) => [figure.indicator, figure.territory, figure.partner, figure.period, figure.category].join('\n')

/** What all figures of one initiative are read against. */
interface Context {
  readonly base: { readonly initiative_id: string }
  readonly coordination: string
  readonly definitions: ReadonlyMap<string, DemoIndicator>
  readonly former: ReadonlyMap<string, DemoFigure>
  readonly ends: ReadonlyMap<string, string>
  readonly currency: string
  readonly names: Seeding['names']
  readonly now: Date
}

function contextOf({ initiativeId, names }: Seeding, { initiative, indicators, figures }: DemoContent, now: Date): Context {
  const starts = { fiscalStartMonth: initiative.fiscal_start_month, schoolStartMonth: initiative.school_start_month }
  return {
    base: { initiative_id: initiativeId },
    names,
    now,
    currency: initiative.currency_code,
    coordination: names.get('user', 'coordination@demo.maillage.example'),
    definitions: new Map(indicators.map((indicator) => [indicator.code, indicator])),
    former: new Map(figures.filter(({ state }) => state === 'superseded').map((figure) => [keyOf(figure), figure])),
    ends: new Map(
      figures.flatMap(({ period }) => {
        const end = parsePeriodCode(period, starts)?.endsOn
        return end === undefined ? [] : [[period, end]]
      }),
    ),
  }
}

/** The host's own figures are typed by the team and validated by someone else (domain 5, four eyes). */
const ACCOUNT_OF: Record<string, string> = { P01: 'equipe', P02: 'contribution', P14: 'deux-chapeaux' }

/** End of the first period in which a partner or place said yes. */
function achievedOn(content: DemoContent, { ends }: Context, figure: DemoFigure): string | null {
  if (figure.value !== 'yes') return null
  const first = content.figures
    .filter((one) => one.value === 'yes' && one.indicator === figure.indicator && one.territory === figure.territory && one.partner === figure.partner)
    .reduce((earliest, one) => (one.period < earliest ? one.period : earliest), figure.period)
  return ends.get(first) ?? null
}

function rowsOf(content: DemoContent, context: Context, figure: DemoFigure) {
  const { base, names, coordination } = context
  const definition = context.definitions.get(figure.indicator)
  const end = context.ends.get(figure.period)
  if (definition === undefined || end === undefined) throw new Error(`the series names an unknown indicator or period: ${figure.indicator} ${figure.period}`)
  const state = stateOf(figure)
  const isValidated = state === 'published'
  const cameIn = new Date(`${addDays(end, state === 'submitted' ? 9 : daysTaken(figure))}T15:00:00Z`)
  const checked = new Date(cameIn.getTime() + 4 * DAY)
  // Population figures carry no partner (S06).
  const isOfPopulation = definition.scope === 'population'
  const partner_id = isOfPopulation ? null : names.find('partner', figure.partner)
  const entered_by = names.find('user', `${ACCOUNT_OF[figure.partner] ?? ''}@demo.maillage.example`)
  const old = context.former.get(keyOf(figure))
  const id = randomUUID()
  const isMoney = definition.unit_kind === 'currency'
  const value = figureOf(figure)
  const observation = {
    ...base,
    id,
    indicator_version_id: names.get('version', figure.indicator),
    territory_id: names.get('territory', figure.territory),
    partner_id,
    period_id: names.get('period', figure.period),
    category: figure.category,
    ...value,
    achieved_on: achievedOn(content, context, figure),
    amount_original: isMoney ? value.value : null,
    currency_code: isMoney ? context.currency : null,
    fx_rate: isMoney ? 1 : null,
    state,
    is_direct_total: figure.direct === 'yes' || isNeverAggregated({ unitKind: definition.unit_kind, partsUnknown: definition.parts_unknown ?? false }),
    flags: [...(figure.flag === 'A' ? [] : [figure.flag]), ...(old === undefined ? [] : ['R'])],
    comment: textOrNull(figure.comment),
    origin: isOfPopulation ? 'backbone' : 'partner',
    entered_by,
    validated_by: isValidated ? coordination : null,
    validated_at: isValidated ? checked : null,
    submitted_at: state === 'draft' ? null : cameIn,
    version: old === undefined ? 1 : 2,
  }
  const entry = {
    ...base,
    observation_id: id,
    number: 1,
    partner_id,
    old_figure: null,
    new_figure: JSON.stringify(figureOf(old ?? figure)),
    old_state: null,
    new_state: state,
    reason: isValidated ? 'validation' : state === 'submitted' ? 'submission' : 'entry',
    note: null,
    author_id: entered_by,
    approver_id: isValidated ? coordination : null,
    at: isValidated ? checked : state === 'submitted' ? cameIn : context.now,
  }
  const correction = {
    ...entry,
    number: 2,
    old_figure: entry.new_figure,
    new_figure: JSON.stringify(value),
    old_state: 'published',
    reason: 'late_data',
    note: figure.comment,
    at: new Date(CORRECTED_AT),
  }
  return { observation, revisions: old === undefined ? [entry] : [entry, correction] }
}

/** Every line of the series: current figures, and the former value of a corrected one as its first revision. */
export async function seedFigures(seeding: Seeding, content: DemoContent, now: Date): Promise<void> {
  const context = contextOf(seeding, content, now)
  const rows = content.figures.filter(({ state }) => state !== 'superseded').map((figure) => rowsOf(content, context, figure))
  await insertRows(
    seeding.client,
    'app.observations',
    rows.map(({ observation }) => observation),
  )
  await insertRows(
    seeding.client,
    'app.observation_revisions',
    rows.flatMap(({ revisions }) => revisions),
  )
}

/** Brings the computed cells up to date for every figure of the initiative (D19). */
export async function recomputeCells({ client, initiativeId }: Seeding): Promise<void> {
  await client.query(
    `select app.recompute_cells($1, array_agg(v), array_agg(t), array_agg(p)) from (
       select distinct indicator_version_id as v, territory_id as t, period_id as p from app.observations where initiative_id = $1) figures`,
    [initiativeId],
  )
}

import { indicatorRoutes, type IndicatorVersion } from '#shared/indicators/contract.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import type { Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { needsComment } from '#shared/observations/checks.ts'
import { call } from '#lib/api/call.ts'
import type { RowFault, TypedRow } from './entry-form.server.ts'
import { warningSentence } from './warning-sentence.ts'

/** An unusual figure of the form: why it is, and what was said of it so far. */
export interface AskedRow {
  readonly index: number
  readonly sentences: readonly string[]
  /** A tick is not enough: somebody says why. */
  readonly needsWhy: boolean
  readonly isConfirmed: boolean
  readonly why: string
}

/** What handing a form in did. */
export interface SubmitOutcome {
  readonly submitted: number
  /** Figures of an unknown category that were made. */
  readonly completed: number
  readonly asked: readonly AskedRow[]
  readonly refused: readonly RowFault[]
}

interface Sender {
  readonly fetch: typeof globalThis.fetch
  readonly locale: Locale
  readonly initiativeId: string
  readonly key: { partner: string | null; period: string }
  readonly measureOf: (version: IndicatorVersion, locale: Locale) => Measure
}

/**
 * Hands in what the form holds, with the confirmations typed beside its rows (`r<n>.confirmed`, `r<n>.why`); unusual
 * figures that nobody confirmed stay, with the sentences that say why.
 */
export async function submitForm({ fetch, locale, initiativeId, key, measureOf }: Sender, form: FormData, rows: readonly TypedRow[]): Promise<SubmitOutcome> {
  const params = { initiativeId }
  const { partner, period } = key
  const entry = await call(fetch, observationRoutes.entry, { params, query: { ...(partner === null ? {} : { partner }), period } })
  const due = entry.rows.flatMap((row) => (row.observation !== null && row.abilities.includes('submit') ? [{ ...row, observation: row.observation }] : []))
  if (due.length === 0) return { submitted: 0, completed: 0, asked: [], refused: [] }
  const places = due.map((row) => rows.find((one) => one.indicator === row.indicator && one.territory === row.territory && one.category === row.category))
  const typed = (index: number | undefined, name: string) => (index === undefined ? '' : String(form.get(`r${index}.${name}`) ?? '').trim())
  const items = due.map(({ observation: { id, version } }, at) => {
    const index = places[at]?.index
    const why = typed(index, 'why')
    return { id, version, ...(typed(index, 'confirmed') === '' ? {} : { confirmed: true }), ...(why === '' ? {} : { comment: why }) }
  })
  const { results, completed = 0 } = await call(fetch, observationRoutes.submit, { params, body: { items } })
  const unusual = results.some(({ outcome }) => outcome === 'needs_confirmation')
  const indicators = unusual ? (await call(fetch, indicatorRoutes.list, { params, query: {} })).items : []
  const asked: AskedRow[] = []
  const refused: RowFault[] = []
  results.forEach(({ outcome, code, field, warnings }, at) => {
    const [row, index] = [due[at], places[at]?.index]
    if (row === undefined || index === undefined || outcome === 'changed') return
    const version = indicators.find((one) => one.code === row.indicator)?.current
    if (outcome !== 'needs_confirmation' || version === undefined) {
      refused.push({ index, field: field ?? 'value', code: code ?? 'conflict' })
      return
    }
    const sentences = (warnings ?? []).map((warning) => warningSentence(warning, measureOf(version, locale), locale))
    asked.push({ index, sentences, needsWhy: needsComment(warnings ?? []), isConfirmed: typed(index, 'confirmed') !== '', why: typed(index, 'why') })
  })
  return { submitted: results.filter(({ outcome }) => outcome === 'changed').length, completed, asked, refused }
}

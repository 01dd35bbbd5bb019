import { fail } from '@sveltejs/kit'
import type { Locale } from '#shared/i18n/locales.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { dateOf, formatDate, formatMeasure, formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import { multiplyText } from '#shared/i18n/decimal-text.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { observationRoutes, type Ability, type SaveResult } from '#shared/observations/contract.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import { parsePeriodCode, shiftPeriod } from '#shared/values/period.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { readRows, rowsOf, signatureOf, type RowFault, type TypedRow } from '#lib/features/observations/entry-form.server.ts'
import { gridDataOf } from '#lib/features/observations/grid-data.server.ts'
import { scopeOf } from '#lib/features/observations/grid/model.ts'
import { MOVES } from '#lib/features/observations/grid/moves.ts'
import { SCOPE_HEADER } from '#lib/features/observations/worker/kept.ts'
import { faultSentence } from '#lib/features/observations/fault-sentence.server.ts'
import { submitForm, type AskedRow } from '#lib/features/observations/submit-form.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** A stored number as a person of this language would type it. */
function asTyped(text: string | null, factor: string, locale: Locale): string {
  if (text === null) return ''
  const shown = canonicalText(multiplyText(text, factor))
  return languageOf(locale) === 'fr' ? shown.replace('.', ',') : shown
}

/** Periods side by side in the grid: the chosen one and those before it. */
const SPANS = [1, 4, 12] as const
const PRINTS = ['empty', 'filled'] as const
/** Whoever may do one of these works on the sheet; others read the form. */
const ON_THE_SHEET: readonly Ability[] = ['edit', ...MOVES]

/** Codes of the periods before one, oldest first. Where a year begins does not change them. */
function periodsBefore(code: string, count: number): string[] {
  const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }
  const period = parsePeriodCode(code, starts)
  if (period === null || period.kind === 'ad_hoc') return []
  return Array.from({ length: count }, (_, back) => shiftPeriod(period, back - count, starts).code)
}

/** The form of one partner and one period: what is expected, what was given last time, what is there. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat, me } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const asked = (name: string) => event.url.searchParams.get(name) || undefined
  const breakdown = asked('breakdown') === 'categories' ? 'categories' : 'total'
  const query = { partner: asked('partner'), period: asked('period') }
  const ask = (period: string | undefined) =>
    read(event, observationRoutes.entry, {
      params,
      query: Object.fromEntries(Object.entries({ ...query, period, breakdown }).filter(([, value]) => value !== undefined)),
    })
  const [entry, { items: indicators }] = await Promise.all([ask(query.period), read(event, indicatorRoutes.list, { params, query: {} })])
  const print = PRINTS.find((one) => one === asked('print')) ?? null
  const span = SPANS.find((one) => String(one) === asked('span')) ?? 1
  const isForm = print !== null || asked('view') === 'form' || !entry.rows.some((row) => row.abilities.some((ability) => ON_THE_SHEET.includes(ability)))
  // Whose sheet it is: what a device may keep of it, and for whom.
  if (!isForm) event.setHeaders({ [SCOPE_HEADER]: scopeOf({ userId: me.userId, initiativeId: initiative.id, hatId: hat.id }) })
  const earlier = isForm ? [] : await Promise.all(periodsBefore(entry.period, span - 1).map(ask))
  const known = new Map(indicators.map((one) => [one.code, one]))
  const partners = entry.partners.map((one) => ({ value: one.code, label: one.name }))
  return {
    print,
    span,
    spans: SPANS.map((count) => ({ value: String(count), label: m.grid_sheet_several({ count }) })),
    breakdown,
    view: asked('view') === 'form' ? 'form' : 'grid',
    grid: isForm
      ? null
      : JSON.stringify(
          gridDataOf(
            {
              locale,
              timeZone: initiative.timeZone,
              today: dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone),
              initiativeId: initiative.id,
              userId: me.userId,
              hatId: hat.id,
              partner: entry.partner ?? '',
              partnerName: partners.find(({ value }) => value === entry.partner)?.label ?? '',
              indicators: `/${locale}/i/${initiative.slug}/indicators`,
              currencyCode: initiative.currencyCode,
            },
            [...earlier, entry],
            known,
            measureOf,
          ),
        ),
    period: entry.period,
    periodName: entry.period === '' ? '' : formatPeriod(locale, entry.period),
    partner: entry.partner ?? '',
    isSolo: entry.isSolo,
    isUnattended: hat.role === 'backbone' && entry.isUnattended && !entry.isSolo,
    periods: entry.periods.map((code) => ({ value: code, label: formatPeriod(locale, code) })),
    partners,
    partnerName: partners.find(({ value }) => value === entry.partner)?.label ?? '',
    choosesPartner: hat.role === 'backbone',
    rows: entry.rows.flatMap((row, index) => {
      const indicator = known.get(row.indicator)
      if (indicator === undefined) return []
      const { current } = indicator
      const measure = measureOf(current, locale)
      const { observation, previous } = row
      const factor = current.unitKind === 'ratio' && !current.partsUnknown ? '1' : current.displayFactor
      const fields = {
        presence: observation?.presence ?? 'reported',
        reason: observation?.presenceReason ?? '',
        value: asTyped(observation?.amountOriginal ?? observation?.value ?? null, factor, locale),
        numerator: asTyped(observation?.numerator ?? null, '1', locale),
        denominator: asTyped(observation?.denominator ?? null, '1', locale),
        sampleN: asTyped(observation?.sampleN ?? null, '1', locale),
        done: observation?.boolValue == null ? '' : observation.boolValue ? 'yes' : 'no',
        achievedOn: observation?.achievedOn ?? '',
        comment: observation?.comment ?? '',
      }
      return [
        {
          index,
          key: `${row.indicator} ${row.territory} ${row.category}`,
          indicator: row.indicator,
          name: localName(current.nameFr, current.nameEn, locale),
          definition: localName(current.definitionFr, current.definitionEn, locale),
          territory: row.territory,
          territoryName: row.territoryName,
          category: row.category,
          categoryName: (languageOf(locale) === 'en' ? row.categoryEn : row.categoryFr) ?? row.category,
          kind: current.unitKind,
          partsUnknown: current.partsUnknown,
          factor,
          unit: current.unitKind === 'ratio' && !current.partsUnknown ? '' : (measure.currencyCode ?? measure.unitLabel ?? ''),
          dueOn: row.dueOn === null ? null : formatDate(locale, row.dueOn),
          previous:
            previous === null
              ? null
              : {
                  period: formatPeriod(locale, previous.period, 'short'),
                  presence: previous.presence,
                  text:
                    previous.boolValue !== null
                      ? previous.boolValue
                        ? 'yes'
                        : 'no'
                      : previous.numerator !== null && previous.denominator !== null
                        ? `${formatNumber(locale, previous.numerator)} / ${formatNumber(locale, previous.denominator)}`
                        : previous.value === null
                          ? null
                          : formatMeasure(locale, previous.value, measure),
                },
          id: observation?.id ?? null,
          version: observation?.version ?? 0,
          state: observation?.state ?? null,
          returnComment: observation?.returnComment ?? null,
          onBehalf: observation?.enteredOnBehalf ?? false,
          samePerson: observation?.samePerson ?? false,
          isDirectTotal: observation?.isDirectTotal ?? false,
          abilities: row.abilities,
          fields,
          before: signatureOf(fields),
        },
      ]
    }),
  }
}

interface RowMessage {
  readonly index: number
  readonly field: string
  readonly message: string
  readonly isConflict: boolean
}
type Typed = Record<number, TypedRow>

function sentences(faults: readonly RowFault[], locale: Locale): RowMessage[] {
  return faults.map(({ index, field, code }) => ({ index, field, message: faultSentence(code, locale), isConflict: code === 'conflict' }))
}

/** Saves what was touched; `then` moves what was saved one step on. */
async function save(event: RequestEvent, submits: boolean) {
  const { locale } = event.locals
  const form = await event.request.formData()
  const initiativeId = String(form.get('initiativeId') ?? '')
  const rows = rowsOf(form)
  const key = { partner: String(form.get('partner') ?? '') || null, period: String(form.get('period') ?? '') }
  const { inputs, faults } = readRows(rows, key)
  const typed: Typed = {}
  try {
    const { results } =
      inputs.length === 0
        ? { results: [] as SaveResult[] }
        : await call(event.fetch, observationRoutes.save, { params: { initiativeId }, body: { items: inputs.map(({ input }) => input) } })
    const refused: RowFault[] = [...faults]
    results.forEach((result, place) => {
      const index = inputs[place]?.index ?? 0
      if (result.outcome === 'rejected' || result.outcome === 'conflict')
        refused.push({ index, field: result.field ?? 'value', code: result.outcome === 'conflict' ? 'conflict' : (result.code ?? 'value_required') })
    })
    for (const { index } of refused) {
      const row = rows[index]
      if (row !== undefined) typed[index] = row
    }
    const saved = results.filter((one) => one.outcome === 'created' || one.outcome === 'changed').length
    const sent =
      submits && refused.length === 0
        ? await submitForm({ fetch: event.fetch, locale, initiativeId, key, measureOf }, form, rows)
        : { submitted: 0, completed: 0, asked: [], refused: [] }
    refused.push(...sent.refused)
    const { submitted, completed, asked } = sent
    const outcome = { saved, submitted, completed, moved: 0, faults: [], messages: sentences(refused, locale), typed, asked }
    return refused.length + asked.length > 0 ? fail(422, outcome) : outcome
  } catch (cause) {
    return fail(422, {
      saved: 0,
      submitted: 0,
      completed: 0,
      moved: 0,
      faults: faultsOf(cause, locale),
      messages: sentences(faults, locale),
      typed: Object.fromEntries(rows.map((row) => [row.index, row])) as Typed,
      asked: [] as AskedRow[],
    })
  }
}

/** Moves the ticked figures. */
async function move(event: RequestEvent, kind: 'validate' | 'giveBack' | 'takeBack') {
  const { locale } = event.locals
  const form = await event.request.formData()
  const initiativeId = String(form.get('initiativeId') ?? '')
  const ticked = form.getAll('pick').map(String)
  const comment = String(form.get('returnComment') ?? '').trim()
  const nothing = { saved: 0, submitted: 0, completed: 0, moved: 0, messages: [] as RowMessage[], typed: {} as Typed, asked: [] as AskedRow[] }
  const items = ticked.map((pick) => ({ id: pick.split(' ')[0] ?? '', version: Number(pick.split(' ')[1] ?? 0) }))
  if (items.length === 0) return fail(422, { ...nothing, faults: [{ field: null, message: faultSentence('nothing_picked', locale) }] })
  if (kind === 'giveBack' && comment === '')
    return fail(422, { ...nothing, faults: [{ field: 'returnComment', message: faultSentence('comment_required', locale) }] })
  try {
    const { results } = await call(event.fetch, observationRoutes[kind], {
      params: { initiativeId },
      body: { items, ...(kind === 'giveBack' ? { comment } : {}) },
    })
    const refused = results.filter((one) => one.outcome === 'rejected' || one.outcome === 'conflict')
    const outcome = {
      ...nothing,
      moved: results.length - refused.length,
      faults: [...new Set(refused.map((one) => one.code ?? 'conflict'))].map((code) => ({ field: null, message: faultSentence(code, locale) })),
    }
    return refused.length > 0 ? fail(422, outcome) : outcome
  } catch (cause) {
    return fail(422, { ...nothing, faults: faultsOf(cause, locale) })
  }
}

export const actions: Actions = {
  save: (event) => save(event, false),
  submit: (event) => save(event, true),
  validate: (event) => move(event, 'validate'),
  giveBack: (event) => move(event, 'giveBack'),
  takeBack: (event) => move(event, 'takeBack'),
}

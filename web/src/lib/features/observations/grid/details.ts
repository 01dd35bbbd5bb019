import { m } from '#shared/i18n/paraglide/messages.js'
import { formatDate, formatPeriod, dateOf } from '#shared/i18n/format.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import type { FigureDetails } from '#shared/observations/entry-contract.ts'
import { el } from './dom.ts'
import { button, openDialog } from './dialogs.ts'
import type { Content } from './model.ts'
import type { Theirs } from './queue.ts'
import { readCell } from './read-cell.ts'
import { contentOfObservation } from './server-content.ts'
import type { Figure, Sheet } from './sheet.ts'
import { returnedWord, stateOf, valueWord } from './state.ts'
import { seriesWords } from './table.ts'
import { measured } from './words.ts'

/** Asks the server for one place to type; null when no answer came. */
export async function askDetails(sheet: Sheet, figure: Figure, fetch: typeof globalThis.fetch): Promise<FigureDetails | null> {
  const { data } = sheet
  const { series } = figure
  const query = new URLSearchParams({
    indicator: series.indicator,
    territory: series.territory,
    period: data.periods[figure.period]?.code ?? '',
    category: series.category,
    ...(data.partner === '' ? {} : { partner: data.partner }),
  })
  try {
    const answer = await fetch(`/api/v1/initiatives/${data.initiativeId}/entry/figure?${query.toString()}`, {
      headers: { accept: 'application/json', 'maillage-hat': data.hatId },
      credentials: 'same-origin',
    })
    return answer.ok ? ((await answer.json()) as FigureDetails) : null
  } catch {
    return null
  }
}

/** The figure that another person left, for the choice between both. */
export function theirsFrom({ current, changedBy }: FigureDetails, figure: Figure): Theirs {
  return current === null
    ? { version: 0, content: null, by: null, at: null }
    : { version: current.version, content: contentOfObservation(current, figure.series), by: changedBy, at: current.updatedAt }
}

function field(label: string, control: HTMLElement): HTMLElement {
  return el('label', { class: 'field' }, el('span', {}, label), control)
}

/** Fields beside the value: why there is none, a comment, another currency. Read when the panel is applied. */
function fields(sheet: Sheet, figure: Figure): { element: HTMLElement; read: () => Content } {
  const content = sheet.contentOf(figure)
  const option = (value: string, words: string) => el('option', { value, selected: content.presence === value }, words)
  const presence = el(
    'select',
    {},
    option('reported', m.entry_presence_reported()),
    option('missing', m.entry_presence_missing()),
    option('not_applicable', m.entry_presence_not_applicable()),
    option('not_expected', m.entry_presence_not_expected()),
  )
  const input = (value: string, maxlength: number) => el('input', { type: 'text', value, maxlength, autocomplete: 'off' })
  const reason = input(content.reason, 500)
  const comment = el('textarea', { maxlength: 2000, rows: 2 }, content.comment)
  const currency = input(content.currency, 3)
  const rate = input(content.rate.replace('.', sheet.data.locale === 'en' ? '.' : ','), 20)
  const isMoney = figure.series.kind === 'currency'
  const element = el(
    'div',
    { class: 'stack tight' },
    field(m.entry_presence(), presence),
    field(m.entry_reason(), reason),
    field(m.entry_comment(), comment),
    isMoney && field(m.grid_currency({ usual: figure.series.currency }), currency),
    isMoney && field(m.grid_rate({ usual: figure.series.currency }), rate),
  )
  return {
    element,
    read() {
      const chosen = presence.value as Content['presence']
      const typedRate = readCell('value', rate.value, null)
      return {
        ...content,
        presence: chosen,
        cells: chosen === 'reported' ? content.cells : {},
        reason: chosen === 'reported' ? '' : reason.value.trim(),
        comment: comment.value.trim(),
        currency: currency.value.trim().toUpperCase(),
        rate: typedRate.kind === 'cell' ? (typedRate.cell.read ?? typedRate.cell.raw) : '',
      }
    },
  }
}

function conflictOf(sheet: Sheet, figure: Figure, words: string, done: () => void): HTMLElement | false {
  const trouble = sheet.waitingOf(figure)?.trouble
  if (trouble?.kind !== 'conflict') return false
  const choose = (choice: 'mine' | 'theirs') => () => {
    sheet.choose(figure, choice)
    done()
  }
  const inWords = (content: Content | null) =>
    content === null ? m.grid_nothing() : figure.series.parts.map((part) => valueWord(content, part, sheet) || m.grid_nothing()).join(' / ')
  return el(
    'section',
    { class: 'conflict' },
    el('p', { class: 'strong' }, words),
    trouble.theirs !== null &&
      el(
        'div',
        { class: 'cluster' },
        button(m.grid_keep_mine({ value: inWords(sheet.contentOf(figure)) }), choose('mine')),
        button(m.grid_keep_theirs({ value: inWords(trouble.theirs.content) }), choose('theirs')),
      ),
  )
}

/** What is asked for when the panel opens: definition, limits, the last twelve values. */
function asked(sheet: Sheet, figure: Figure, told: FigureDetails | null): HTMLElement {
  const { locale, timeZone } = sheet.data
  const { series } = figure
  if (told === null) return el('p', { class: 'small muted' }, m.grid_details_unavailable())
  const english = languageOf(locale) === 'en'
  const { limits } = told
  const resultOf = series.resultUnit === '' ? series : { ...series, unit: series.resultUnit }
  const number = (text: string) => measured(text, resultOf, locale)
  return el(
    'div',
    { class: 'stack tight' },
    el('p', {}, (english ? told.definitionEn : null) ?? told.definitionFr),
    el('p', { class: 'small muted' }, (english ? told.purposeEn : null) ?? told.purposeFr),
    el('p', {}, el('a', { href: `${sheet.data.indicators}/${encodeURIComponent(series.indicator)}` }, m.grid_details_indicator())),
    limits !== null &&
      el('p', {}, m.grid_details_limits({ low: limits.low === null ? '…' : number(limits.low), high: limits.high === null ? '…' : number(limits.high) })),
    told.current !== null &&
      told.changedBy !== null &&
      el('p', { class: 'small muted' }, m.grid_details_by({ name: told.changedBy, date: formatDate(locale, dateOf(told.current.updatedAt, timeZone)) })),
    told.current !== null &&
      el('p', {}, el('a', { href: `${sheet.data.indicators.replace(/indicators$/, 'entry/history')}/${told.current.id}` }, m.history_figure_title())),
    told.past.length === 0
      ? el('p', { class: 'small muted' }, m.grid_details_no_past())
      : el(
          'table',
          {},
          el('caption', {}, m.grid_details_past()),
          el(
            'tbody',
            {},
            ...told.past.map((one) => {
              const content = contentOfObservation(
                { ...one, presenceReason: null, comment: null, achievedOn: null, amountOriginal: null, currencyCode: null, fxRate: null, fxDate: null },
                series,
              )
              return el(
                'tr',
                {},
                el('th', { scope: 'row' }, formatPeriod(locale, one.period, 'short')),
                el(
                  'td',
                  { class: 'number' },
                  series.parts
                    .map((part) => valueWord(content, part, sheet))
                    .filter((text) => text !== '')
                    .join(' / '),
                ),
              )
            }),
          ),
        ),
  )
}

/** The side panel of a figure. Definition and past values travel only when it is opened. */
export function showDetails(sheet: Sheet, figure: Figure, fetch: typeof globalThis.fetch): void {
  const part = figure.series.parts[0] ?? 'value'
  const { words } = stateOf(sheet, figure, part, false)
  const form = figure.stored.isEditable ? fields(sheet, figure) : null
  const more = el('div', { 'aria-live': 'polite' }, el('p', { class: 'small muted' }, m.grid_details_loading()))
  const conflict = conflictOf(sheet, figure, words, () => dialog.close())
  const apply = () => {
    if (form !== null) sheet.setContent(figure, form.read())
    dialog.close()
  }
  const dialog = openDialog(
    `${seriesWords(figure.series)}, ${sheet.data.periods[figure.period]?.name ?? ''}`,
    conflict === false && words !== '' && el('p', {}, words),
    figure.stored.returnComment !== null && words !== returnedWord(figure) && el('p', {}, returnedWord(figure)),
    conflict,
    form?.element ?? null,
    el(
      'div',
      { class: 'cluster' },
      form !== null && button(m.grid_details_apply(), apply, 'primary'),
      button(m.grid_close(), () => dialog.close()),
    ),
    more,
  )
  void askDetails(sheet, figure, fetch).then((told) => more.replaceChildren(asked(sheet, figure, told)))
}

import { m } from '#shared/i18n/paraglide/messages.js'
import { isEmpty } from './content.ts'
import { button, openDialog } from './dialogs.ts'
import { el } from './dom.ts'
import { scopeChoice } from './move-dialog.ts'
import { mayMove, MOVES } from './moves.ts'
import type { Figure, Sheet } from './sheet.ts'
import { isReturned, returnedWord } from './state.ts'
import { figureWords } from './table.ts'
import { faultWord, warningWord } from './words.ts'

/** Lines shown of each kind of finding. */
const SHOWN = 20

interface Finding {
  readonly figure: Figure
  readonly words: string
}

/** What stands in the way of handing in, what was given back, what is unusual, what is still empty: as far as this page can tell, offline too. */
export function findings(sheet: Sheet, figures: readonly Figure[]): Record<'toFix' | 'returned' | 'unusual' | 'empty', Finding[]> {
  const toFix = figures.flatMap((figure): Finding[] => {
    const trouble = sheet.waitingOf(figure)?.trouble
    if (trouble?.kind === 'conflict') return [{ figure, words: m.grid_state_conflict_unknown() }]
    if (trouble?.kind === 'refused') return [{ figure, words: faultWord(trouble.code) }]
    const fault = figure.stored.isEditable ? sheet.faultOf(figure) : null
    return fault === null ? [] : [{ figure, words: faultWord(fault.code) }]
  })
  const returned = figures.filter((figure) => isReturned(sheet, figure)).map((figure) => ({ figure, words: returnedWord(figure) }))
  const unusual = figures.flatMap((figure) => {
    // What was settled has been looked at.
    if (!figure.stored.isEditable && !MOVES.some((kind) => mayMove(figure, kind))) return []
    const [warning] = sheet.warningsOf(figure)
    return warning === undefined ? [] : [{ figure, words: warningWord(warning, figure.series, sheet.data.locale) }]
  })
  const empty = figures.filter((figure) => figure.stored.isEditable && isEmpty(sheet.contentOf(figure))).map((figure) => ({ figure, words: '' }))
  return { toFix, returned, unusual, empty }
}

/** Says what there is to see in the range or the whole sheet; each line leads to its figure. */
export function openCheck(sheet: Sheet, selected: readonly Figure[], lead: (figure: Figure) => void): void {
  const all = [...sheet.figures.values()]
  const body = el('div', { class: 'stack tight', 'aria-live': 'polite' })
  const goTo = (figure: Figure) => () => {
    // After the focus has gone back to where the dialog was opened.
    dialog.addEventListener('close', () => lead(figure))
    dialog.close()
  }
  const list = (title: string, found: readonly Finding[]) =>
    found.length === 0
      ? []
      : [
          el('h3', {}, title),
          el(
            'ul',
            { class: 'findings' },
            ...found
              .slice(0, SHOWN)
              .map(({ figure, words }) =>
                el('li', {}, button(figureWords(sheet, figure), goTo(figure), 'quiet small'), words !== '' && el('p', { class: 'small' }, words)),
              ),
            found.length > SHOWN && el('li', { class: 'muted' }, m.grid_paste_more({ count: found.length - SHOWN })),
          ),
        ]
  function show(figures: readonly Figure[]): void {
    const { toFix, returned, unusual, empty } = findings(sheet, figures)
    body.replaceChildren(
      el('p', {}, m.entry_progress({ filled: figures.length - empty.length, total: figures.length })),
      toFix.length + returned.length + unusual.length === 0 ? el('p', { class: 'strong' }, m.grid_check_clean()) : '',
      ...list(m.grid_sync_to_fix({ count: toFix.length }), toFix),
      ...list(m.grid_sync_returned({ count: returned.length }), returned),
      ...list(m.grid_move_unusual({ count: unusual.length }), unusual),
      ...list(m.grid_check_empty({ count: empty.length }), empty),
    )
  }
  show(selected.length === 0 ? all : selected)
  const dialog = openDialog(
    m.grid_check_title(),
    scopeChoice(selected, all, show),
    body,
    button(m.grid_close(), () => dialog.close()),
  )
}

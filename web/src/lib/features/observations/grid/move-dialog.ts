import { needsComment, type CheckWarning } from '#shared/observations/checks.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { button, openDialog } from './dialogs.ts'
import { el } from './dom.ts'
import type { Learned } from './model.ts'
import { askFigures, askMove, mayMove, type MoveKind } from './moves.ts'
import type { Outbox } from './outbox.ts'
import type { Figure, Sheet } from './sheet.ts'
import { figureWords } from './table.ts'
import { faultWord, warningWord } from './words.ts'

export interface MoveDeps {
  readonly sheet: Sheet
  readonly outbox: Outbox
  readonly fetch: typeof globalThis.fetch
  readonly makeId: () => string
  /** Figures of the selected range; fewer than two cells are no range. */
  readonly selected: () => readonly Figure[]
  readonly flush: () => Promise<void>
  readonly learn: (told: readonly Learned[]) => void
  readonly say: (text: string) => void
}

const WORDS: Readonly<Record<MoveKind, { title: (inputs: { count: number }) => string; act: () => string }>> = {
  submit: { title: m.grid_move_submit_title, act: m.grid_submit },
  take_back: { title: m.grid_move_take_back_title, act: m.grid_take_back },
  validate: { title: m.grid_move_validate_title, act: m.grid_validate },
  return: { title: m.grid_move_return_title, act: m.grid_return },
}
export const moveWord = (kind: MoveKind): string => WORDS[kind].act()

/** Choice between the selected range and the whole sheet; nothing to choose without a range. */
export function scopeChoice(
  selected: readonly Figure[],
  all: readonly Figure[],
  changed: (figures: readonly Figure[]) => void,
  now: readonly Figure[] = selected,
): HTMLElement | false {
  if (selected.length === 0) return false
  const choice = (figures: readonly Figure[], words: string) =>
    el(
      'label',
      { class: 'choice' },
      el('input', { type: 'radio', name: 'grid-scope', checked: figures === now, onchange: () => changed(figures) }),
      el('span', {}, words),
    )
  return el(
    'fieldset',
    {},
    el('legend', {}, m.grid_scope()),
    choice(selected, m.grid_scope_range({ count: selected.length })),
    choice(all, m.grid_scope_sheet({ count: all.length })),
  )
}

/** An unusual figure: why it is; handing it in takes a tick and a word. */
function unusual(sheet: Sheet, figure: Figure, warnings: readonly CheckWarning[], isAsked: boolean) {
  const tick = el('input', { type: 'checkbox' })
  const why = el('textarea', { rows: 2, maxlength: 2000 })
  const missing = el('p', { class: 'refused', hidden: true }, m.checks_why_missing())
  const { comment } = sheet.contentOf(figure)
  // The figure's own comment says why as well.
  const isWhyNeeded = needsComment(warnings) && comment === ''
  const element = el(
    'fieldset',
    { class: 'unusual' },
    el('legend', {}, figureWords(sheet, figure)),
    el('ul', {}, ...warnings.map((warning) => el('li', {}, warningWord(warning, figure.series, sheet.data.locale)))),
    comment !== '' && el('p', { class: 'small' }, `${m.entry_comment()}${m.frame_colon()}${comment}`),
    isAsked && el('label', { class: 'choice' }, tick, el('span', {}, m.checks_confirm())),
    isAsked && el('label', { class: 'field' }, el('span', {}, isWhyNeeded ? m.checks_why() : m.checks_why_optional()), why),
    isAsked && missing,
  )
  return {
    element,
    tick,
    said: () => ({ confirmed: tick.checked, why: why.value.trim() }),
    /** @param forAll word said once for all */
    check(forAll: string) {
      missing.hidden = !isWhyNeeded || !tick.checked || why.value.trim() !== '' || forAll !== ''
      if (!missing.hidden) why.focus()
      return missing.hidden
    },
  }
}

/** Several unusual figures may be confirmed at once, with one word for all: a whole sheet that is late has one reason. */
function forAll(count: number, ticked: (isTicked: boolean) => void) {
  const tick = el('input', { type: 'checkbox', onchange: () => ticked(tick.checked) })
  const why = el('textarea', { rows: 2, maxlength: 2000 })
  return {
    element: el(
      'div',
      { class: 'stack tight' },
      el('label', { class: 'choice' }, tick, el('span', {}, m.grid_move_confirm_all({ count }))),
      el('label', { class: 'field' }, el('span', {}, m.grid_move_why_all()), why),
    ),
    said: () => (tick.checked ? why.value.trim() : ''),
  }
}

/**
 * Hands in, takes back, validates or gives back figures of the range or of the whole sheet, after saying how many and what
 * is unusual in them. What the server refuses or asks of stays in the dialog, with its sentence.
 */
export async function openMove(kind: MoveKind, deps: MoveDeps): Promise<void> {
  const { sheet, outbox } = deps
  const all = [...sheet.figures.values()]
  const selected = deps.selected()
  const periods = new Set(all.map(({ period }) => period))
  await deps.flush()
  const asked = await askFigures(sheet, periods, deps.fetch)
  if (asked === null) {
    const dialog = openDialog(
      moveWord(kind),
      el('p', {}, m.grid_move_offline()),
      button(m.grid_close(), () => dialog.close()),
    )
    return
  }
  deps.learn(asked.told)
  let { ids } = asked
  const isReady = (figure: Figure) => mayMove(figure, kind) && ids.has(figure.key) && outbox.get(figure.key) === null
  // A range where nothing can move is not what was meant.
  let scope: readonly Figure[] = selected.some(isReady) ? selected : all
  // What the server found unusual beyond what this page sees: lateness, figures of others.
  const found = new Map<string, readonly CheckWarning[]>()
  const refusals = new Map<string, string>()
  let questions = new Map<string, ReturnType<typeof unusual>>()
  let together: ReturnType<typeof forAll> | null = null

  const unsaved = () => scope.filter(({ key }) => outbox.get(key) !== null)
  const ready = () => scope.filter(isReady)
  const title = (count: number) => (count === 0 ? moveWord(kind) : WORDS[kind].title({ count }))
  const body = el('div', { class: 'stack tight', 'aria-live': 'polite' })
  const comment = el('textarea', { rows: 2, maxlength: 2000, id: 'grid-move-comment', 'aria-describedby': 'grid-move-hint' })
  const missing = el('p', { class: 'refused', role: 'alert' })
  const act = button(moveWord(kind), () => void send(), 'primary')

  function show(): void {
    const figures = ready()
    const left = kind === 'submit' ? unsaved().length : 0
    heading.textContent = title(figures.length)
    questions = new Map(
      figures.flatMap((figure) => {
        const warnings = found.get(figure.key) ?? sheet.warningsOf(figure)
        return warnings.length === 0 || kind === 'take_back' ? [] : [[figure.key, unusual(sheet, figure, warnings, kind === 'submit')] as const]
      }),
    )
    together =
      kind === 'submit' && questions.size > 1
        ? forAll(questions.size, (isTicked) => {
            for (const { tick } of questions.values()) tick.checked = isTicked
          })
        : null
    const refused = scope.filter(({ key }) => refusals.has(key))
    body.replaceChildren(
      figures.length === 0 ? el('p', {}, m.grid_move_nothing()) : '',
      left > 0 ? el('p', { class: 'strong' }, m.grid_submit_refused({ count: left })) : '',
      ...(refused.length === 0
        ? []
        : [
            el(
              'ul',
              { class: 'refused' },
              ...refused.map((one) => el('li', {}, `${figureWords(sheet, one)}${m.frame_colon()}${faultWord(refusals.get(one.key) ?? '')}`)),
            ),
          ]),
      ...(questions.size === 0 ? [] : [el('p', { class: 'strong' }, m.grid_move_unusual({ count: questions.size }))]),
      ...(together === null ? [] : [together.element]),
      ...[...questions.values()].map(({ element }) => element),
    )
    act.disabled = figures.length === 0 || left > 0
  }

  async function send(): Promise<void> {
    const text = kind === 'return' ? comment.value.trim() : (together?.said() ?? '')
    missing.textContent = kind === 'return' && text === '' ? m.entry_fault_comment_required() : ''
    if (missing.textContent !== '') return comment.focus()
    if (![...questions.values()].every((one) => one.check(text))) return
    const moved = ready().map((figure) => ({ figure, id: ids.get(figure.key) ?? '', ...(questions.get(figure.key)?.said() ?? { confirmed: false, why: '' }) }))
    act.disabled = true
    const answer = await askMove(sheet, kind, moved, text, { fetch: deps.fetch, id: deps.makeId() })
    if (answer === null) {
      missing.textContent = m.grid_move_offline()
      act.disabled = false
      return
    }
    const { results, completed = 0 } = answer
    let done = 0
    refusals.clear()
    results.forEach(({ outcome, code, warnings }, index) => {
      const key = moved[index]?.figure.key ?? ''
      if (outcome === 'changed' || outcome === 'unchanged') done += 1
      else if (outcome === 'needs_confirmation') found.set(key, warnings ?? [])
      else refusals.set(key, code ?? 'conflict')
    })
    const now = await askFigures(sheet, periods, deps.fetch)
    if (now !== null) {
      deps.learn(now.told)
      ;({ ids } = now)
    }
    const rests = completed > 0 ? ` ${m.entry_completed({ count: completed })}` : ''
    if (done > 0) deps.say(kind === 'submit' ? `${m.entry_submitted({ count: done })}${rests}` : m.entry_moved({ count: done }))
    if (done === moved.length) return dialog.close()
    show()
  }

  const dialog = openDialog(
    title(ready().length),
    scopeChoice(
      selected,
      all,
      (figures) => {
        scope = figures
        show()
      },
      scope,
    ),
    body,
    kind === 'return' &&
      el(
        'label',
        { class: 'field' },
        el('span', {}, m.entry_return_comment()),
        comment,
        el('span', { id: 'grid-move-hint', class: 'small muted' }, m.grid_return_hint()),
      ),
    missing,
    el(
      'div',
      { class: 'cluster' },
      act,
      button(m.states_cancel(), () => dialog.close()),
    ),
  )
  const heading = dialog.querySelector('h2') ?? el('h2')
  show()
}

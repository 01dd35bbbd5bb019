import { warningsFor, type CheckWarning } from '#shared/observations/checks.ts'
import type { DecimalSign } from '#shared/exchange/number-format.ts'
import { faultOf, inputOf, isEmpty, saysSame, withText, type Fault } from './content.ts'
import {
  figureKey,
  linesOf,
  NOTHING,
  scopeOf,
  type Content,
  type GridData,
  type Learned,
  type Line,
  type Part,
  type Place,
  type Series,
  type Stored,
} from './model.ts'
import type { Outbox, OutboxEdit } from './outbox.ts'
import { chosen, clashed, edited, type Settled, type Waiting } from './queue.ts'
import { storedOf } from './read-cell.ts'
import { record, redo, undo, type History } from './undo.ts'

/** A figure of the sheet: what the server holds, and what this device holds for it. */
export interface Figure {
  readonly key: string
  readonly series: Series
  /** Its period's place in the sheet, from 0. */
  readonly period: number
  stored: Stored
  /** When the server acknowledged it in this visit, ISO. */
  savedAt: string | null
}

export interface SheetDeps {
  readonly data: GridData
  readonly outbox: Outbox
  readonly history: History
  readonly keepHistory: (history: History) => void
  readonly now: () => string
  /** What the other tab is called where two of them met. */
  readonly otherTab: () => string
  /** These figures look different now. */
  readonly changed: (keys: ReadonlySet<string>) => void
  /** Something new may be sent. */
  readonly due: () => void
}

/** The sheet's state and what people do to it; no DOM. */
export interface Sheet {
  readonly data: GridData
  readonly lines: readonly Line[]
  readonly columns: number
  readonly figures: ReadonlyMap<string, Figure>
  readonly figureAt: (place: Place) => Figure | null
  readonly partAt: (place: Place) => Part
  readonly contentOf: (figure: Figure) => Content
  readonly waitingOf: (figure: Figure) => Waiting | null
  readonly faultOf: (figure: Figure) => Fault | null
  readonly warningsOf: (figure: Figure) => readonly CheckWarning[]
  /** Types texts in cells as one step; cells that may not be typed in are left. @returns how many figures changed */
  readonly type: (cells: readonly TypedCell[], sign?: DecimalSign | null) => number
  /** Types a text over what was seen when it was begun: what another tab has changed since is not written over, both are kept to choose from. */
  readonly typeOver: (place: Place, text: string, seen: Content) => void
  readonly setContent: (figure: Figure, content: Content) => void
  readonly undo: () => number
  readonly redo: () => number
  readonly choose: (figure: Figure, choice: 'mine' | 'theirs') => void
  /** Takes what the server answered. @returns what it told of figures of this sheet and others */
  readonly settle: (answers: ReadonlyMap<string, Settled>) => Learned[]
  /** Takes what was learned elsewhere: by another tab, by a move, or after the page was made. */
  readonly learn: (figures: readonly Learned[]) => void
}

/** A text to type. */
export interface TypedCell {
  readonly place: Place
  readonly text: string
  /** The number that a spreadsheet holds behind the text, canonical. */
  readonly exact?: string | null
}

export function makeSheet(deps: SheetDeps): Sheet {
  const { data, outbox } = deps
  const scope = scopeOf(data)
  const lines = linesOf(data.series)
  const figures = new Map<string, Figure>()
  const grid = data.series.map((series) =>
    series.figures.map((stored, period) => {
      const code = data.periods[period]?.code
      if (stored === null || code === undefined) return null
      const figure: Figure = { key: figureKey(data, code, series), series, period, stored, savedAt: null }
      figures.set(figure.key, figure)
      return figure
    }),
  )
  let history = deps.history

  const figureAt = ({ line, column }: Place) => grid[lines[line]?.series ?? -1]?.[column - 1] ?? null
  const partAt = ({ line }: Place) => lines[line]?.part ?? 'value'
  const waitingOf = (figure: Figure) => outbox.get(figure.key)
  const contentOf = (figure: Figure) => waitingOf(figure)?.content ?? figure.stored.content
  const faultIn = (figure: Figure, content: Content) => {
    if (isEmpty(content) && figure.stored.state === 'returned') return { part: null, code: 'emptied', isWaiting: false }
    return faultOf(content, figure.series, { today: data.today, partner: data.partner, flags: figure.stored.flags })
  }

  /** The content as the server takes it; null while it is not sound. */
  function soundInput(figure: Figure, content: Content) {
    const { version, isDirectTotal, flags } = figure.stored
    const period = data.periods[figure.period]?.code ?? ''
    return faultIn(figure, content) === null ? inputOf(content, figure.series, { partner: data.partner, period, version, isDirectTotal, flags }) : null
  }

  /** Keeps edits and shows them, then what they met on the device. */
  function keep(edits: readonly OutboxEdit[]): void {
    const kept = outbox.set(edits)
    deps.changed(new Set(edits.map(({ key }) => key)))
    void kept.then((otherwise) => {
      deps.changed(new Set(otherwise))
      deps.due()
    })
  }

  /** Puts contents over those that were seen; another tab's, kept meanwhile, is not written over: both are kept to choose from. */
  function put(contents: readonly { readonly figure: Figure; readonly content: Content; readonly seen: Content }[]): void {
    const now = deps.now()
    const edits = contents.map(({ figure, content, seen }) => {
      const { key } = figure
      const mine = { content, input: soundInput(figure, content) }
      const edit = (waiting: Waiting | null) => {
        const { version } = figure.stored
        if (waiting === null || saysSame(waiting.content, seen) || saysSame(waiting.content, content))
          return edited(waiting, content, mine.input, { scope, key, ground: { version, content: figure.stored.content }, now })
        return clashed(waiting, mine, { version, content: waiting.content, by: deps.otherTab(), at: now }, { scope, key, version, now })
      }
      return { key, edit }
    })
    keep(edits)
  }

  function step(changes: readonly { readonly figure: Figure; readonly content: Content }[]): number {
    const told = changes.map(({ figure, content }) => ({ figure, content, seen: contentOf(figure) })).filter(({ content, seen }) => !saysSame(seen, content))
    if (told.length === 0) return 0
    history = record(
      history,
      told.map(({ figure, content, seen }) => ({ key: figure.key, before: seen, after: content })),
    )
    deps.keepHistory(history)
    put(told)
    return told.length
  }

  function travel(found: ReturnType<typeof undo>): number {
    if (found === null) return 0
    history = found.history
    deps.keepHistory(history)
    // What somebody else, or another tab, has changed since is not this step's to take back.
    const own = found.contents.flatMap(([key, content, left]) => {
      const figure = figures.get(key)
      return figure?.stored.isEditable === true && saysSame(contentOf(figure), left) ? [{ figure, content, seen: left }] : []
    })
    put(own)
    return own.length
  }

  function learn(told: readonly Learned[]): void {
    const here = told.flatMap(({ key, stored, savedAt }) => {
      const figure = figures.get(key)
      return figure === undefined ? [] : [{ figure, stored, savedAt }]
    })
    for (const { figure, stored, savedAt } of here) {
      figure.stored = { ...figure.stored, ...stored }
      figure.savedAt = savedAt
    }
    deps.changed(new Set(here.map(({ figure }) => figure.key)))
  }

  return {
    data,
    lines,
    columns: data.periods.length + 1,
    figures,
    figureAt,
    partAt,
    contentOf,
    waitingOf,
    faultOf: (figure) => faultIn(figure, contentOf(figure)),
    warningsOf(figure) {
      const content = contentOf(figure)
      const { series } = figure
      if (isEmpty(content) || faultIn(figure, content) !== null) return []
      const number = (part: Part) => storedOf(part, content.cells[part], series)
      const period = (one: number) => data.periods[one]?.code ?? ''
      const shown = (grid[data.series.indexOf(series)] ?? []).slice(0, figure.period).reverse()
      const past = [
        ...shown.flatMap((one) => {
          if (one === null || isEmpty(contentOf(one)) || faultIn(one, contentOf(one)) !== null) return []
          const { cells, presence } = contentOf(one)
          const at = (part: Part) => storedOf(part, cells[part], series)
          return [{ period: period(one.period), presence, value: at('value'), numerator: at('numerator'), denominator: at('denominator') }]
        }),
        ...series.past.map(([code, value, numerator, denominator]) => ({ period: code, presence: 'reported' as const, value, numerator, denominator })),
      ]
      return warningsFor(
        { presence: content.presence, value: number('value'), numerator: number('numerator'), denominator: number('denominator') },
        {
          unitKind: series.kind,
          isProportion: series.isProportion,
          displayFactor: series.factor,
          accumulation: series.accumulation,
          statusPeriods: series.statusPeriods,
          period: period(figure.period),
          past,
          dueOn: null,
          today: data.today,
          limits: series.limits,
          isWhole: series.category === 'TOTAL',
        },
      )
    },
    type(cells, sign = null) {
      const next = new Map<Figure, Content>()
      for (const { place, text, exact } of cells) {
        const figure = figureAt(place)
        if (figure === null || !figure.stored.isEditable) continue
        next.set(figure, withText(next.get(figure) ?? contentOf(figure), partAt(place), text, sign, exact ?? null))
      }
      return step([...next].map(([figure, content]) => ({ figure, content })))
    },
    typeOver(place, text, seen) {
      const figure = figureAt(place)
      if (figure === null || !figure.stored.isEditable) return
      const [now, part] = [contentOf(figure), partAt(place)]
      const isUntouched = now.presence === seen.presence && saysSame({ ...NOTHING, cells: onlyOf(now, part) }, { ...NOTHING, cells: onlyOf(seen, part) })
      if (isUntouched) return void step([{ figure, content: withText(now, part, text) }])
      const mine = withText(seen, part, text)
      if (saysSame(mine, now)) return
      const { version } = figure.stored
      const theirs = { version, content: now, by: deps.otherTab(), at: figure.savedAt ?? deps.now() }
      const facts = { scope, key: figure.key, version, now: deps.now() }
      const met = { content: mine, input: soundInput(figure, mine) }
      keep([{ key: figure.key, edit: (waiting) => clashed(waiting, met, waiting === null ? theirs : { ...theirs, content: waiting.content }, facts) }])
    },
    setContent: (figure, content) => void step([{ figure, content }]),
    undo: () => travel(undo(history)),
    redo: () => travel(redo(history)),
    choose(figure, choice) {
      const waiting = waitingOf(figure)
      const theirs = waiting?.trouble?.kind === 'conflict' ? waiting.trouble.theirs : null
      if (waiting === null) return
      if (theirs !== null && theirs.unsent === undefined) figure.stored = { ...figure.stored, version: theirs.version, content: theirs.content ?? NOTHING }
      keep([{ key: figure.key, edit: (now) => (now?.trouble?.kind === 'conflict' ? chosen(now, choice) : now) }])
    },
    settle(answers) {
      const told = [...answers].flatMap(([key, { ground, state }]): Learned[] => {
        if (ground === null) return []
        const isErased = ground.version === 0
        const before = figures.get(key)?.stored.abilities
        const abilities = isErased || state === 'draft' ? (['edit', ...(isErased ? [] : (['submit'] as const))] as const) : before
        const stored = { ...ground, state: isErased ? null : (state ?? 'draft'), updatedAt: deps.now(), ...(abilities === undefined ? {} : { abilities }) }
        return [{ key, stored, savedAt: isErased ? null : deps.now() }]
      })
      learn(told)
      deps.changed(new Set(answers.keys()))
      return told
    },
    learn,
  }
}

/** What stands in one cell of a figure. */
function onlyOf({ cells }: Content, part: Part): Content['cells'] {
  const cell = cells[part]
  return cell === undefined ? {} : { [part]: cell }
}

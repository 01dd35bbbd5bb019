import type { Figures, ItemFigure } from './figure-shapes.ts'
import { itemsOf, type Instrument } from './instrument.ts'
import { rounded } from './numbers.ts'
import { changeOf } from './scoring.ts'

/** How many obstacles of a stage are named (S60). */
const TOP = 3
const OBSTACLES = 'obstacles'

/** A figure from 0 to 100, or what a group agreed on, as a share of the highest step: 4 of a factor, 3 of an obstacle. */
const onHundred = (figure: ItemFigure, steps: number) => figure.score ?? (typeof figure.answer === 'number' ? (100 * figure.answer) / steps : null)

/** What holds a stage back, and what became of it since the round before. */
export interface Obstacle {
  readonly code: string
  /** Mean severity, 0 to 100. */
  readonly severity: number
  /** Since the round before; null without one. */
  readonly change: 'up' | 'down' | 'stable' | null
}

/** Every obstacle that a round tells of, the most severe first; one that is told as absent is none. Empty when too few answered. */
export function obstaclesOf(instrument: Instrument, figures: Figures, before: Figures | null = null): Obstacle[] {
  const told = (all: Figures | null, code: string) => {
    const figure = all?.items.find((item) => item.code === code)
    return figure === undefined ? null : onHundred(figure, 3)
  }
  return itemsOf(instrument, OBSTACLES)
    .flatMap(({ code }) => {
      const severity = told(figures, code)
      const former = told(before, code)
      if (severity === null || severity === 0) return []
      return [{ code, severity: rounded(severity), change: former === null ? null : changeOf(former, severity).direction }]
    })
    .toSorted((a, b) => b.severity - a.severity)
}

/** The three obstacles to speak of first. */
export const topObstacles = (instrument: Instrument, figures: Figures, before: Figures | null = null): Obstacle[] =>
  obstaclesOf(instrument, figures, before).slice(0, TOP)

/** The factor that carries people least, with the statement that pulls it down (S61). */
export interface WeakestFactor {
  readonly key: string
  readonly score: number
  /** Null when no statement of it may be told. */
  readonly item: string | null
}

/** The weakest factor of a round; null when no factor may be told. Of two that are equal, the first asked. */
export function weakestFactor(instrument: Instrument, figures: Figures): WeakestFactor | null {
  const told = figures.dimensions.flatMap(({ key, score }) => (score === null ? [] : [{ key, score }]))
  const [weakest] = told.toSorted((a, b) => a.score - b.score)
  if (weakest === undefined) return null
  const statements = itemsOf(instrument, weakest.key).flatMap(({ code }) => {
    const figure = figures.items.find((item) => item.code === code)
    const score = figure === undefined ? null : onHundred(figure, 4)
    return score === null ? [] : [{ code, score }]
  })
  return { ...weakest, item: statements.toSorted((a, b) => a.score - b.score)[0]?.code ?? null }
}

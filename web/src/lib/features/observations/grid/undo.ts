import type { Content } from './model.ts'

/** What one step did to one figure. */
export interface Change {
  readonly key: string
  readonly before: Content
  readonly after: Content
}
export type Step = readonly Change[]

/** Steps done, and steps undone that may be done again. */
export interface History {
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
}

/** Steps that are kept (ux.md 7). */
export const STEPS_KEPT = 50
export const NO_HISTORY: History = { done: [], undone: [] }

/** Adds a step, a paste as much as a key; what had been undone is forgotten. */
export function record(history: History, step: Step): History {
  return step.length === 0 ? history : { done: [...history.done, step].slice(-STEPS_KEPT), undone: [] }
}

/** What a step back or forward does: for each figure, the content to put and the one that the step had left. */
export interface Travel {
  readonly history: History
  readonly contents: readonly (readonly [string, Content, Content])[]
}

/** The contents that undoing the last step puts back, and the history after it; null when there is none. */
export function undo({ done, undone }: History): Travel | null {
  const step = done[done.length - 1]
  if (step === undefined) return null
  return { history: { done: done.slice(0, -1), undone: [...undone, step] }, contents: step.map(({ key, before, after }) => [key, before, after]) }
}

/** As `undo`, forward. */
export function redo({ done, undone }: History): Travel | null {
  const step = undone[undone.length - 1]
  if (step === undefined) return null
  return {
    history: { done: [...done, step].slice(-STEPS_KEPT), undone: undone.slice(0, -1) },
    contents: step.map(({ key, before, after }) => [key, after, before]),
  }
}

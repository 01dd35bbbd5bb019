/** Figures of a chart as text of a page: positions by their code, nothing that is not set. */
import type { Explored, Tick } from './types.ts'

/** The shortest text from which `unpack` makes the same data again. */
export function pack(explored: Explored): string {
  return JSON.stringify(explored, (key, value: unknown) => {
    if (key === 'x') return (value as Tick).code
    return value === null || value === false ? undefined : value
  })
}

/** Data that `pack` wrote. */
export function unpack(text: string): Explored {
  const found = JSON.parse(text) as Explored
  const ticks = new Map(found.kind === 'line' ? found.data.axis.map((tick) => [tick.code, tick]) : [])
  return JSON.parse(text, (key, value: unknown) => {
    if (key === 'x') return ticks.get(String(value)) ?? value
    if (typeof value === 'object' && value !== null && 'presence' in value) return { value: null, ...value }
    return value
  }) as Explored
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { maskQuantities } from '#shared/releases/masking.ts'

interface SuppressionCase {
  case: string
  k: number
  cells: Record<string, number | { value: number; forced: boolean }>
  relations: [string, string[]][]
  expect_hidden: Record<string, 'primary' | 'secondary'>
  expect_visible?: string[]
}
const { suppression } = JSON.parse(readFileSync(join(import.meta.dirname, 'test_vectors.json'), 'utf8')) as { suppression: SuppressionCase[] }

describe('masking: the vectors of the specification (domain 3.11)', () => {
  it.each(suppression.map((one) => [one.case, one] as const))('S71 %s', (_name, { k, cells, relations, expect_hidden, expect_visible }) => {
    const parents = new Set(relations.map(([parent]) => parent))
    const quantities = Object.entries(cells).map(([id, cell]) => ({
      id,
      value: String(typeof cell === 'number' ? cell : cell.value),
      sensitive: true,
      forced: typeof cell === 'number' ? false : cell.forced,
      level: parents.has(id) ? 2 : 1,
      isUnknownCategory: false,
    }))
    const { masks } = maskQuantities(
      quantities,
      relations.map(([parent, children]) => ({ parent, children })),
      { smallestShown: k },
    )
    for (const [id, kind] of Object.entries(expect_hidden)) expect(masks.get(id), id).toBe(kind)
    for (const id of expect_visible ?? []) expect(masks.has(id), id).toBe(false)
  })
})

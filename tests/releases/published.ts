import type { Masking } from '#shared/releases/masking.ts'
import type { Quantity, Relation } from '#shared/releases/relations.ts'
import type { Published } from './attacker.ts'

/** What a release tells of its tables; what is public already is known, whatever the release says. */
export function publish(quantities: readonly Quantity[], relations: readonly Relation[], { masks }: Pick<Masking, 'masks'>): Published {
  return { shown: new Map(quantities.map(({ id, value, forced }) => [id, masks.has(id) && !forced ? null : Number(value)])), sums: relations }
}

/** What one takes for the least who knows that zeros are shown; zero for the few that had to be hidden all the same. */
export function knowingZeros(values: ReadonlyMap<string, number>): (id: string) => number {
  return (id) => Math.min(1, values.get(id) as number)
}

export const valuesOf = (quantities: readonly Quantity[]): Map<string, number> => new Map(quantities.map(({ id, value }) => [id, Number(value)]))

/** One sum with its parts by value. */
export function sumOf(parent: string, children: Readonly<Record<string, number>>): { quantities: Quantity[]; relation: Relation } {
  const total = Object.values(children).reduce((sum, value) => sum + value, 0)
  const quantity = (id: string, value: number, level: number): Quantity => ({
    id,
    value: String(value),
    sensitive: true,
    forced: false,
    level,
    isUnknownCategory: false,
  })
  return {
    quantities: [quantity(parent, total, 2), ...Object.entries(children).map(([id, value]) => quantity(id, value, 1))],
    relation: { parent, children: Object.keys(children) },
  }
}

import type { Quantity, Relation } from '#shared/releases/relations.ts'

/** A small generator of random numbers that gives the same ones for the same seed (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}

export interface Tables {
  readonly quantities: Quantity[]
  readonly relations: Relation[]
  /** The smallest figures: of a place, its finest category and one period. All others are sums of them. */
  readonly finest: string[]
}

/** Total and parts of a division: none, by group, by group and age. */
const DIVISIONS = [
  [[]],
  [['F', 'G']],
  [['F', 'G', 'X']],
  [
    ['F', 'G'],
    ['1', '2'],
  ],
] as const

/** Combinations of one category a dimension, each with the ones it is part of. */
function categoriesOf(dimensions: readonly (readonly string[])[]): {
  finest: string[]
  sums: [string, string[]][]
  isPart: (whole: string, part: string) => boolean
} {
  const [first, second] = dimensions.filter((one) => one.length > 0)
  if (first === undefined) return { finest: ['T'], sums: [], isPart: (whole, part) => whole === part }
  if (second === undefined) return { finest: [...first], sums: [['T', [...first]]], isPart: (whole, part) => whole === 'T' || whole === part }
  const pairs = first.map((a) => second.map((b) => `${a}${b}`))
  return {
    finest: pairs.flat(),
    sums: [
      ['T', [...first]],
      ['T', [...second]],
      ...first.map((a, index): [string, string[]] => [a, pairs[index] as string[]]),
      ...second.map((b, index): [string, string[]] => [b, pairs.map((row) => row[index] as string)]),
    ],
    isPart: (whole, part) => whole === 'T' || part.includes(whole),
  }
}

/**
 * Linked tables of one indicator, as an initiative might have them: places in regions, none to two divisions, one to three
 * periods, perhaps a running total, now and then an official figure.
 * @param correction persons that a later count adds to one of the finest figures; the rest stays the same for the same seed
 */
export function generate(seed: number, correction: (id: string, value: number) => number = () => 0): Tables {
  const random = randomOf(seed)
  const dimensions = DIVISIONS[[0, 0, 0, 1, 1, 2, 3][random(7)] as number] as readonly (readonly string[])[]
  const isCrossed = dimensions.length > 1
  const places = Array.from({ length: 2 + random(isCrossed ? 1 : 3) }, (_, region) =>
    Array.from({ length: 1 + random(isCrossed ? 3 : 4) }, (_, place) => `${region}.${place}`),
  )
  const periods = 1 + random(isCrossed ? 2 : 3)
  const isRunning = periods > 1 && random(2) === 0
  const largest = [6, 12, 40][random(3)] as number
  const { finest, sums, isPart } = categoriesOf(dimensions)
  const categories = [...new Set(['T', ...sums.flatMap(([, parts]) => parts), ...finest])]
  const values = new Map<string, number>()
  const levels = new Map<string, number>()
  const relations: Relation[] = []
  const smallest: string[] = []
  const add = (id: string, level: number, value: number) => {
    values.set(id, (values.get(id) ?? 0) + value)
    levels.set(id, level)
  }
  const where = [...places.flat(), ...places.map((_, region) => String(region)), 'top']
  for (let period = 0; period < periods; period += 1) {
    for (const [region, ofRegion] of places.entries()) {
      for (const place of ofRegion) {
        for (const fine of finest) {
          const id = `${place}|${fine}|${period}`
          const drawn = random(4) === 0 ? random(3) : random(largest)
          const value = Math.max(0, drawn + correction(id, drawn))
          smallest.push(id)
          for (const category of categories.filter((whole) => isPart(whole, fine))) {
            add(`${place}|${category}|${period}`, 1, value)
            add(`${region}|${category}|${period}`, 2, value)
            add(`top|${category}|${period}`, 3, value)
          }
        }
      }
    }
    for (const category of categories) {
      relations.push({ parent: `top|${category}|${period}`, children: places.map((_, region) => `${region}|${category}|${period}`) })
      for (const [region, ofRegion] of places.entries())
        relations.push({ parent: `${region}|${category}|${period}`, children: ofRegion.map((place) => `${place}|${category}|${period}`) })
    }
    for (const place of where)
      for (const [whole, parts] of sums) relations.push({ parent: `${place}|${whole}|${period}`, children: parts.map((part) => `${place}|${part}|${period}`) })
  }
  if (isRunning) {
    for (const id of [...values.keys()]) {
      const [place, category, period] = id.split('|') as [string, string, string]
      const before = `${place}|${category}|ytd${Number(period) - 1}`
      add(`${place}|${category}|ytd${period}`, levels.get(id) as number, (values.get(before) ?? 0) + (values.get(id) as number))
      relations.push({ parent: `${place}|${category}|ytd${period}`, children: [...(period === '0' ? [] : [before]), id] })
    }
  }
  return {
    quantities: [...values].map(([id, value]) => ({
      id,
      value: String(value),
      sensitive: true,
      forced: random(80) === 0,
      level: levels.get(id) as number,
      isUnknownCategory: id.includes('|X|'),
    })),
    relations,
    finest: smallest,
  }
}

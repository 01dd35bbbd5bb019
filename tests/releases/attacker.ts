import solver from 'javascript-lp-solver'

/** What an outsider has before them: sums, and what each figure says, null where it is hidden. */
export interface Published {
  readonly shown: ReadonlyMap<string, number | null>
  readonly sums: readonly { readonly parent: string; readonly children: readonly string[] }[]
}

export interface Range {
  readonly least: number
  readonly most: number
}

type Sums = Published['sums']
const ENOUGH = 2
/** Programs that pull all figures of a group at once, each up or down, before one is looked at. */
const PULLS = 12

/** Hidden figures with the sums that they are in, apart by groups that share no hidden figure. */
function groupsOf({ shown, sums }: Published): { unknowns: string[]; sums: Sums }[] {
  const leader = new Map<string, string>()
  const find = (id: string): string => {
    let top = id
    for (let above = leader.get(top); above !== undefined && above !== top; above = leader.get(top)) top = above
    return top
  }
  for (const [id, value] of shown) if (value === null) leader.set(id, id)
  const hiddenOf = ({ parent, children }: Sums[number]) => [parent, ...children].filter((id) => shown.get(id) === null)
  for (const sum of sums) {
    const [first, ...others] = hiddenOf(sum)
    if (first !== undefined) for (const other of others) leader.set(find(other), find(first))
  }
  const unknowns = Map.groupBy([...leader.keys()], find)
  const ofGroup = Map.groupBy(
    sums.filter((sum) => hiddenOf(sum).length > 0),
    (sum) => find(hiddenOf(sum)[0] as string),
  )
  return [...unknowns].map(([top, ids]) => ({ unknowns: ids, sums: ofGroup.get(top) ?? [] }))
}

/** Minus two to two, by the figure's name. */
function weightOf(id: string, pull: number): number {
  let mixed = pull + 1
  for (const letter of id) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193) >>> 0
  return (mixed % 5) - 2
}

/**
 * The attacker of reliability 6.3, written apart from what it attacks: a linear program over every sum that is public, with
 * each hidden figure a whole number not below its floor, made as small and as large as it can be. A whole solution found for
 * one figure is one for all of its group; a figure with three values is left there.
 * @param floorOf what the attacker takes for the least: zero, or one when they know that zeros are shown
 * @param isTarget figures that are looked at; all unless said
 * @returns for each hidden figure its smallest and largest possible value; no more than three values apart are looked for
 */
export function attack(published: Published, floorOf: (id: string) => number, isTarget: (id: string) => boolean = () => true): Map<string, Range> {
  const found = new Map<string, Range>()
  for (const { unknowns, sums } of groupsOf(published)) {
    if (!unknowns.some(isTarget)) continue
    const names = new Map(unknowns.map((id, index) => [id, `x${index}`]))
    const proved = new Map<string, { least: number; most: number }>()
    const constraints: Record<string, { equal: number }> = {}
    const columns = new Map(unknowns.map((id) => [id, {} as Record<string, number>]))
    sums.forEach(({ parent, children }, index) => {
      let constant = 0
      const put = (id: string, sign: number) => {
        const shown = published.shown.get(id)
        const column = columns.get(id)
        if (column !== undefined) column[`s${index}`] = (column[`s${index}`] ?? 0) + sign
        constant -= sign * (column === undefined ? (shown ?? 0) : floorOf(id))
      }
      put(parent, 1)
      for (const child of children) put(child, -1)
      constraints[`s${index}`] = { equal: constant }
    })
    const run = (weightOf: (id: string) => number, opType: 'max' | 'min'): number => {
      const variables = Object.fromEntries([...columns].map(([id, column]) => [names.get(id), { ...column, it: weightOf(id) }]))
      const solution = solver.Solve({ optimize: 'it', opType, constraints, variables })
      if (solution.bounded === false) return Infinity
      if (!solution.feasible) throw new Error(`the attacker found no solution for ${unknowns[0]}`)
      const values = unknowns.map((id) => floorOf(id) + Number(solution[names.get(id) as string] ?? 0))
      if (values.every((value) => Math.abs(value - Math.round(value)) < 1e-6)) {
        unknowns.forEach((id, index) => {
          const value = Math.round(values[index] as number)
          const before = proved.get(id) ?? { least: value, most: value }
          proved.set(id, { least: Math.min(before.least, value), most: Math.max(before.most, value) })
        })
      }
      return solution.result
    }
    if (unknowns.length > PULLS) for (let pull = 0; pull < PULLS; pull += 1) run((id) => weightOf(id, pull), pull % 2 === 0 ? 'max' : 'min')
    for (const id of unknowns.filter(isTarget)) {
      const isProved = () => {
        const range = proved.get(id)
        return range !== undefined && range.most - range.least >= ENOUGH
      }
      if (isProved()) continue
      const only = (other: string) => (other === id ? 1 : 0)
      const most = floorOf(id) + run(only, 'max')
      if (isProved()) continue
      const least = floorOf(id) + run(only, 'min')
      if (!isProved()) found.set(id, { least: Math.ceil(least - 1e-6) + 0, most: Math.floor(most + 1e-6) + 0 })
    }
    for (const id of unknowns.filter(isTarget)) if (!found.has(id)) found.set(id, proved.get(id) as Range)
  }
  return found
}

interface Link {
  readonly id: string
  readonly from: string
  readonly to: string
}
export interface Arc {
  readonly id: string
  readonly path: string
  readonly head: string
}
export interface Graph {
  readonly height: number
  readonly nodes: readonly { readonly name: string; readonly y: number }[]
  readonly arcs: readonly Arc[]
}

const ROW = 36
/** Where arcs leave the names, and how far they may swing out. */
const X = 8
const SWING = 92

/** Activities one under the other, each link an arc to the one that it reinforces; what is linked most stands in the middle. */
export function graphOf(links: readonly Link[]): Graph {
  const degree = new Map<string, number>()
  for (const name of links.flatMap(({ from, to }) => [from, to])) degree.set(name, (degree.get(name) ?? 0) + 1)
  const sorted = [...degree].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name)
  const order: string[] = []
  for (const [index, name] of sorted.entries())
    if (index % 2 === 0) order.push(name)
    else order.unshift(name)
  const yOf = (name: string) => order.indexOf(name) * ROW + ROW / 2
  const arcs = links.map(({ id, from, to }) => {
    const [a, b] = [yOf(from) + 5, yOf(to) - 5]
    const swing = X + Math.min(SWING, 24 + Math.abs(b - a) / 3)
    return { id, path: `M${X} ${a} C${swing} ${a} ${swing} ${b} ${X + 7} ${b}`, head: `M${X} ${b} l8 -4 v8 z` }
  })
  return { height: order.length * ROW, nodes: order.map((name) => ({ name, y: yOf(name) })), arcs }
}

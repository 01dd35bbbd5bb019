/**
 * A territory that would be contained in itself, or null. Dates are not looked at: a territory that was
 * once above another never comes below it.
 * @param links pairs of child and parent
 */
export function findCircle(links: readonly (readonly [child: string, parent: string])[]): string | null {
  const parents = Map.groupBy(links, ([child]) => child)
  const safe = new Set<string>()
  for (const start of parents.keys()) {
    const path = new Set<string>()
    const stack: { place: string; next: number }[] = [{ place: start, next: 0 }]
    while (stack.length > 0) {
      const here = stack.at(-1) as { place: string; next: number }
      path.add(here.place)
      const parent = safe.has(here.place) ? undefined : parents.get(here.place)?.[here.next]?.[1]
      if (parent === undefined) {
        safe.add(here.place)
        path.delete(here.place)
        stack.pop()
      } else if (path.has(parent)) return parent
      else {
        here.next += 1
        stack.push({ place: parent, next: 0 })
      }
    }
  }
  return null
}

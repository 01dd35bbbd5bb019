/** Numbers below a bound, each held once, given back smallest first. */
export class Heap {
  readonly #items: number[] = []
  readonly #isIn: Uint8Array

  constructor(bound: number) {
    this.#isIn = new Uint8Array(bound)
  }

  push(item: number): void {
    if (this.#isIn[item] === 1) return
    this.#isIn[item] = 1
    const items = this.#items
    let at = items.push(item) - 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if ((items[above] as number) <= item) break
      items[at] = items[above] as number
      at = above
    }
    items[at] = item
  }

  pop(): number | null {
    const items = this.#items
    const first = items[0]
    const last = items.pop()
    if (first === undefined || last === undefined) return null
    this.#isIn[first] = 0
    if (items.length === 0) return first
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= items.length) break
      if (below + 1 < items.length && (items[below + 1] as number) < (items[below] as number)) below += 1
      if ((items[below] as number) >= last) break
      items[at] = items[below] as number
      at = below
    }
    items[at] = last
    return first
  }
}

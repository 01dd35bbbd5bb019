import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SaveResult } from '#shared/observations/contract.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** Long enough for thousands of saves to meet; `MAILLAGE_EDIT_SECONDS` makes it longer. */
const SECONDS = Number(process.env.MAILLAGE_EDIT_SECONDS ?? 4)
const INDICATORS = ['E1', 'E2', 'E3', 'E4']
const PLACES = ['A', 'B', 'A1', 'A2', 'B1']
const PERIODS = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1']
const CELLS = INDICATORS.flatMap((indicator) => PLACES.flatMap((territory) => PERIODS.map((period) => ({ indicator, territory, period }))))
const nameOf = (cell: (typeof CELLS)[number]) => `${cell.indicator} ${cell.territory} ${cell.period}`

let world: World
beforeAll(async () => {
  world = await openWorld({ connections: 8 })
})
afterAll(() => world.close())

/** A save that the server said it kept. */
interface Kept {
  readonly author: string
  readonly seen: number
  readonly version: number
  readonly value: string
}

interface Revision {
  cell: string
  number: number
  author: string
  old: string | null
  new: string
}

/** Random numbers that come again with the seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One open grid: it saves over what it last saw, and looks again only where it is told that somebody else was there. */
async function edit(who: Asker, here: TestInitiative, seed: number, until: number, kept: Map<string, Kept[]>): Promise<{ conflicts: number; saves: number }> {
  const pick = numbers(seed)
  const seen = new Map<string, number>()
  let counter = 0
  const counts = { conflicts: 0, saves: 0 }
  while (Date.now() < until) {
    const items = [...new Set(Array.from({ length: 1 + pick(20) }, () => pick(CELLS.length)))].map((index) => {
      const cell = CELLS[index] as (typeof CELLS)[number]
      counter += 1
      return { ...cell, partner: 'P2', value: String(seed * 1_000_000 + counter), version: seen.get(nameOf(cell)) ?? 0 }
    })
    const { status, body, text } = await who.ask<{ results: SaveResult[] }>('PUT', here.path('/observations'), { body: { items } })
    expect(status, text).toBe(200)
    for (const { index, outcome, version } of body.results) {
      const item = items[index] as (typeof items)[number]
      const name = nameOf(item)
      if (outcome === 'conflict') {
        counts.conflicts += 1
        // The first save of a cell may lose to one that is not told yet: the grid looks at it next time.
        seen.set(name, version ?? 1)
        continue
      }
      expect(['created', 'changed']).toContain(outcome)
      counts.saves += 1
      seen.set(name, version as number)
      kept.set(name, [...(kept.get(name) ?? []), { author: who.userId as string, seen: item.version, version: version as number, value: item.value }])
    }
  }
  return counts
}

it(
  'two people editing the same hundred cells at once overwrite nothing unseen, and the history accounts for each version',
  { timeout: (SECONDS + 30) * 1000 },
  async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    for (const code of INDICATORS) await addIndicator(world, here, code, {})
    const people = [await here.person({ role: 'partner_contributor', partner: 'P2' }), await here.person({ role: 'partner_contributor', partner: 'P2' })]
    const kept = new Map<string, Kept[]>()
    const until = Date.now() + SECONDS * 1000
    // Each has two tabs open.
    const counts = await Promise.all([...people, ...people].map((who, tab) => edit(who, here, tab + 1, until, kept)))
    expect(
      counts.every(({ saves, conflicts }) => saves > 10 && conflicts > 0),
      JSON.stringify(counts),
    ).toBe(true)
    expect(kept.size).toBe(CELLS.length)

    const revisions = await world.maintain(here.id, async (client) => {
      const { rows } = await client.query<Revision>(
        `select i.code || ' ' || t.code || ' ' || p.code as cell, r.number, r.author_id as author, r.old_figure ->> 'value' as old, r.new_figure ->> 'value' as new
       from app.observation_revisions r
       join app.observations o on o.initiative_id = r.initiative_id and o.id = r.observation_id
       join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
       join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
       where r.initiative_id = $1 order by 1, 2`,
        [here.id],
      )
      return Map.groupBy(rows, ({ cell }) => cell)
    })
    const stored = new Map<string, { version: number; value: string | null }>()
    for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page: { body: { items: { indicator: string; territory: string; period: string; version: number; value: string | null }[]; next: string | null } } =
        await (people[0] as Asker).get(here.path('/observations'), { limit: 50, ...(after === null ? {} : { after }) })
      for (const item of page.body.items) stored.set(nameOf(item), item)
      after = page.body.next
    }

    for (const cell of CELLS.map(nameOf)) {
      const accepted = (kept.get(cell) ?? []).sort((a, b) => a.version - b.version)
      // Every version was made by exactly one save, which had seen the one before.
      expect(accepted.map(({ version }) => version)).toEqual(accepted.map((_, index) => index + 1))
      expect(accepted.map(({ seen }) => seen)).toEqual(accepted.map((_, index) => index))
      const history = revisions.get(cell) ?? []
      expect(history.map((one) => [one.number, one.author, one.old, one.new])).toEqual(
        accepted.map(({ version, author, value }, index) => [version, author, accepted[index - 1]?.value ?? null, value]),
      )
      expect(stored.get(cell)).toMatchObject({ version: accepted.length, value: accepted.at(-1)?.value })
    }
  },
)

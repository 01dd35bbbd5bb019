import type { Observation, SaveResult } from '#shared/observations/contract.ts'
import { addIndicator } from './writing.ts'
import type { Asker, TestInitiative, World } from './world.ts'

export type Results = { results: SaveResult[]; code?: string; errors?: { pointer: string; code: string }[] }
export type MoveName = 'submission' | 'validation' | 'return' | 'withdrawal' | 'reopening'

/** People around a figure of P2: two of the backbone, its contributor and viewer, another partner's, a funder. */
export interface Team {
  readonly here: TestInitiative
  readonly lead: Asker
  readonly staff: Asker
  readonly own: Asker
  readonly other: Asker
  readonly viewer: Asker
  readonly funder: Asker
}

/** An initiative on 15 October 2026 with a count (COUNT) and a share (SHARE), each quarter. */
export async function teamOf(world: World, options: { solo?: boolean; clockFrozenAt?: string } = {}): Promise<Team> {
  const here = await world.buildInitiative({ clockFrozenAt: options.clockFrozenAt ?? '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  await addIndicator(world, here, 'SHARE', { unit_kind: 'ratio', is_proportion: true })
  const lead = await here.person({ role: 'backbone', lead: true, name: 'Line Lead' })
  return {
    here,
    lead,
    staff: options.solo === true ? lead : await here.person({ role: 'backbone', name: 'Sam Staff' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Omar Own' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    funder: await here.person({ role: 'funder' }),
  }
}

export const KEY = { indicator: 'COUNT', territory: 'A1', partner: 'P2', period: '2026-Q3' }

export const save = (who: Asker, here: TestInitiative, ...items: Record<string, unknown>[]) =>
  who.ask<Results>('PUT', here.path('/observations'), { body: { items: items.map((item) => ({ ...KEY, ...item })) } })

export const moveAs = (who: Asker, here: TestInitiative, name: MoveName, items: readonly Record<string, unknown>[], more: Record<string, unknown> = {}) =>
  who.ask<Results>('POST', here.path(`/observations/${name}`), { body: { items, ...more } })

export const told = ({ body }: { body: Results }) => body.results.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))

export const list = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) =>
  (await who.get<{ items: Observation[] }>(here.path('/observations'), { limit: 1000, ...query })).body.items

/** The figure of a key as somebody reads it. */
export async function figureAt(who: Asker, here: TestInitiative, key: Partial<typeof KEY> = {}): Promise<Observation> {
  const wanted = { ...KEY, ...key }
  const found = (await list(who, here, { period: wanted.period })).find(
    ({ indicator, territory, partner }) => indicator === wanted.indicator && territory === wanted.territory && partner === wanted.partner,
  )
  if (found === undefined) throw new Error(`no figure at ${JSON.stringify(wanted)}`)
  return found
}

export const at = ({ id, version }: Observation) => ({ id, version })

/** A figure typed and handed in, confirmed where it is unusual. */
export async function handIn(who: Asker, here: TestInitiative, figure: Record<string, unknown>): Promise<Observation> {
  const key = { ...KEY, ...(figure as Partial<typeof KEY>) }
  await save(who, here, figure)
  const draft = await figureAt(who, here, key)
  await moveAs(who, here, 'submission', [{ ...at(draft), confirmed: true, comment: 'Vérifié' }])
  return figureAt(who, here, key)
}

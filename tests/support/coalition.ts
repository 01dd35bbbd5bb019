import { randomUUID } from 'node:crypto'
import type { Asker, TestInitiative, World } from './world.ts'

/** Somebody of each role in one initiative, whose clock stands at 2026-10-15 09:00 in Montréal; an indicator SCREEN. */
export interface Coalition {
  readonly here: TestInitiative
  readonly lead: Asker
  readonly staff: Asker
  /** Of P2. */
  readonly contributor: Asker
  /** Of P3. */
  readonly viewer: Asker
  readonly funder: Asker
}

/** Builds an initiative with its people; `formal` makes practice rules refuse (D41). */
export async function buildCoalition(world: World, form: 'formal' | 'informal' = 'formal'): Promise<Coalition> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await world.maintain(here.id, async (client) => {
    await client.query('update app.initiatives set form = $2 where id = $1', [here.id, form])
    await client.query(`insert into app.indicators (initiative_id, id, code, scope) values ($1, $2, 'SCREEN', 'population')`, [here.id, randomUUID()])
  })
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true, name: 'Camille' }),
    staff: await here.person({ role: 'backbone', name: 'Dominique' }),
    contributor: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P3' }),
    funder: await here.person({ role: 'funder' }),
  }
}

/** Header that names the version that was read. */
export const match = (version: number) => ({ 'if-match': `"v${version}"` })

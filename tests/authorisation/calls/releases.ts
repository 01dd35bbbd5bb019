import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion } from './things.ts'

/** Waits until no release is worked on: one is built at a time, and the figures of a published one are marked after its answer. */
async function idle(stage: Stage): Promise<void> {
  const atWork = `select 1 from app.releases where initiative_id = $1 and (state = 'building' or (state = 'published' and settled_at is null))`
  while ((await stage.rows(atWork)).length > 0) await wait(20)
}

/** A release that is ready to be published, as if it had been built: building one takes longer than a call may. */
async function ready(stage: Stage): Promise<{ params: { release: string }; headers: Record<string, string> }> {
  await idle(stage)
  const [row] = await stage.rows<{ number: number; version: number }>(
    `insert into app.releases (initiative_id, number, name, state, through_period, as_of, asked_at, built_at, catalogue, mask_report, checksum, previous_checksum)
     select $1, (select max(number) + 1 from app.releases where initiative_id = $1), $2, 'ready', '2023-Q3', '2026-10-15', now(), now(), r.catalogue, r.mask_report, 'x', r.checksum
     from app.releases r where r.initiative_id = $1 and r.is_latest returning number, version`,
    [`Diffusion ${randomUUID()}`],
  )
  return { params: { release: String(row?.number) }, headers: atVersion(row?.version) }
}

const latest: MakeCall = () => ({ params: { release: 'latest' } })

/** Building and publishing (domain 5, row 19), and what everybody reads of it. */
export const releaseCalls: Readonly<Record<string, MakeCall>> = {
  'releases.list': () => ({}),
  'releases.read': latest,
  'releases.cells': latest,
  'releases.changes': latest,
  'releases.comments': latest,
  'releases.build': async (stage) => {
    await idle(stage)
    return { body: { name: `Diffusion ${randomUUID()}`, throughPeriod: '2023-Q3', scope: { indicators: ['REFPROTO'] } } }
  },
  'releases.change': async (stage) => ({ ...(await ready(stage)), body: { notesFr: 'Relue' } }),
  'releases.publish': async (stage) => ({ ...(await ready(stage)), body: { isPublic: false } }),
  'releases.discard': async (stage) => ({ params: (await ready(stage)).params }),
}

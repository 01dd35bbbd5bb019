import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion } from './things.ts'

const at = (stage: Stage) => `/api/v1/initiatives/${stage.here}/reports`

/** A draft on the demo's release. */
async function draft(stage: Stage, body: object = {}): Promise<{ params: { reportId: string }; headers: Record<string, string> }> {
  const given = { titleFr: `Rapport ${stage.unique()}`, release: 1, indicators: [{ code: 'SCREEN18' }], ...body }
  const { id, version } = await stage.make<{ id: string; version: number }>('coordination', 'POST', at(stage), given)
  return { params: { reportId: id }, headers: atVersion(version) }
}

async function freeze(stage: Stage, body: object = {}): Promise<{ params: { reportId: string; versionId: string } }> {
  const { params, headers } = await draft(stage, body)
  const { id } = await stage.make<{ id: string }>('coordination', 'POST', `${at(stage)}/${params.reportId}/versions`, {}, headers)
  return { params: { ...params, versionId: id } }
}

async function quoting(stage: Stage): ReturnType<typeof freeze> {
  const rows = await stage.rows<{ id: string }>(
    `select id from app.learning_notes where initiative_id = $1 and visibility = 'funder' and state <> 'withdrawn' and hidden_reason is null limit 1`,
  )
  return freeze(stage, { notes: rows.map(({ id }) => id) })
}

/** What is frozen does not change: whoever reads may read the same one. */
function once(make: (stage: Stage) => ReturnType<typeof freeze>): (stage: Stage) => ReturnType<typeof freeze> {
  const kept = new WeakMap<Stage, ReturnType<typeof freeze>>()
  return (stage) => {
    const made = kept.get(stage) ?? make(stage)
    kept.set(stage, made)
    return made
  }
}
const frozen = once(freeze)
const frozenWithNotes = once(quoting)

/** Reports: the backbone builds, every member reads what is frozen (domain 5, rows 19, 25 and 28). */
export const reportCalls: Readonly<Record<string, MakeCall>> = {
  'reports.list': () => ({}),
  'reports.create': (stage) => ({ body: { titleFr: `Rapport ${stage.unique()}`, release: 1 } }),
  'reports.read': async (stage) => ({ params: (await draft(stage)).params }),
  'reports.change': async (stage) => ({ ...(await draft(stage)), body: { titleFr: 'Relu' } }),
  'reports.remove': async (stage) => ({ params: (await draft(stage)).params }),
  'reports.preview': async (stage) => ({ params: (await draft(stage)).params }),
  'reports.freeze': async (stage) => ({ ...(await draft(stage)), body: {} }),
  'reports.version': frozen,
  'reports.page': frozen,
  'reports.page#notes': frozenWithNotes,
  'reports.word': frozen,
  'reports.word#notes': frozenWithNotes,
  'reports.pdf': frozen,
  'reports.pdf#notes': frozenWithNotes,
}

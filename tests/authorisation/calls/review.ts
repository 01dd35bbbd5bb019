import type { MakeCall } from '../calls.ts'
import type { ActorName, Stage } from '../stage.ts'
import { newFigure, submitted } from './figures.ts'
import { create, newIndicator } from './things.ts'

interface Moved {
  readonly results: readonly { version: number }[]
}
interface Figure {
  readonly id: string
  readonly version: number
}

/** A figure of P02, handed in and then validated, of an indicator of its own and a period that is not locked. */
async function validated(stage: Stage): Promise<Figure> {
  const { code } = await newIndicator(stage)
  const place = { indicator: code, territory: 'VB1', partner: 'P02', period: '2026-08' }
  await stage.make('contribution', 'PUT', `/api/v1/initiatives/${stage.here}/observations`, { items: [{ ...place, value: '5' }] })
  const [row] = await stage.rows<{ id: string }>(
    `select o.id from app.observations o join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
     join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id where o.initiative_id = $1 and i.code = $2`,
    [code],
  )
  const id = row?.id ?? ''
  const moved = async (by: ActorName, move: string, version: number) =>
    (await create<Moved>(stage, by, `/observations/${move}`, { items: [{ id, version }] })).results[0]?.version ?? 0
  return { id, version: await moved('coordination', 'validation', await moved('contribution', 'submission', 1)) }
}

const change = ({ id, version }: Figure) => ({ observationId: id, version, figure: { value: '6' }, reason: 'error_correction', note: 'Une colonne oubliée' })

async function asked(stage: Stage, by: ActorName): Promise<string> {
  return (await create<{ id: string }>(stage, by, '/revision-requests', change(await validated(stage)))).id
}

/** A form of P02 in which something waits. */
async function waiting(stage: Stage): Promise<{ partner: string; period: string }> {
  const { id, version, period } = await newFigure(stage, 'contribution', 'P02')
  await create(stage, 'contribution', '/observations/submission', { items: [{ id, version, confirmed: true, comment: 'Vérifié' }] })
  return { partner: 'P02', period }
}

const decide =
  (by: ActorName, decision: string): MakeCall =>
  async (stage) => ({ params: { requestId: await asked(stage, by) }, body: { decision } })

/** Checking what was handed in (domain 5, row 17) and changing what was validated (row 21, four eyes). */
export const reviewCalls: Readonly<Record<string, MakeCall>> = {
  'observations.reopen': async (stage) => ({ body: { items: [await validated(stage)], comment: 'À revoir' } }),
  'review.queue': () => ({}),
  'review.item': async (stage) => {
    await submitted(stage, 'contribution', 'P02')
    return { query: { partner: 'P02', period: '2026-Q3' } }
  },
  'review.claim': async (stage) => ({ body: await waiting(stage) }),
  'review.release': async (stage) => ({ query: await waiting(stage) }),
  'review.validateForms': async (stage) => ({ body: { forms: [await waiting(stage)] } }),
  'revisions.list': () => ({}),
  'revisions.create': async (stage) => ({ body: change(await validated(stage)) }),
  'revisions.decide': decide('contribution', 'approve'),
  // Nobody approves what they asked for.
  'revisions.decide#own': decide('coordination', 'approve'),
  'revisions.decide#withdrawal': decide('contribution', 'withdraw'),
}

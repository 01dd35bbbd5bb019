import type { ServedRoute } from '#server/platform/http/policy.ts'
import type { Answer } from '../support/world.ts'
import { CALLS, requestOf } from './calls.ts'
import { isAllowed, type Cell, type Line } from './matrix.ts'
import { ACTORS, type ActorName, type Request, type Stage } from './stage.ts'

/** How the matrix names a route: by its operation, or by its address where the contract has none. */
export const nameOf = (route: ServedRoute): string => route.operation ?? `${route.method} ${route.url}`

/** Routes as the matrix lists them: a HEAD stands with its GET. */
export function routesByName(table: readonly ServedRoute[]): Map<string, ServedRoute> {
  return new Map(table.filter(({ method }) => method !== 'HEAD').map((route) => [nameOf(route), route]))
}

/** Codes that say no to a person. Anything else says that the call was wrong, and proves nothing. */
const REFUSALS: Readonly<Record<number, readonly string[]>> = {
  401: ['not_signed_in'],
  403: ['not_allowed', 'commitment_required', 'four_eyes'],
  404: ['not_found'],
}

interface Batch {
  readonly state?: string
  readonly result?: { created: number; changed: number }
  readonly results?: readonly { outcome: string }[]
}

/** Whether every row of a batch, or the whole file, was refused; null for an answer that has no rows. */
function refusedRows(body: unknown): boolean | null {
  const batch = (body ?? {}) as Batch
  if (batch.results !== undefined) {
    const refused = batch.results.map(({ outcome }) => outcome === 'rejected' || outcome === 'conflict')
    return refused.every(Boolean) ? true : refused.some(Boolean) ? null : false
  }
  return batch.state === 'refused' ? batch.result?.created === 0 && batch.result.changed === 0 : false
}

/** What is wrong with an answer; null when it is what the matrix says. */
export function faultOf(line: Line, actor: ActorName, answer: Answer<unknown>): string | null {
  const cell: Cell = line.cells[actor]
  const said = `${line.id}: ${actor} should get ${cell.status}${cell.rowsRefused ? ' refused' : ''} and got ${answer.status}`
  if (answer.status !== cell.status) return `${said} ${answer.text.slice(0, 300)}`
  if (cell.status < 300) return refusedRows(answer.body) === cell.rowsRefused ? null : `${said} ${answer.text.slice(0, 300)}`
  const { code } = (answer.body ?? {}) as { code?: string }
  return REFUSALS[cell.status]?.includes(code ?? '') === true ? null : `${said} with ${code}`
}

export interface CheckOptions {
  /** Only those whom the line refuses, and no comparison of what is stored: for a run that expects a fault. */
  readonly refusedOnly?: boolean
}

/**
 * Asks one line of the matrix: first everybody whom it refuses, by the same bytes, then one whom it allows, by the
 * very same bytes; a refusal counts only when that succeeds, and when nothing that is stored has changed. The others
 * whom it allows make a call each.
 * @returns what is wrong, a sentence each
 */
export async function checkLine(stage: Stage, route: ServedRoute, line: Line, { refusedOnly = false }: CheckOptions = {}): Promise<string[]> {
  const build = CALLS[line.id]
  if (build === undefined) return [`${line.id}: no call is described`]
  const make = async (): Promise<Request> => requestOf(stage, route, await build(stage))
  const faults: string[] = []
  const ask = async (actor: ActorName, request: Request) => {
    const fault = faultOf(line, actor, await stage.send(stage.actors[actor], request))
    if (fault !== null) faults.push(fault)
    return fault === null
  }
  const refused = ACTORS.filter((actor) => !isAllowed(line.cells[actor]))
  const [control, ...others] = ACTORS.filter((actor) => isAllowed(line.cells[actor]))
  const request = await make()
  if (refusedOnly) {
    for (const actor of refused) if (!(await ask(actor, request))) break
    return faults
  }
  const writes = route.method !== 'GET' && refused.length > 0
  // A refused file leaves its trace, by design.
  const kept = () => stage.fingerprint(line.operation === 'imports.run' ? ['imports'] : [])
  const before = writes ? await kept() : ''
  for (const actor of refused) await ask(actor, request)
  if (writes && (await kept()) !== before) faults.push(`${line.id}: a refused call changed something`)
  if (control === undefined) return [...faults, `${line.id}: nobody is allowed, so no refusal is proved`]
  await ask(control, request)
  if (route.method === 'GET') faults.push(...(await headFaults(stage, line, request, [...refused, control])))
  for (const actor of others) await ask(actor, await make())
  return faults
}

/** A HEAD opens what its GET opens, and says nothing in its body. */
async function headFaults(stage: Stage, line: Line, request: Request, actors: readonly ActorName[]): Promise<string[]> {
  const faults: string[] = []
  for (const actor of actors) {
    const answer = await stage.send(stage.actors[actor], { ...request, method: 'HEAD' })
    if (answer.status !== line.cells[actor].status || answer.text !== '')
      faults.push(`${line.id}: HEAD by ${actor} answered ${answer.status} with ${answer.text.length} characters`)
  }
  return faults
}

import type { ActorName, Stage } from '../stage.ts'

/** Things that calls are about, made through the API by somebody who may. */

/** Header that names the version that was read. */
export const atVersion = (version: number | undefined): Record<string, string> => ({ 'if-match': `"v${version}"` })

export interface Made {
  readonly id: string
  readonly version: number
}

/** Makes a thing of the first demo. */
export const create = <Body = Made>(stage: Stage, by: ActorName, path: string, body: object): Promise<Body> =>
  stage.make<Body>(by, 'POST', `/api/v1/initiatives/${stage.here}${path}`, body)

/** Identifier and version of the row of a table that fits a condition. */
export async function find(stage: Stage, table: string, condition: string, values: readonly unknown[] = []): Promise<Made> {
  const [row] = await stage.rows<Made>(`select * from app.${table} where initiative_id = $1 and ${condition} limit 1`, values)
  if (row === undefined) throw new Error(`no row of ${table} where ${condition}`)
  return row
}

export const partner = (stage: Stage, code: string): Promise<Made> => find(stage, 'partners', 'code = $2', [code])

/** What an indicator of a call measures, as a contract's body. */
export const DEFINITION = {
  nameFr: 'Essai',
  definitionFr: 'Un essai',
  purposeFr: 'Pour essayer',
  unitKind: 'count',
  countingUnit: 'events',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'month',
  resultType: 'how_much',
}

/** A monthly count that the partners report, as a contract's body. */
export const indicatorBody = (code: string) => ({ code, scope: 'performance', isCore: false, definition: DEFINITION })

/** An indicator that no other call uses. */
export async function newIndicator(stage: Stage): Promise<{ code: string; version: number }> {
  return create(stage, 'coordination', '/indicators', indicatorBody(`X${stage.unique()}`))
}

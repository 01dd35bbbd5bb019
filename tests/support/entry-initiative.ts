import { expect } from 'vitest'
import { signIn } from './server-process.ts'

type Caller = Awaited<ReturnType<typeof signIn>>

/** Ten counts and one indicator of every other kind, owed each month by nobody in particular: 19 lines of the grid. */
export const COUNTS = 10
const KINDS: readonly Readonly<Record<string, unknown>>[] = [
  { code: 'SHARE', unitKind: 'ratio', isProportion: true, displayFactor: '100', decimals: 1, unitLabelFr: '%' },
  { code: 'MEAN', unitKind: 'mean', decimals: 1, unitLabelFr: 'jours' },
  { code: 'SCORE', unitKind: 'index', indexMin: '0', indexMax: '100', decimals: 0, unitLabelFr: 'points' },
  { code: 'MONEY', unitKind: 'currency', countingUnit: 'money', decimals: 0, currencyCode: 'XOF' },
  { code: 'DONE', unitKind: 'milestone', countingUnit: 'events', decimals: 0 },
]

export interface EntryInitiative {
  readonly call: Caller
  readonly id: string
  readonly base: string
  /** Figures stored, by indicator and period. */
  readonly stored: () => Promise<Map<string, Record<string, unknown>>>
}

/** Builds an initiative whose backbone is the demo's administrator. */
export async function buildEntryInitiative(origin: string, slug: string): Promise<EntryInitiative> {
  const call = await signIn(origin, 'admin')
  const ok = async (method: string, path: string, body: unknown) => {
    const answer = await call(method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  const { id } = (await ok('POST', '/api/v1/initiatives', { slug, nameFr: `Saisie ${slug}`, preset: 'generic' })) as { id: string }
  const base = `/api/v1/initiatives/${id}`
  await ok('PUT', `${base}/territory-levels`, { items: [{ code: 'pays', rank: 12, nameFr: 'pays' }] })
  await ok('POST', `${base}/territories`, { items: [{ code: 'TT', levelCode: 'pays', nameFr: 'Tout' }], topCode: 'TT' })
  const counts = Array.from({ length: COUNTS }, (_, index) => ({ code: `C${index + 1}`, unitKind: 'count', decimals: 0, unitLabelFr: 'personnes' }))
  for (const [position, { code, ...kind }] of [...counts, ...KINDS].entries()) {
    const definition = {
      nameFr: `Indicateur ${code as string}`,
      definitionFr: 'Selon le registre.',
      purposeFr: 'Ajuster les rencontres.',
      countingUnit: 'persons',
      temporalKind: 'flow',
      direction: 'increase',
      frequency: 'month',
      sourceKind: 'partner',
      ...kind,
    }
    await ok('POST', `${base}/indicators`, { code, scope: 'population', position, isCore: false, definition })
    await ok('POST', `${base}/indicators/${code as string}/assignments`, { items: [{ territoryCode: 'TT', validFrom: '2020-01-01' }] })
  }
  return {
    call,
    id,
    base,
    async stored() {
      const { body } = await call('GET', `${base}/observations?limit=1000`)
      const { items } = body as { items: Record<string, unknown>[] }
      return new Map(items.map((one) => [`${one.indicator as string} ${one.period as string}`, one]))
    },
  }
}

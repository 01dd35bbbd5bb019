import { setTimeout as wait } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { Release } from '#shared/releases/contract.ts'
import { compareAll } from '#server/features/observations/service.ts'
import { inContext } from '#server/platform/db/context.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { buildRelease, release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
let staff: Asker
let viewer: Asker
let build: FigureBuilder
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  lead = await here.person({ role: 'backbone', lead: true, name: 'Camille' })
  staff = await here.person({ role: 'backbone' })
  viewer = await here.person({ role: 'partner_viewer', partner: 'P3' })
  build = figuresOf(world, here)
})
afterAll(() => world.close())

type Refusal = { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const faults = (body: Refusal) => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
const path = (rest: string) => here.path(`/indicators${rest}`)

const definition = {
  nameFr: 'Familles rencontrées',
  definitionFr: 'Familles rencontrées au moins une fois.',
  purposeFr: 'Décider où aller.',
  resultType: 'how_much',
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
  overlapPartners: 'possible',
}
const REASON = 'Chaque famille n’a qu’un organisme.'

/** An indicator that two partners of one place report, with the whole above it. */
async function counted(code: string) {
  const { body } = await lead.ask<IndicatorDetail>('POST', path(''), { body: { code, scope: 'performance', isCore: false, definition } })
  const indicator = { id: body.id, versionId: body.current.id, code }
  await build.figure(indicator, 'A1', 'P2', '2026-Q2', { value: '47' })
  await build.figure(indicator, 'A1', 'P3', '2026-Q2', { value: '31' })
  await build.recompute()
  return indicator
}
const total = async (code: string) => {
  const { body } = await lead.get<{ cells: ProgressCell[] }>(here.path(`/progress?indicator=${code}&territory=T&period=2026-Q2`))
  return body.cells.map(({ value, lower, upper, additivity }) => [value, lower, upper, additivity])
}
const correct = (code: string, version: number, change: Record<string, unknown>, who = lead, reason: string | null = REASON) =>
  who.ask<IndicatorDetail & Refusal>('PUT', path(`/${code}/definition`), {
    body: { definition: { ...definition, ...change }, ...(reason === null ? {} : { reason }) },
    headers: { 'if-match': `"v${version}"` },
  })
const differences = async () => {
  const context = { initiativeId: here.id, actorId: null, role: 'backbone', partnerId: null, commitment: false } as const
  return (await inContext(world.db, context, (trx) => compareAll(trx, here.id))).differences
}
const OVERLAPPING = [['47', '47', '78', 'overlapping']]

describe('a wrong answer about how totals are made (situation 3, row 14)', () => {
  it('is corrected by a lead with a reason while nothing was published, without a version; totals follow at once', async () => {
    await counted('WRONG')
    expect(await total('WRONG')).toEqual(OVERLAPPING)
    const { status, body } = await correct('WRONG', 1, { overlapPartners: 'none' })
    expect([status, body.versions.length, body.current.overlapPartners]).toEqual([200, 1, 'none'])
    expect(await total('WRONG')).toEqual([['78', null, null, 'additive']])
    expect(await differences()).toEqual([])
    const { edits } = (await viewer.get<DefinitionHistory>(path('/WRONG/definition/history'))).body
    expect(edits.map(({ field, from, to, editedBy, reason }) => [field, from, to, editedBy, reason])).toEqual([
      ['overlapPartners', 'possible', 'none', 'Camille', REASON],
    ])
    const { rows } = await world.maintain(here.id, (client) =>
      client.query(`select action, details from app.audit_log where initiative_id = $1 and details ->> 'code' = 'WRONG' and action <> 'indicator.create'`, [
        here.id,
      ]),
    )
    expect(rows).toEqual([
      {
        action: 'indicator.edit_definition',
        details: { code: 'WRONG', number: 1, changes: [{ field: 'overlapPartners', from: 'possible', to: 'none' }], reason: REASON },
      },
    ])
    // And back: the plain sum is told no more.
    expect((await correct('WRONG', 2, {})).status).toBe(200)
    expect(await total('WRONG')).toEqual(OVERLAPPING)
    expect(await differences()).toEqual([])
  })

  it('asks for a reason and a lead, and never changes what stored values mean', async () => {
    await counted('GUARD')
    const unsaid = await correct('GUARD', 1, { overlapPartners: 'none' }, lead, null)
    expect([unsaid.status, faults(unsaid.body)]).toEqual([400, ['/reason required']])
    const byStaff = await correct('GUARD', 1, { overlapPartners: 'none' }, staff)
    expect([byStaff.status, faults(byStaff.body)]).toEqual([403, ['/definition/overlapPartners lead_only']])
    const kind = await correct('GUARD', 1, { overlapPartners: 'none', unitKind: 'mean' })
    expect([kind.status, kind.body.code, kind.body.params]).toEqual([409, 'definition_needs_version', { fields: ['unitKind'], from: '2026-07-01' }])
    expect(await total('GUARD')).toEqual(OVERLAPPING)
  })

  it('which way is better stays while targets stand: they were set by it', async () => {
    const indicator = await counted('AIMED')
    await build.target(indicator, '2027-Q4', '100')
    expect((await correct('AIMED', 1, { direction: 'decrease' })).body).toMatchObject({ code: 'definition_needs_version', params: { fields: ['direction'] } })
    await counted('UNAIMED')
    expect((await correct('UNAIMED', 1, { direction: 'decrease' })).status).toBe(200)
    expect(await total('UNAIMED')).toEqual([['78', '47', '78', 'overlapping']])
  })

  it('a text that an import left to be written is written without a version, once', async () => {
    const left = 'Créé à l’import de « suivi.xlsx ». Définition à écrire.'
    await lead.ask('POST', path(''), { body: { code: 'UNWRITTEN', scope: 'performance', isCore: false, definition: { ...definition, definitionFr: left } } })
    expect((await correct('UNWRITTEN', 1, {}, staff, null)).status).toBe(200)
    expect((await correct('UNWRITTEN', 2, { definitionFr: 'Autre chose encore.' }, staff, null)).body.code).toBe('definition_needs_version')
  })

  it('that is under way is waited for by a release that began meanwhile: what it tells follows it', async () => {
    const indicator = await counted('MEANWHILE')
    const begun = { number: 0 }
    const states = 'select state from app.releases where initiative_id = $1 and number = $2'
    const stateOf = async (client: PoolClient) => (await client.query<{ state: string }>(states, [here.id, begun.number])).rows[0]?.state
    await world.maintain(here.id, async (client) => {
      await client.query('select 1 from app.indicators where initiative_id = $1 and id = $2 for update', [here.id, indicator.id])
      begun.number = (await lead.ask<Release>('POST', here.path('/releases'), { body: { name: 'Pendant' } })).body.number
      await wait(1000)
      expect(await stateOf(client)).toBe('building')
    })
    await expect.poll(() => world.maintain(here.id, stateOf), { timeout: 10_000 }).toBe('ready')
    await lead.ask('DELETE', here.path(`/releases/${begun.number}`))
  })

  it('waits for a release that is prepared with its figures, and needs a version once one told them', async () => {
    await counted('TOLD')
    const prepared = await buildRelease(lead, here, { name: 'T2 2026' })
    expect((await correct('TOLD', 1, { overlapPartners: 'none' })).body).toMatchObject({ code: 'definition_in_release', params: { name: 'T2 2026' } })
    await lead.ask('DELETE', here.path(`/releases/${prepared.number}`))
    expect((await correct('TOLD', 1, { overlapPartners: 'none' })).status).toBe(200)
    expect((await correct('TOLD', 2, {})).status).toBe(200)
    await release(lead, here, { name: 'T2 2026 bis' })
    const late = await correct('TOLD', 3, { overlapPartners: 'none' })
    expect([late.status, late.body.code, late.body.params]).toEqual([409, 'definition_needs_version', { fields: ['overlapPartners'], from: '2026-07-01' }])
    expect(await total('TOLD')).toEqual(OVERLAPPING)
  })
})

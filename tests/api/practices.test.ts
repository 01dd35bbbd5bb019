import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FedFigures, SharedPractice } from '#shared/practices/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { tallyAdoption } from '#shared/practices/adoption.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const add = async (all: Coalition, body: object = {}, by = all.staff) =>
  by.ask<SharedPractice & { code: string }>('POST', all.here.path('/practices'), { body: { nameFr: 'Accueil commun', ...body } })
const adopt = async (all: Coalition, by: Asker, id: string, partner: string, body: object, version = 0) =>
  by.ask<SharedPractice & { code: string }>('PUT', all.here.path(`/practices/${id}/adoptions/${partner}`), { body, headers: match(version) })

/** A coalition of fourteen active partners, P2 to P15: the host has left. */
async function fourteen(): Promise<Coalition> {
  const all = await buildCoalition(world)
  for (let number = 4; number <= 15; number += 1)
    await all.staff.ask('POST', all.here.path('/partners'), { body: { code: `P${number}`, name: `Organisme ${number}`, joinedOn: '2024-01-01' } })
  await world.maintain(all.here.id, (client) =>
    client.query(`update app.partners set left_on = '2025-01-01' where initiative_id = $1 and code = 'P1'`, [all.here.id]),
  )
  return all
}
const PARTNERS = Array.from({ length: 14 }, (_, index) => `P${index + 2}`)

describe('practices that partners share (S70)', () => {
  it('S70 12 adopted, 2 trying of 14 are 85.7 %; not applicable reduces the denominator', async () => {
    const all = await fourteen()
    const { body: practice } = await add(all)
    expect(practice.tally).toMatchObject({ adopted: 0, notStarted: 14, concerned: 14, share: '0' })
    for (const [index, code] of PARTNERS.entries()) await adopt(all, all.staff, practice.id, code, { state: index < 12 ? 'adopted' : 'trying' })
    const read = async () => (await all.viewer.get<{ items: SharedPractice[] }>(all.here.path('/practices'))).body.items[0] as SharedPractice
    expect((await read()).tally).toMatchObject({ adopted: 12, trying: 2, notStarted: 0, concerned: 14 })
    expect((100 * Number((await read()).tally?.share)).toFixed(1)).toBe('85.7')
    await adopt(all, all.staff, practice.id, 'P15', { state: 'not_applicable', evidence: 'N’accueille personne' }, 1)
    expect((await read()).tally).toMatchObject({ adopted: 12, trying: 1, notApplicable: 1, concerned: 13, share: '0.923076923077' })
    expect(tallyAdoption(['not_applicable']).share).toBeNull()
  })

  it('S70 adoptions prepare the figures of the milestone: handed in and validated, the indicator says 12 of 14', async () => {
    const all = await fourteen()
    const definition = {
      nameFr: 'Protocole commun',
      definitionFr: 'Part des partenaires qui l’appliquent',
      purposeFr: 'Soutenir ceux qui n’ont pas pu',
      unitKind: 'milestone',
      countingUnit: 'organisations',
      temporalKind: 'stock',
      direction: 'increase',
      frequency: 'quarter',
      resultType: 'how_well',
    }
    const made = await all.lead.ask('POST', all.here.path('/indicators'), { body: { code: 'PROTO', scope: 'performance', isCore: false, definition } })
    expect(made.status, made.text).toBe(201)
    const items = PARTNERS.map((partnerCode) => ({ territoryCode: 'T', partnerCode, validFrom: '2024-01-01' }))
    const assigned = await all.lead.ask('POST', all.here.path('/indicators/PROTO/assignments'), { body: { items } })
    expect(assigned.status, assigned.text).toBe(200)
    const { body: practice } = await add(all, { indicatorCode: 'PROTO' })
    for (const [index, code] of PARTNERS.entries())
      await adopt(all, all.staff, practice.id, code, { state: index < 12 ? 'adopted' : 'trying', sinceOn: '2026-05-04' })
    const feed = async () => (await all.staff.ask<FedFigures>('POST', all.here.path(`/practices/${practice.id}/figures`), { body: { period: '2026-Q3' } })).body
    expect(await feed()).toEqual({ period: '2026-Q3', prepared: 14, unchanged: 0, refused: [] })
    expect(await feed()).toEqual({ period: '2026-Q3', prepared: 0, unchanged: 14, refused: [] })
    await adopt(all, all.staff, practice.id, 'P15', { state: 'not_applicable', evidence: 'N’accueille personne' }, 1)
    expect(await feed()).toMatchObject({ prepared: 1, unchanged: 13 })
    await adopt(all, all.staff, practice.id, 'P15', { state: 'trying' }, 2)
    expect(await feed()).toMatchObject({ prepared: 1, unchanged: 13 })
    const move = async (by: Asker, name: string) => {
      const { body } = await all.lead.get<{ items: { id: string; version: number }[] }>(all.here.path('/observations'), { indicator: 'PROTO' })
      const answer = await by.ask('POST', all.here.path(`/observations/${name}`), {
        body: {
          items: body.items.map(({ id, version }) => ({ id, version, ...(name === 'submission' ? { confirmed: true } : {}) })),
          comment: 'Relu avec chacun',
        },
      })
      expect(answer.status, answer.text).toBe(200)
    }
    await move(all.staff, 'submission')
    await move(all.lead, 'validation')
    const [cell] = (await all.lead.get<{ cells: ProgressCell[] }>(all.here.path('/progress'), { indicator: 'PROTO', period: '2026-Q3' })).body.cells
    expect([cell?.numerator, cell?.denominator, (100 * Number(cell?.value)).toFixed(1)]).toEqual(['12', '14', '85.7'])
    // What was handed in is left as it is.
    expect((await feed()).refused).toHaveLength(14)
  })

  it('only a milestone is fed; faults name their field', async () => {
    const all = await buildCoalition(world)
    expect((await add(all, { indicatorCode: 'SCREEN' })).body.code).toBe('not_a_milestone')
    expect((await add(all, { indicatorCode: 'NOPE' })).body.code).toBe('unknown_reference')
    const { body } = await add(all)
    const feed = await all.staff.ask('POST', all.here.path(`/practices/${body.id}/figures`), { body: { period: '2026-Q3' } })
    expect([feed.status, feed.body.code]).toEqual([409, 'practice_without_indicator'])
    expect((await adopt(all, all.staff, body.id, 'P2', { state: 'adopted', sinceOn: '2026-10-16' })).body.code).toBe('date_in_future')
    expect((await adopt(all, all.staff, body.id, 'P9', { state: 'adopted' })).status).toBe(404)
  })
})

describe('who says where a partner stands (domain 5, row 13)', () => {
  it('a contributor for its own partner alone, once and with the version read', async () => {
    const all = await buildCoalition(world)
    const { body } = await add(all)
    expect((await adopt(all, all.contributor, body.id, 'P3', { state: 'adopted' })).status).toBe(403)
    const own = await adopt(all, all.contributor, body.id, 'P2', { state: 'trying' })
    expect(own.body.adoptions?.find(({ partnerCode }) => partnerCode === 'P2')).toMatchObject({ state: 'trying', sinceOn: '2026-10-15', version: 1 })
    expect((await adopt(all, all.contributor, body.id, 'P2', { state: 'adopted' })).status).toBe(412)
    expect((await adopt(all, all.viewer, body.id, 'P3', { state: 'adopted' })).status).toBe(404)
    expect((await add(all, {}, all.contributor)).status).toBe(404)
  })

  it('funders read a published practice without partners and without a figure of the day', async () => {
    const all = await buildCoalition(world)
    const secret = plantCanary('practice', (hat) => hat.initiativeSlug === all.here.slug && hat.role !== 'funder')
    await add(all, { nameFr: secret })
    const { body } = await add(all, { published: true })
    await adopt(all, all.staff, body.id, 'P2', { state: 'adopted', evidence: secret })
    const read = await all.funder.get<{ items: SharedPractice[] }>(all.here.path('/practices'))
    expect(read.body.items.map(({ nameFr, adoptions, tally }) => [nameFr, adoptions, tally])).toEqual([['Accueil commun', null, null]])
  })
})

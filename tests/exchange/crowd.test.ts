import { afterAll, beforeAll, expect, it } from 'vitest'
import { importForm } from '../support/import-form.ts'
import { openWorld, type World } from '../support/world.ts'

const CONNECTIONS = 8
let world: World
beforeAll(async () => {
  world = await openWorld({ connections: CONNECTIONS })
})
afterAll(() => world.close())

it('people who send files all at once leave connections to the others: some are told to come back', async () => {
  const here = await world.buildInitiative()
  const [lead, viewer] = [await here.person({ role: 'backbone', lead: true }), await here.person({ role: 'partner_viewer', partner: 'P2' })]
  await Promise.all(Array.from({ length: CONNECTIONS }, () => viewer.get('/api/v1/me')))
  const file = Buffer.from(`Lieu;Valeur\n${'A1;12\n'.repeat(60_000)}`)
  let ended = 0
  const sent = Array.from({ length: CONNECTIONS * 2 }, () =>
    lead.ask<{ code?: string }>('POST', here.path('/imports/preview'), { body: importForm('gros.csv', file, {}) }).finally(() => (ended += 1)),
  )
  const answers = Promise.all(sent)
  // The refused ones have come back; those that are being read still are.
  await expect.poll(() => ended, { timeout: 20_000 }).toBeGreaterThanOrEqual(CONNECTIONS * 2 - 4)
  expect((await viewer.get(here.path('/partners'))).status).toBe(200)
  const said = (await answers).map(({ status, body }) => `${status} ${body.code ?? ''}`.trim())
  expect(said.filter((one) => one === '200').length).toBeGreaterThanOrEqual(4)
  expect(said.filter((one) => one !== '200')).toEqual(said.filter((one) => one === '503 unavailable'))
  expect(said).toContain('503 unavailable')
})

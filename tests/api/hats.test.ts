import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeLogger } from '#server/platform/log.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

interface Line {
  readonly msg: string
  readonly req: { readonly url: string }
  readonly status: number
  readonly hat?: string
}

let world: World
let demo: Awaited<ReturnType<World['loadDemo']>>
const lines: Line[] = []
beforeAll(async () => {
  world = await openWorld({ demo: true, logger: makeLogger('info', { write: (line: string) => void lines.push(JSON.parse(line) as Line) }) })
  demo = await world.loadDemo()
})
afterAll(() => world.close())

const HAUT_RIVAGE = 'grandir-entre-rives'

it('S56 the same person reads a draft under the hat of a partner and gets 404 for the same address under a funder’s; the log tells the hat of both', async () => {
  const id = demo.initiatives[HAUT_RIVAGE]
  const draft = await world.maintain(id ?? null, (client) =>
    client.query<{ id: string }>('select id from app.activities where initiative_id = $1 and published_on is null limit 1', [id]),
  )
  const path = `/api/v1/initiatives/${id}/activities/${draft.rows[0]?.id}`
  const under = async (role: 'partner_contributor' | 'funder', asker: Asker) => {
    const { status } = await asker.get(path)
    const line = lines.filter(({ msg, req }) => msg === 'answered' && req.url === path).at(-1)
    return [role, status, line?.status, line?.hat]
  }
  const partner = await demo.as('deux-chapeaux', { role: 'partner_contributor' })
  const funder = await demo.as('deux-chapeaux', { role: 'funder' })
  expect(partner.userId).toBe(funder.userId)
  expect([await under('partner_contributor', partner), await under('funder', funder)]).toEqual([
    ['partner_contributor', 200, 200, 'partner_contributor'],
    ['funder', 404, 404, 'funder'],
  ])
})

it('S56 what is written under a hat keeps that hat in the history, and the partner’s page says that its organisation funds too', async () => {
  const id = demo.initiatives[HAUT_RIVAGE]
  const funder = await demo.as('deux-chapeaux', { role: 'funder' })
  expect((await funder.ask('POST', `/api/v1/initiatives/${id}/saved-views`, { body: { name: 'La côte', query: 'territory=CV' } })).status).toBe(201)
  const { rows } = await world.maintain(id ?? null, (client) =>
    client.query<{ role: string; hat_id: string }>(
      'select role, hat_id from app.audit_log where initiative_id = $1 and actor_id = $2 order by sequence desc limit 1',
      [id, funder.userId],
    ),
  )
  expect(rows).toEqual([{ role: 'funder', hat_id: funder.hatId }])
  const { body } = await (await demo.as('lecture')).get<{ items: { code: string; isAlsoFunder: boolean }[] }>(`/api/v1/initiatives/${id}/partners`)
  expect(body.items.find(({ code }) => code === 'P14')?.isAlsoFunder).toBe(true)
})

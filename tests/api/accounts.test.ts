import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me } from '#shared/accounts/contract.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

describe('GET /api/v1/me', () => {
  it('a stranger is asked to sign in', async () => {
    const answer = await world.stranger.get('/api/v1/me')
    expect([answer.status, answer.body.code]).toEqual([401, 'not_signed_in'])
  })

  it('an account sees the initiatives where it has a hat today, and no other', async () => {
    const here = await world.buildInitiative()
    const elsewhere = await world.buildInitiative()
    const lead = await here.person({ role: 'backbone', lead: true })
    await elsewhere.person({ role: 'funder', userId: lead.userId as string, startsOn: '2020-01-01', endsOn: '2021-01-01' })
    const { body } = await lead.get<Me>('/api/v1/me')
    expect(body.initiatives.map((initiative) => initiative.slug)).toEqual([here.slug])
    expect(body.initiatives[0]?.hats).toMatchObject([{ role: 'backbone', isLead: true, partnerCode: 'P1' }])
  })
})

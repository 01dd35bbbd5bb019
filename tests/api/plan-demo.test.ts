import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ResponsibleObject } from '#shared/activities/plan-contract.ts'
import type { PriorityRound } from '#shared/priorities/contract.ts'
import type { SharedPractice } from '#shared/practices/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let lead: Asker
let base: string
beforeAll(async () => {
  world = await openWorld({ demo: true })
  const demo = await world.loadDemo()
  lead = await demo.as('coordination')
  base = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}`
})
afterAll(() => world.close())

const read = async <Body>(path: string, query: Record<string, string> = {}) => (await lead.get<Body>(`${base}${path}`, query)).body

describe('the action plan of the demo (domain 7.1)', () => {
  it('the referral protocol stands where its indicator does: 12 of 14', async () => {
    const [protocol] = (await read<{ items: SharedPractice[] }>('/practices')).items
    expect([protocol?.indicatorCode, protocol?.tally?.adopted, protocol?.tally?.trying, protocol?.tally?.concerned]).toEqual(['REFPROTO', 12, 2, 14])
    const [cell] = (await read<{ cells: ProgressCell[] }>('/progress', { indicator: 'REFPROTO', period: '2026-Q2' })).cells
    expect([cell?.numerator, cell?.denominator]).toEqual(['12', '14'])
  })

  it('one activity has nobody responsible, two stand alone, three of ten were decided with those concerned', async () => {
    const { items } = await read<{ items: ResponsibleObject[] }>('/responsibilities')
    expect(items.filter(({ kind, hasLead }) => kind === 'activity' && !hasLead).map(({ nameFr }) => nameFr)).toEqual([
      'Transport vers le rendez-vous de 18 mois',
    ])
    const { isolated } = await read<{ isolated: { nameFr: string }[] }>('/activity-links')
    expect(isolated.map(({ nameFr }) => nameFr).sort()).toEqual(['Accompagnement prénatal à domicile', 'Transport vers le rendez-vous de 18 mois'])
    expect(await read('/participation')).toMatchObject({ shared: 3, activities: 10 })
  })

  it('nine partners of fourteen put transport first', async () => {
    const { items } = await read<{ items: PriorityRound[] }>('/priority-rounds')
    const closed = items.find(({ state }) => state === 'closed')
    const [first] = closed?.result?.order ?? []
    expect([closed?.ballots, closed?.partners, closed?.named]).toEqual([9, 14, []])
    expect(closed?.candidates.find(({ id }) => id === first?.candidateId)?.name).toBe('Transport vers le rendez-vous de 18 mois')
    expect(items.filter(({ state }) => state === 'open')).toHaveLength(1)
  })
})

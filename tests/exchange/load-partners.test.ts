import { afterAll, beforeAll, expect, it } from 'vitest'
import { PartnerLoad } from '#shared/exchange/load-mapping.ts'
import type { Partner } from '#shared/partners/contract.ts'
import { importPartners, importTerritories } from '#server/tools/import-files.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const load = (slug: string, text: string, mapping: Parameters<typeof PartnerLoad.parse>[0] | null = null, dryRun = false) =>
  importPartners(world.db, new Date(), {
    initiative: slug,
    fileName: 'partenaires.csv',
    bytes: Buffer.from(text),
    dryRun,
    mapping: mapping === null ? null : PartnerLoad.parse(mapping),
  })

it('partners are loaded by code with their territories, changed by a second file, unchanged by the same one', async () => {
  const initiative = await world.buildInitiative()
  const lead = await initiative.person({ role: 'backbone', lead: true })
  const text = 'code,name,joined_on,sector,territory\nQ1,Les Amis,2024-01-15,culture,A1\nQ2,La Ruche,2024-02-01,santé,\n'
  expect(await load(initiative.slug, text, null, true)).toMatchObject({ created: 2, rejections: [] })
  expect((await lead.get<{ items: Partner[] }>(initiative.path('/partners'))).body.items).toHaveLength(3)
  expect(await load(initiative.slug, text)).toMatchObject({ read: 2, created: 2, rejections: [] })
  expect(await load(initiative.slug, text)).toMatchObject({ created: 0, changed: 0, unchanged: 2 })
  expect(await load(initiative.slug, text.replace('La Ruche', 'La Grande Ruche'))).toMatchObject({ created: 0, changed: 1, unchanged: 1 })
  const { body } = await lead.get<{ items: Partner[] }>(initiative.path('/partners'))
  expect(body.items.filter(({ code }) => code.startsWith('Q'))).toMatchObject([
    { code: 'Q1', name: 'Les Amis', sectors: ['culture'], territoryCodes: ['A1'], joinedOn: '2024-01-15' },
    { code: 'Q2', name: 'La Grande Ruche' },
  ])
})

it('one row at fault refuses the whole file and names it', async () => {
  const initiative = await world.buildInitiative()
  const lead = await initiative.person({ role: 'backbone', lead: true })
  const outcome = await load(initiative.slug, 'code,name,joined_on,territory\nQ1,Les Amis,2024-01-15,A1\nQ2,La Ruche,2024-02-01,Z9\nQ3,Autre,hier,\n')
  expect(outcome.rejections.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
    [4, 'joined_on', 'not_a_date', 'hier'],
    [3, 'territory', 'territory_unknown', 'Z9'],
  ])
  expect((await lead.get<{ items: Partner[] }>(initiative.path('/partners'))).body.items).toHaveLength(3)
})

it('a list of people is not a list of organisations', async () => {
  const initiative = await world.buildInitiative()
  const outcome = await load(initiative.slug, 'prénom,name\nAwa,Diallo\n')
  expect(outcome.rejections).toMatchObject([{ row: 1, column: 'prénom', code: 'personal_data_person_names', value: null }])
})

it('territories name the row of a parent that is not there, and leave nothing', async () => {
  const initiative = await world.buildInitiative()
  const lead = await initiative.person({ role: 'backbone', lead: true })
  const outcome = await importTerritories(world.db, new Date(), {
    initiative: initiative.slug,
    fileName: 'lieux.csv',
    bytes: Buffer.from('code,name,level,parent\nC1,Un,local,A\nC2,Deux,local,ZZ\n'),
  })
  expect(outcome.rejections).toMatchObject([{ row: 3, column: 'parentCode', code: 'unknown_reference', value: 'ZZ' }])
  expect((await lead.get<{ items: { code: string }[] }>(initiative.path('/territories'))).body.items.map(({ code }) => code)).not.toContain('C1')
})

it('the audit row of a command names nobody', async () => {
  const initiative = await world.buildInitiative()
  await load(initiative.slug, 'code,name,joined_on\nQ1,Les Amis,2024-01-15\n')
  const { rows } = await world.maintain(initiative.id, (client) =>
    client.query('select actor_id, hat_id, role, action from app.audit_log where initiative_id = $1', [initiative.id]),
  )
  expect(rows).toEqual([{ actor_id: null, hat_id: null, role: 'backbone', action: 'partners.create' }])
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Incident } from '#shared/incidents/contract.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Faulty = Incident & { code: string; errors?: { pointer: string; code: string }[] }
const setting = async () => {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true, name: 'Line Lead' }),
    staff: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P1', name: 'Omar Own' }),
  }
}
const register = async (who: Asker, here: TestInitiative) => (await who.get<{ items: Incident[] }>(here.path('/incidents'))).body.items
const change = (who: Asker, here: TestInitiative, { id, version }: Incident, body: object) =>
  who.ask<Faulty>('PUT', here.path(`/incidents/${id}`), { body, headers: { 'if-match': `"v${version}"` } })
const ENTRY = { information: 'Noms et courriels', circumstances: 'Un envoi à la mauvaise liste', occurredFrom: '2026-10-01', awareOn: '2026-10-02' }

describe('a file of people stops an import (situation 18)', () => {
  it('whoever imports opens an incident in one click: why and when, nothing of the file; they do not read the register', async () => {
    const { here, own, lead, staff } = await setting()
    const file = 'Prénom;Date de naissance;Valeur\nAwa Canari;2019-02-03;1\n'
    const refused = await own.ask<{ params: { reason: string } }>('POST', here.path('/imports'), {
      body: importForm('Liste Canari.csv', Buffer.from(file), { mapping: JSON.stringify({ readings: [READING] }) }),
    })
    expect(refused.body.params.reason).toMatch(/^personal_data_/)
    const opened = await own.ask<{ number: number }>('POST', here.path('/incidents/from-import'), { body: { reason: refused.body.params.reason } })
    expect([opened.status, opened.body.number], opened.text).toEqual([201, 1])
    expect((await own.get(here.path('/incidents'))).status).toBe(404)
    expect((await staff.get(here.path('/incidents'))).status).toBe(403)
    const [incident] = await register(lead, here)
    expect(incident).toMatchObject({
      number: 1,
      origin: 'import',
      reason: refused.body.params.reason,
      occurredFrom: '2026-10-15',
      awareOn: '2026-10-15',
      risk: 'not_assessed',
      openedBy: 'Omar Own',
      keptUntil: '2031-10-15',
    })
    const kept = await world.maintain(here.id, async (client) => {
      const { rows } = await client.query<{ text: string }>(
        `select (select coalesce(string_agg(n::text, ''), '') from app.privacy_incidents n where n.initiative_id = $1)
           || (select coalesce(string_agg(a::text, ''), '') from app.audit_log a where a.initiative_id = $1) as text`,
        [here.id],
      )
      return rows[0]?.text ?? ''
    })
    expect(kept).not.toMatch(/Canari|2019-02-03/)
  })

  it('only a reason of that kind opens one', async () => {
    const { here, own } = await setting()
    expect((await own.ask('POST', here.path('/incidents/from-import'), { body: { reason: 'file_empty' } })).status).toBe(400)
  })
})

describe('the register', () => {
  it('is completed over time, by who saw the entry last; a judgement has its reasons, and an end has measures', async () => {
    const { here, lead } = await setting()
    const { body } = await lead.ask<{ id: string; number: number }>('POST', here.path('/incidents'), { body: ENTRY })
    const [first] = await register(lead, here)
    expect(first).toMatchObject({ id: body.id, number: 1, origin: 'other', personsCount: null })
    if (first === undefined) return
    const faults = async (more: object) =>
      ((await change(lead, here, first, { ...ENTRY, ...more })).body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`)
    expect(await faults({ risk: 'serious' })).toEqual(['/riskReasons required'])
    expect(await faults({ closedOn: '2026-10-15' })).toEqual(['/risk required', '/measures required'])
    expect(await faults({ awareOn: '2026-09-01' })).toEqual(['/awareOn reversed'])
    const assessed = { ...ENTRY, risk: 'serious', riskReasons: 'Santé d’enfants', measures: 'Liste détruite', closedOn: '2026-10-15' }
    expect(await faults({ ...assessed, authorityNotifiedOn: '2026-10-03' })).toEqual(['/noticeNote required'])
    const done = await change(lead, here, first, { ...assessed, authorityNotifiedOn: '2026-10-03', personsNotifiedOn: '2026-10-04', personsCount: 12 })
    expect(done.body, done.text).toMatchObject({ version: 2, personsCount: 12, closedOn: '2026-10-15' })
    expect((await change(lead, here, first, ENTRY)).body.code).toBe('version_stale')
  })

  it('numbers its entries in order, and the database erases none', async () => {
    const { here, lead } = await setting()
    for (const _ of [1, 2, 3]) await lead.ask('POST', here.path('/incidents'), { body: ENTRY })
    expect((await register(lead, here)).map(({ number }) => number)).toEqual([3, 2, 1])
  })

  it('is read across initiatives, and written, by who runs the installation; nothing else of them is', async () => {
    const { here, lead } = await setting()
    const admin = await world.account({ admin: true, name: 'Ada Admin' })
    await lead.ask('POST', here.path('/incidents'), { body: ENTRY })
    const opened = await admin.ask<{ number: number }>('POST', '/api/v1/instance/incidents', {
      body: { initiativeId: here.id, incident: { ...ENTRY, circumstances: 'Sauvegarde égarée' } },
    })
    expect([opened.status, opened.body.number], opened.text).toEqual([201, 2])
    const seen = await admin.get<{ items: (Incident & { initiativeId: string })[] }>('/api/v1/instance/incidents')
    expect(seen.body.items.filter(({ initiativeId }) => initiativeId === here.id).map(({ number }) => number)).toEqual([2, 1])
    expect((await lead.get('/api/v1/instance/incidents')).status).toBe(404)
    const nowhere = { initiativeId: '00000000-0000-4000-8000-000000000000', incident: ENTRY }
    expect((await admin.ask('POST', '/api/v1/instance/incidents', { body: nowhere })).status).toBe(404)
    expect((await register(lead, here))[0]).toMatchObject({ circumstances: 'Sauvegarde égarée' })
  })
})

const READING = {
  indicator: { source: { constant: 'X' } },
  territory: [{ source: { column: 'Prénom' } }],
  period: { source: { constant: '2026-Q1' }, pattern: 'code' },
  figure: { value: { source: { column: 'Valeur' } } },
}

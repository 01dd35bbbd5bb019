import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Partner } from '#shared/partners/contract.ts'
import { kindsHeld } from '#shared/partners/gaps.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Answer = Partner & { code: string; items: Partner[]; errors?: { pointer: string; code: string }[] }

async function withPeople() {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  return {
    here,
    staff: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    funder: await here.person({ role: 'funder' }),
  }
}
const list = async (who: Asker, here: TestInitiative, query: Record<string, string> = {}) => (await who.get<Answer>(here.path('/partners'), query)).body.items
const read = async (who: Asker, here: TestInitiative, code = 'P2') => (await who.get<Answer>(here.path(`/partners/${here.partner[code]}`))).body
const create = (who: Asker, here: TestInitiative, body: object) =>
  who.ask<Answer>('POST', here.path('/partners'), { body: { code: 'P9', name: 'Nouvelle Organisation', joinedOn: '2025-01-01', ...body } })
const change = (who: Asker, here: TestInitiative, body: object, version = 1, code = 'P2') =>
  who.ask<Answer>('PATCH', here.path(`/partners/${here.partner[code]}`), { body, headers: { 'if-match': `"v${version}"` } })

describe('GET partners', () => {
  it('every role reads the public sheet; contributions are for the circle, the choice to share for the backbone and the partner', async () => {
    const { here, staff, own, other, viewer, funder } = await withPeople()
    await own.ask('POST', here.path(`/partners/${here.partner.P2}/contributions`), { body: { kind: 'expertise', descriptionFr: 'Suivi de grossesse' } })
    await change(own, here, { shareWithFunder: true })
    for (const [who, contributions, shares] of [
      [staff, 1, true],
      [own, 1, true],
      [other, 1, null],
      [viewer, 1, true],
      [funder, 0, null],
    ] as const) {
      expect(await list(who, here)).toHaveLength(3)
      const partner = await read(who, here)
      expect([partner.name, partner.contributions.length, partner.shareWithFunder]).toEqual(['Organisation P2', contributions, shares])
    }
    expect((await list(own, here)).map(({ abilities }) => abilities.edit)).toEqual([false, true, false])
    expect((await list(staff, here)).map(({ abilities }) => abilities.edit)).toEqual([true, true, true])
  })

  it('an organisation that also funds is said to on its page', async () => {
    const { here, viewer } = await withPeople()
    const lead = await here.person({ role: 'backbone', lead: true })
    const email = `both-${here.slug}@partners.example`
    const made = await lead.ask<{ link: string }>('POST', here.path('/people'), {
      body: { name: 'Dominique Marceau', email, role: 'funder', organization: 'organisation p2' },
    })
    expect((await read(viewer, here)).isAlsoFunder).toBe(false)
    await world.stranger.ask('POST', `/api/v1/links/${made.body.link.split('/').at(-1)}`, { body: { password: 'une phrase assez longue' } })
    expect((await list(viewer, here)).map(({ code, isAlsoFunder }) => [code, isAlsoFunder])).toEqual([
      ['P1', false],
      ['P2', true],
      ['P3', false],
    ])
  })

  it('filters by territory with all that it contains, by level, and by membership on a day', async () => {
    const { here, staff } = await withPeople()
    await change(staff, here, { territoryCodes: ['A1'], levelCode: 'local' })
    await change(staff, here, { territoryCodes: ['B'], leftOn: '2024-06-30' }, 1, 'P3')
    const codes = async (query: Record<string, string>) => (await list(staff, here, query)).map(({ code }) => code)
    expect(await codes({ territory: 'A' })).toEqual(['P2'])
    expect(await codes({ territory: 'T' })).toEqual(['P2', 'P3'])
    expect(await codes({ level: 'local' })).toEqual(['P2'])
    expect(await codes({ on: '2024-06-30' })).toEqual(['P1', 'P2', 'P3'])
    expect(await codes({ on: '2024-07-01' })).toEqual(['P1', 'P2'])
    expect(await codes({ territory: 'nowhere' })).toEqual([])
  })

  it('a partner of another initiative is not found', async () => {
    const { here, staff } = await withPeople()
    const foreign = await world.buildInitiative()
    expect((await staff.get(here.path(`/partners/${foreign.partner.P2}`))).status).toBe(404)
    expect((await staff.get(foreign.path('/partners'))).status).toBe(404)
    expect((await world.stranger.get(here.path('/partners'))).status).toBe(401)
    expect((await staff.ask('PATCH', here.path(`/partners/${foreign.partner.P2}`), { body: { name: 'X' }, headers: { 'if-match': '"v1"' } })).status).toBe(404)
  })
})

describe('POST partners', () => {
  it('the backbone adds one with its territories and level', async () => {
    const { here, staff } = await withPeople()
    const made = await create(staff, here, { sectors: ['health'], levelCode: 'regional', territoryCodes: ['A', 'B1'], roleFr: 'Suivi' })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ code: 'P9', sectors: ['health'], levelCode: 'regional', territoryCodes: ['A', 'B1'], shareWithFunder: false, version: 1 })
  })

  it('nobody else does', async () => {
    const { here, own, viewer, funder } = await withPeople()
    for (const who of [own, viewer, funder]) expect((await create(who, here, {})).status).toBe(404)
  })

  it('says what does not fit: a code that serves, codes that nobody knows, dates in the wrong order, a choice that is the partner’s', async () => {
    const { here, staff } = await withPeople()
    const refusal = async (body: object) => {
      const answer = await create(staff, here, body)
      return [answer.status, answer.body.code, answer.body.errors?.map(({ pointer }) => pointer)]
    }
    expect(await refusal({ code: 'P2' })).toEqual([409, 'already_exists', ['/code']])
    expect(await refusal({ levelCode: 'nowhere', territoryCodes: ['A', 'Z1', 'Z2'] })).toEqual([
      422,
      'unknown_reference',
      ['/levelCode', '/territoryCodes', '/territoryCodes'],
    ])
    expect(await refusal({ leftOn: '2024-01-01' })).toEqual([422, 'dates_reversed', ['/leftOn']])
    expect(await refusal({ shareWithFunder: true })).toEqual([403, 'not_allowed', ['/shareWithFunder']])
  })
})

describe('PATCH partners', () => {
  it('what is left out stays as it is', async () => {
    const { here, staff } = await withPeople()
    await change(staff, here, { sectors: ['culture'], territoryCodes: ['A1', 'A2'], isBackboneHost: true, roleFr: 'Accueil', shortName: 'O2' })
    expect((await change(staff, here, { roleEn: 'Welcome' }, 2)).body).toMatchObject({
      sectors: ['culture'],
      territoryCodes: ['A1', 'A2'],
      isBackboneHost: true,
      roleFr: 'Accueil',
      roleEn: 'Welcome',
      shortName: 'O2',
      name: 'Organisation P2',
      version: 3,
    })
  })

  it('a contributor edits its own sheet, not its code, dates, level or hosting, and no other partner’s', async () => {
    const { here, own, other, viewer } = await withPeople()
    expect(
      (await change(own, here, { name: 'Nouveau nom', roleFr: 'Rôle', sectors: ['family'], territoryCodes: ['A'], joinedOn: '2020-01-01', code: 'P2' })).body,
    ).toMatchObject({ name: 'Nouveau nom', version: 2 })
    for (const [body, pointer] of [
      [{ code: 'P7' }, '/code'],
      [{ joinedOn: '2021-01-01' }, '/joinedOn'],
      [{ leftOn: '2026-01-01' }, '/leftOn'],
      [{ levelCode: 'local' }, '/levelCode'],
      [{ isBackboneHost: true }, '/isBackboneHost'],
    ] as const) {
      const refused = await change(own, here, body, 2)
      expect([refused.status, refused.body.code, refused.body.errors?.[0]?.pointer]).toEqual([403, 'not_allowed', pointer])
    }
    expect((await change(other, here, { name: 'Pris' }, 2)).body.code).toBe('not_allowed')
    expect((await change(viewer, here, { name: 'Pris' }, 2)).status).toBe(404)
  })

  it('sharing with funders is the partner’s own choice: the backbone does not set it', async () => {
    const { here, staff, own } = await withPeople()
    expect((await change(staff, here, { shareWithFunder: true })).body.errors).toEqual([{ pointer: '/shareWithFunder', code: 'not_allowed' }])
    expect((await change(own, here, { shareWithFunder: true })).body.shareWithFunder).toBe(true)
    expect((await change(staff, here, { shareWithFunder: true, roleFr: 'Inchangé ailleurs' }, 2)).status).toBe(200)
  })

  it('needs the version: 428 without, 412 when somebody was faster', async () => {
    const { here, staff, own } = await withPeople()
    expect((await staff.ask('PATCH', here.path(`/partners/${here.partner.P2}`), { body: { name: 'X' } })).status).toBe(428)
    expect((await change(staff, here, { roleFr: 'Un' })).status).toBe(200)
    const late = await change(own, here, { roleFr: 'Deux' })
    expect([late.status, late.body.code, (await read(own, here)).roleFr]).toEqual([412, 'version_stale', 'Un'])
  })

  it('the hat decides: who is funder and contributor edits under one and not under the other', async () => {
    const { here, own } = await withPeople()
    const asFunder = await here.person({ role: 'funder', userId: own.userId as string })
    expect((await change(asFunder, here, { name: 'Pris' })).status).toBe(404)
    expect((await read(asFunder, here)).shareWithFunder).toBeNull()
    expect((await change(own, here, { name: 'Le sien' })).status).toBe(200)
  })

  it('a partner that leaves keeps its sheet and ends its coverage', async () => {
    const { here, staff } = await withPeople()
    await change(staff, here, { territoryCodes: ['A'] })
    expect((await change(staff, here, { leftOn: '2026-06-30' }, 2)).body).toMatchObject({ leftOn: '2026-06-30', territoryCodes: ['A'] })
    const ends = await world.maintain(
      here.id,
      async (client) => (await client.query('select valid_to from app.partner_territories where initiative_id = $1', [here.id])).rows as object[],
    )
    expect(ends).toEqual([{ valid_to: '2026-07-01' }])
    expect((await change(staff, here, { leftOn: null }, 3)).body.leftOn).toBeNull()
    expect((await change(staff, here, { leftOn: '2019-12-31' }, 4)).body.code).toBe('dates_reversed')
  })
})

describe('a partner that leaves', () => {
  it('owes nothing after that day, and what it owed before stays (situation 1)', async () => {
    const { here, staff } = await withPeople()
    const definition = {
      nameFr: 'Enfants suivis',
      definitionFr: 'Enfants suivis',
      purposeFr: 'Décider des places',
      unitKind: 'count',
      countingUnit: 'persons',
      temporalKind: 'flow',
      direction: 'increase',
      frequency: 'quarter',
      resultType: 'how_much',
    }
    await staff.ask('POST', here.path('/indicators'), { body: { code: 'ENF', scope: 'performance', definition } })
    const owed = await staff.ask('POST', here.path('/indicators/ENF/assignments'), {
      body: {
        items: [
          { territoryCode: 'A', partnerCode: 'P2', validFrom: '2025-01-01' },
          { territoryCode: 'A', partnerCode: 'P3', validFrom: '2025-01-01' },
        ],
      },
    })
    expect(owed.status).toBe(200)
    expect((await change(staff, here, { leftOn: '2026-06-30' })).status).toBe(200)
    const read = await staff.get<{ assignments: { partnerCode: string; validFrom: string; validTo: string | null }[] }>(here.path('/indicators/ENF'))
    expect(read.body.assignments.map(({ partnerCode, validFrom, validTo }) => [partnerCode, validFrom, validTo]).sort()).toEqual([
      ['P2', '2025-01-01', '2026-06-30'],
      ['P3', '2025-01-01', null],
    ])
  })

  it('reads for 90 days more without entering, then has no access', async () => {
    const { here, staff, own, viewer } = await withPeople()
    const today = new Date()
    const day = (shift: number) => new Date(today.getTime() + shift * 86_400_000).toISOString().slice(0, 10)
    await change(staff, here, { leftOn: day(-2) })
    const now = await own.ask<Answer>('GET', here.path('/partners'))
    expect([now.status, now.body.code]).toEqual([409, 'hat_ended'])
    const withoutHat = await own.ask<Answer>('GET', here.path(`/partners/${here.partner.P2}`), { headers: { 'maillage-hat': '' } })
    expect([withoutHat.status, withoutHat.body.abilities]).toEqual([200, { edit: false }])
    expect((await viewer.get(here.path('/partners'))).status).toBe(200)
    await change(staff, here, { leftOn: day(-120) }, 2)
    expect((await own.ask('GET', here.path('/partners'), { headers: { 'maillage-hat': '' } })).status).toBe(404)
    expect((await viewer.get(here.path('/partners'))).status).toBe(404)
  })
})

describe('contributions', () => {
  const add = (who: Asker, here: TestInitiative, code = 'P2') =>
    who.ask<Answer>('POST', here.path(`/partners/${here.partner[code]}/contributions`), {
      body: { kind: 'access', descriptionFr: 'Clés du centre', amount: '1250.50', hours: '40' },
    })
  const confirm = (who: Asker, here: TestInitiative, id: string | undefined) => who.ask<Answer>('POST', here.path(`/contributions/${id}/confirmation`))

  it('S08 typed by the backbone is to be confirmed, by the partner and nobody else', async () => {
    const { here, staff, own, other, viewer, funder } = await withPeople()
    const made = await add(staff, here)
    const contribution = made.body.contributions[0]
    expect([made.status, contribution?.amount, contribution?.hours, contribution?.offeredOn, contribution?.confirmedOn]).toEqual([
      201,
      '1250.5',
      '40',
      '2026-10-20',
      null,
    ])
    for (const who of [staff, other]) expect((await confirm(who, here, contribution?.id)).body.code).toBe('not_allowed')
    for (const who of [viewer, funder]) expect((await confirm(who, here, contribution?.id)).status).toBe(404)
    expect((await confirm(own, here, contribution?.id)).body.contributions[0]?.confirmedOn).toBe('2026-10-20')
    expect((await confirm(own, here, contribution?.id)).status).toBe(200)
    const rows = await world.maintain(
      here.id,
      async (client) =>
        (await client.query(`select action from app.audit_log where initiative_id = $1 and object_type = 'contribution' order by sequence`, [here.id]))
          .rows as object[],
    )
    expect(rows).toEqual([{ action: 'contributions.create' }, { action: 'contributions.confirm' }])
  })

  it('S09 without the partner that alone holds it, a kind is a gap; what waits to be confirmed holds nothing', async () => {
    const { here, staff, own } = await withPeople()
    await add(staff, here, 'P1')
    await add(own, here)
    const heldOn = async (on: string) =>
      kindsHeld((await staff.get<{ items: Partner[] }>(here.path('/partners'), { on })).body.items).find(({ kind }) => kind === 'access')
    expect(await heldOn('2026-10-20')).toEqual({ kind: 'access', holders: 1, state: 'fragile' })
    await world.maintain(here.id, (client) =>
      client.query(`update app.partners set left_on = '2026-10-19' where initiative_id = $1 and code = 'P2'`, [here.id]),
    )
    expect(await heldOn('2026-10-20')).toEqual({ kind: 'access', holders: 0, state: 'missing' })
    const two = { contributions: [{ kind: 'access' as const, confirmedOn: '2026-10-01' }] }
    expect(kindsHeld([two, two]).find(({ kind }) => kind === 'access')?.state).toBe('fine')
  })

  it('offered by the partner itself needs no confirmation; another partner’s is not its to offer', async () => {
    const { here, own, other } = await withPeople()
    expect((await add(own, here)).body.contributions[0]?.confirmedOn).toBe('2026-10-20')
    expect((await add(other, here)).body.code).toBe('not_allowed')
  })

  it('of another initiative is not found', async () => {
    const [first, second] = [await withPeople(), await withPeople()]
    const made = await add(first.own, first.here)
    expect((await confirm(second.own, second.here, made.body.contributions[0]?.id)).status).toBe(404)
  })
})

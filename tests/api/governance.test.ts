import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PartnershipAgreement } from '#shared/governance/agreement-contract.ts'
import type { GovernanceBody, GovernanceRole, GovernanceSeat, LeadershipModel, Statutes } from '#shared/governance/contract.ts'
import type { Decision } from '#shared/governance/decision-contract.ts'
import type { Initiative } from '#shared/initiatives/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ demo: true })
})
afterAll(() => world.close())

interface Refusal {
  readonly code: string
  readonly params: Record<string, unknown>
  readonly errors: { pointer: string }[]
}
interface Bodies {
  readonly items: GovernanceBody[]
  readonly livedExperience: { voting: number; declared: number | null; share: string | null }
}

const add = async <T>({ here, staff }: Coalition, path: string, body: object): Promise<T> => {
  const answer = await staff.ask<T>('POST', here.path(`/governance${path}`), { body })
  expect([answer.status, answer.text]).toEqual([201, answer.text])
  return answer.body
}
const refused = async (by: Asker, method: 'POST' | 'PUT' | 'PATCH', path: string, body: object, version?: number) => {
  const answer = await by.ask<Refusal>(method, path, { body, ...(version === undefined ? {} : { headers: match(version) }) })
  return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer ?? null]
}
const steering = (all: Coalition, rest: object = {}) =>
  add<GovernanceBody>(all, '/bodies', { nameFr: 'Comité directeur', decisionMode: 'modified_consensus', validFrom: '2026-01-01', ...rest })
const seat = (all: Coalition, body: { id: string }, rest: object = {}) =>
  add<GovernanceSeat>(all, `/bodies/${body.id}/seats`, { holderName: 'Personne', validFrom: '2026-01-01', ...rest })
const seats = async (all: Coalition, body: { id: string }, count: number, rest: object = {}) => {
  const made: GovernanceSeat[] = []
  for (let index = 0; index < count; index += 1) made.push(await seat(all, body, rest))
  return made
}
const bodiesOf = async ({ here }: Coalition, by: Asker) => (await by.get<Bodies>(here.path('/governance/bodies'))).body

describe('bodies and seats', () => {
  it('S11 six voting seats of eighteen are a third; a seat without a vote changes nothing, and the circle reads no name', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    await seats(all, body, 6, { livedExperience: true })
    const rest = await seats(all, body, 12)
    const third = { voting: 18, declared: 6, share: '0.333333333333' }
    expect((await bodiesOf(all, all.lead)).livedExperience).toEqual(third)
    await seat(all, body, { isVoting: false, livedExperience: true })
    expect((await bodiesOf(all, all.lead)).livedExperience).toEqual(third)
    const read = await bodiesOf(all, all.viewer)
    expect(read.livedExperience).toEqual(third)
    expect(new Set(read.items[0]?.seats.map((one) => one.livedExperience))).toEqual(new Set([null]))
    // A seat given to somebody else carries nothing over from who held it.
    const [first] = (await bodiesOf(all, all.lead)).items[0]?.seats.filter((one) => one.livedExperience === true && one.isVoting) ?? []
    const path = all.here.path(`/governance/seats/${first?.id}`)
    const given = await all.staff.ask<GovernanceSeat>('PATCH', path, { body: { holderName: 'Une autre personne' }, headers: match(1) })
    expect([given.status, given.body.livedExperience]).toEqual([200, false])
    expect((await bodiesOf(all, all.lead)).livedExperience.declared).toBe(5)
    await all.staff.ask('PATCH', all.here.path(`/governance/seats/${rest[0]?.id}`), { body: { validTo: '2026-10-14' }, headers: match(1) })
    expect((await bodiesOf(all, all.lead)).livedExperience.voting).toBe(17)
  })

  it('of fewer than five voting seats the circle is told no number', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    await seats(all, body, 3)
    await seat(all, body, { livedExperience: true })
    expect((await bodiesOf(all, all.contributor)).livedExperience).toEqual({ voting: 4, declared: null, share: null })
    expect((await bodiesOf(all, all.staff)).livedExperience).toEqual({ voting: 4, declared: 1, share: '0.25' })
    await seat(all, body)
    expect((await bodiesOf(all, all.contributor)).livedExperience.declared).toBe(1)
  })

  it('who declared what is in no answer, and in no history, that a partner reads', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    const made = await seat(all, body, { livedExperience: true })
    for (const by of [all.contributor, all.viewer]) {
      const { text } = await by.get(all.here.path('/governance/bodies'))
      expect(text).not.toContain('"livedExperience":true')
    }
    expect((await refused(all.staff, 'PATCH', all.here.path(`/governance/seats/${made.id}`), { validTo: '2025-01-01' }, 1)).slice(0, 2)).toEqual([
      422,
      'dates_reversed',
    ])
    expect((await refused(all.staff, 'PATCH', all.here.path(`/governance/seats/${made.id}`), { holderName: 'X' }, 9)).slice(0, 2)).toEqual([
      412,
      'version_stale',
    ])
    expect(await refused(all.staff, 'POST', all.here.path(`/governance/bodies/${body.id}/seats`), { partnerCode: 'P9', validFrom: '2026-01-01' })).toEqual([
      422,
      'unknown_reference',
      '/partnerCode',
    ])
  })
})

describe('leadership and roles', () => {
  const terms = [
    { startsOn: '2026-07-01', partnerCode: 'P1' },
    { startsOn: '2026-10-15', partnerCode: 'P2', holderName: 'Sacha' },
    { startsOn: '2027-01-15', partnerCode: 'P3' },
  ]

  it('S24 a rotation due today changes the holder without an edit', async () => {
    for (const [day, current, next] of [
      ['2026-10-14', 'P1', 'P2'],
      ['2026-10-15', 'P2', 'P3'],
    ] as const) {
      const all = await buildCoalition(world)
      await add<LeadershipModel>(all, '/leadership', { kind: 'rotating', validFrom: '2026-07-01', terms })
      await world.maintain(all.here.id, (client) =>
        client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [all.here.id, `${day}T13:00:00Z`]),
      )
      const { body } = await all.viewer.get<{ items: LeadershipModel[] }>(all.here.path('/governance/leadership'))
      expect([day, body.items[0]?.currentTerm?.partnerCode, body.items[0]?.nextTerm?.partnerCode]).toEqual([day, current, next])
    }
  })

  it('a new model ends the former one the day before; a rotation needs its calendar, a lead its organisation', async () => {
    const all = await buildCoalition(world)
    const path = all.here.path('/governance/leadership')
    expect(await refused(all.staff, 'POST', path, { kind: 'rotating', validFrom: '2026-01-01' })).toEqual([400, 'invalid_request', '/terms'])
    expect(await refused(all.staff, 'POST', path, { kind: 'lead_organization', validFrom: '2026-01-01' })).toEqual([400, 'invalid_request', '/partnerCode'])
    expect(await refused(all.staff, 'POST', path, { kind: 'rotating', validFrom: '2026-01-01', terms: [terms[0], terms[0]] })).toEqual([
      409,
      'already_exists',
      '/terms',
    ])
    await add(all, '/leadership', { kind: 'lead_organization', partnerCode: 'P1', validFrom: '2025-01-01' })
    const model = await add<LeadershipModel>(all, '/leadership', { kind: 'rotating', validFrom: '2026-07-01', terms })
    const { body } = await all.lead.get<{ items: LeadershipModel[] }>(path)
    expect(body.items.map((one) => [one.kind, one.validTo, one.isCurrent])).toEqual([
      ['rotating', null, true],
      ['lead_organization', '2026-06-30', false],
    ])
    const changed = await all.staff.ask<LeadershipModel>('PUT', `${path}/${model.id}`, {
      body: { kind: 'rotating', validFrom: '2026-07-01', terms: terms.slice(0, 1) },
      headers: match(1),
    })
    expect([changed.body.terms.length, changed.body.currentTerm?.partnerCode, changed.body.version]).toEqual([1, 'P1', 2])
  })

  it('S26 the empty media role is named until somebody holds it', async () => {
    const all = await buildCoalition(world)
    for (const role of ['facilitation', 'communication', 'follow_up']) await add(all, '/roles', { role, partnerCode: 'P1', validFrom: '2026-01-01' })
    const read = async () => (await all.contributor.get<{ items: GovernanceRole[]; uncovered: string[] }>(all.here.path('/governance/roles'))).body
    expect((await read()).uncovered).toEqual(['media'])
    expect(await refused(all.staff, 'POST', all.here.path('/governance/roles'), { role: 'media', validFrom: '2026-01-01' })).toEqual([
      400,
      'invalid_request',
      '/holderName',
    ])
    const media = await add<GovernanceRole>(all, '/roles', { role: 'media', holderName: 'Sacha', deputyName: 'Andrée', validFrom: '2026-01-01' })
    expect((await read()).uncovered).toEqual([])
    await all.staff.ask('PATCH', all.here.path(`/governance/roles/${media.id}`), { body: { validTo: '2026-10-14' }, headers: match(1) })
    expect((await read()).uncovered).toEqual(['media'])
  })

  it('S07 an informal initiative shows no statutes and no officers, and loses none', async () => {
    const all = await buildCoalition(world, 'formal')
    const path = all.here.path('/governance/statutes')
    expect((await all.staff.ask('PUT', path, { body: { bodyFr: 'Nos statuts', adoptedOn: '2024-04-16' } })).status).toBe(200)
    await add(all, '/roles', { role: 'chair', holderName: 'Mélissa', validFrom: '2026-01-01' })
    await add(all, '/roles', { role: 'facilitation', holderName: 'Camille', validFrom: '2026-01-01' })
    const { body: before } = await all.viewer.get<Statutes>(path)
    expect([before.isFormal, before.statutes?.bodyFr, before.officers.map((one) => one.holderName)]).toEqual([true, 'Nos statuts', ['Mélissa']])
    const { body: here } = await all.lead.get<Initiative>(all.here.path(''))
    const informal = await all.lead.ask<Initiative>('PATCH', all.here.path(''), { body: { form: 'informal' }, headers: match(here.version) })
    expect(informal.status).toBe(200)
    expect((await all.viewer.get(path)).body).toEqual({ isFormal: false, statutes: null, officers: [], abilities: { edit: false } })
    const roles = await all.viewer.get<{ items: GovernanceRole[] }>(all.here.path('/governance/roles'))
    expect(roles.body.items.map((one) => one.role)).toEqual(['facilitation'])
    expect((await refused(all.staff, 'PUT', path, { bodyFr: 'Autre' }, 1)).slice(0, 2)).toEqual([409, 'not_formal'])
    await all.lead.ask('PATCH', all.here.path(''), { body: { form: 'formal' }, headers: match(informal.body.version) })
    expect((await all.viewer.get<Statutes>(path)).body).toEqual(before)
  })
})

describe('decisions', () => {
  const take = (all: Coalition, decision: { id: string }, of: { id: string }, position: string | null, by = all.staff) =>
    by.ask<Decision & Refusal>('PUT', all.here.path(`/governance/decisions/${decision.id}/positions/${of.id}`), { body: { position } })
  const close = (all: Coalition, decision: { id: string; version: number }, body: object = {}) =>
    all.staff.ask<Decision & Refusal>('POST', all.here.path(`/governance/decisions/${decision.id}/result`), { body, headers: match(decision.version) })

  it.each([
    ['11 of 14 for or bearable', 8, 3, 3, '0.785714285714', 'carried'],
    ['10 of 14 for', 10, 0, 4, '0.714285714286', 'not_carried'],
  ])('S25 a decision by modified consensus: %s', async (_what, favourable, bearable, against, share, result) => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    const voting = await seats(all, body, 16)
    const decision = await add<Decision>(all, '/decisions', { bodyId: body.id, titleFr: 'Reprendre la halte', options: ['Attendre'] })
    expect([decision.mode, decision.details?.fallbackThreshold, decision.details?.votingSeats]).toEqual(['modified_consensus', '0.75', 16])
    const said = [
      ...Array.from({ length: favourable }, () => 'for'),
      ...Array.from({ length: bearable }, () => 'can_live_with'),
      ...Array.from({ length: against }, () => 'against'),
      'abstain',
    ]
    for (const [index, position] of said.entries()) expect((await take(all, decision, voting[index] as GovernanceSeat, position)).status).toBe(200)
    const closed = await close(all, decision)
    expect([closed.status, closed.body.result, closed.body.decidedOn, closed.body.details?.tally]).toEqual([
      200,
      result,
      '2026-10-15',
      { for: favourable, canLiveWith: bearable, against, abstain: 1, cast: 14, share },
    ])
    // The result stands: neither a position nor a word changes after it.
    expect((await take(all, decision, voting[0] as GovernanceSeat, 'against')).body.code).toBe('decision_closed')
    const path = all.here.path(`/governance/decisions/${decision.id}`)
    expect((await refused(all.staff, 'PATCH', path, { titleFr: 'Autre' }, closed.body.version)).slice(0, 2)).toEqual([409, 'decision_closed'])
    expect((await close(all, closed.body)).body.code).toBe('decision_closed')
  })

  it('a contributor speaks for the seats of its own partner, a seat without a vote for nobody', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    const [own, other] = [await seat(all, body, { partnerCode: 'P2' }), await seat(all, body, { partnerCode: 'P3' })]
    const mute = await seat(all, body, { partnerCode: 'P2', isVoting: false })
    const decision = await add<Decision>(all, '/decisions', { bodyId: body.id, titleFr: 'Essai' })
    expect((await take(all, decision, own, 'against', all.contributor)).body.details?.tally.against).toBe(1)
    expect((await take(all, decision, own, null, all.contributor)).body.details?.tally.cast).toBe(0)
    expect((await take(all, decision, other, 'for', all.contributor)).body.code).toBe('not_allowed')
    expect((await take(all, decision, mute, 'for', all.contributor)).body.code).toBe('seat_not_voting')
    expect((await take(all, decision, own, 'for', all.viewer)).status).toBe(404)
  })

  it('a position counts only while its seat votes', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all, { decisionMode: 'majority' })
    const [stays, leaves] = await seats(all, body, 2)
    const decision = await add<Decision>(all, '/decisions', { bodyId: body.id, titleFr: 'Essai' })
    await take(all, decision, stays as GovernanceSeat, 'for')
    await take(all, decision, leaves as GovernanceSeat, 'against')
    await all.staff.ask('PATCH', all.here.path(`/governance/seats/${leaves?.id}`), { body: { validTo: '2026-10-14' }, headers: match(1) })
    const closed = await close(all, decision)
    expect([closed.body.result, closed.body.details?.votingSeats, closed.body.details?.positions.length]).toEqual(['carried', 1, 1])
  })

  it('a delegation names its delegate and its limits, and does not go beyond them', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    const path = all.here.path('/governance/decisions')
    const asked = { bodyId: body.id, titleFr: 'Dépense', mode: 'delegated' }
    expect(await refused(all.staff, 'POST', path, { ...asked, limitText: '5 000 $' })).toEqual([400, 'invalid_request', '/delegateName'])
    expect(await refused(all.staff, 'POST', path, { ...asked, delegateName: 'Sacha' })).toEqual([400, 'invalid_request', '/limitText'])
    const limits = { delegatePartnerCode: 'P2', limitText: '5 000 $ par dépense', limitAmount: '5000' }
    const over = await add<Decision>(all, '/decisions', { ...asked, ...limits, amount: '5000.01' })
    expect((await close(all, over)).body.code).toBe('invalid_request')
    const beyond = await close(all, over, { delegateResult: 'carried' })
    expect([beyond.status, beyond.body.code, beyond.body.params]).toEqual([422, 'delegation_exceeded', { limit: '5000' }])
    expect((await close(all, over, { delegateResult: 'not_carried' })).body.result).toBe('not_carried')
    const within = await add<Decision>(all, '/decisions', { ...asked, ...limits, amount: '5000' })
    expect((await close(all, within, { delegateResult: 'carried' })).body.result).toBe('carried')
  })

  it('funders read what was decided once it is published, never by whom', async () => {
    const all = await buildCoalition(world)
    const body = await steering(all)
    const one = await seat(all, body, { partnerCode: 'P2', holderName: plantCanary('circle', ({ role }) => role !== 'funder') })
    const decision = await add<Decision>(all, '/decisions', { bodyId: body.id, titleFr: 'Essai', options: ['Attendre'] })
    await take(all, decision, one, 'for')
    const path = all.here.path(`/governance/decisions/${decision.id}`)
    expect((await refused(all.staff, 'PATCH', path, { published: true }, 1)).slice(0, 2)).toEqual([409, 'decision_open'])
    const closed = await close(all, decision)
    expect((await all.funder.get(path)).status).toBe(404)
    await all.staff.ask('PATCH', path, { body: { published: true }, headers: match(closed.body.version) })
    const read = await all.funder.get<Decision>(path)
    expect([read.status, read.body.result, read.body.details, read.body.publishedOn]).toEqual([200, 'carried', null, '2026-10-15'])
    expect((await all.funder.get<{ items: Decision[] }>(all.here.path('/governance/decisions'))).body.items.length).toBe(1)
    for (const rest of ['bodies', 'leadership', 'roles', 'statutes', 'conflict-protocol'])
      expect((await all.funder.get(all.here.path(`/governance/${rest}`))).status, rest).toBe(404)
  })
})

describe('the agreement', () => {
  const whole = ['purpose', 'roles', 'decisions', 'data_sharing', 'credit', 'conflict', 'leaving'].map((section) => ({ section, bodyFr: `Texte ${section}` }))
  const publish = (all: Coalition, agreement: { id: string; version: number }, body: object = {}) =>
    all.staff.ask<PartnershipAgreement & Refusal>('POST', all.here.path(`/governance/agreements/${agreement.id}/publication`), {
      body,
      headers: match(agreement.version),
    })
  const listed = async (all: Coalition, by: Asker) => (await by.get<{ items: PartnershipAgreement[] }>(all.here.path('/governance/agreements'))).body.items

  it('S27 a partner signs; an edited section is a new version, and every signature is asked again', async () => {
    const all = await buildCoalition(world)
    const draft = await add<PartnershipAgreement>(all, '/agreements', { titleFr: 'Protocole d’entente', reviewOn: '2026-10-15', sections: whole })
    const first = (await publish(all, draft)).body
    expect([first.number, first.asked, first.signed, first.isReviewDue]).toEqual([1, 3, 0, true])
    const path = (id: string, partner: string) => all.here.path(`/governance/agreements/${id}/signatures/${partner}`)
    const signed = await all.contributor.ask<PartnershipAgreement>('PUT', path(first.id, 'P2'), { body: { personName: 'Sacha Dumoulin' }, headers: match(1) })
    expect(signed.body.signatures?.find((one) => one.partnerCode === 'P2')).toMatchObject({
      personName: 'Sacha Dumoulin',
      signedOn: '2026-10-15',
      recordedOnBehalf: false,
    })
    expect((await refused(all.contributor, 'PUT', path(first.id, 'P3'), { personName: 'Sacha' }, 1)).slice(0, 2)).toEqual([403, 'not_allowed'])
    const told = await all.staff.ask<PartnershipAgreement>('PUT', path(first.id, 'P3'), { body: { personName: 'Andrée' }, headers: match(1) })
    expect(told.body.signatures?.find((one) => one.partnerCode === 'P3')?.recordedOnBehalf).toBe(true)
    // What is in force is not rewritten.
    const change = { sections: [{ section: 'credit', bodyFr: 'Les porte-parole alternent.' }] }
    expect((await refused(all.staff, 'PATCH', all.here.path(`/governance/agreements/${first.id}`), change, first.version)).slice(0, 2)).toEqual([
      409,
      'agreement_in_force',
    ])
    const second = await add<PartnershipAgreement>(all, '/agreements', change)
    expect([second.number, second.titleFr, second.sections?.map((one) => one.bodyFr).slice(3, 6)]).toEqual([
      2,
      'Protocole d’entente',
      ['Texte data_sharing', 'Les porte-parole alternent.', 'Texte conflict'],
    ])
    expect((await refused(all.staff, 'POST', all.here.path('/governance/agreements'), {})).slice(0, 2)).toEqual([409, 'already_exists'])
    await publish(all, second)
    const [now, before] = await listed(all, all.viewer)
    expect([now?.number, now?.asked, now?.signed, before?.signed, before?.isReviewDue]).toEqual([2, 3, 0, 2, false])
    expect(before?.sections?.[4]?.bodyFr).toBe('Texte credit')
    expect((await refused(all.contributor, 'PUT', path(first.id, 'P2'), { personName: 'Sacha' }, 2)).slice(0, 2)).toEqual([409, 'agreement_not_current'])
  })

  it('names the sections that say nothing: a refusal in a formal initiative, advice in an informal one', async () => {
    for (const form of ['formal', 'informal'] as const) {
      const all = await buildCoalition(world, form)
      const draft = await add<PartnershipAgreement>(all, '/agreements', { titleFr: 'Entente', sections: whole.slice(0, 6) })
      const answer = await publish(all, draft)
      expect([answer.status, answer.body.code, answer.body.params]).toEqual([422, 'agreement_incomplete', { missing: ['leaving'] }])
      expect((await publish(all, draft, { anyway: true })).status).toBe(form === 'formal' ? 422 : 200)
    }
  })

  it('funders read a summary: number, days, how many signed, no text and no name', async () => {
    const all = await buildCoalition(world)
    const secret = plantCanary('circle', ({ role }) => role !== 'funder')
    const draft = await add<PartnershipAgreement>(all, '/agreements', { titleFr: 'Entente', sections: whole.map((one) => ({ ...one, bodyFr: secret })) })
    expect(await listed(all, all.funder)).toEqual([])
    await publish(all, draft)
    await all.contributor.ask('PUT', all.here.path(`/governance/agreements/${draft.id}/signatures/P2`), { body: { personName: secret }, headers: match(1) })
    expect(await listed(all, all.funder)).toMatchObject([{ number: 1, signed: 1, asked: 3, sections: null, missing: null, signatures: null }])
  })
})

describe('S42 the conflict protocol comes before activity', () => {
  const protocol = { stepsFr: 'Se parler.', contact: 'Camille', thirdParty: 'Médiation', timeLimitsFr: 'Trente jours' }
  const preparing = async (form: 'formal' | 'informal') => {
    const all = await buildCoalition(world, form)
    await world.maintain(all.here.id, (client) => client.query(`update app.initiatives set state = 'preparing' where id = $1`, [all.here.id]))
    return all
  }
  const activate = async ({ here, lead }: Coalition, rest: object = {}) => {
    const { body } = await lead.get<Initiative>(here.path(''))
    return lead.ask<Initiative & Refusal>('PATCH', here.path(''), { body: { state: 'active', ...rest }, headers: match(body.version) })
  }
  const reasonOf = async ({ here, viewer }: Coalition) =>
    (await viewer.get<{ activationReason: string | null }>(here.path('/governance/conflict-protocol'))).body.activationReason

  it('S42 without one a formal initiative is refused, or its reason is stored', async () => {
    const all = await preparing('formal')
    const answer = await activate(all)
    expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([422, 'protocol_missing', '/activationReason'])
    expect((await activate(all, { form: 'informal' })).status).toBe(200)
    const other = await preparing('formal')
    // A draft is not a protocol.
    await other.staff.ask('PUT', other.here.path('/governance/conflict-protocol'), { body: protocol })
    expect((await activate(other)).status).toBe(422)
    expect((await activate(other, { activationReason: ' L’urgence de l’été ' })).status).toBe(200)
    expect(await reasonOf(other)).toBe('L’urgence de l’été')
  })

  it('S42 with one it becomes active, and no reason is asked', async () => {
    const all = await preparing('formal')
    const path = all.here.path('/governance/conflict-protocol')
    expect(await refused(all.staff, 'PUT', path, { ...protocol, adoptedOn: '2026-10-16' })).toEqual([422, 'date_in_future', '/adoptedOn'])
    await all.staff.ask('PUT', path, { body: { ...protocol, adoptedOn: '2026-10-15' } })
    expect((await all.staff.ask('PUT', path, { body: protocol })).status).toBe(428)
    expect((await activate(all, { activationReason: 'Rien' })).status).toBe(200)
    expect(await reasonOf(all)).toBeNull()
  })

  it('S42 an informal initiative is not refused: advice is all it gets', async () => {
    expect((await activate(await preparing('informal'))).status).toBe(200)
  })
})

describe('the demo', () => {
  it('has eighteen voting seats, six held with lived experience, decisions at 78.6 % and 71.4 %, and one role without a holder', async () => {
    const demo = await world.loadDemo()
    const id = demo.initiatives['grandir-entre-rives'] ?? ''
    const who = await demo.as('lecture')
    const get = async <T>(path: string) => (await who.get<T>(`/api/v1/initiatives/${id}/governance/${path}`)).body
    expect((await get<Bodies>('bodies')).livedExperience).toEqual({ voting: 18, declared: 6, share: '0.333333333333' })
    const decisions = (await get<{ items: Decision[] }>('decisions')).items
    const shares = decisions.map((one) => [one.details?.tally.share, one.result])
    expect(shares).toContainEqual(['0.785714285714', 'carried'])
    expect(shares).toContainEqual(['0.714285714286', 'not_carried'])
    expect(decisions[0]?.result).toBeNull()
    expect((await get<{ uncovered: string[] }>('roles')).uncovered).toEqual(['media'])
    expect((await get<{ items: LeadershipModel[] }>('leadership')).items[0]?.currentTerm?.partnerCode).toBe('P11')
    expect((await get<{ items: PartnershipAgreement[] }>('agreements')).items.map((one) => [one.number, one.signed, one.asked])).toEqual([
      [2, 12, 14],
      [1, 14, 15],
    ])
  })
})

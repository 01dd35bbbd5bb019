import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentInstrument } from '#shared/assessments/instruments.ts'
import { chooseOverlays, firstOverlays, overlaysOf } from '#shared/assessments/overlays.ts'
import type { OpenSheet, PartyLink, Round, RoundResult } from '#shared/assessments/shapes.ts'
import { allAt, buildAnswering, linkParts, type AnsweringCoalition } from '../support/assessments.ts'
import { match } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Refusal = { code: string; errors?: { pointer: string }[] }

const TWO = [{ nameFr: 'Municipalités', nameEn: 'Municipal side' }, { nameFr: 'Organismes communautaires' }]
const BODY = { instrument: 'partnership_diagnostic', mode: 'group_consensus', purpose: 'Comparer deux regards', opensOn: '2026-10-01', closesOn: '2026-10-31' }

const opening = (all: AnsweringCoalition, body: object) => all.lead.ask<Round & Refusal>('POST', all.here.path('/assessments'), { body: { ...BODY, ...body } })

/** A round of two parties, with a link for each. */
async function byParty(parties: readonly object[] = TWO) {
  const all = await buildAnswering(world)
  const { body: round, status, text } = await opening(all, { parties })
  expect(status, text).toBe(201)
  const path = all.here.path(`/assessments/${round.id}/party-links`)
  const linkOf = async (party: number) => {
    const answer = await all.lead.ask<{ link: string }>('POST', path, { body: { party } })
    expect(answer.status, answer.text).toBe(201)
    return answer.body.link
  }
  const open = (link: string) => {
    const { slug, secret } = linkParts(link)
    return world.stranger.ask<OpenSheet & Refusal>('GET', `/api/v1/answering/${slug}`, { headers: { 'maillage-link': secret } })
  }
  return { all, round, path, linkOf, open }
}

describe('a diagnostic with one sheet a party (domain 2.3)', () => {
  it('each party fills one agreed sheet by one link; what is told are the two sheets side by side, with how many filled each', async () => {
    const { all, round, path, linkOf, open } = await byParty()
    expect(round.parties).toEqual([
      { nameFr: 'Municipalités', nameEn: 'Municipal side' },
      { nameFr: 'Organismes communautaires', nameEn: null },
    ])
    const [one, other] = [await linkOf(1), await linkOf(2)]
    expect((await open(one)).body).toMatchObject({
      mode: 'group_consensus',
      party: { nameFr: 'Municipalités', nameEn: 'Municipal side', people: null },
      answers: {},
      isSent: false,
    })
    await all.save(one, { answers: { D01: 'A', D02: 'A' } })
    expect((await all.save(one, { answers: { D02: 'B', D14: null }, people: 6, send: true })).body).toMatchObject({
      answers: { D01: 'A', D02: 'B', D14: null },
      isSent: true,
      party: { people: 6 },
    })
    await all.save(other, { answers: { ...allAt('partnership_diagnostic', 'C'), D02: 'B' }, people: 3, send: true })
    const { body: links } = await all.staff.get<{ items: PartyLink[] }>(path)
    expect(links.items.map(({ party, isMade, isSent }) => [party, isMade, isSent])).toEqual([
      [1, true, true],
      [2, true, true],
    ])
    expect(await all.results()).toEqual([])
    await all.close(round)
    const [result] = await all.results()
    const figures = result?.figures
    expect(figures?.parties?.map(({ nameFr, people, answers }) => [nameFr, people, answers['D01'], answers['D02'], answers['D14'], answers['D05']])).toEqual([
      ['Municipalités', 6, 'A', 'B', null, null],
      ['Organismes communautaires', 3, 'C', 'B', 'C', 'C'],
    ])
    // A statement is told as how many parties answered what; no index is made of two sides.
    expect(figures?.items.find(({ code }) => code === 'D01')).toMatchObject({ counts: { A: 1, B: 0, C: 1 }, index: null, flag: 'split' })
    expect([figures?.overall, figures?.dimensions.map(({ score }) => score)]).toEqual([null, [null, null, null, null, null, null]])
    expect([figures?.first[0], figures?.parties?.[0]?.dimensions]).toEqual(['D01', [{ key: 'perspectives_covered', score: 75 }]])
  })

  it('tells nothing of a sheet before it closes, to the backbone neither, and its links end with it', async () => {
    const { all, round, linkOf, open } = await byParty()
    const link = await linkOf(1)
    await all.save(link, { answers: allAt('partnership_diagnostic', 'C'), people: 2, send: true })
    const group = all.here.path(`/assessments/${round.id}/group-sheet`)
    for (const person of [all.lead, all.staff]) {
      for (const address of [`/assessments/${round.id}`, `/assessments/${round.id}/party-links`, '/assessments', '/assessment-results'])
        expect((await person.get(all.here.path(address))).text, address).not.toMatch(/"D\d\d"|"people"/)
      expect((await person.get<Refusal>(group)).status).toBe(404)
      expect((await person.ask('PUT', group, { body: { answers: {}, proofs: {} }, headers: match(0) })).status).toBe(404)
    }
    await all.close(round)
    expect((await open(link)).body.code).toBe('link_invalid')
    expect((await all.save(link, { answers: {} })).body.code).toBe('link_invalid')
    expect((await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/party-links`), { body: { party: 1 } })).body.code).toBe('round_closed')
    const [result] = await all.results()
    // What was not sent is told as such, and never as an answer.
    expect(result?.figures.parties?.[1]).toMatchObject({ people: null, dimensions: [] })
    expect(new Set(Object.values(result?.figures.parties?.[1]?.answers ?? {}))).toEqual(new Set([null]))
  })

  it('a link that is made again takes the place of the former one, and opens what was filled in', async () => {
    const { all, linkOf, open } = await byParty()
    const former = await linkOf(1)
    await all.save(former, { answers: { D01: 'A' } })
    const link = await linkOf(1)
    expect((await open(former)).body.code).toBe('link_invalid')
    expect((await open(link)).body.answers).toEqual({ D01: 'A' })
    const audited = await world.maintain(all.here.id, (client) =>
      client.query<{ action: string; actor_id: string | null; details: object }>(
        `select action, actor_id, details from app.audit_log where initiative_id = $1 and action like 'assessment.%party' order by sequence`,
        [all.here.id],
      ),
    )
    expect(audited.rows.map(({ action, actor_id: actor, details }) => [action, actor === null, details])).toEqual([
      ['assessment.invite_party', false, { party: 1 }],
      ['assessment.save_party', true, { party: 1 }],
      ['assessment.invite_party', false, { party: 1 }],
    ])
  })

  it('is sent with how many filled it, and keeps no comment: that belongs to the agreed diagnostic', async () => {
    const { all, linkOf } = await byParty()
    const link = await linkOf(2)
    const send = (body: object) => all.save(link, { answers: { D01: 'B' }, send: true, ...body })
    const pointers = async (body: object) => ((await send(body)).body as unknown as Refusal).errors?.map(({ pointer }) => pointer)
    expect(await pointers({})).toEqual(['/people'])
    expect(await pointers({ people: 0 })).toEqual(['/people'])
    expect(await pointers({ people: 4, comment: 'Un mot', mayBeShared: true })).toEqual(['/comment'])
    expect(await pointers({ people: 4, answers: { D01: 'Z' } })).toEqual(['/answers/D01'])
    expect((await send({ people: 4 })).status).toBe(200)
  })

  it('is offered for the diagnostic in consensus alone, with two to six parties of different names', async () => {
    const all = await buildAnswering(world)
    const refused = async (body: object) => {
      const answer = await opening(all, body)
      return [answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]
    }
    const named = (count: number) => Array.from({ length: count }, (_, index) => ({ nameFr: `Côté ${index}` }))
    expect(await refused({ parties: TWO, mode: 'anonymous' })).toEqual([422, 'round_mode_refused', '/parties'])
    expect(await refused({ parties: TWO, instrument: 'preconditions' })).toEqual([422, 'round_mode_refused', '/parties'])
    expect((await refused({ parties: named(1) }))[0]).toBe(400)
    expect((await refused({ parties: named(7) }))[0]).toBe(400)
    expect(await refused({ parties: [{ nameFr: 'Le réseau' }, { nameFr: ' le RÉSEAU ' }] })).toEqual([409, 'already_exists', '/parties'])
    expect((await opening(all, { parties: named(6) })).status).toBe(201)
  })

  it('a round without parties has no such links, and a party that is not of the round has none', async () => {
    const { all, round, path } = await byParty()
    const ask = (address: string, party: number) => all.lead.ask<Refusal>('POST', address, { body: { party } })
    expect((await ask(path, 3)).body.code).toBe('unknown_reference')
    await all.close(round)
    const whole = (await opening(all, {})).body
    expect([whole.parties, whole.abilities.fill, whole.abilities.inviteParty]).toEqual([[], true, false])
    expect((await ask(all.here.path(`/assessments/${whole.id}/party-links`), 1)).body.code).toBe('round_mode_refused')
    expect((await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${whole.id}/invitations`), { body: { partner: 'P2' } })).body.code).toBe(
      'round_mode_refused',
    )
  })

  it('lies over the wheel party by party in the order of entry, with the agreed diagnostic as the third', async () => {
    const { all, round, linkOf } = await byParty()
    for (const [index, choice] of ['C', 'A'].entries())
      await all.save(await linkOf(index + 1), { answers: allAt('partnership_diagnostic', choice), people: 5, send: true })
    await all.close(round)
    const instrument = currentInstrument('partnership_diagnostic')
    const read = async () => {
      const items = await all.results()
      return overlaysOf(instrument, items, items[0] as RoundResult)
    }
    expect(firstOverlays(await read())).toEqual(['party:1', 'party:2'])
    await all.staff.ask('PUT', all.here.path(`/assessments/${round.id}/agreements/D01`), { body: { choice: 'B' } })
    const offered = await read()
    // The weaker side stands first because it was entered first.
    expect(firstOverlays(offered)).toEqual(['party:1', 'party:2', 'agreed'])
    const { shown } = chooseOverlays(firstOverlays(offered), offered)
    expect(shown.map(({ name, items }) => [name, items.get('D01')?.index])).toEqual([
      ['Municipalités', 0],
      ['Organismes communautaires', 100],
      ['', 50],
    ])
  })

  it('is never told to funders, whatever is decided', async () => {
    const { all, round, linkOf } = await byParty()
    for (const party of [1, 2]) await all.save(await linkOf(party), { answers: allAt('partnership_diagnostic', 'B'), people: 5, send: true })
    await all.close(round)
    const decided = await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/sharing`), {
      body: { decision: 'Décidé au comité', decidedOn: '2026-10-14' },
    })
    expect(decided.body.code).toBe('not_for_funders')
    expect((await all.funder.get<{ items: RoundResult[] }>(all.here.path('/assessment-results'))).body.items).toEqual([])
    for (const address of ['/assessments', `/assessments/${round.id}`, `/assessments/${round.id}/party-links`])
      expect((await all.funder.get(all.here.path(address))).status, address).toBe(404)
  })
})

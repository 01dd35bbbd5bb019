import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Round } from '#shared/assessments/shapes.ts'
import type { PriorityRound } from '#shared/priorities/contract.ts'
import { closeOverdue } from '#server/features/assessments/closing.ts'
import { closeOverdue as closeOverduePriorities } from '#server/features/priorities/service.ts'
import { dayWorkIn } from '#server/platform/day-work.ts'
import { allAt, buildAnswering, type AnsweringCoalition } from '../support/assessments.ts'
import { match } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const FIVE = ['P1', 'P2', 'P3', 'P4', 'P5']
/** In Montréal, where the initiative is: one minute before midnight of the last day, and one after. */
const LAST_MINUTE = '2026-11-01T03:59:00Z'
const NEXT_DAY = '2026-11-01T04:01:00Z'
type Refusal = { code: string }

const setClock = (all: AnsweringCoalition, at: string) =>
  world.maintain(all.here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [all.here.id, at]))
const rowsOf = (all: AnsweringCoalition, statement: string) =>
  world.maintain(all.here.id, async (client) => (await client.query<Record<string, unknown>>(statement, [all.here.id])).rows)
const acts = (all: AnsweringCoalition, action: string) =>
  rowsOf(all, `select actor_id, hat_id, details from app.audit_log where initiative_id = $1 and action = '${action}' order by sequence`)
/** The server's own round, as its clock calls it. */
const serverRound = async () => {
  await dayWorkIn(world.db, new Date(), closeOverdue)
  await dayWorkIn(world.db, new Date(), closeOverduePriorities)
}
const openPriorities = async (all: AnsweringCoalition, body: object = {}) => {
  const round = { title: 'Que faire d’abord?', criteria: ['Utile'], closesOn: '2026-10-31', candidates: [{ name: 'Transport' }, { name: 'Relève' }], ...body }
  return (await all.staff.ask<PriorityRound>('POST', all.here.path('/priority-rounds'), { body: round })).body
}
const vote = (all: AnsweringCoalition, round: PriorityRound) =>
  all.contributor.ask<PriorityRound & Refusal>('PUT', all.here.path(`/priority-rounds/${round.id}/ballot`), {
    body: { scores: Object.fromEntries(round.candidates.map(({ id }) => [id, [4]])) },
    headers: match(0),
  })

describe('a round closes on its day', () => {
  it('answers are taken until the last minute of the last day where the initiative is, and none after, though nothing has closed it yet', async () => {
    const all = await buildAnswering(world)
    const [link = ''] = await all.invite(await all.open({}), 'P2')
    await setClock(all, LAST_MINUTE)
    expect((await all.save(link, { answers: { 'C1.1': 3 } })).status).toBe(200)
    await setClock(all, NEXT_DAY)
    const late = await all.save(link, { answers: { 'C1.1': 4 }, send: true })
    expect([late.status, late.body.code]).toEqual([404, 'link_invalid'])
    expect(await rowsOf(all, `select state from app.assessment_rounds where initiative_id = $1`)).toEqual([{ state: 'open' }])
    expect(await rowsOf(all, `select is_sent, answers from app.assessment_sheets where initiative_id = $1`)).toEqual([
      { is_sent: false, answers: { 'C1.1': 3 } },
    ])
  })

  it('a sheet of the group, one of a party, a relation, an invitation and a ballot are refused on the day after too', async () => {
    const all = await buildAnswering(world)
    const [sheet, parties, ladder, anonymous, priorities] = [
      await all.open({ instrument: 'preconditions', mode: 'group_consensus' }),
      (
        await all.lead.ask<Round>('POST', all.here.path('/assessments'), {
          body: {
            instrument: 'partnership_diagnostic',
            mode: 'group_consensus',
            purpose: 'Comparer',
            opensOn: '2026-10-01',
            closesOn: '2026-10-31',
            parties: [{ nameFr: 'Un côté' }, { nameFr: 'L’autre' }],
          },
        })
      ).body,
      await all.open({ instrument: 'collaboration_ladder', mode: 'named' }),
      await all.open({}),
      await openPriorities(all),
    ]
    const partyLink = (await all.lead.ask<{ link: string }>('POST', all.here.path(`/assessments/${parties.id}/party-links`), { body: { party: 1 } })).body.link
    await setClock(all, NEXT_DAY)
    const at = (round: Round, rest: string) => all.here.path(`/assessments/${round.id}/${rest}`)
    const refused = [
      await all.staff.ask<Refusal>('PUT', at(sheet, 'group-sheet'), { body: { answers: { 'P1.1': 2 }, proofs: {} }, headers: match(0) }),
      await all.contributor.ask<Refusal>('PUT', at(ladder, 'pairs/P3'), { body: { answers: { H1: 1 } } }),
      await all.lead.ask<Refusal>('POST', at(anonymous, 'invitations'), { body: { partner: 'P2' } }),
      await all.contributor.ask<Refusal>('POST', at(anonymous, 'my-link'), { body: {} }),
      await all.lead.ask<Refusal>('POST', at(parties, 'party-links'), { body: { party: 2 } }),
      await vote(all, priorities),
    ]
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(refused.map(() => [409, 'round_closed']))
    const byParty = await all.save(partyLink, { answers: { D01: 'A' }, people: 3, send: true })
    expect([byParty.status, byParty.body.code]).toEqual([404, 'link_invalid'])
  })

  it('whoever looks first, a viewer included, finds it closed on its last day, with its results, without tokens, and with nobody’s name in history', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, FIVE, allAt('five_conditions', 3))
    await setClock(all, '2026-11-20T15:00:00Z')
    const seen = (await all.viewer.get<Round>(all.here.path(`/assessments/${round.id}`))).body
    expect([seen.state, seen.closedOn, seen.edition, seen.abilities.answer]).toEqual(['closed', '2026-10-31', 1, false])
    const [result] = await all.results()
    expect([result?.closedOn, result?.figures.respondents, result?.figures.dimensions[0]?.score]).toEqual(['2026-10-31', 5, 75])
    for (const table of ['assessment_secrets', 'assessment_invitations', 'assessment_sheets'])
      expect(await rowsOf(all, `select 1 as row from app.${table} where initiative_id = $1`), table).toEqual([])
    expect(await acts(all, 'assessment.close')).toEqual([{ actor_id: null, hat_id: null, details: { adds: true, dayPassed: true } }])
  })

  it('the list, the results and the conditions close it as well; another round of the instrument may then be opened', async () => {
    for (const look of ['/assessments', '/assessment-results', '/conditions']) {
      const all = await buildAnswering(world)
      await all.answerFor(await all.open({}), FIVE, allAt('five_conditions', 3))
      await setClock(all, NEXT_DAY)
      expect((await all.viewer.get(all.here.path(look))).status, look).toBe(200)
      expect(await rowsOf(all, `select state from app.assessment_rounds where initiative_id = $1`), look).toEqual([{ state: 'closed' }])
    }
    const all = await buildAnswering(world)
    await all.open({})
    await setClock(all, NEXT_DAY)
    const body = { instrument: 'five_conditions', mode: 'anonymous', purpose: 'Encore', opensOn: '2026-11-01', closesOn: '2026-11-30' }
    expect((await all.lead.ask('POST', all.here.path('/assessments'), { body })).status).toBe(201)
  })

  it('when nobody looks, the server closes it: of a round with too few answers they are destroyed and no number is told', async () => {
    const [few, enough, running] = [await buildAnswering(world), await buildAnswering(world), await buildAnswering(world)]
    await few.answerFor(await few.open({}), FIVE.slice(0, 4), allAt('five_conditions', 3))
    await enough.answerFor(await enough.open({}), FIVE, allAt('five_conditions', 3))
    await running.answerFor(await running.open({}), FIVE, allAt('five_conditions', 3))
    const ballots = await openPriorities(enough, { isNamed: true })
    await vote(enough, ballots)
    await setClock(few, NEXT_DAY)
    await setClock(enough, NEXT_DAY)
    await setClock(running, LAST_MINUTE)
    await serverRound()
    await serverRound()
    const states = (all: AnsweringCoalition) => rowsOf(all, `select state, closed_on::text from app.assessment_rounds where initiative_id = $1`)
    expect([await states(few), await states(enough), await states(running)]).toEqual([
      [{ state: 'closed', closed_on: '2026-10-31' }],
      [{ state: 'closed', closed_on: '2026-10-31' }],
      [{ state: 'open', closed_on: null }],
    ])
    expect((await few.results())[0]?.figures).toMatchObject({ hidden: 'too_few_respondents', respondents: null })
    expect(await rowsOf(few, `select 1 as row from app.assessment_sheets where initiative_id = $1`)).toEqual([])
    expect((await enough.results())[0]?.figures.respondents).toBe(5)
    expect(await acts(enough, 'assessment.close')).toHaveLength(1)
    const told = (await enough.viewer.get<PriorityRound>(enough.here.path(`/priority-rounds/${ballots.id}`))).body
    expect([told.state, told.closedOn, told.result?.ballots, told.result?.partners, told.named.length]).toEqual(['closed', '2026-10-31', 1, 8, 1])
  })

  it('one whose closing fails keeps no other from being closed', async () => {
    const [broken, sound] = [await buildAnswering(world), await buildAnswering(world)]
    for (const all of [broken, sound]) {
      await all.open({})
      await setClock(all, NEXT_DAY)
    }
    await world.maintain(broken.here.id, (client) =>
      client.query(`update app.assessment_rounds set instrument_version = 99 where initiative_id = $1`, [broken.here.id]),
    )
    await expect(dayWorkIn(world.db, new Date(), closeOverdue)).rejects.toThrow(AggregateError)
    expect(await rowsOf(sound, `select state from app.assessment_rounds where initiative_id = $1`)).toEqual([{ state: 'closed' }])
    await world.maintain(broken.here.id, (client) =>
      client.query(`update app.assessment_rounds set instrument_version = 1 where initiative_id = $1`, [broken.here.id]),
    )
  })

  it('a secret priority round that is over tells no order of fewer than five ballots, and its ballots are gone', async () => {
    const all = await buildAnswering(world)
    const round = await openPriorities(all)
    expect((await vote(all, round)).status).toBe(200)
    await setClock(all, NEXT_DAY)
    const [seen] = (await all.viewer.get<{ items: PriorityRound[] }>(all.here.path('/priority-rounds'))).body.items
    expect([seen?.state, seen?.closedOn, seen?.result]).toEqual(['closed', '2026-10-31', { ballots: 1, partners: 8, order: null }])
    expect(await rowsOf(all, `select 1 as row from app.priority_ballots where initiative_id = $1`)).toEqual([])
    expect(await acts(all, 'priorities.close')).toEqual([{ actor_id: null, hat_id: null, details: { ballots: 1, dayPassed: true } }])
  })
})

describe('the last day of an open round', () => {
  const move = (all: AnsweringCoalition, round: { id: string; version: number }, closesOn: string, who = all.lead) =>
    who.ask<Round & Refusal>('PATCH', all.here.path(`/assessments/${round.id}`), { body: { closesOn }, headers: match(round.version) })

  it('is moved by a lead, later or sooner, with the version that was read, and history says from which day to which', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    const [link = ''] = await all.invite(round, 'P2')
    const later = await move(all, round, '2026-11-15')
    expect([later.status, later.body.closesOn, later.body.version]).toEqual([200, '2026-11-15', 2])
    expect((await move(all, round, '2026-11-16')).status).toBe(412)
    expect((await move(all, later.body, '2026-11-16', all.staff)).status).toBe(403)
    expect((await move(all, later.body, '2026-11-16', all.contributor)).status).toBe(404)
    await setClock(all, NEXT_DAY)
    expect((await all.save(link, { answers: { 'C1.1': 3 } })).body.closesOn).toBe('2026-11-15')
    expect(await acts(all, 'assessment.move_day')).toMatchObject([{ details: { from: '2026-10-31', to: '2026-11-15' } }])
  })

  it('is neither a day that has passed nor one before the opening; nor is a round opened or reopened for such a day', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    expect([(await move(all, round, '2026-10-14')).body.code, (await move(all, round, '2026-09-30')).body.code]).toEqual(['day_passed', 'dates_reversed'])
    const body = { instrument: 'trust_pulse', mode: 'anonymous', purpose: 'x', opensOn: '2026-10-01', closesOn: '2026-10-14' }
    expect((await all.lead.ask<Refusal>('POST', all.here.path('/assessments'), { body })).body.code).toBe('day_passed')
    const closed = await all.close(round)
    const again = { body: { closesOn: '2026-10-14' }, headers: match(closed.version) }
    expect((await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/reopening`), again)).body.code).toBe('day_passed')
  })

  it('once it has passed it is moved no more: the round stays closed', async () => {
    const all = await buildAnswering(world)
    const [round, priorities] = [await all.open({}), await openPriorities(all)]
    await setClock(all, NEXT_DAY)
    const late = await move(all, round, '2026-11-30')
    expect([late.status, late.body.code]).toEqual([409, 'round_closed'])
    const lateVote = await all.staff.ask<Refusal>('PATCH', all.here.path(`/priority-rounds/${priorities.id}`), {
      body: { closesOn: '2026-11-30' },
      headers: match(1),
    })
    expect([lateVote.status, lateVote.body.code]).toEqual([409, 'round_closed'])
  })

  it('of a priority round is moved by the backbone', async () => {
    const all = await buildAnswering(world)
    const round = await openPriorities(all)
    const ask = (closesOn: string) =>
      all.staff.ask<PriorityRound & Refusal>('PATCH', all.here.path(`/priority-rounds/${round.id}`), { body: { closesOn }, headers: match(1) })
    expect((await ask('2026-10-01')).body.code).toBe('day_passed')
    expect((await ask('2026-11-10')).body.closesOn).toBe('2026-11-10')
    await setClock(all, NEXT_DAY)
    expect((await vote(all, round)).status).toBe(200)
    expect(await acts(all, 'priorities.move_day')).toMatchObject([{ details: { from: '2026-10-31', to: '2026-11-10' } }])
  })
})

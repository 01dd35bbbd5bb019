import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentInstrument } from '#shared/assessments/instruments.ts'
import { chooseOverlays, overlaysOf } from '#shared/assessments/overlays.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { AssessmentComment, Invited, LadderPair, OpenSheet, Round, RoundResult } from '#shared/assessments/shapes.ts'
import { allAt, buildAnswering, linkParts } from '../support/assessments.ts'
import { match } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const FIVE = ['P1', 'P2', 'P3', 'P4', 'P5']
type Refusal = { code: string; errors?: { pointer: string }[] }

describe('answering by link', () => {
  it('is done without an account, saved in parts, taken up again, sent, and changed until the round closes', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    const [link = '', other = ''] = await all.invite(round, 'P2', 2)
    const first = await all.save(link, { answers: { 'C1.1': 3, 'C1.2': null } })
    expect([first.status, first.body.isSent, first.body.answers]).toEqual([200, false, { 'C1.1': 3, 'C1.2': null }])
    const sent = await all.save(link, { answers: { 'C1.2': 2 }, send: true })
    expect([sent.body.isSent, sent.body.answers]).toEqual([true, { 'C1.1': 3, 'C1.2': 2 }])
    const changed = await all.save(link, { answers: { 'C1.1': 1 } })
    expect([changed.body.isSent, changed.body.answers['C1.1']]).toEqual([true, 1])
    const { slug, secret } = linkParts(link)
    const again = await world.stranger.ask<OpenSheet>('GET', `/api/v1/answering/${slug}`, { headers: { 'maillage-link': secret } })
    expect([again.body.answers['C1.1'], again.body.initiative.nameFr, again.headers['cache-control']]).toEqual([
      1,
      `Démarche ${all.here.slug}`,
      'private, no-store',
    ])
    const theirs = await world.stranger.ask<OpenSheet>('GET', `/api/v1/answering/${slug}`, { headers: { 'maillage-link': linkParts(other).secret } })
    expect(theirs.body.answers).toEqual({})
    const closed = await all.close(round)
    expect(closed.state).toBe('closed')
    const late = await all.save(link, { answers: { 'C1.1': 4 } })
    expect([late.status, late.body.code]).toEqual([404, 'link_invalid'])
  })

  it('a save that is sent again under its key changes nothing, whatever was saved since: on a sheet without a name and on that of a party', async () => {
    const all = await buildAnswering(world)
    const [link = ''] = await all.invite(await all.open({}), 'P2')
    const [first, second] = [randomUUID(), randomUUID()]
    await all.save(link, { answers: { 'C1.1': 1, 'C1.2': 1 }, comment: 'Un mot', mayBeShared: true, key: first })
    await all.save(link, { answers: { 'C1.1': 2 }, comment: null, key: second })
    const again = await all.save(link, { answers: { 'C1.1': 1, 'C1.2': 1 }, comment: 'Un mot', mayBeShared: true, key: first })
    expect([again.status, again.body.answers, again.body.comment]).toEqual([200, { 'C1.1': 2, 'C1.2': 1 }, null])
    expect((await all.save(link, { answers: { 'C1.1': 4 }, key: randomUUID() })).body.answers['C1.1']).toBe(4)
    expect((await all.save(link, { answers: {}, key: 'pas une clé' })).status).toBe(400)

    const parties = [{ nameFr: 'Un côté' }, { nameFr: 'L’autre' }]
    const body = { instrument: 'partnership_diagnostic', mode: 'group_consensus', purpose: 'x', opensOn: '2026-10-01', closesOn: '2026-10-31', parties }
    const { body: round } = await all.lead.ask<Round>('POST', all.here.path('/assessments'), { body })
    const made = await all.lead.ask<{ link: string }>('POST', all.here.path(`/assessments/${round.id}/party-links`), { body: { party: 1 } })
    for (const [answer, key] of [
      ['A', first],
      ['B', second],
      ['A', first],
    ])
      await all.save(made.body.link, { answers: { D01: answer }, key })
    expect((await all.save(made.body.link, { answers: {} })).body.answers.D01).toBe('B')
    const acts = await world.maintain(all.here.id, async (client) =>
      Number(
        (await client.query(`select count(*) from app.audit_log where initiative_id = $1 and action = 'assessment.save_party'`, [all.here.id])).rows[0].count,
      ),
    )
    expect(acts, 'what changed nothing is no act').toBe(3)
  })

  it('two saves of one sheet at one moment keep both answers', async () => {
    const all = await buildAnswering(world)
    const [link = ''] = await all.invite(await all.open({}), 'P2')
    await Promise.all([
      all.save(link, { answers: { 'C1.1': 1 } }),
      all.save(link, { answers: { 'C1.2': 2 }, send: true }),
      all.save(link, { answers: { 'C1.3': 3 } }),
    ])
    const { body } = await all.save(link, { answers: {} })
    expect([body.answers, body.isSent]).toEqual([{ 'C1.1': 1, 'C1.2': 2, 'C1.3': 3 }, true])
  })

  it('no link, a wrong one, one of another initiative: the same words', async () => {
    const [all, elsewhere] = [await buildAnswering(world), await buildAnswering(world)]
    const round = await elsewhere.open({})
    const [link = ''] = await elsewhere.invite(round, 'P2')
    const read = (slug: string, headers: Record<string, string>) => world.stranger.ask<Refusal>('GET', `/api/v1/answering/${slug}`, { headers })
    const answers = [
      await read(all.here.slug, {}),
      await read(all.here.slug, { 'maillage-link': 'x' }),
      await read(all.here.slug, { 'maillage-link': linkParts(link).secret }),
      await read('nulle-part', { 'maillage-link': linkParts(link).secret }),
    ]
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [404, 'link_invalid']))
  })

  it('an answer that is not of the scale is refused where it stands, and nothing of the sheet is kept', async () => {
    const all = await buildAnswering(world)
    const [link = ''] = await all.invite(await all.open({}), 'P2')
    const refused = await world.stranger.ask<Refusal>('PUT', `/api/v1/answering/${all.here.slug}`, {
      body: { answers: { 'C1.1': 3, 'C1.2': 5, X: 1 } },
      headers: { 'maillage-link': linkParts(link).secret },
    })
    expect([refused.status, refused.body.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/answers/C1.2', '/answers/X']])
    expect((await all.save(link, { answers: {} })).body.answers).toEqual({})
  })

  it('members of a partner have the same link each time, nobody else’s; the backbone has none', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    const mine = (person: typeof all.contributor) => person.ask<{ link: string }>('POST', all.here.path(`/assessments/${round.id}/my-link`), { body: {} })
    const [one, again, other] = [await mine(all.contributor), await mine(all.contributor), await mine(all.viewer)]
    expect(one.body.link).toBe(again.body.link)
    expect(one.body.link).not.toBe(other.body.link)
    for (const person of [all.lead, all.funder]) expect((await mine(person)).status).toBe(404)
    const { body } = await all.staff.get<{ items: Invited[] }>(all.here.path(`/assessments/${round.id}/invitations`))
    expect(body.items.filter(({ made }) => made > 0).map(({ partner, made, used }) => [partner, made, used])).toEqual([
      ['P2', 1, 0],
      ['P3', 1, 0],
    ])
  })
})

describe('a round', () => {
  it('has one mode from its opening on, one of those of its instrument; one round of an instrument is open at a time', async () => {
    const all = await buildAnswering(world)
    const ask = (body: object) =>
      all.lead.ask<Refusal>('POST', all.here.path('/assessments'), {
        body: { instrument: 'trust_pulse', mode: 'anonymous', purpose: 'x', opensOn: '2026-10-01', closesOn: '2026-10-31', ...body },
      })
    for (const body of [
      { mode: 'named' },
      { breakdown: 'level' },
      { instrument: 'collaboration_ladder' },
      { instrument: 'preconditions' },
      { instrument: 'joining_assessment' },
    ])
      expect((await ask(body)).body.code).toBe('round_mode_refused')
    expect((await ask({ closesOn: '2026-09-30' })).body.code).toBe('dates_reversed')
    expect((await ask({ minimum: 4 })).status).toBe(400)
    expect((await ask({})).status).toBe(201)
    expect((await ask({})).body.code).toBe('already_exists')
  })

  it('with fewer than five active partners one sheet is filled together', async () => {
    const all = await buildAnswering(world)
    await world.maintain(all.here.id, (client) =>
      client.query(`update app.partners set left_on = '2026-01-01' where initiative_id = $1 and code > 'P4'`, [all.here.id]),
    )
    const body = { instrument: 'five_conditions', mode: 'anonymous', purpose: 'x', opensOn: '2026-10-01', closesOn: '2026-10-31' }
    expect((await all.lead.ask<Refusal>('POST', all.here.path('/assessments'), { body })).body.code).toBe('too_few_partners')
    expect((await all.lead.ask('POST', all.here.path('/assessments'), { body: { ...body, mode: 'group_consensus' } })).status).toBe(201)
  })

  it('tells nothing before it closes, and what was not sent never counts', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, FIVE, allAt('five_conditions', 3))
    const [link = ''] = await all.invite(round, 'P6')
    await all.save(link, { answers: allAt('five_conditions', 0) })
    expect(await all.results()).toEqual([])
    await all.close(round)
    const [result] = await all.results()
    expect([result?.figures.respondents, result?.figures.partners, result?.figures.dimensions[0]?.score]).toEqual([5, 5, 75])
    expect((await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/closing`), { body: {}, headers: match(2) })).body.code).toBe(
      'round_closed',
    )
  })

  it('each partner counts once, however many people it sends', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, ['P1', 'P2', 'P3', 'P4'], allAt('five_conditions', 4))
    for (const link of await all.invite(round, 'P5', 3)) await all.save(link, { answers: allAt('five_conditions', 0), send: true })
    await all.close(round)
    const figures = (await all.results())[0]?.figures
    expect([figures?.respondents, figures?.partners, figures?.dimensions[0]?.score]).toEqual([7, 5, 80])
    expect(figures?.dimensions[0]?.spread).toMatchObject({ dots: [0, 100, 100, 100, 100], min: 0, max: 100, divergence: 'high' })
    expect(figures?.dimensions[0]).toMatchObject({ expected: 35, standing: 'on_cue' })
  })

  it('of four people, or of two partners, nothing numeric is told, in any answer of the API', async () => {
    for (const partners of [
      ['P1', 'P2', 'P3', 'P4'],
      ['P1', 'P1', 'P1', 'P2', 'P2', 'P2'],
    ]) {
      const all = await buildAnswering(world)
      const round = await all.open({ breakdown: 'level' })
      await all.answerFor(round, partners, allAt('five_conditions', 3))
      await all.close(round)
      const [result] = await all.results()
      expect(result?.figures.hidden).toBe(partners.length < 5 ? 'too_few_respondents' : 'too_few_partners')
      expect(JSON.stringify({ ...result?.figures, hidden: null })).not.toMatch(/\d/)
    }
  })

  it('S31 of the trust pulse nothing is told with four respondents, and a number with five', async () => {
    for (const partners of [FIVE.slice(0, 4), FIVE]) {
      const all = await buildAnswering(world)
      const round = await all.open({ instrument: 'trust_pulse' })
      await all.answerFor(round, partners, (index) => allAt('trust_pulse', (index % 3) + 2))
      await all.close(round)
      const [result] = await all.results('trust_pulse')
      if (partners.length === 4) expect(JSON.stringify({ ...result?.figures, hidden: null })).not.toMatch(/\d/)
      else expect([result?.figures.respondents, typeof result?.figures.dimensions[0]?.score]).toEqual([5, 'number'])
    }
  })

  it('reopened, it takes partners that have not answered, and tells new figures with five more people of three partners', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, FIVE, allAt('five_conditions', 4))
    let now = await all.close(round)
    const reopen = async () => {
      const answer = await all.lead.ask<Round>('POST', all.here.path(`/assessments/${round.id}/reopening`), {
        body: { closesOn: '2026-11-30' },
        headers: match(now.version),
      })
      expect(answer.status, answer.text).toBe(200)
      return answer.body
    }
    now = await reopen()
    const refused = await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/invitations`), { body: { partner: 'P2' } })
    expect([refused.status, refused.body.code]).toEqual([409, 'partner_answered'])
    expect((await all.contributor.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/my-link`), { body: {} })).body.code).toBe('partner_answered')
    await all.answerFor(now, ['P6', 'P7', 'P8'], allAt('five_conditions', 0))
    now = await all.close(now)
    expect([now.edition, (await all.results())[0]?.figures.dimensions[0]?.score]).toEqual([1, 100])
    // Those three were not kept, and count as having answered: what they said is gone.
    now = await reopen()
    expect((await all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${round.id}/invitations`), { body: { partner: 'P6' } })).body.code).toBe(
      'partner_answered',
    )
  })

  it('a second edition adds what the first did not have', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, FIVE, allAt('five_conditions', 4))
    const first = await all.close(round)
    const { body: open } = await all.lead.ask<Round>('POST', all.here.path(`/assessments/${round.id}/reopening`), {
      body: { closesOn: '2026-11-30' },
      headers: match(first.version),
    })
    for (const partner of ['P6', 'P7', 'P8'])
      for (const link of await all.invite(open, partner, 2)) await all.save(link, { answers: allAt('five_conditions', 0), send: true })
    expect((await all.close(open)).edition).toBe(2)
    const [result, ...more] = await all.results()
    expect([result?.edition, result?.figures.respondents, result?.figures.partners, result?.figures.dimensions[0]?.score, more]).toEqual([2, 11, 8, 62.5, []])
  })

  it('is broken down by the one dimension of its opening, and only where everybody else is enough too', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ breakdown: 'level' })
    // Top: P1 to P4, five people; local: P5 to P8, five people.
    for (const [partner, people] of [
      ['P1', 2],
      ['P2', 1],
      ['P3', 1],
      ['P4', 1],
      ['P5', 2],
      ['P6', 1],
      ['P7', 1],
      ['P8', 1],
    ] as const)
      for (const link of await all.invite(round, partner, people))
        await all.save(link, { answers: allAt('five_conditions', partner < 'P5' ? 4 : 1), send: true })
    await all.close(round)
    expect((await all.results())[0]?.figures.groups.map(({ key, dimensions }) => [key, dimensions[0]?.score])).toEqual([
      ['local', 25],
      ['top', 100],
    ])
  })
})

describe('comments', () => {
  it('are kept when their author ticks it, shown by the backbone and never in a small round', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    const [first = '', second = ''] = await all.answerFor(round, FIVE, allAt('five_conditions', 3))
    await all.save(first, { answers: {}, comment: 'À partager', mayBeShared: true })
    await all.save(second, { answers: {}, comment: 'Pas à partager' })
    await all.close(round)
    const { body } = await all.staff.get<{ items: AssessmentComment[] }>(all.here.path(`/assessments/${round.id}/comments`))
    expect(body.items.map(({ body: words, state }) => [words, state])).toEqual([['À partager', 'to_read']])
    const show = await all.staff.ask<Refusal>('PATCH', all.here.path(`/assessment-comments/${body.items[0]?.id}`), {
      body: { state: 'shown' },
      headers: match(1),
    })
    expect(show.body.code).toBe('too_few_for_comments')
    expect((await all.results())[0]?.comments).toEqual([])
  })

  it('of eight people and more the circle reads those that the backbone shows', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    const links = await all.answerFor(round, [...FIVE, 'P6', 'P7', 'P8'], allAt('five_conditions', 3))
    for (const [index, link] of links.slice(0, 2).entries()) await all.save(link, { answers: {}, comment: `Mot ${index}`, mayBeShared: true })
    await all.close(round)
    const path = all.here.path(`/assessments/${round.id}/comments`)
    const { body } = await all.staff.get<{ items: AssessmentComment[] }>(path)
    const [one, other] = [body.items.find(({ body: words }) => words === 'Mot 0'), body.items.find(({ body: words }) => words === 'Mot 1')]
    for (const [comment, state] of [
      [one, 'shown'],
      [other, 'hidden'],
    ] as const)
      expect((await all.staff.ask('PATCH', all.here.path(`/assessment-comments/${comment?.id}`), { body: { state }, headers: match(1) })).status).toBe(200)
    const told = await all.viewer.get<{ items: RoundResult[] }>(all.here.path('/assessment-results'))
    expect(told.body.items[0]?.comments).toEqual(['Mot 0'])
    expect((await all.viewer.get(path)).status).toBe(404)
  })
})

describe('funders (domain 5, row 32)', () => {
  it('read nothing until a decision is recorded, then scores alone; of three instruments never', async () => {
    const all = await buildAnswering(world)
    const funderReads = async () => (await all.funder.get<{ items: RoundResult[] }>(all.here.path('/assessment-results'))).body.items
    const rounds: Record<string, Round> = {}
    for (const instrument of ['five_conditions', 'trust_pulse', 'partnership_diagnostic'] as const) {
      const round = await all.open({ instrument })
      await all.answerFor(round, [...FIVE, 'P6'], (index) => allAt(instrument, instrument === 'partnership_diagnostic' ? 'A' : (index % 2) + 2))
      rounds[instrument] = await all.close(round)
    }
    expect(await funderReads()).toEqual([])
    expect((await all.funder.get(all.here.path('/assessments'))).status).toBe(404)
    const decide = (instrument: string) =>
      all.lead.ask<Refusal>('POST', all.here.path(`/assessments/${rounds[instrument]?.id}/sharing`), {
        body: { decision: 'Décidé au comité', decidedOn: '2026-10-14' },
      })
    expect((await decide('trust_pulse')).body.code).toBe('not_for_funders')
    expect((await decide('partnership_diagnostic')).body.code).toBe('not_for_funders')
    expect((await decide('five_conditions')).status).toBe(200)
    const [told, ...more] = await funderReads()
    expect([told?.instrument, told?.figures.dimensions[0]?.score, told?.shared?.decision, more]).toEqual(['five_conditions', 62.5, 'Décidé au comité', []])
    expect([told?.figures.items, told?.figures.respondents, told?.figures.dimensions[0]?.spread, told?.comments]).toEqual([[], null, null, []])
  })
})

describe('the partnership diagnostic', () => {
  it('S64 tells the answers beside each of eighteen statements, six indices and what comes first, and what is agreed on begins an activity', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'partnership_diagnostic' })
    await all.answerFor(round, [...FIVE, 'P6'], (index) => ({ ...allAt('partnership_diagnostic', 'B'), D14: index < 3 ? 'A' : 'C' }))
    const agree = (body: object, item = 'D14') =>
      all.staff.ask<Refusal & { activityId: string }>('PUT', all.here.path(`/assessments/${round.id}/agreements/${item}`), { body })
    expect((await agree({ choice: 'B' })).body.code).toBe('round_open')
    await all.close(round)
    const figures = (await all.results())[0]?.figures
    expect(figures?.items.find(({ code }) => code === 'D14')).toMatchObject({ counts: { A: 3, B: 0, C: 3 }, index: 50, flag: 'split' })
    expect(figures?.items.map(({ counts }) => Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0))).toEqual(Array.from({ length: 18 }, () => 6))
    expect([figures?.items.length, figures?.dimensions.length, figures?.first, figures?.overall]).toEqual([18, 6, ['D14'], 50])
    const agreed = await agree({ choice: 'C', decision: 'Nommer chacun', activity: 'Un mur des contributions' })
    expect(agreed.status, agreed.text).toBe(200)
    const { body: activity } = await all.staff.get<{ nameFr: string }>(all.here.path(`/activities/${agreed.body.activityId}`))
    expect(activity.nameFr).toBe('Un mur des contributions')
    await agree({ choice: 'B' })
    expect((await all.results())[0]?.agreed).toMatchObject([{ code: 'D14', choice: 'B', activityId: agreed.body.activityId, version: 2 }])
    expect((await agree({ choice: 'B' }, 'D99')).status).toBe(404)
  })
})

describe('views over the wheel of a diagnostic', () => {
  const divided = async (people: Readonly<Record<string, number>>) => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'partnership_diagnostic', breakdown: 'level' })
    for (const [partner, count] of Object.entries(people))
      for (const link of await all.invite(round, partner, count))
        await all.save(link, { answers: allAt('partnership_diagnostic', partner < 'P5' ? 'A' : 'C'), send: true })
    await all.close(round)
    const [result] = await all.results()
    return result as RoundResult
  }

  it('S65 a group of five lies over the wheel with its answers; one of fewer is refused, and so is what would give it away', async () => {
    const enough = await divided({ P1: 2, P2: 2, P3: 1, P5: 2, P6: 2, P7: 1 })
    expect(enough.figures.groups.map(({ key, dimensions, items }) => [key, dimensions.length, dimensions[0]?.score, items?.[0]?.counts])).toEqual([
      ['local', 6, 0, { A: 0, B: 0, C: 5 }],
      ['top', 6, 100, { A: 5, B: 0, C: 0 }],
    ])
    const instrument = currentInstrument('partnership_diagnostic')
    const offered = overlaysOf(instrument, [enough], enough)
    expect(chooseOverlays(['group:top', 'group:local'], offered)).toMatchObject({ shown: [{ key: 'group:top' }, { key: 'group:local' }], refused: [] })
    // Four of the local level: shown alone or as what the whole leaves without the others, they would be told.
    const few = await divided({ P1: 2, P2: 2, P3: 2, P5: 2, P6: 1, P7: 1 })
    expect([few.figures.respondents, few.figures.groups]).toEqual([10, []])
    expect(chooseOverlays(['group:top', 'group:local'], overlaysOf(instrument, [few], few))).toEqual({
      shown: [],
      refused: [
        { key: 'group:top', reason: 'not_told' },
        { key: 'group:local', reason: 'not_told' },
      ],
    })
  })
})

describe('a sheet that a group fills together', () => {
  it('is the backbone’s until it closes, takes a version, and tells what was agreed with its proofs', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'preconditions', mode: 'group_consensus' })
    const path = all.here.path(`/assessments/${round.id}/group-sheet`)
    const save = (answers: object, version: number) =>
      all.staff.ask<Refusal & { version: number }>('PUT', path, { body: { answers, proofs: { 'P1.1': 'La mairesse' } }, headers: match(version) })
    expect((await save(allAt('preconditions', 2), 0)).body.version).toBe(1)
    expect((await save({}, 0)).status).toBe(412)
    expect((await all.viewer.get(path)).status).toBe(404)
    await all.close(round)
    const figures = (await all.results())[0]?.figures
    expect([figures?.preconditions?.isReady, figures?.dimensions.map(({ state }) => state)]).toEqual([true, ['met', 'met', 'met', 'met']])
    expect(figures?.items[0]).toMatchObject({ answer: 2, proof: 'La mairesse' })
    expect((await save({}, 1)).body.code).toBe('round_closed')
  })

  it('S77 a champion and resources without urgency are to be consolidated first, with the statements to begin with', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'preconditions', mode: 'group_consensus' })
    const answers = { ...allAt('preconditions', 2), 'P3.1': 0, 'P3.2': 0, 'P3.3': 0 }
    await all.staff.ask('PUT', all.here.path(`/assessments/${round.id}/group-sheet`), { body: { answers, proofs: {} }, headers: match(0) })
    await all.close(round)
    const figures = (await all.results())[0]?.figures
    expect(figures?.dimensions.map(({ key, state }) => [key, state])).toEqual([
      ['champion', 'met'],
      ['resources', 'met'],
      ['urgency', 'absent'],
      ['fit', 'met'],
    ])
    // The page says « consolider d’abord » of what is not ready.
    expect(figures?.preconditions).toEqual({ isReady: false, next: ['P3.1', 'P3.2', 'P3.3'], suitsOtherForm: false })
    expect(m.assessments_preconditions_not_yet({}, { locale: 'fr-CA' })).toMatch(/consolider d’abord/i)
  })
})

describe('a partnership diagnostic is about a project (domain 2.3)', () => {
  const BODY = { instrument: 'partnership_diagnostic', mode: 'group_consensus', purpose: 'Voir', opensOn: '2026-10-01', closesOn: '2026-10-31' }
  const change = (here: { id: string }, statement: string) => world.maintain(here.id, (client) => client.query(statement, [here.id]))

  it('without an adopted, dated goal or without means it is too early, and what is missing is named', async () => {
    const { here, lead } = await buildAnswering(world)
    const open = (body: object) => lead.ask<Refusal & { params: object }>('POST', here.path('/assessments'), { body: { ...BODY, ...body } })
    await change(here, `update app.activities set cost = null where initiative_id = $1`)
    const refused = await open({})
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([422, 'diagnostic_too_early', { missing: ['means'] }])
    await change(here, `update app.goals set target_date = null where initiative_id = $1`)
    expect((await open({})).body.params).toEqual({ missing: ['goal', 'means'] })
    // Another instrument asks for no project.
    expect((await open({ instrument: 'preconditions' })).status).toBe(201)
    // What a partner has confirmed is a means, what waits for its word is none.
    await change(here, `update app.goals set target_date = '2030-06-30' where initiative_id = $1`)
    const give = `insert into app.contributions (initiative_id, partner_id, kind, confirmed_on) select initiative_id, id, 'resources', DAY from app.partners where initiative_id = $1 and code = 'P2'`
    await change(here, give.replace('DAY', 'null'))
    expect((await open({})).body.params).toEqual({ missing: ['means'] })
    await change(here, give.replace('DAY', `'2026-01-05'`))
    expect((await open({})).status).toBe(201)
  })

  it('an informal initiative may go on all the same, a formal one may not (D41)', async () => {
    const { here, lead } = await buildAnswering(world)
    const open = (body: object) => lead.ask<Refusal>('POST', here.path('/assessments'), { body: { ...BODY, ...body } })
    await change(here, `update app.goals set state = 'draft' where initiative_id = $1`)
    await change(here, `update app.initiatives set form = 'formal' where id = $1`)
    expect((await open({ anyway: true })).body.code).toBe('diagnostic_too_early')
    await change(here, `update app.initiatives set form = 'informal' where id = $1`)
    expect((await open({ anyway: true })).status).toBe(201)
  })
})

describe('the collaboration ladder', () => {
  it('S50 at 3 and 2 the agreed level is 2 and the gap 1; each partner reads its own relations, the backbone all of them, everybody how many stand where', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'collaboration_ladder', mode: 'named' })
    const say = (from: typeof all.contributor, about: string, answers: object) =>
      from.ask<Refusal>('PUT', all.here.path(`/assessments/${round.id}/pairs/${about}`), { body: { answers } })
    const other = await all.here.person({ role: 'partner_contributor', partner: 'P3' })
    expect((await say(all.contributor, 'P3', { H1: 1, H2: 1, H3: 1, H4: 0, H6: 2, H8: 4 })).status).toBe(200)
    expect((await say(other, 'P2', { H1: 1, H2: 1, H3: 0, H4: 0 })).status).toBe(200)
    expect((await say(all.contributor, 'P2', { H1: 1 })).status).toBe(404)
    expect((await say(all.lead, 'P3', { H1: 1 })).status).toBe(404)
    const pairs = async (person: typeof all.contributor) =>
      (await person.get<{ items: LadderPair[] }>(all.here.path(`/assessments/${round.id}/pairs`))).body.items
    expect((await pairs(all.contributor)).find((one) => one.other === 'P3')).toMatchObject({ levelHere: 3, there: null, agreedLevel: null })
    expect(await pairs(all.lead)).toEqual([])
    await all.close(round)
    expect((await pairs(all.contributor)).find((one) => one.other === 'P3')).toMatchObject({
      levelHere: 3,
      levelThere: 2,
      agreedLevel: 2,
      perceptionGap: 1,
      adviceHere: { kind: 'begin_with', level: 4, barriers: ['trust'] },
      adviceThere: null,
    })
    // The other side reads the same relation from its own side, a third partner nothing of it.
    expect((await pairs(other)).find((one) => one.other === 'P2')).toMatchObject({ one: 'P3', levelHere: 2, levelThere: 3, agreedLevel: 2, perceptionGap: 1 })
    const third = await pairs(await all.here.person({ role: 'partner_contributor', partner: 'P1' }))
    expect(third.map((one) => [one.one, one.here, one.there, one.levelHere, one.levelThere, one.agreedLevel, one.perceptionGap])).toEqual(
      third.map(() => ['P1', null, null, null, null, null, null]),
    )
    expect(third.length).toBeGreaterThan(0)
    expect((await pairs(all.lead)).map(({ one, other: to, agreedLevel }) => [one, to, agreedLevel])).toEqual([['P2', 'P3', 2]])
    expect((await all.viewer.get(all.here.path(`/assessments/${round.id}/pairs`))).status).toBe(404)
    expect((await all.results())[0]?.figures).toMatchObject({ hidden: 'too_few_partners', ladder: null })
    expect((await all.lead.get(all.here.path(`/assessments/${randomUUID()}/pairs`))).status).toBe(404)
  })
})

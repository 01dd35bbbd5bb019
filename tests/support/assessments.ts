import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { currentInstrument, type Answers } from '#shared/assessments/instruments.ts'
import type { InstrumentKey } from '#shared/assessments/instrument.ts'
import type { OpenSheet, Round, RoundResult } from '#shared/assessments/shapes.ts'
import { buildCoalition, match, type Coalition } from './coalition.ts'
import type { Answer, World } from './world.ts'

/** A coalition of eight partners, P1 to P8, with people who answer by link and a dated project that has means. */
export interface AnsweringCoalition extends Coalition {
  open(input: Partial<{ instrument: InstrumentKey; mode: string; breakdown: string; minimum: number }>): Promise<Round>
  /** Links for one partner. */
  invite(round: Round, partner: string, people?: number): Promise<string[]>
  /** Somebody without an account, holding a link. */
  save(link: string, body: object): Promise<Answer<OpenSheet & { code: string }>>
  /** One person of each named partner sends the same answers, or those of a function. */
  answerFor(round: Round, partners: readonly string[], answers: Answers | ((index: number) => Answers)): Promise<string[]>
  close(round: Round): Promise<Round>
  results(instrument?: InstrumentKey): Promise<RoundResult[]>
}

/** Every item of an instrument answered alike. */
export const allAt = (key: InstrumentKey, value: number | string | null): Answers =>
  Object.fromEntries(currentInstrument(key).items.map(({ code }) => [code, value]))

/** The secret and the address of an answering page, for the API. */
export const linkParts = (link: string): { slug: string; secret: string } => {
  const [, , slug = '', , secret = ''] = link.split('/')
  return { slug, secret }
}

export async function buildAnswering(world: World): Promise<AnsweringCoalition> {
  const all = await buildCoalition(world)
  const { here, lead } = all
  await world.maintain(here.id, async (client) => {
    for (let number = 4; number <= 8; number += 1) {
      const organization = randomUUID()
      await client.query(`insert into app.organizations (initiative_id, id, name, sectors) values ($1, $2, $3, $4)`, [
        here.id,
        organization,
        `Organisation P${number}`,
        [number > 6 ? 'health' : 'community'],
      ])
      await client.query(`insert into app.partners (initiative_id, organization_id, code, level_id, joined_on) values ($1, $2, $3, $4, '2020-01-01')`, [
        here.id,
        organization,
        `P${number}`,
        number > 4 ? here.level.local : here.level.top,
      ])
    }
    await client.query(`update app.partners set level_id = $2 where initiative_id = $1 and code in ('P1', 'P2', 'P3')`, [here.id, here.level.top])
    await client.query(
      `insert into app.goals (initiative_id, statement_fr, target_date, state, adopted_on) values ($1, 'Chaque enfant prêt', '2030-06-30', 'adopted', '2025-01-15')`,
      [here.id],
    )
    await client.query(`insert into app.activities (initiative_id, name_fr, state, cost) values ($1, 'Visites à domicile', 'under_way', 12000)`, [here.id])
  })
  const save: AnsweringCoalition['save'] = (link, body) => {
    const { slug, secret } = linkParts(link)
    return world.stranger.ask('PUT', `/api/v1/answering/${slug}`, { body, headers: { 'maillage-link': secret } })
  }
  const invite: AnsweringCoalition['invite'] = async (round, partner, people = 1) => {
    const answer = await lead.ask<{ links: string[] }>('POST', here.path(`/assessments/${round.id}/invitations`), { body: { partner, people } })
    expect(answer.status, answer.text).toBe(201)
    return answer.body.links
  }
  return {
    ...all,
    save,
    invite,
    async open({ instrument = 'five_conditions', mode = 'anonymous', breakdown = 'none', minimum = 5 }) {
      const body = { instrument, mode, breakdown, minimum, purpose: 'Voir où nous en sommes', opensOn: '2026-10-01', closesOn: '2026-10-31' }
      const answer = await lead.ask<Round>('POST', here.path('/assessments'), { body })
      expect(answer.status, answer.text).toBe(201)
      return answer.body
    },
    async answerFor(round, partners, answers) {
      const links: string[] = []
      for (const [index, partner] of partners.entries()) {
        const [link = ''] = await invite(round, partner)
        const answer = await save(link, { answers: typeof answers === 'function' ? answers(index) : answers, send: true })
        expect(answer.status, answer.text).toBe(200)
        links.push(link)
      }
      return links
    },
    async close(round) {
      const { body: now } = await lead.get<Round>(here.path(`/assessments/${round.id}`))
      const answer = await lead.ask<Round>('POST', here.path(`/assessments/${round.id}/closing`), { body: {}, headers: match(now.version) })
      expect(answer.status, answer.text).toBe(200)
      return answer.body
    },
    async results(instrument) {
      const answer = await lead.get<{ items: RoundResult[] }>(here.path('/assessment-results'), instrument === undefined ? {} : { instrument })
      expect(answer.status, answer.text).toBe(200)
      return answer.body.items
    },
  }
}

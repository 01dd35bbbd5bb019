import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentInstrument } from '#shared/assessments/instruments.ts'
import { allAt, buildAnswering, linkParts, type AnsweringCoalition } from '../support/assessments.ts'
import { openWorld, type World } from '../support/world.ts'
import type { Round } from '#shared/assessments/shapes.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const PARTNERS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7', 'P8'] as const

/** Everything that the owner of the database reads of an initiative, row by row, with where and by which transaction it was written. */
async function everything(initiativeId: string): Promise<{ table: string; place: string; writtenBy: string; text: string }[]> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'initiative_id' where n.nspname = 'app' and c.relkind = 'r' order by 1`,
  )
  return world.maintain(initiativeId, async (client) => {
    const found = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ place: string; written_by: string; row: object }>(
        `select t.ctid::text as place, t.xmin::text as written_by, to_jsonb(t) as row from app.${name} t where t.initiative_id = $1`,
        [initiativeId],
      )
      for (const { place, written_by: writtenBy, row } of rows) found.push({ table: name, place, writtenBy, text: JSON.stringify(row) })
    }
    return found
  })
}

/** Partner number n answers n-thly: a profile that nobody else has. */
const profile = (partner: number) =>
  Object.fromEntries(currentInstrument('five_conditions').items.map(({ code }, index) => [code, Math.floor(partner / (index % 2 === 0 ? 1 : 2)) % 5]))

async function closedRound(
  order: readonly number[],
): Promise<{ all: AnsweringCoalition; roundId: string; links: string[]; before: Awaited<ReturnType<typeof everything>> }> {
  const all = await buildAnswering(world)
  const round = await all.open({})
  const links = await all.answerFor(round, PARTNERS, (index) => profile(order[index] ?? 0))
  for (const [index, link] of links.entries()) await all.save(link, { answers: {}, comment: `Mot de ${order[index]}`, mayBeShared: true })
  const before = await everything(all.here.id)
  await all.close(round)
  return { all, roundId: round.id, links, before }
}

const WHO_ANSWERED_WHAT = [0, 1, 2, 3, 4, 5, 6, 7]

describe('with the owner’s account of the database, after a round has closed (issue 5, check 4)', () => {
  it('no token can be made again, because nothing that it was made of is left; while the round was open it could', async () => {
    const { all, links, before } = await closedRound(WHO_ANSWERED_WHAT)
    const partnerIds = (
      await world.maintain(all.here.id, (client) => client.query<{ id: string }>('select id from app.partners where initiative_id = $1', [all.here.id]))
    ).rows
    const tokensIn = (rows: { text: string }[]) => {
      const text = rows.map((row) => row.text).join('\n')
      // Whatever stands in the database is tried as the secret of a token; each link that was ever made is tried too.
      const words = new Set(text.match(/[\w-]{20,}/g))
      const tokens = [...words].flatMap((secret) => partnerIds.map(({ id }) => createHash('sha256').update(`${secret}${id}`).digest('hex')))
      const ofLinks = links.flatMap((link) =>
        ['link', 'sheet'].map((what) =>
          createHash('sha256')
            .update(`${what}:${linkParts(link).secret}`)
            .digest('hex'),
        ),
      )
      return [...tokens, ...ofLinks].filter((token) => text.includes(token)).length
    }
    expect(tokensIn(before)).toBe(PARTNERS.length * 3)
    expect(tokensIn(await everything(all.here.id))).toBe(0)
  })

  it('it is the same database, whichever partner gave which answers: two worlds where they are exchanged differ in nothing', async () => {
    const one = await closedRound(WHO_ANSWERED_WHAT)
    const other = await closedRound([7, 6, 5, 4, 3, 2, 1, 0])
    // Identifiers and times are of each world; what remains is what could tell.
    const told = async ({ all }: { all: AnsweringCoalition }) =>
      (await everything(all.here.id))
        .filter(({ table }) => table.startsWith('assessment') || table === 'audit_log')
        .map(({ table, text }) =>
          `${table} ${text}`
            .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
            .replace(/"\d{4}-\d\d-\d\dT[^"]+"/g, '<time>')
            .replace(/"sequence":\s*\d+/, '<place>'),
        )
        .sort()
    expect(await told(one)).toEqual(await told(other))
    expect((await told(one)).some((text) => text.includes('assessment_waves'))).toBe(true)
  })

  it('no row holds what one person answered across items, and none tells by its transaction or its place when it came', async () => {
    const { all, roundId } = await closedRound(WHO_ANSWERED_WHAT)
    const rows = (await everything(all.here.id)).filter(({ text }) => text.includes(roundId))
    expect(rows.filter(({ table }) => ['assessment_sheets', 'assessment_secrets', 'assessment_invitations'].includes(table))).toEqual([])
    const perPerson = rows.filter(({ table }) => table === 'assessment_participations' || table === 'assessment_comments' || table === 'assessment_waves')
    expect(perPerson.length).toBe(PARTNERS.length * 2 + 1)
    expect(new Set(perPerson.map(({ writtenBy }) => writtenBy)).size).toBe(1)
    // Eight words in the very order in which they were sent: once in forty thousand.
    const place = (text: string) => text.split(',').map((part) => Number(part.replace(/\D/g, '')))
    const inPlace = rows
      .filter(({ table }) => table === 'assessment_comments')
      .sort((a, b) => (place(a.place)[0] ?? 0) - (place(b.place)[0] ?? 0) || (place(a.place)[1] ?? 0) - (place(b.place)[1] ?? 0))
    expect(inPlace.map(({ text }) => /Mot de (\d)/.exec(text)?.[1]).join('')).not.toBe('01234567')
  })

  it('a backup that comes back, where no secret is, takes no more answers; what was sent is added up all the same', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ breakdown: 'level' })
    const [link = ''] = await all.answerFor(round, PARTNERS, allAt('five_conditions', 3))
    const sheets = (await everything(all.here.id)).filter(({ table }) => table === 'assessment_sheets')
    for (const { text } of sheets) expect(text, 'a group of one partner would name it').not.toMatch(/"group_tag":\s*"(top|local)"/)
    await world.maintain(all.here.id, (client) => client.query('delete from app.assessment_secrets where initiative_id = $1', [all.here.id]))
    expect((await all.save(link, { answers: { 'C1.1': 0 } })).body.code).toBe('link_invalid')
    await all.close(round)
    const [result] = await all.results()
    expect([result?.figures.dimensions[0]?.score, result?.figures.partners, result?.figures.groups]).toEqual([75, 8, []])
  })

  it('the trust pulse keeps no partner even while it is open', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'trust_pulse' })
    await all.answerFor(round, PARTNERS, allAt('trust_pulse', 4))
    const sheets = (await everything(all.here.id)).filter(({ table }) => table === 'assessment_sheets')
    expect(sheets.length).toBe(PARTNERS.length)
    for (const { text } of sheets) expect(JSON.parse(text)).toMatchObject({ partner_token: null, group_tag: null })
  })

  it('nobody reads a sheet or a secret with the application’s own role, whatever its hat', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({})
    await all.answerFor(round, PARTNERS, allAt('five_conditions', 4))
    const api = world.database.pool('api', 1)
    for (const role of ['backbone', 'partner_contributor', 'partner_viewer', 'funder', 'respondent', '']) {
      const client = await api.connect()
      await client.query('begin')
      await client.query('select app.set_ctx($1, gen_random_uuid(), $2, $3, false)', [all.here.id, role, all.here.partner.P2])
      const { rows } = await client.query<{ found: number }>(
        `select (select count(*) from app.assessment_sheets)::int + (select count(*) from app.assessment_secrets)::int + (select count(*) from app.assessment_waves)::int as found`,
      )
      await client.query('rollback')
      client.release()
      expect([role, rows[0]?.found]).toEqual([role, 0])
    }
  })
})

/** A diagnostic of two parties that is open, with the link of each. */
async function roundByParty(all: AnsweringCoalition): Promise<{ round: Round; links: string[] }> {
  const body = {
    instrument: 'partnership_diagnostic',
    mode: 'group_consensus',
    purpose: 'Deux regards',
    opensOn: '2026-10-01',
    closesOn: '2026-10-31',
    parties: [{ nameFr: 'Côté municipal' }, { nameFr: 'Côté communautaire' }],
  }
  const { body: round } = await all.lead.ask<Round>('POST', all.here.path('/assessments'), { body })
  const links: string[] = []
  for (const party of [1, 2])
    links.push((await all.lead.ask<{ link: string }>('POST', all.here.path(`/assessments/${round.id}/party-links`), { body: { party } })).body.link)
  return { round, links }
}

describe('one sheet a party, which is not a sheet without a name', () => {
  it('is known as the party’s by design, told with its answers, and never with anybody of it; its links and sheets go at the closing', async () => {
    const all = await buildAnswering(world)
    const { round, links } = await roundByParty(all)
    for (const link of links) await all.save(link, { answers: allAt('partnership_diagnostic', 'B'), people: 4, send: true })
    const before = await everything(all.here.id)
    expect(before.filter(({ table, text }) => table === 'assessment_party_sheets' && text.includes('"D01"')).length).toBe(2)
    await all.close(round)
    const after = await everything(all.here.id)
    expect(after.filter(({ table }) => table === 'assessment_party_sheets')).toEqual([])
    const hashes = links.map((link) =>
      createHash('sha256')
        .update(`link:${linkParts(link).secret}`)
        .digest('hex'),
    )
    for (const { table, text } of after) for (const hash of hashes) expect(text.includes(hash), table).toBe(false)
    // Who held the link is nowhere, in the audit neither: a party is a side, not a person.
    for (const { text } of after.filter(({ table, text: row }) => table === 'audit_log' && /assessment\.(save|send)_party/.test(row)))
      expect(JSON.parse(text)).toMatchObject({ actor_id: null, hat_id: null, role: null, partner_id: null })
  })

  it('its link reads its own sheet alone: neither that of the other party, nor any without a name', async () => {
    const all = await buildAnswering(world)
    const anonymous = await all.open({})
    const [mine = ''] = await all.answerFor(anonymous, PARTNERS, allAt('five_conditions', 4))
    const { links } = await roundByParty(all)
    for (const link of links) await all.save(link, { answers: { D01: 'A' } })
    const hashOf = (link: string) =>
      createHash('sha256')
        .update(`link:${linkParts(link).secret}`)
        .digest('hex')
    const api = world.database.pool('api', 1)
    const client = await api.connect()
    const readAs = async (enter: string, values: readonly string[]) => {
      await client.query('begin')
      await client.query('select app.enter_public($1)', [all.here.slug])
      const { rows: entered } = await client.query(enter, [all.here.id, ...values])
      const { rows } = await client.query<Record<string, number>>(
        `select (select count(*) from app.assessment_party_sheets)::int as parties, (select count(*) from app.assessment_sheets)::int as sheets,
          (select count(*) from app.assessment_secrets)::int as secrets, (select count(*) from app.assessment_invitations)::int as invitations,
          (select count(*) from app.assessment_rounds)::int as rounds`,
      )
      await client.query('rollback')
      return { entered: entered.length, ...rows[0] }
    }
    const party = 'select * from app.enter_party($1, $2)'
    expect(await readAs(party, [hashOf(links[0] ?? '')])).toEqual({ entered: 1, parties: 1, sheets: 0, secrets: 0, invitations: 0, rounds: 1 })
    // The link of a person opens no party, and entering with it reads nothing at all.
    expect(await readAs(party, [hashOf(mine)])).toEqual({ entered: 0, parties: 0, sheets: 0, secrets: 0, invitations: 0, rounds: 0 })
    // And the link of a party is no invitation of an anonymous round.
    expect(await readAs('select * from app.enter_invitation($1, $2, $3)', [hashOf(links[0] ?? ''), 'x'])).toMatchObject({ entered: 0, parties: 0, sheets: 0 })
    client.release()
  })

  it('nobody reads it before the closing with the application’s own role, whatever the hat', async () => {
    const all = await buildAnswering(world)
    const { links } = await roundByParty(all)
    for (const link of links) await all.save(link, { answers: allAt('partnership_diagnostic', 'C'), people: 2, send: true })
    const api = world.database.pool('api', 1)
    for (const role of ['backbone', 'partner_contributor', 'partner_viewer', 'funder', 'respondent', '']) {
      const client = await api.connect()
      await client.query('begin')
      await client.query('select app.set_ctx($1, gen_random_uuid(), $2, $3, false)', [all.here.id, role, all.here.partner.P2])
      const { rows } = await client.query<{ found: number }>('select count(*)::int as found from app.assessment_party_sheets')
      const changed = await client.query(`update app.assessment_party_sheets set answers = '{}'`)
      await client.query('rollback')
      client.release()
      expect([role, rows[0]?.found, changed.rowCount]).toEqual([role, 0, 0])
    }
  })

  it('an anonymous round has no parties, in the database neither than by the API: its sheets stay without a name', async () => {
    const all = await buildAnswering(world)
    const round = await all.open({ instrument: 'partnership_diagnostic' })
    await all.answerFor(round, PARTNERS, allAt('partnership_diagnostic', 'A'))
    expect(round.parties).toEqual([])
    expect((await all.lead.ask<{ code: string }>('POST', all.here.path(`/assessments/${round.id}/party-links`), { body: { party: 1 } })).body.code).toBe(
      'round_mode_refused',
    )
    await all.close(round)
    expect((await all.results('partnership_diagnostic'))[0]?.figures.parties).toBeUndefined()
  })
})

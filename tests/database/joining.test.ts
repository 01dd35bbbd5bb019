import { createDecipheriv, createHash, hkdfSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JoiningInvitation, JoiningSheet, SharedSummary } from '#shared/assessments/joining-contract.ts'
import { forgetJoining } from '#server/features/assessments/joining.ts'
import { forgetIn } from '#server/platform/forget.ts'
import { linkParts } from '../support/assessments.ts'
import { buildCoalition } from '../support/coalition.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Listed = { invitations: JoiningInvitation[]; summaries: SharedSummary[] }
type Answered = JoiningSheet & { code: string; link: string }
const DAY = 86_400_000

/** An organisation that was sent a link, began with it, and answered. */
async function candidate() {
  const all = await buildCoalition(world)
  const { slug } = all.here
  const invited = await all.staff.ask<{ link: string }>('POST', all.here.path('/joining'), { body: { label: 'La maison voisine' } })
  expect(invited.status, invited.text).toBe(201)
  const hold = (secret: string) => ({
    secret,
    ask: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: object) =>
      world.stranger.ask<Answered>(method, `/api/v1/joining/${slug}${path}`, { ...(body === undefined ? {} : { body }), headers: { 'maillage-link': secret } }),
  })
  const sent = hold(linkParts(invited.body.link).secret)
  const looked = await sent.ask('GET')
  expect([looked.status, looked.body.isBegun]).toEqual([200, false])
  const begun = await sent.ask('POST', '/beginning', {})
  expect(begun.status, begun.text).toBe(201)
  return { all, sent, own: hold(linkParts(begun.body.link).secret) }
}

/** Everything that the owner of the database reads of an initiative. */
async function everything(initiativeId: string): Promise<string> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'initiative_id' where n.nspname = 'app' and c.relkind = 'r' order by 1`,
  )
  return world.maintain(initiativeId, async (client) => {
    const found: string[] = []
    for (const { name } of tables)
      found.push(JSON.stringify((await client.query<object>(`select to_jsonb(t) as row from app.${name} t where t.initiative_id = $1`, [initiativeId])).rows))
    return found.join('\n')
  })
}

const ANSWERS = { 'J1.1': 3, 'J1.2': 3, 'J2.1': 2, 'J2.2': 3, 'J2.3': 1, 'J3.1': 1, 'J4.2': 2, 'J5.1': null }

describe('an organisation that wonders whether to join (S18)', () => {
  it('S18: a candidate answers by a private link, the backbone opens no answer, and reads the summary once it is shared, and nothing else', async () => {
    const { all, sent, own } = await candidate()
    // The link that the backbone made leads nowhere any more.
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/beginning'],
    ] as const)
      expect((await sent.ask(method, path, method === 'GET' ? undefined : {})).body.code).toBe('link_invalid')
    const saved = await own.ask('PUT', '', { answers: ANSWERS, weights: { 'J3.1': 3 } })
    expect([saved.status, saved.body.answers, saved.body.questions.includes('J5.1'), saved.body.summary?.advice]).toEqual([200, ANSWERS, true, 'find_out'])
    const before = await all.lead.get<Listed>(all.here.path('/joining'))
    expect([before.body.summaries, before.body.invitations.map(({ label, isUsed }) => [label, isUsed])]).toEqual([[], [['La maison voisine', true]]])
    for (const person of [all.contributor, all.viewer, all.funder]) expect((await person.get(all.here.path('/joining'))).status).toBe(404)
    expect((await own.ask('PUT', '/summary', { organization: 'Maison des Rives', message: 'À bientôt' })).status).toBe(200)
    const { body } = await all.lead.get<Listed>(all.here.path('/joining'))
    expect(body.summaries.map(({ organization, summary }) => [organization, summary])).toEqual([['Maison des Rives', saved.body.toShare]])
    // A criterion of which one statement is known would tell that answer; one that is known whole is told to the nearest five points.
    expect(body.summaries[0]?.summary.criteria.map(({ fit, known }) => [fit, known])).toEqual([
      [null, null],
      [65, null],
      [null, null],
      [null, null],
      [null, null],
    ])
    // Not an item, neither among the keys nor in the words.
    expect(JSON.stringify(body.summaries)).not.toMatch(/J\d\.\d|answers|weights/)
    expect((await own.ask('GET')).body.shared?.organization).toBe('Maison des Rives')
    expect((await own.ask('DELETE', '/summary')).status).toBe(204)
    expect((await all.lead.get<Listed>(all.here.path('/joining'))).body.summaries).toEqual([])
    expect((await own.ask('DELETE')).status).toBe(204)
    expect((await own.ask('GET')).body.code).toBe('link_invalid')
  })

  it('what is shared and taken back leaves its audit row, which says neither who nor the hour; a sheet that nobody was told of leaves none', async () => {
    const { all, own } = await candidate()
    const rows = async () =>
      (
        await world.maintain(all.here.id, (client) =>
          client.query<{ action: string; object_id: string; actor_id: string | null; partner_id: string | null; details: object; is_week: boolean }>(
            `select action, object_id, actor_id, partner_id, details, at = date_trunc('week', at at time zone 'UTC') at time zone 'UTC' as is_week
             from app.audit_log where initiative_id = $1 and action like 'joining.%' and action <> 'joining.invite' order by sequence`,
            [all.here.id],
          ),
        )
      ).rows
    const row = (action: string, id: string | undefined) => ({ action, object_id: id, actor_id: null, partner_id: null, details: {}, is_week: true })
    await own.ask('PUT', '', { answers: ANSWERS })
    expect((await own.ask('DELETE', '/summary')).status).toBe(204)
    expect(await rows()).toEqual([])
    const summary = async () => (await all.lead.get<Listed>(all.here.path('/joining'))).body.summaries[0]?.id
    const share = async () => {
      expect((await own.ask('PUT', '/summary', { organization: 'Maison des Rives' })).status).toBe(200)
      return summary()
    }
    const first = await share()
    expect(await share(), 'shared again it is the same').toBe(first)
    await own.ask('DELETE', '/summary')
    const second = await share()
    await own.ask('DELETE')
    const [shared, taken] = ['joining.share', 'joining.withdraw']
    expect(await rows()).toEqual([row(shared, first), row(shared, first), row(taken, first), row(shared, second), row(taken, second)])
  })

  it('with the owner’s account of the database no answer is read, whatever stands there is tried as the link; with the link it is', async () => {
    const { all, sent, own } = await candidate()
    await own.ask('PUT', '', { answers: ANSWERS })
    await own.ask('PUT', '/summary', { organization: 'Maison des Rives' })
    const text = await everything(all.here.id)
    expect(text).toContain('Maison des Rives')
    expect(text).not.toContain('J1.1')
    const [sheet] = await world.maintain(
      all.here.id,
      async (client) =>
        (await client.query<{ sealed: string; sheet_key: string }>('select sealed, sheet_key from app.joining_sheets where initiative_id = $1', [all.here.id]))
          .rows,
    )
    const opens = (secret: string) => {
      const bytes = Buffer.from(sheet?.sealed ?? '', 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', Buffer.from(hkdfSync('sha256', secret, '', 'maillage joining sheet', 32)), bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
          .toString()
          .includes('J1.1')
      } catch {
        return false
      }
    }
    const words = new Set([...(text.match(/[\w-]{16,}/g) ?? []), sent.secret])
    expect([...words].filter(opens)).toEqual([])
    expect(opens(own.secret)).toBe(true)
    // What was shared is found by another hash than the sheet: neither leads to the other.
    const hashes = ['link', 'sheet'].map((what) => createHash('sha256').update(`joining ${what}:${own.secret}`).digest('hex'))
    expect([hashes[1], text.split(hashes[0] ?? '').length - 1]).toEqual([sheet?.sheet_key, 1])
  })

  it('what nobody keeps goes after ninety days, what is kept stays, and links that are over begin nothing', async () => {
    const { all, own } = await candidate()
    const kept = await candidate()
    await own.ask('PUT', '', { answers: ANSWERS })
    expect((await kept.own.ask('PUT', '', { answers: ANSWERS, keep: true })).body.deleteOn).toBeNull()
    await forgetIn(world.db, new Date(Date.now() + 89 * DAY), forgetJoining)
    expect((await own.ask('GET')).status).toBe(200)
    await forgetIn(world.db, new Date(Date.now() + 92 * DAY), forgetJoining)
    expect([(await own.ask('GET')).body.code, (await kept.own.ask('GET')).body.answers]).toEqual(['link_invalid', ANSWERS])
    expect((await all.lead.get<Listed>(all.here.path('/joining'))).body.invitations).toEqual([])
  })

  it('an answer or a weight of no statement is refused where it stands', async () => {
    const { own } = await candidate()
    const refused = await own.ask('PUT', '', { answers: { 'J1.1': 4 } })
    expect([refused.status, (refused.body as unknown as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/answers/J1.1'],
    ])
    expect((await own.ask('PUT', '', { answers: {}, weights: { X: 2 } })).status).toBe(400)
  })
})

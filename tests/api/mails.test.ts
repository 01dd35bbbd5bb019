import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MailPreferences, OutboxMail } from '#shared/notifications/contract.ts'
import type { NotificationKind } from '#shared/notifications/rules.ts'
import { CLAIM_MS, sendDue } from '#server/features/notifications/sender.ts'
import { preferenceToken } from '#server/features/notifications/seal.ts'
import { tell } from '#server/features/notifications/service.ts'
import { deliverBySmtp } from '#server/features/notifications/smtp.ts'
import { openDatabase } from '#server/platform/db/connect.ts'
import { inContext } from '#server/platform/db/context.ts'
import { ROOT } from '#server/platform/root.ts'
import type { ReminderJob } from '#server/tools/reminders/start.ts'
import { deadPort, startMailServer, type MailServer } from '../support/mail-server.ts'
import { MAIL_KEY, openWorld, ORIGIN, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** In the middle of a day of Montréal. */
const NOON = new Date('2026-11-26T17:00:00Z')
const FROM = 'maillage@coalition.quebec'
const later = (ms: number) => new Date(NOON.getTime() + ms)
const MINUTES = 60_000

let world: World
let server: MailServer
let here: TestInitiative
let admin: Asker
beforeAll(async () => {
  world = await openWorld({ mail: true })
  here = await world.buildInitiative()
  admin = await world.account({ admin: true })
})
afterAll(() => world.close())
beforeEach(async () => {
  server = await startMailServer()
  world.setNow(NOON)
  await world.owner.query('delete from auth.mail_outbox')
})
afterEach(() => server.close())

/** Somebody of the initiative whose mailbox exists. */
async function reader(mailbox: string, locale = 'fr-CA', initiative = here): Promise<Asker> {
  const person = await initiative.person({ role: 'partner_contributor', partner: 'P2', name: mailbox })
  await world.owner.query('update auth.users set email = $2, locale = $3 where id = $1', [
    person.userId,
    `${mailbox}-${randomUUID().slice(0, 8)}@boite.quebec`,
    locale,
  ])
  return person
}
const addressOf = async (who: Asker) =>
  (await world.owner.query<{ email: string }>('select email from auth.users where id = $1', [who.userId])).rows[0]?.email ?? ''

/** Tells somebody something, as a change or the sweep would. */
async function remind(who: Asker, kind: NotificationKind = 'figures_due', initiative = here, objectKey: string = randomUUID()): Promise<number> {
  const context = { initiativeId: initiative.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }
  const told = { userId: who.userId ?? '', hatId: who.hatId ?? '', kind, objectKey, dueKey: '2026-12-01', facts: { count: 3, dueOn: '2026-12-01' } }
  return inContext(world.db, context, (trx) => tell(trx, initiative.id, [told], NOON))
}

async function send(now = NOON, url = server.url) {
  const { deliver, close } = deliverBySmtp(url, FROM)
  const db = openDatabase(world.database.pool('job', 1))
  const result = await sendDue({ db, authPool: world.database.pool('auth', 1), key: MAIL_KEY, origin: ORIGIN, deliver, now: () => now })
  close()
  return result
}
const states = async () =>
  (await world.owner.query<{ state: string; reason: string | null }>('select state, reason from auth.mail_outbox order by created_at, id')).rows.map(
    ({ state, reason }) => `${state}${reason === null ? '' : ` ${reason}`}`,
  )
const outbox = async (view: string) => (await admin.get<{ items: OutboxMail[]; counts: Record<string, number> }>('/api/v1/outbox', { view })).body

describe('a mail', () => {
  it('comes once, in the language of its reader, as text and HTML, with headers to unsubscribe by one click', async () => {
    const [camille, dana] = [await reader('camille'), await reader('dana', 'en')]
    await remind(camille)
    await remind(dana)
    expect(await send()).toEqual({ sent: 2, isUnreachable: false })
    expect(await send()).toEqual({ sent: 0, isUnreachable: false })
    const [french, english] = [server.mails.find(({ to }) => to.startsWith('camille')), server.mails.find(({ to }) => to.startsWith('dana'))]
    expect(french?.subject).toBe(`Des chiffres sont attendus · Démarche ${here.slug}`)
    expect(french?.text).toContain('3 chiffres sont attendus d’ici le 1er décembre 2026.')
    expect(french?.text).toContain(`${ORIGIN}/fr-CA/i/${here.slug}/entry`)
    expect(french?.html).toContain('<html lang="fr-CA">')
    expect(french?.html).toContain('3 chiffres sont attendus')
    expect(english?.subject).toBe(`Figures are expected · Initiative ${here.slug}`)
    expect(english?.text).toContain(`${ORIGIN}/en/i/${here.slug}/entry`)
    expect(french?.headers).toMatch(/^List-Unsubscribe: <http:\/\/127\.0\.0\.1:3000\/api\/v1\/mail-preferences\/\S+\/unsubscribe\?kind=figures_due>$/m)
    expect(french?.headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
    expect(french?.headers).toMatch(/^From: Maillage <maillage@coalition\.quebec>$/m)
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(2)
  })

  it('a name with line ends or signs of HTML changes no header and no page (F23)', async () => {
    const hostile = await world.buildInitiative()
    await world.maintain(hostile.id, (client) =>
      client.query('update app.initiatives set name_fr = $2 where id = $1', [hostile.id, 'Ensemble\r\nBcc: tous@boite.quebec\r\n\r\n<script>x</script>\u202e']),
    )
    await remind(await reader('eve', 'fr-CA', hostile), 'update_due', hostile)
    await send()
    const [mail] = server.mails
    expect(server.mails).toHaveLength(1)
    expect(mail?.headers).not.toMatch(/^Bcc:/m)
    expect(mail?.subject).toBe('Le cercle attend des nouvelles · Ensemble Bcc: tous@boite.quebec <script>x</script>')
    expect(mail?.html).not.toContain('<script>')
  })

  it('waits for the end of the quiet hours, of the reader’s own choice', async () => {
    const night = new Date('2026-11-27T02:00:00Z')
    const [usual, chosen] = [await reader('soir'), await reader('nuit')]
    const wanted: MailPreferences = { wantsMail: true, muted: [], quietFrom: 0, quietTo: 5 }
    expect((await chosen.ask<MailPreferences>('PUT', '/api/v1/me/mail-preferences', { body: wanted })).body).toEqual(wanted)
    await remind(usual)
    await remind(chosen)
    await send(night)
    expect(server.mails.map(({ to }) => to.split('-')[0])).toEqual(['nuit'])
    await send(new Date('2026-11-27T11:59:00Z'))
    expect(server.mails).toHaveLength(1)
    await send(new Date('2026-11-27T12:00:00Z'))
    expect(server.mails.map(({ to }) => to.split('-')[0])).toEqual(['nuit', 'soir'])
  })

  it('does not go to who left, was suspended or wants none, to nobody’s address, or from a clock that stands still; P22', async () => {
    const [left, suspended, silent, muted, nobody] = [await reader('a'), await reader('b'), await reader('c'), await reader('d'), await reader('e')]
    const demo = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const standing = await reader('f', 'fr-CA', demo)
    for (const who of [left, suspended, silent, muted, nobody]) await remind(who)
    await remind(standing, 'figures_due', demo)
    await world.maintain(here.id, (client) => client.query(`update app.role_assignments set ends_on = '2026-11-25' where id = $1`, [left.hatId]))
    await world.owner.query('update auth.users set suspended_at = now() where id = $1', [suspended.userId])
    await silent.ask('PUT', '/api/v1/me/mail-preferences', { body: { wantsMail: false, muted: [], quietFrom: 20, quietTo: 7 } })
    await muted.ask('PUT', '/api/v1/me/mail-preferences', { body: { wantsMail: true, muted: ['figures_due'], quietFrom: 20, quietTo: 7 } })
    await world.owner.query(`update auth.users set email = 'nobody@demo.maillage.example' where id = $1`, [nobody.userId])
    await send()
    expect(server.mails).toEqual([])
    expect((await states()).sort()).toEqual([
      'not_sent account_gone',
      'not_sent demo',
      'not_sent hat_ended',
      'not_sent reserved_address',
      'not_sent unsubscribed',
      'not_sent unsubscribed',
    ])
  })
})

describe('when a mail server refuses, is silent or is cut off, nothing is lost and nothing comes twice', () => {
  it('550: the mail is put aside for the operator, who sends it again; the others go', async () => {
    const [gone, fine] = [await reader('parti'), await reader('la')]
    await remind(gone)
    await remind(fine)
    server.refuse = (address) => (address.startsWith('parti') ? { code: 550, text: 'no such mailbox' } : null)
    expect(await send()).toEqual({ sent: 1, isUnreachable: false })
    const { items, counts } = await outbox('dead')
    expect([items.map(({ to, reason, subject }) => [to, reason, subject]), counts.sent]).toEqual([
      [[await addressOf(gone), '550', 'Des chiffres sont attendus']],
      1,
    ])
    await send(later(48 * 60 * MINUTES))
    expect(server.mails).toHaveLength(1)
    server.refuse = () => null
    expect((await admin.ask('POST', `/api/v1/outbox/${items[0]?.id}/retry`, { body: {} })).status).toBe(204)
    expect((await admin.ask('POST', `/api/v1/outbox/${items[0]?.id}/retry`, { body: {} })).status).toBe(404)
    await send()
    expect(server.mails.map(({ to }) => to.split('-')[0])).toEqual(['la', 'parti'])
  })

  it('450: it is tried again with longer and longer waits, and put aside after two days', async () => {
    await remind(await reader('plein'))
    server.refuse = () => ({ code: 450, text: 'mailbox full' })
    await send()
    expect(await states()).toEqual(['waiting 450'])
    await send(later(0.5 * MINUTES))
    server.refuse = () => null
    await send(later(0.9 * MINUTES))
    expect(server.mails).toEqual([])
    await send(later(MINUTES))
    expect(server.mails).toHaveLength(1)
    const always = await reader('toujours')
    await always.ask('PUT', '/api/v1/me/mail-preferences', { body: { wantsMail: true, muted: [], quietFrom: 0, quietTo: 0 } })
    await remind(always)
    server.refuse = () => ({ code: 451, text: 'later' })
    let at = NOON
    for (const minutes of [0, 1, 5, 15, 60, 180, 360, 720, 1440]) {
      at = new Date(at.getTime() + minutes * MINUTES)
      await send(at)
    }
    expect(await states()).toEqual(expect.arrayContaining(['sent', 'dead 451']))
  })

  it('a server out of reach: everything waits, one mail at most is tried in a round, and all go once when it is back', async () => {
    const people = await Promise.all(['u', 'v', 'w'].map((name) => reader(name)))
    for (const who of people) await remind(who)
    const port = await deadPort()
    expect(await send(NOON, `smtp://127.0.0.1:${port}`)).toEqual({ sent: 0, isUnreachable: true })
    expect((await states()).sort()).toEqual(['waiting', 'waiting', 'waiting unreachable'])
    const back = await startMailServer(port)
    await send(later(2 * MINUTES), back.url)
    expect(back.mails.map(({ to }) => to[0]).sort()).toEqual(['u', 'v', 'w'])
    await send(later(20 * MINUTES), back.url)
    expect(back.mails).toHaveLength(3)
    await back.close()
  })

  it('two processes that send at once: each mail comes once', async () => {
    const people = await Promise.all(Array.from({ length: 6 }, (_, index) => reader(`x${index}`)))
    for (const who of people) await remind(who)
    await Promise.all([send(), send(), send()])
    expect(server.mails.map(({ to }) => to.slice(0, 2)).sort()).toEqual(['x0', 'x1', 'x2', 'x3', 'x4', 'x5'])
  })

  it('kill -9 of the sending process, before and after the server took a mail: none is lost; what comes again carries the same Message-ID', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, (_, index) => reader(`k${index}`)))
    for (const who of people) {
      await remind(who)
      // The process reads the real clock.
      await who.ask('PUT', '/api/v1/me/mail-preferences', { body: { wantsMail: true, muted: [], quietFrom: 0, quietTo: 0 } })
    }
    await world.owner.query("update auth.mail_outbox set created_at = now(), next_attempt_at = now() - interval '1 second'")
    const job: ReminderJob = {
      address: world.database.address,
      sweep: false,
      smtpUrl: server.url,
      from: FROM,
      origin: ORIGIN,
      key: MAIL_KEY.toString('base64'),
    }
    const run = async (killAt: number | null) => {
      const child = spawn(process.execPath, [join(ROOT, 'server/tools/reminders/main.ts')], { env: {}, cwd: ROOT, stdio: ['pipe', 'ignore', 'ignore'] })
      const before = server.mails.length
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      // Dead while the whole mail is with the server, which has not said that it took it.
      server.beforeAnswer = async () => {
        if (killAt === null || server.mails.length - before !== killAt) return
        child.kill('SIGKILL')
        await ended
      }
      child.stdin.end(JSON.stringify(job))
      await ended
    }
    await run(2)
    expect(server.mails).toHaveLength(2)
    expect((await states()).sort()).toEqual(['sending', 'sent', 'waiting', 'waiting', 'waiting'])
    await run(null)
    // What the dead process held is left alone until its claim ends.
    expect(server.mails).toHaveLength(5)
    await world.owner.query(`update auth.mail_outbox set claimed_until = claimed_until - make_interval(secs => $1)`, [CLAIM_MS / 1000 + 1])
    await run(null)
    expect(await states()).toEqual(['sent', 'sent', 'sent', 'sent', 'sent'])
    const byPerson = Map.groupBy(server.mails, ({ to }) => to.slice(0, 2))
    expect([...byPerson.keys()].sort()).toEqual(['k0', 'k1', 'k2', 'k3', 'k4'])
    // The one that was cut off came twice; any mailbox knows by its Message-ID that it is one mail.
    for (const mails of byPerson.values()) expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1)
    expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(5)
    expect(server.mails).toHaveLength(6)
  }, 60_000)
})

describe('preferences', () => {
  it('one click of a mail program unsubscribes from one kind, from no origin and without signing in; the link of any mail opens the choices', async () => {
    const who = await reader('clic')
    await remind(who)
    await send()
    const url = new URL(/List-Unsubscribe: <([^>]+)>/.exec(server.mails[0]?.headers ?? '')?.[1] ?? '')
    const answer = await world.app.inject({
      method: 'POST',
      url: `${url.pathname}${url.search}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'List-Unsubscribe=One-Click',
    })
    expect([answer.statusCode, answer.json()]).toEqual([200, { unsubscribed: true }])
    // RFC 8058 lets a mail program send the same as a form in parts.
    const parts = '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
    const again = await world.app.inject({
      method: 'POST',
      url: `${url.pathname}${url.search}`,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: parts,
    })
    expect(again.statusCode).toBe(200)
    const token = url.pathname.split('/')[4] ?? ''
    expect((await world.stranger.get<MailPreferences>(`/api/v1/mail-preferences/${token}`)).body).toMatchObject({ wantsMail: true, muted: ['figures_due'] })
    await remind(who)
    await remind(who, 'figures_overdue')
    await send()
    expect(server.mails.map(({ subject }) => subject.split(' · ')[0])).toEqual(['Des chiffres sont attendus', 'Des chiffres n’ont pas été reçus'])
    const all = { wantsMail: false, muted: [], quietFrom: 20, quietTo: 7 }
    expect((await world.stranger.ask('PUT', `/api/v1/mail-preferences/${token}`, { body: all })).body).toEqual(all)
    expect((await who.get('/api/v1/me/mail-preferences')).body).toEqual(all)
  })

  it('a token that was changed, of nobody, or of a suspended account opens nothing', async () => {
    const who = await reader('jeton')
    const token = preferenceToken(MAIL_KEY, who.userId ?? '')
    const status = async (text: string) => (await world.stranger.get(`/api/v1/mail-preferences/${text}`)).status
    const other = preferenceToken(MAIL_KEY, randomUUID())
    expect([
      await status(token),
      await status(`${token.slice(0, -2)}AA`),
      await status(`${other.split('.')[0]}.${token.split('.')[1]}`),
      await status(other),
    ]).toEqual([200, 404, 404, 404])
    await world.owner.query('update auth.users set suspended_at = now() where id = $1', [who.userId])
    expect(await status(token)).toBe(404)
  })
})

describe('links by mail', () => {
  it('an invitation and a new password go by mail where there is a server; the secret waits sealed and the operator never sees it', async () => {
    const lead = await here.person({ role: 'backbone', lead: true })
    const { body } = await lead.ask<{ link: string }>('POST', here.path('/people'), {
      body: { name: 'Ariane', email: 'ariane@boite.quebec', role: 'partner_viewer', partnerCode: 'P3' },
    })
    const secret = body.link.split('/').at(-1) ?? ''
    const stored = JSON.stringify((await world.owner.query('select * from auth.mail_outbox')).rows)
    expect([stored.includes('ariane@boite.quebec'), stored.includes(secret)]).toEqual([true, false])
    expect(JSON.stringify(await outbox('waiting'))).not.toContain(secret)
    // A link is waited for: it goes at night too.
    await send(new Date('2026-11-27T04:00:00Z'))
    expect(server.mails[0]?.text).toContain(`${ORIGIN}/fr-CA/links/${secret}`)
    expect(server.mails[0]?.headers).not.toContain('List-Unsubscribe')
    expect((await world.owner.query('select sealed from auth.mail_outbox')).rows).toEqual([{ sealed: null }])
    expect((await world.stranger.get(`/api/v1/links/${secret}`)).status).toBe(200)

    const someone = await reader('oubli')
    const reset = await admin.ask<{ link: string }>('POST', `/api/v1/accounts/${someone.userId}/password-reset`, { body: {} })
    await send()
    expect(server.mails[1]?.text).toContain(`${ORIGIN}${reset.body.link}`)
  })

  it('the mail of an invitation that is refused is never written', async () => {
    const lead = await here.person({ role: 'backbone', lead: true })
    const answer = await lead.ask('POST', here.path('/people'), { body: { name: 'X', email: 'x@boite.quebec', role: 'partner_viewer', partnerCode: 'NOPE' } })
    expect([answer.status, await states()]).toEqual([422, []])
  })
})

describe('the operator', () => {
  it('is an instance administrator: everybody else finds nothing there', async () => {
    const lead = await here.person({ role: 'backbone', lead: true })
    expect([(await lead.get('/api/v1/outbox')).status, (await world.stranger.get('/api/v1/outbox')).status]).toEqual([404, 401])
  })

  it('without a server sees what would have gone out; nothing keeps the secret of a link', async () => {
    const plain = await openWorld()
    try {
      const [operator, initiative] = [await plain.account({ admin: true }), await plain.buildInitiative()]
      const lead = await initiative.person({ role: 'backbone', lead: true })
      await lead.ask('POST', initiative.path('/people'), { body: { name: 'Ariane', email: 'ariane@boite.quebec', role: 'partner_viewer', partnerCode: 'P3' } })
      const answer = await operator.get<{ hasServer: boolean; items: OutboxMail[] }>('/api/v1/outbox', { view: 'not_sent' })
      expect(answer.body).toMatchObject({ hasServer: false, items: [{ to: 'ariane@boite.quebec', kind: 'invitation', reason: 'no_server' }] })
      expect((await plain.owner.query('select sealed from auth.mail_outbox')).rows).toEqual([{ sealed: null }])
    } finally {
      await plain.close()
    }
  })
})

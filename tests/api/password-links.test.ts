import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me, PasswordLinkUse } from '#shared/accounts/contract.ts'
import { sendDue } from '#server/features/notifications/sender.ts'
import { deliverBySmtp } from '#server/features/notifications/smtp.ts'
import { openDatabase } from '#server/platform/db/connect.ts'
import { startMailServer } from '../support/mail-server.ts'
import { MAIL_KEY, openWorld, ORIGIN, type Asker, type TestInitiative, type World } from '../support/world.ts'

/** Whoever holds a link that chooses a password reads what its person alone reads: the account is told of each that was used. */

const PASSWORD = 'une phrase assez longue'
let world: World
let here: TestInitiative
let lead: Asker
beforeAll(async () => {
  world = await openWorld({ mail: true })
  here = await world.buildInitiative()
  lead = await here.person({ role: 'backbone', lead: true, name: 'Camille Aubin' })
})
afterAll(() => world.close())

/** The lead makes a link for somebody. */
const makeLink = async (who: Asker) => {
  const made = await lead.ask<{ link: string }>('POST', here.path(`/people/${who.hatId}/password-reset`))
  expect(made.status, made.text).toBe(201)
  return made.body.link.split('/').at(-1) ?? ''
}
const use = async (secret: string) => {
  const used = await world.stranger.ask('POST', `/api/v1/links/${secret}`, { body: { password: PASSWORD } })
  expect([used.status, Object.keys(used.body as object)], used.text).toEqual([200, ['email']])
}
/** The same person with a session of its own after the others were ended. */
const again = (who: Asker) => here.person({ role: 'partner_viewer', partner: 'P3', userId: who.userId as string })
const linksOf = async (who: Asker) => (await who.get<{ items: PasswordLinkUse[] }>('/api/v1/me/password-links')).body.items
const isTold = async (who: Asker) => (await who.get<Me>('/api/v1/me')).body.isToldOfPasswordLink

describe('a password chosen by a link that somebody else made', () => {
  it('is told to the account: by whom, when it was made and used, in the product and on its page; making the link alone tells nothing', async () => {
    const person = await here.person({ role: 'partner_contributor', partner: 'P2' })
    const secret = await makeLink(person)
    expect([await isTold(person), await linksOf(person)]).toEqual([false, []])
    await use(secret)
    const back = await again(person)
    expect(await isTold(back)).toBe(true)
    const { rows } = await world.owner.query<{ email: string }>('select email from auth.users where id = $1', [lead.userId])
    expect(await linksOf(back)).toEqual([
      {
        id: expect.any(String),
        madeBy: { name: 'Camille Aubin', email: rows[0]?.email },
        madeAt: expect.any(String),
        usedAt: expect.any(String),
        dismissedAt: null,
      },
    ])
    const told = await world.owner.query<{ user_id: string }>(`select user_id from auth.mail_outbox where kind = 'password_chosen'`)
    expect(told.rows).toEqual([{ user_id: person.userId }])
    const notices = await world.maintain(here.id, (client) =>
      client.query<{ user_id: string; hat_id: string }>(`select user_id, hat_id from app.notifications where initiative_id = $1 and kind = 'password_chosen'`, [
        here.id,
      ]),
    )
    expect(notices.rows).toEqual([{ user_id: person.userId, hat_id: person.hatId }])
    const mine = await person.get('/api/v1/me')
    expect(mine.status, 'its former sessions ended').toBe(401)
  })

  it('stays told until the account says that it knows, and stays in its list after; nobody else says it for it', async () => {
    const person = await here.person({ role: 'partner_viewer', partner: 'P2' })
    await use(await makeLink(person))
    const back = await again(person)
    const ids = (await linksOf(back)).map(({ id }) => id)
    const say = (who: Asker) => who.ask('POST', '/api/v1/me/password-links/dismissal', { body: { ids } })
    await say(lead)
    expect(await isTold(back)).toBe(true)
    expect((await say(back)).status).toBe(204)
    expect(await isTold(back)).toBe(false)
    expect((await linksOf(back)).map(({ id, dismissedAt }) => [id, typeof dismissedAt])).toEqual([[ids[0], 'string']])
    // A second link tells again, beside the first that whoever used it may have dismissed.
    await use(await makeLink(person))
    const third = await again(person)
    expect([await isTold(third), (await linksOf(third)).map(({ dismissedAt }) => dismissedAt === null)]).toEqual([true, [true, false]])
    expect(await linksOf(lead)).toEqual([])
  })

  it('is no notice for an invitation, by which one chooses the password of a new account', async () => {
    const email = 'nouvelle@boite.quebec'
    const invited = await lead.ask<{ link: string }>('POST', here.path('/people'), { body: { name: 'Nouvelle', email, role: 'backbone' } })
    await use(invited.body.link.split('/').at(-1) ?? '')
    const { rows } = await world.owner.query(`select 1 from auth.password_link_uses l join auth.users u on u.id = l.user_id where u.email = $1`, [email])
    expect(rows).toEqual([])
  })

  it('goes by mail at any hour and whatever the account chose to receive, with the name and both moments, and leads to its page', async () => {
    const server = await startMailServer()
    // In days to come: a link that is past its half hour by the database's own clock opens nothing.
    const night = new Date('2099-11-27T04:00:00Z')
    world.setNow(night)
    const person = await here.person({ role: 'partner_viewer', partner: 'P2' })
    await world.owner.query('delete from auth.mail_outbox')
    await world.owner.query(`update auth.users set email = 'personne@boite.quebec' where id = $1`, [person.userId])
    await world.owner.query(`insert into auth.mail_preferences (user_id, wants_mail) values ($1, false)`, [person.userId])
    await use(await makeLink(person))
    await world.owner.query(`delete from auth.mail_outbox where kind = 'password_reset'`)
    const { deliver, close } = deliverBySmtp(server.url, 'maillage@coalition.quebec')
    await sendDue({
      db: openDatabase(world.database.pool('job', 1)),
      authPool: world.database.pool('auth', 1),
      key: MAIL_KEY,
      origin: ORIGIN,
      deliver,
      now: () => night,
    })
    close()
    await server.close()
    expect(server.mails.map(({ to }) => to)).toEqual(['personne@boite.quebec'])
    const [mail] = server.mails
    expect(mail?.text).toContain('Camille Aubin')
    expect(mail?.text).toContain(`${ORIGIN}/fr-CA/account\r\n`)
    expect(mail?.text.match(/26 novembre 2099/g), 'in the clock of the initiative').not.toBeNull()
    expect(mail?.text).not.toContain('/links/')
  })

  it('a notification of it says neither who nor when: the account’s page does', async () => {
    const person = await here.person({ role: 'partner_viewer', partner: 'P2' })
    await use(await makeLink(person))
    const told = await world.maintain(here.id, (client) =>
      client.query<{ facts: object }>(`select facts from app.notifications where initiative_id = $1 and user_id = $2`, [here.id, person.userId]),
    )
    expect(told.rows).toEqual([{ facts: {} }])
  })
})

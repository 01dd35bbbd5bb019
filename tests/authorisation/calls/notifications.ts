import { randomUUID } from 'node:crypto'
import { preferenceToken } from '#server/features/notifications/seal.ts'
import { MAIL_KEY } from '../../support/world.ts'
import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'

const WANTED = { wantsMail: true, muted: [], quietFrom: 20, quietTo: 7 }

/** The token of an account that no other call uses. */
const newToken = async (stage: Stage) => preferenceToken(MAIL_KEY, (await stage.world.account({ name: stage.unique() })).userId as string)

/** What people are told, what they want by mail, and the operator's mails. */
export const notificationCalls: Readonly<Record<string, MakeCall>> = {
  'notifications.list': () => ({}),
  'notifications.markRead': () => ({ body: {} }),
  'mailPreferences.mine': () => ({}),
  'mailPreferences.changeMine': () => ({ body: WANTED }),
  'mailPreferences.byToken': async (stage) => ({ params: { token: await newToken(stage) } }),
  'mailPreferences.changeByToken': async (stage) => ({ params: { token: await newToken(stage) }, body: WANTED }),
  'mailPreferences.unsubscribe': async (stage) => ({ params: { token: await newToken(stage) } }),
  'outbox.list': () => ({}),
  'outbox.retry': async (stage) => {
    const mailId = randomUUID()
    await stage.world.owner.query(`insert into auth.mail_outbox (id, kind, email, state) values ($1, 'invitation', 'x@boite.quebec', 'dead')`, [mailId])
    return { params: { mailId } }
  },
}

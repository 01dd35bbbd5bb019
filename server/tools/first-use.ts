import type { Client, Pool } from 'pg'
import type { Db } from '../platform/db/connect.ts'
import { makeLink } from '../features/accounts/service.ts'
import type { Config } from '../platform/config.ts'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import { seedDemo } from './seed-demo.ts'
import { seedAssessments } from './seed-demo/assessments.ts'
import { seedNotifications } from './seed-demo/notifications.ts'
import { seedReleases } from './seed-demo/releases.ts'
import { seedReports } from './seed-demo/reports.ts'

/**
 * Fills an empty database with the demo, or makes the link that sets the first administrator up.
 * @returns the lines that the start prints after the address, and whether the demo is there
 */
export async function prepareFirstUse(options: {
  client: Client
  db: Db
  authPool: Pool
  config: Config
  now: Date
  hashPassword: (text: string) => Promise<string>
}): Promise<{ greeting: string; hasDemo: boolean }> {
  const { client, authPool, config, now } = options
  const { rows } = await client.query<{ users: number; demo: boolean }>(
    `select (select count(*)::int from auth.users) as users, exists (select 1 from auth.users where email = $1) as demo`,
    [DEMO_ACCOUNTS[0]?.email],
  )
  const state = rows[0] ?? { users: 0, demo: false }
  if (state.users === 0 && config.demo) {
    await seedDemo({ client, hashPassword: options.hashPassword, now })
    state.demo = true
  } else if (state.users === 0) {
    const { secret } = await makeLink(authPool, { kind: 'set_up', email: 'admin@localhost' }, now)
    return { greeting: `\nFirst account (works once, for an hour): ${config.origin}/fr-CA/links/${secret}`, hasDemo: false }
  }
  if (!state.demo) return { greeting: '', hasDemo: false }
  await seedReleases(options.db, now)
  await seedReports(options.db, now)
  await seedAssessments(options.db, now)
  await seedNotifications(options.db, now)
  const accounts = DEMO_ACCOUNTS.map(({ email, what }) => `  ${email}  ${what}`).join('\n')
  return { greeting: `\nDemo accounts (fictional data), password ${DEMO_PASSWORD}:\n${accounts}`, hasDemo: true }
}

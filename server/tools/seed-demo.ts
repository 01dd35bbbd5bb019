import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import { MODULES } from '#shared/initiatives/modules.ts'
import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { seedActivities, seedAgenda, seedCommunication } from './seed-demo/coalition.ts'
import { readDemo, type DemoContent } from './seed-demo/content.ts'
import { recomputeCells, seedFigures } from './seed-demo/figures.ts'
import { seedGovernance } from './seed-demo/governance.ts'
import { seedDimensions, seedIndicators, seedPeriods } from './seed-demo/indicators.ts'
import { seedLearning, seedNotes } from './seed-demo/notes.ts'
import { seedAgendaLinks, seedMeetings } from './seed-demo/meetings.ts'
import { seedPlan } from './seed-demo/plan.ts'
import { seedHats, seedPartners, seedTerritories } from './seed-demo/territories-and-partners.ts'
import { seedWins } from './seed-demo/wins.ts'
import { insertRows, Names, type Writing } from './seed-demo/write.ts'

const PEOPLE: ReadonlyMap<string, string> = new Map([
  ['coordination@demo.maillage.example', 'Camille Aubin'],
  ['equipe@demo.maillage.example', 'Noor Bélisle'],
  ['contribution@demo.maillage.example', 'Sacha Dumoulin'],
  ['lecture@demo.maillage.example', 'Andrée Lacoste'],
  ['bailleur@demo.maillage.example', 'Claude Rivard'],
  ['deux-chapeaux@demo.maillage.example', 'Dominique Marceau'],
  ['admin@demo.maillage.example', 'Alix Fontaine'],
])

const DEMOS = ['grandir-entre-rives', 'alliance-benkadi'] as const

async function seedAccounts(client: Client, passwordHash: string, names: Names): Promise<void> {
  await insertRows(
    client,
    'auth.users',
    DEMO_ACCOUNTS.map(({ email }) => ({
      id: names.set('user', email, randomUUID()),
      name: PEOPLE.get(email),
      email,
      email_verified: true,
      is_instance_admin: email.startsWith('admin@'),
    })),
  )
  await insertRows(
    client,
    'auth.credentials',
    DEMO_ACCOUNTS.map(({ email }) => ({
      user_id: names.get('user', email),
      account_id: names.get('user', email),
      provider_id: 'credential',
      password: passwordHash,
    })),
  )
}

async function seedInitiative(client: Writing, content: DemoContent, initiativeId: string, users: Names, now: Date): Promise<void> {
  const names = new Names()
  for (const { email } of DEMO_ACCOUNTS) names.set('user', email, users.get('user', email))
  const seeding = { client, initiativeId, names }
  // The owner of the tables is subject to row level security too.
  await client.query(`select app.set_ctx($1, null, 'backbone', null, false)`, [initiativeId])
  await client.query(`select app.set_purpose('maintenance')`)

  const { initiative } = content
  await insertRows(client, 'app.initiatives', [
    {
      id: initiativeId,
      slug: initiative.slug,
      name_fr: initiative.name_fr,
      name_en: initiative.name_en,
      summary_fr: initiative.summary_fr,
      summary_en: initiative.summary_en,
      main_language: initiative.main_language,
      languages: initiative.languages,
      form: initiative.form,
      state: initiative.state,
      phase: initiative.phase,
      time_zone: initiative.time_zone,
      currency_code: initiative.currency_code,
      fiscal_start_month: initiative.fiscal_start_month,
      school_start_month: initiative.school_start_month,
      territory_preset: initiative.territory_preset,
      clock_frozen_at: initiative.clock_frozen_at,
      is_demo: true,
      modules: MODULES,
    },
  ])
  await seedTerritories(seeding, content)
  await seedPartners(seeding, content)
  await seedHats(seeding, content, PEOPLE)
  await seedPeriods(seeding, content)
  await seedDimensions(seeding, content)
  await seedIndicators(seeding, content)
  await seedFigures(seeding, content, now)
  await recomputeCells(seeding)
  await seedAgenda(seeding, content)
  await seedActivities(seeding, content)
  await seedCommunication(seeding, content)
  await seedGovernance(seeding, content)
  await seedPlan(seeding, content)
  await seedMeetings(seeding, content)
  await seedNotes(seeding, content, PEOPLE)
  await seedAgendaLinks(seeding, content)
  await seedLearning(seeding, content)
  await seedWins(seeding, content)
  await insertRows(client, 'app.audit_log', [{ initiative_id: initiativeId, action: 'demo.load', object_type: 'initiative', object_id: initiativeId, at: now }])
}

/**
 * Loads both demo initiatives and their accounts, in one transaction of the owner.
 * @param now real time of the load: sessions and audit use it, domain dates use each demo's own clock
 */
export async function seedDemo({ client, hashPassword, now }: { client: Client; hashPassword: (text: string) => Promise<string>; now: Date }): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD)
  await client.query('begin')
  try {
    const users = new Names()
    await seedAccounts(client, passwordHash, users)
    for (const slug of DEMOS) await seedInitiative(client, readDemo(slug), randomUUID(), users, now)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/**
 * Loads the first demo under another slug, as an example to look at and change: no demo account is in it.
 * The context is left at the new initiative; its lead is the caller's to add.
 * @param coordinationId the account that did what the example's coordination did
 */
export async function seedExample(
  client: Writing,
  {
    initiativeId,
    slug,
    nameFr,
    nameEn,
    coordinationId,
    now,
  }: { initiativeId: string; slug: string; nameFr: string; nameEn: string | null; coordinationId: string; now: Date },
): Promise<void> {
  const content = readDemo(DEMOS[0])
  const users = new Names()
  for (const { email } of DEMO_ACCOUNTS) users.set('user', email, email.startsWith('coordination@') ? coordinationId : randomUUID())
  await seedInitiative(
    client,
    { ...content, initiative: { ...content.initiative, slug, name_fr: nameFr, name_en: nameEn, hats: [] } },
    initiativeId,
    users,
    now,
  )
}

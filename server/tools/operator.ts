import { sql } from 'kysely'
import { setContext, withPurpose, type Trx } from '../platform/db/context.ts'
import { NO_ACCOUNT, type Actor } from '../platform/http/actor.ts'

interface InitiativeRow {
  id: string
  slug: string
  form: string
  state: string
  main_language: string
  time_zone: string
  currency_code: string
  fiscal_start_month: number
  school_start_month: number
  top_territory_id: string | null
  is_demo: boolean
  clock_frozen_at: Date | null
  today: string
}

/**
 * Acts as the backbone of an initiative, for a command run on the machine itself: no account stands
 * behind it, row level security binds it like anybody. First statement of the transaction.
 * @returns null when no initiative has that slug
 */
export async function enterAsOperator(trx: Trx, slug: string, now: Date): Promise<Actor | null> {
  await setContext(trx, { initiativeId: null, actorId: null, role: null, partnerId: null, commitment: false })
  const row = await withPurpose(trx, 'maintenance', async () => {
    const { rows } = await sql<InitiativeRow>`
      select id, slug, form, state, main_language, time_zone, currency_code, fiscal_start_month, school_start_month, top_territory_id, is_demo, clock_frozen_at,
        (coalesce(clock_frozen_at, ${now}::timestamptz) at time zone time_zone)::date as today
      from app.initiatives where slug = ${slug}`.execute(trx)
    return rows[0]
  })
  if (row === undefined) return null
  await setContext(trx, { initiativeId: row.id, actorId: null, role: 'backbone', partnerId: null, commitment: false })
  return {
    sessionId: '',
    userId: NO_ACCOUNT,
    name: 'operator',
    email: '',
    locale: 'fr-CA',
    isInstanceAdmin: false,
    hatId: NO_ACCOUNT,
    role: 'backbone',
    isLead: true,
    partnerId: null,
    organizationId: null,
    personId: NO_ACCOUNT,
    commitment: false,
    today: row.today,
    initiative: {
      id: row.id,
      slug: row.slug,
      form: row.form,
      state: row.state,
      mainLanguage: row.main_language,
      timeZone: row.time_zone,
      currencyCode: row.currency_code,
      fiscalStartMonth: row.fiscal_start_month,
      schoolStartMonth: row.school_start_month,
      topTerritoryId: row.top_territory_id,
      isDemo: row.is_demo,
      clockFrozenAt: row.clock_frozen_at,
    },
  }
}

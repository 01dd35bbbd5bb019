import { sql } from 'kysely'
import { compiledOnce } from '../db/compiled.ts'
import type { Trx } from '../db/context.ts'
import { problem } from './problem.ts'
import type { Role } from './policy.ts'

/** A signed-in account. */
export interface Session {
  readonly sessionId: string
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly isInstanceAdmin: boolean
}

/** The initiative of the path, as far as every feature needs it. */
export interface InitiativeContext {
  readonly id: string
  readonly slug: string
  readonly form: string
  readonly state: string
  readonly mainLanguage: string
  readonly timeZone: string
  readonly currencyCode: string
  readonly fiscalStartMonth: number
  readonly schoolStartMonth: number
  readonly topTerritoryId: string | null
  readonly isDemo: boolean
  readonly clockFrozenAt: Date | null
}

/** Who acts, under one hat, in one initiative (D22): everything is evaluated on this alone. */
export interface Actor extends Session {
  readonly hatId: string
  readonly role: Role
  readonly isLead: boolean
  readonly partnerId: string | null
  readonly organizationId: string | null
  readonly personId: string
  readonly commitment: boolean
  /** A funder whose access to notes is suspended: then `commitment` is false. */
  readonly notesSuspended?: boolean
  readonly initiative: InitiativeContext
  /** The domain's day: a demo's frozen clock, else today in the initiative's time zone. */
  readonly today: string
}

/** The moment that the domain reads and dates its acts by: a demo's fixed clock, else now. What is compared with recorded rows stays the clock's. */
export function momentOf(actor: { readonly initiative: Pick<InitiativeContext, 'clockFrozenAt'> }, now: Date): Date {
  return actor.initiative.clockFrozenAt ?? now
}

/** Stands where an account would, for a command run on the machine itself: history keeps it as null. */
export const NO_ACCOUNT = '00000000-0000-0000-0000-000000000000'

/** The acting account as history keeps it. */
export function actorIdOf(actor: Pick<Actor, 'userId'>): string | null {
  return actor.userId === NO_ACCOUNT ? null : actor.userId
}

interface EnterRow {
  session_id: string
  user_id: string
  user_name: string
  email: string
  locale: string
  is_instance_admin: boolean
  session_expires_at: Date
  hat_id: string | null
  hat_ended: boolean
  role: Role | null
  is_lead: boolean
  partner_id: string | null
  organization_id: string | null
  person_id: string | null
  commitment: boolean
  initiative_id: string | null
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
  is_suspended: boolean
}

const ENTER = compiledOnce((db, { token, initiativeId, hatId }: { token: string; initiativeId: string | null; hatId: string | null }) =>
  sql<EnterRow>`select * from app.enter(${token}, ${initiativeId}::uuid, ${hatId}::uuid)`.compile(db),
)

/**
 * Resolves session and hat and sets the context, as the first statement of the transaction.
 * @throws not_signed_in, not_found (no hat here), hat_ended
 */
export async function enter(
  trx: Trx,
  token: string,
  initiativeId: string | null,
  hatId: string | null,
): Promise<{ session: Session; actor: Actor | null; expiresAt: Date }> {
  const [row] = await ENTER(trx, { token, initiativeId, hatId })
  if (row === undefined) throw problem('not_signed_in')
  const session: Session = {
    sessionId: row.session_id,
    userId: row.user_id,
    name: row.user_name,
    email: row.email,
    locale: row.locale,
    isInstanceAdmin: row.is_instance_admin,
  }
  if (initiativeId === null) return { session, actor: null, expiresAt: row.session_expires_at }
  if (row.hat_ended) throw problem('hat_ended')
  if (row.hat_id === null || row.role === null || row.person_id === null || row.initiative_id === null) throw problem('not_found')
  return {
    session,
    expiresAt: row.session_expires_at,
    actor: {
      ...session,
      hatId: row.hat_id,
      role: row.role,
      isLead: row.is_lead,
      partnerId: row.partner_id,
      organizationId: row.organization_id,
      personId: row.person_id,
      commitment: row.commitment,
      notesSuspended: row.is_suspended,
      today: row.today,
      initiative: {
        id: row.initiative_id,
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
    },
  }
}

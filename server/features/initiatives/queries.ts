import { CompiledQuery, sql } from 'kysely'
import type { QueryResultRow } from 'pg'
import type { Trx } from '#server/platform/db/context.ts'
import { isUniqueViolation } from '#server/platform/db/errors.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { InitiativeChange, InitiativeInput } from '#shared/initiatives/contract.ts'

/** One initiative with the code of its top territory. */
export function findInitiative(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('initiatives as i')
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'i.id').onRef('t.id', '=', 'i.top_territory_id'))
    .select([
      'i.id',
      'i.slug',
      'i.name_fr',
      'i.name_en',
      'i.summary_fr',
      'i.summary_en',
      'i.main_language',
      'i.languages',
      'i.state',
      'i.is_demo',
      'i.clock_frozen_at',
      'i.time_zone',
      'i.currency_code',
      'i.fiscal_start_month',
      'i.school_start_month',
      'i.form',
      'i.phase',
      'i.territory_preset',
      'i.small_count_k',
      'i.min_denominator',
      'i.guards_money',
      'i.planned_end_on',
      'i.modules',
      'i.version',
      't.code as top_code',
    ])
    .where('i.id', '=', initiativeId)
    .executeTakeFirst()
}

/** A time zone that the database knows: the domain's day is computed there. */
export async function isTimeZone(trx: Trx, name: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select 1 from pg_timezone_names where name = ${name}) as found`.execute(trx)
  return rows[0]?.found === true
}

/** A writer of plain statements in the request's transaction. */
export function plainWriter(trx: Trx) {
  return { query: <R extends QueryResultRow>(text: string, values: unknown[] = []) => trx.executeQuery<R>(CompiledQuery.raw(text, values)) }
}

/** @throws already_exists when the slug is taken */
export async function orSlugTaken(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isUniqueViolation(error, 'initiatives_slug_key'))
      throw problem('already_exists', { field: 'slug' }, [{ pointer: '/slug', code: 'already_exists', params: { field: 'slug' } }])
    throw error
  }
}

/** @throws already_exists when the slug is taken */
export function insertInitiative(trx: Trx, id: string, input: InitiativeInput): Promise<void> {
  return orSlugTaken(() =>
    trx
      .insertInto('initiatives')
      .values({
        id,
        slug: input.slug,
        name_fr: input.nameFr,
        name_en: input.nameEn ?? null,
        summary_fr: input.summaryFr ?? null,
        summary_en: input.summaryEn ?? null,
        main_language: input.mainLanguage,
        languages: input.mainLanguage === 'fr' ? ['fr', 'en'] : ['en', 'fr'],
        territory_preset: input.preset,
        currency_code: input.currencyCode,
        time_zone: input.timeZone,
        fiscal_start_month: input.fiscalStartMonth,
        school_start_month: input.schoolStartMonth,
      })
      .execute(),
  )
}

/** Writes what was given when the version still holds; gives the new version, or null. */
export async function updateInitiative(trx: Trx, initiativeId: string, version: number, change: InitiativeChange): Promise<number | null> {
  const values = {
    name_fr: change.nameFr,
    name_en: change.nameEn,
    summary_fr: change.summaryFr,
    summary_en: change.summaryEn,
    main_language: change.mainLanguage,
    state: change.state,
    activation_reason: change.activationReason,
    phase: change.phase,
    form: change.form,
    time_zone: change.timeZone,
    currency_code: change.currencyCode,
    fiscal_start_month: change.fiscalStartMonth,
    school_start_month: change.schoolStartMonth,
    small_count_k: change.smallCountK,
    min_denominator: change.minDenominator,
    guards_money: change.guardsMoney,
    planned_end_on: change.plannedEndOn,
    modules: change.modules,
  }
  const row = await trx
    .updateTable('initiatives')
    .set({
      ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)),
      version: sql<number>`version + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('id', '=', initiativeId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}

/** The initiative's own territory, the widest. */
export async function updateTopTerritory(trx: Trx, initiativeId: string, territoryId: string): Promise<boolean> {
  const row = await trx
    .updateTable('initiatives')
    .set({ top_territory_id: territoryId })
    .where('id', '=', initiativeId)
    .where((eb) => eb.or([eb('top_territory_id', 'is', null), eb('top_territory_id', '!=', territoryId)]))
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The commitment holds from today; gives the day. */
export async function acceptCommitment(trx: Trx, initiativeId: string, hatId: string): Promise<string> {
  const row = await trx
    .updateTable('role_assignments')
    .set({ learning_commitment_on: sql<string>`current_date`, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', hatId)
    .returning(sql<string>`learning_commitment_on::text`.as('day'))
    .executeTakeFirstOrThrow()
  return row.day
}

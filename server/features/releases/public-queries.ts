import { sql } from 'kysely'
import type { Licence, PublicRelease } from '#shared/releases/public.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What the page of an initiative that somebody without a role entered needs of it. */
export interface PublicInitiative {
  readonly id: string
  readonly fiscalStartMonth: number
  readonly schoolStartMonth: number
  readonly timeZone: string
}

/** Enters an initiative by its address without a role: from here on the walls show what is public. Undefined when there is none. */
export async function enterPublic(trx: Trx, slug: string): Promise<PublicInitiative | undefined> {
  const { rows } = await sql<PublicInitiative>`
    select e.initiative_id as id, e.fiscal_start_month as "fiscalStartMonth", e.school_start_month as "schoolStartMonth", e.time_zone as "timeZone"
    from app.enter_public(${slug}) e`.execute(trx)
  return rows[0]
}

/** Reads on as the holder of a link. @returns the number of its release; null when the link is over, revoked or none */
export async function enterLink(trx: Trx, initiativeId: string, secretHash: string, now: Date): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select app.enter_release_link(${initiativeId}::uuid, ${secretHash}, ${now}::timestamptz) as number`.execute(trx)
  return rows[0]?.number ?? null
}

/** Counts one opening of the link that was entered. */
export async function countOpening(trx: Trx, initiativeId: string, secretHash: string, now: Date): Promise<void> {
  await trx
    .updateTable('release_links')
    .set({ opens: sql<number>`opens + 1`, last_opened_at: now })
    .where('initiative_id', '=', initiativeId)
    .where('secret_hash', '=', secretHash)
    .execute()
}

/** How a public page is shown; undefined until somebody changed it. */
export function pageOf(
  trx: Trx,
  initiativeId: string,
): Promise<{ isIndexed: boolean; licence: Licence; contact: string | null; embedHosts: string[]; version: number } | undefined> {
  return trx
    .selectFrom('public_pages')
    .select(['is_indexed as isIndexed', 'licence', 'contact', 'embed_hosts as embedHosts', 'version'])
    .where('initiative_id', '=', initiativeId)
    .executeTakeFirst() as never
}

/** Published releases that the reader may see, newest first. */
export async function publicReleases(trx: Trx, initiativeId: string): Promise<PublicRelease[]> {
  const { rows } = await sql<Omit<PublicRelease, 'builtAt' | 'publishedAt'> & { builtAt: Date; publishedAt: Date | null }>`
    select r.number, r.name, r.edition, r.is_preliminary as "isPreliminary", r.is_latest as "isLatest", r.built_at as "builtAt", r.as_of as "asOf",
      r.through_period as "throughPeriod", r.published_at as "publishedAt", r.reason, r.notes_fr as "notesFr", r.notes_en as "notesEn", r.checksum,
      r.previous_checksum as "previousChecksum"
    from app.releases r where r.initiative_id = ${initiativeId} and r.state = 'published' order by r.number desc`.execute(trx)
  return rows.map((row) => ({ ...row, builtAt: row.builtAt.toISOString(), publishedAt: row.publishedAt?.toISOString() ?? null }))
}

/**
 * What tells one state of a public page from the next, without reading it: checksum of its release, version of its settings, the wins,
 * recognitions and notes that the public reads, with the names that stand there now, and the decisions that are shown, whose words do not change.
 */
export async function markOf(trx: Trx, initiativeId: string, number: number | null): Promise<string | null> {
  const { rows } = await sql<{ mark: string }>`
    select left(r.checksum, 32) || '-' || coalesce((select p.version from app.public_pages p where p.initiative_id = r.initiative_id), 0)
      || coalesce('-' || left(md5(concat_ws(',',
        (select string_agg(w.id || '.' || w.version, ',' order by w.id) from app.wins w
          where w.initiative_id = r.initiative_id and w.state = 'published' and w.audience = 'public' and w.guard = 'public'),
        (select string_agg(concat(c.id, '.', c.version, '.', s.name), ',' order by c.id) from app.recognitions c
          left join app.recognition_subjects s on s.initiative_id = c.initiative_id and s.recognition_id = c.id
          where c.initiative_id = r.initiative_id and c.guard = 'public'),
        (select string_agg(d.decision_id::text, ',' order by d.decision_id) from app.public_decisions d where d.initiative_id = r.initiative_id),
        (select string_agg(concat(n.id, '.', n.version, '.', t.person_name, '.', t.partner_name, '.', t.partner_left_on, '.', t.reporters), ',' order by n.id)
          from app.learning_notes n left join app.public_note_facts() t on t.note_id = n.id
          where n.initiative_id = r.initiative_id and n.guard = 'public'),
        (select string_agg(concat(a.id, '.', a.version, '.', (select count(*) from app.follow_up_checks f
            where f.initiative_id = a.initiative_id and f.adaptation_id = a.id and f.guard = 'public')), ',' order by a.id)
          from app.adaptations a where a.initiative_id = r.initiative_id and a.guard = 'public'))), 16), '') as mark
    from app.releases r
    where r.initiative_id = ${initiativeId} and r.state = 'published' and ${number === null ? sql`r.is_latest` : sql`r.number = ${number}`}`.execute(trx)
  return rows[0]?.mark ?? null
}

/** Outlines of the places of one level of the open release. */
export async function shapesOfLevel(trx: Trx, initiativeId: string, releaseId: string, level: string) {
  const { rows } = await sql<{ code: string; geometry: unknown }>`
    select t.code, t.shape as geometry from app.release_territories t
    where t.initiative_id = ${initiativeId} and t.release_id = ${releaseId} and t.level = ${level} and t.shape is not null order by t.code`.execute(trx)
  return rows
}

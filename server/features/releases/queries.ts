import { sql } from 'kysely'
import type { MaskReport, Release, ReleaseCatalogue, ReleaseScope } from '#shared/releases/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** A release as its table holds it. */
export interface ReleaseRow {
  id: string
  number: number
  name: string
  edition: number
  corrects: number | null
  reason: string | null
  notesFr: string | null
  notesEn: string | null
  isPreliminary: boolean
  isPublic: boolean
  isLatest: boolean
  state: Release['state']
  throughPeriod: string
  scope: ReleaseScope
  asOf: string
  done: number
  total: number
  builtAt: Date | null
  publishedAt: Date | null
  cellCount: number
  checksum: string | null
  previousChecksum: string | null
  maskReport: MaskReport | null
  version: number
}

const COLUMNS = sql`
  r.id, r.number, r.name, r.edition, (select c.number from app.releases c where c.initiative_id = r.initiative_id and c.id = r.corrects_id) as corrects,
  r.reason, r.notes_fr as "notesFr", r.notes_en as "notesEn", r.is_preliminary as "isPreliminary", r.is_public as "isPublic", r.is_latest as "isLatest", r.state,
  r.through_period as "throughPeriod", r.scope, r.as_of as "asOf", r.done, r.total, r.built_at as "builtAt", r.published_at as "publishedAt",
  r.cell_count as "cellCount", r.checksum, r.previous_checksum as "previousChecksum", r.mask_report as "maskReport", r.version`

/** Releases for the hat, as row level security lets it see them, newest first. */
export async function listReleases(trx: Trx, initiativeId: string): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    select ${COLUMNS} from app.releases r where r.initiative_id = ${initiativeId} and r.state <> 'discarded' order by r.number desc`.execute(trx)
  return rows
}

/** One release by its number; null asks for the latest published one. */
export async function releaseByNumber(trx: Trx, initiativeId: string, number: number | null): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`
    select ${COLUMNS} from app.releases r
    where r.initiative_id = ${initiativeId} and r.state <> 'discarded' and ${number === null ? sql`r.is_latest` : sql`r.number = ${number}`}`.execute(trx)
  return rows[0]
}

/** As `releaseByNumber`, held until the transaction ends. */
export async function releaseForUpdate(trx: Trx, initiativeId: string, number: number): Promise<ReleaseRow | undefined> {
  const { rows } = await sql<ReleaseRow>`
    select ${COLUMNS} from app.releases r where r.initiative_id = ${initiativeId} and r.number = ${number} and r.state <> 'discarded' for update of r`.execute(
    trx,
  )
  return rows[0]
}

export interface NewRelease {
  readonly id: string
  readonly name: string
  readonly edition: number
  readonly correctsId: string | null
  readonly reason: string | null
  readonly notesFr: string | null
  readonly notesEn: string | null
  readonly isPreliminary: boolean
  readonly throughPeriod: string
  readonly scope: ReleaseScope
  readonly asOf: string
  readonly askedBy: string | null
  readonly askedAt: Date
}

/** A new release with the next number of the initiative. */
export async function insertRelease(trx: Trx, initiativeId: string, release: NewRelease): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into app.releases (initiative_id, id, number, name, edition, corrects_id, reason, notes_fr, notes_en, is_preliminary, through_period, scope, as_of, asked_by, asked_at)
    select ${initiativeId}::uuid, ${release.id}::uuid, coalesce(max(number), 0) + 1, ${release.name}, ${release.edition}, ${release.correctsId}::uuid, ${release.reason},
      ${release.notesFr}, ${release.notesEn}, ${release.isPreliminary}, ${release.throughPeriod}, ${JSON.stringify(release.scope)}::jsonb, ${release.asOf}::date,
      ${release.askedBy}::uuid, ${release.askedAt}::timestamptz
    from app.releases where initiative_id = ${initiativeId}
    returning number`.execute(trx)
  return (rows[0] as { number: number }).number
}

/** Last edition of a name; 0 when the name is new. */
export async function lastEdition(trx: Trx, initiativeId: string, name: string): Promise<number> {
  const row = await trx
    .selectFrom('releases')
    .select(({ fn }) => fn.max('edition').as('edition'))
    .where('initiative_id', '=', initiativeId)
    .where('name', '=', name)
    .executeTakeFirst()
  return Number(row?.edition ?? 0)
}

export async function isBuilding(trx: Trx, initiativeId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('releases')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('state', '=', 'building')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function updateRelease(
  trx: Trx,
  initiativeId: string,
  id: string,
  change: Partial<{ name: string; notes_fr: string | null; notes_en: string | null; state: Release['state'] }>,
): Promise<void> {
  await trx
    .updateTable('releases')
    .set({ ...change, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** How far the building is. */
export async function noteProgress(trx: Trx, initiativeId: string, id: string, done: number, total: number): Promise<void> {
  await trx
    .updateTable('releases')
    .set({ done, total })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .where('state', '=', 'building')
    .execute()
}

/** What a built release is: its content is complete and will not change. */
export async function finishRelease(
  trx: Trx,
  initiativeId: string,
  id: string,
  built: { catalogue: ReleaseCatalogue; report: MaskReport; cellCount: number; checksum: string; previous: string | null; at: Date },
): Promise<void> {
  await sql`
    update app.releases set state = 'ready', catalogue = ${JSON.stringify(built.catalogue)}::jsonb, mask_report = ${JSON.stringify(built.report)}::jsonb,
      cell_count = ${built.cellCount}, checksum = ${built.checksum}, previous_checksum = ${built.previous}, built_at = ${built.at}::timestamptz, version = version + 1
    where initiative_id = ${initiativeId} and id = ${id} and state = 'building'`.execute(trx)
}

/** Makes a release the one that everybody reads, chained to the one before. */
export async function publishRelease(
  trx: Trx,
  initiativeId: string,
  id: string,
  { isPublic, by, at, checksum, previous }: { isPublic: boolean; by: string | null; at: Date; checksum: string; previous: string | null },
): Promise<void> {
  await sql`update app.releases set is_latest = false where initiative_id = ${initiativeId} and is_latest`.execute(trx)
  await sql`
    update app.releases set state = 'published', is_latest = true, is_public = ${isPublic}, published_by = ${by}::uuid, published_at = ${at}::timestamptz,
      checksum = ${checksum}, previous_checksum = ${previous}, version = version + 1
    where initiative_id = ${initiativeId} and id = ${id}`.execute(trx)
}

/** Says that every figure of a published release is marked. */
export async function settleRelease(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx
    .updateTable('releases')
    .set({ settled_at: sql<Date>`now()` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Waits for corrections of definitions that began before the release did, and did not see it: what it tells must follow them. */
export async function awaitCorrections(trx: Trx, initiativeId: string): Promise<void> {
  await trx.selectFrom('indicators').select('id').where('initiative_id', '=', initiativeId).orderBy('id').forShare().execute()
}

/** Marks what was being built as interrupted. */
export async function endInterrupted(trx: Trx, initiativeId: string): Promise<void> {
  await trx.updateTable('releases').set({ state: 'failed' }).where('initiative_id', '=', initiativeId).where('state', '=', 'building').execute()
}

/** Published releases whose figures are not all marked as published. */
export async function listUnsettled(trx: Trx, initiativeId: string): Promise<number[]> {
  const rows = await trx
    .selectFrom('releases')
    .select('number')
    .where('initiative_id', '=', initiativeId)
    .where('state', '=', 'published')
    .where('settled_at', 'is', null)
    .execute()
  return rows.map(({ number }) => number)
}

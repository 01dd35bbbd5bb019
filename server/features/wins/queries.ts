import { sql } from 'kysely'
import type { Audience } from '#shared/meetings/audience.ts'
import type { Trx } from '#server/platform/db/context.ts'

export type State = 'proposed' | 'published' | 'dismissed'

/** A win as its table holds it, with the names of what it rests on. */
export interface WinRow {
  readonly id: string
  readonly occasion: string | null
  readonly indicator: string | null
  readonly period: string | null
  readonly territory: string | null
  readonly target: string | null
  readonly hasNote: boolean
  readonly guard: string
  readonly noteId: string | null
  readonly noteTitle: string | null
  readonly noteLanguage: string | null
  readonly subjectFr: string | null
  readonly subjectEn: string | null
  readonly textFr: string
  readonly textEn: string | null
  readonly shareFr: string | null
  readonly shareEn: string | null
  readonly audience: Audience
  readonly state: State
  readonly publishedOn: string | null
  readonly proposedById: string | null
  readonly proposedBy: string | null
  readonly version: number
}

/** Wins that the hat may read: those to answer first, then newest first. A note is named to whoever may read it. */
export async function listWinRows(trx: Trx, initiativeId: string): Promise<WinRow[]> {
  const { rows } = await sql<WinRow>`
    select w.id, w.occasion, w.indicator, w.period, w.territory, w.target::text, w.note_id is not null as "hasNote", w.guard, n.id as "noteId", n.title as "noteTitle",
      n.language as "noteLanguage", coalesce(v.name_fr, s.description_fr) as "subjectFr", case when v.name_fr is null then s.description_en else v.name_en end as "subjectEn",
      w.text_fr as "textFr", w.text_en as "textEn", w.share_fr as "shareFr", w.share_en as "shareEn", w.audience, w.state, w.published_on as "publishedOn",
      w.proposed_by as "proposedById", o.name as "proposedBy", w.version
    from app.wins w
    left join app.learning_notes n on n.initiative_id = w.initiative_id and n.id = w.note_id
    left join app.success_pictures s on s.initiative_id = w.initiative_id and w.occasion = 'picture_' || s.id::text
    left join lateral (select v.name_fr, v.name_en from app.indicators i
      join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
      where i.initiative_id = w.initiative_id and i.code = w.indicator order by v.valid_from desc limit 1) v on true
    left join app.partners p on p.initiative_id = w.initiative_id and p.id = w.proposed_by
    left join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    where w.initiative_id = ${initiativeId}::uuid
    order by array_position(array['proposed', 'published', 'dismissed'], w.state), w.published_on desc, w.id`.execute(trx)
  return rows
}

/** One win, locked. */
export function winForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('wins')
    .select(['id', 'occasion', 'indicator', 'period', 'territory', sql<string | null>`target::text`.as('target'), 'guard', 'audience', 'state', 'version'])
    .select('published_on as publishedOn')
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface WinColumns {
  readonly text_fr?: string | undefined
  readonly text_en?: string | null | undefined
  readonly share_fr?: string | null | undefined
  readonly share_en?: string | null | undefined
  readonly audience?: Audience | undefined
  readonly state?: State | undefined
  readonly published_on?: string | null | undefined
}
export interface NewWin extends WinColumns {
  readonly id: string
  readonly text_fr: string
  readonly occasion: string | null
  readonly indicator: string | null
  readonly period: string | null
  readonly territory: string | null
  readonly target: string | null
  readonly note_id: string | null
  readonly guard: string
  readonly proposed_by: string | null
}

/** @returns false where that occasion was answered already */
export async function insertWin(trx: Trx, initiativeId: string, win: NewWin): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('wins')
    .values({ ...win, initiative_id: initiativeId })
    .onConflict((conflict) => conflict.constraint('wins_occasion_key').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateWin(trx: Trx, initiativeId: string, id: string, columns: WinColumns): Promise<void> {
  await trx
    .updateTable('wins')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Success pictures of adopted goals. */
export function adoptedPictures(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('success_pictures as s')
    .innerJoin('goals as g', (join) => join.onRef('g.initiative_id', '=', 's.initiative_id').onRef('g.id', '=', 's.goal_id'))
    .select(['s.id', 's.description_fr as nameFr', 's.description_en as nameEn'])
    .where('s.initiative_id', '=', initiativeId)
    .where('g.state', '=', 'adopted')
    .orderBy('s.due_on')
    .orderBy('s.id')
    .execute()
}

export interface StepRow {
  readonly code: string
  readonly nameFr: string
  readonly nameEn: string | null
  readonly isMilestone: boolean
  readonly direction: 'increase' | 'decrease' | 'maintain'
  readonly lo: string | null
  readonly hi: string | null
  readonly unitKind: string
  readonly displayFactor: string
  readonly decimals: number
  readonly unitLabelFr: string | null
  readonly unitLabelEn: string | null
  readonly currencyCode: string | null
  readonly targets: readonly { readonly period: string; readonly value: string; readonly rank: number }[]
}

/** Indicators in force with the target points that hold for the place of the whole, in the order of their periods; `rank` says which scope wins. */
export async function steps(trx: Trx, initiativeId: string, topTerritoryId: string | null, on: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select i.code, v.name_fr as "nameFr", v.name_en as "nameEn", v.unit_kind = 'milestone' as "isMilestone", v.direction, v.maintain_lo::text as lo, v.maintain_hi::text as hi,
      v.unit_kind as "unitKind", v.display_factor::text as "displayFactor", v.decimals, v.unit_label_fr as "unitLabelFr", v.unit_label_en as "unitLabelEn",
      v.currency_code as "currencyCode",
      coalesce((select json_agg(json_build_object('period', p.code, 'value', t.value::text,
          'rank', case when t.scope = 'one' then 0 when t.scope = 'whole' then 1 else 2 end) order by p.ends_on)
        from app.target_points t join app.reporting_periods p on p.initiative_id = t.initiative_id and p.id = t.period_id
        where t.initiative_id = v.initiative_id and t.indicator_version_id = v.id and t.partner_id is null and t.category = 'TOTAL' and t.superseded_on is null
          and (t.scope <> 'one' or t.territory_id = ${topTerritoryId}::uuid)), '[]') as targets
    from app.indicators i
    join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id and v.valid_from <= ${on}::date and (v.valid_to is null or v.valid_to >= ${on}::date)
    where i.initiative_id = ${initiativeId}::uuid and i.archived_on is null
    order by i.position, i.code`.execute(trx)
  return rows
}

/** What was answered already, whatever the answer. */
export async function answeredOccasions(trx: Trx, initiativeId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('wins').select('occasion').where('initiative_id', '=', initiativeId).where('occasion', 'is not', null).execute()
  return new Set(rows.flatMap(({ occasion }) => occasion ?? []))
}

/** Public wins, newest first, as the readers' role sees them. */
export async function publicWins(trx: Trx, initiativeId: string, most: number) {
  const { rows } = await sql<Pick<WinRow, 'id' | 'indicator' | 'period' | 'territory' | 'target' | 'textFr' | 'textEn'> & { publishedOn: string }>`
    select w.id, w.indicator, w.period, w.territory, w.target::text, w.text_fr as "textFr", w.text_en as "textEn", w.published_on as "publishedOn"
    from app.wins w where w.initiative_id = ${initiativeId}::uuid and w.state = 'published' and w.audience = 'public' and w.guard = 'public'
    order by w.published_on desc, w.id limit ${most}`.execute(trx)
  return rows
}

/** Public recognitions, newest first, with a name where there is one to tell. */
export async function publicRecognitions(trx: Trx, initiativeId: string, most: number) {
  const { rows } = await sql<{ id: string; name: string | null; whatFr: string; whatEn: string | null; publishedOn: string }>`
    select r.id, s.name, r.what_fr as "whatFr", r.what_en as "whatEn", r.published_on as "publishedOn"
    from app.recognitions r left join app.recognition_subjects s on s.initiative_id = r.initiative_id and s.recognition_id = r.id
    where r.initiative_id = ${initiativeId}::uuid and r.guard = 'public'
    order by r.published_on desc, r.id limit ${most}`.execute(trx)
  return rows
}

import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What published releases tell of where an indicator started. */
export interface ToldStarts {
  /** Starting points that stand beside figures that are shown. */
  readonly baselines: readonly { readonly territory: string; readonly category: string; readonly baseline: string }[]
  /** Parts of the figures that are shown of the periods in which the indicator started. */
  readonly parts: readonly {
    readonly territory: string
    readonly category: string
    readonly period: string
    readonly numerator: string | null
    readonly denominator: string | null
    readonly n: string | null
  }[]
}

/** Numbers of the published releases, newest first. */
async function publishedNumbers(trx: Trx, initiativeId: string): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select r.number from app.releases r where r.initiative_id = ${initiativeId} and r.state = 'published' order by r.is_latest desc, r.number desc`.execute(trx)
  return rows.map(({ number }) => number)
}

/**
 * Reads what releases tell of the starting points of an indicator, as the role that can read releases and nothing else.
 * @param isEvery every published release, for what once stood; else the latest alone
 */
export async function listToldStarts(
  trx: Trx,
  initiativeId: string,
  { indicator, periods, isEvery }: { readonly indicator: string; readonly periods: readonly string[]; readonly isEvery: boolean },
): Promise<ToldStarts> {
  const baselines: ToldStarts['baselines'][number][] = []
  const parts: ToldStarts['parts'][number][] = []
  await sql`select app.become_release_reader()`.execute(trx)
  const numbers = await publishedNumbers(trx, initiativeId)
  for (const number of isEvery ? numbers : numbers.slice(0, 1)) {
    const opened = await sql<{ id: string | null }>`select app.open_release(${initiativeId}::uuid, ${number}::integer) as id`.execute(trx)
    const releaseId = opened.rows[0]?.id ?? null
    const here = sql`c.initiative_id = ${initiativeId} and c.release_id = ${releaseId}::uuid and c.indicator = ${indicator} and c.partner = '' and not c.is_masked`
    const starts = await sql<ToldStarts['baselines'][number]>`
      select distinct c.territory, c.category, c.baseline::text as baseline from app.release_cells c where ${here} and c.baseline is not null`.execute(trx)
    baselines.push(...starts.rows)
    if (periods.length === 0) continue
    const figures = await sql<ToldStarts['parts'][number]>`
      select c.territory, c.category, c.period, c.numerator::text, c.denominator::text, c.n::text
      from app.release_cells c where ${here} and c.period = any (${[...periods]}::text[]) and (c.numerator is not null or c.n is not null)`.execute(trx)
    parts.push(...figures.rows)
  }
  await sql`set local role none`.execute(trx)
  return { baselines, parts }
}

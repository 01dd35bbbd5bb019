import { sql } from 'kysely'
import { compiledOnce } from '#server/platform/db/compiled.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { scopeOf, versionTables, type VersionRow } from './queries.ts'

/** What a figure is held against when it is written: no text, no threshold. */
export type FigureRulesRow = Pick<
  VersionRow,
  | 'id'
  | 'code'
  | 'scope'
  | 'validFrom'
  | 'validTo'
  | 'frequency'
  | 'unitKind'
  | 'isProportion'
  | 'partsUnknown'
  | 'denominatorShared'
  | 'displayFactor'
  | 'currencyCode'
  | 'indexMin'
  | 'indexMax'
>

const RULES_COLUMNS = [
  'v.id',
  'v.valid_from as validFrom',
  'v.valid_to as validTo',
  'v.frequency',
  'v.unit_kind as unitKind',
  'v.is_proportion as isProportion',
  'v.parts_unknown as partsUnknown',
  'v.denominator_shared as denominatorShared',
  'v.display_factor as displayFactor',
  'v.currency_code as currencyCode',
  'v.index_min as indexMin',
  'v.index_max as indexMax',
] as const

const RULES_OF = compiledOnce((db, { initiativeId, codes }: { initiativeId: string; codes: readonly string[] }) =>
  versionTables(db)
    .select([...RULES_COLUMNS, 'i.code', scopeOf])
    .where('v.initiative_id', '=', initiativeId)
    .where('i.code', '=', sql<string>`any (${codes}::text[])`)
    .orderBy('v.number', 'desc')
    .$castTo<FigureRulesRow>()
    .compile(),
)

/** What figures of some indicators are held against, by version, newest first. */
export function listRules(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<FigureRulesRow[]> {
  return RULES_OF(trx, { initiativeId, codes })
}

import type { KeptMapping } from '#shared/exchange/contract.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { findMapping, insertMapping, listMappings, updateMapping, type MappingRow } from './queries.ts'

/** Reads a mapping given as JSON text. @throws import_mapping_invalid with every fault's place */
export function readMapping(text: string): Mapping {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw problem('import_mapping_invalid', { pointer: '', expected: 'JSON' })
  }
  const parsed = Mapping.safeParse(json)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.slice(0, 50).map((issue) => ({ pointer: `/mapping/${issue.path.join('/')}`, code: issue.code }))
  throw problem('import_mapping_invalid', { pointer: errors[0]?.pointer ?? '', expected: parsed.error.issues[0]?.message ?? '' }, errors)
}

/** The mapping of a request: given whole, or kept under a name; null when neither, for a file of our own. @throws import_mapping_invalid, unknown_reference */
export async function mappingFor(trx: Trx, actor: Actor, form: { mapping?: string | undefined; mappingName?: string | undefined }): Promise<Mapping | null> {
  if (form.mapping !== undefined) return readMapping(form.mapping)
  if (form.mappingName === undefined) return null
  const kept = await findMapping(trx, actor.initiative.id, sideOf(actor), form.mappingName)
  if (kept === undefined) throw problem('unknown_reference', { field: 'mappingName', value: form.mappingName })
  return Mapping.parse(kept.mapping)
}

/** Whose mappings a hat keeps: its partner's; null: the backbone's. */
export const sideOf = (actor: Actor): string | null => (actor.role === 'partner_contributor' ? actor.partnerId : null)

const toKept = (row: MappingRow): KeptMapping => ({ id: row.id, name: row.name, mapping: Mapping.parse(row.mapping), version: row.version })

export async function readMappings(trx: Trx, actor: Actor): Promise<KeptMapping[]> {
  return (await listMappings(trx, actor.initiative.id)).map(toKept)
}

/**
 * Keeps a mapping under a name. A contributor changes those of its own partner, which other partners do not see; all use the backbone's.
 * @param seen asked only when the name exists: the version the caller saw
 * @throws not_allowed, version_required, version_stale
 */
export async function saveMapping(trx: Trx, actor: Actor, now: Date, input: { name: string; mapping: Mapping }, seen: () => number): Promise<KeptMapping> {
  const text = JSON.stringify(input.mapping)
  const ownPartner = sideOf(actor)
  const existing = await findMapping(trx, actor.initiative.id, ownPartner, input.name)
  if (existing !== undefined && ownPartner !== null && existing.partner_id !== ownPartner) throw problem('not_allowed')
  const row =
    existing === undefined
      ? await insertMapping(trx, actor.initiative.id, ownPartner, input.name, text)
      : await updateMapping(trx, actor.initiative.id, existing.id, seen(), text)
  if (row === undefined) throw problem('version_stale', { version: existing?.version ?? 0 })
  await audit(
    trx,
    actor,
    {
      action: existing === undefined ? 'import_mapping.create' : 'import_mapping.change',
      objectType: 'import_mapping',
      objectId: row.id,
      details: { name: input.name },
    },
    now,
  )
  return toKept(row)
}

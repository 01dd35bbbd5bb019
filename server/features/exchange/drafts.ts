import { createHash } from 'node:crypto'
import { buildMapping, missingChoices } from '#shared/exchange/build-mapping.ts'
import { ImportChoices } from '#shared/exchange/choices.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import type { DraftCheck, DraftSummary, ImportDraft } from '#shared/exchange/draft-contract.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { fold } from '#shared/exchange/text.ts'
import { isTotalWord } from '#shared/exchange/totals.ts'
import type { Confidence } from '#shared/exchange/similar.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { contentOfDraft, deleteDraft, findDraft, findHabit, insertDraft, listDrafts, updateDraft, type DraftChange, type DraftRow } from './draft-queries.ts'
import { proposeChoices, readKnown } from './known.ts'
import { parseFile } from './parse.ts'
import type { KeptFile } from './parser/job.ts'
import { sideOf } from './kept-mappings.ts'
import { findMapping } from './queries.ts'

/** How long a draft lives; the database refuses more than a day. */
const LIFE_MS = 24 * 60 * 60_000

/** What is kept of a file besides its rows. */
export interface DraftFacts {
  readonly sheets: KeptFile['sheets']
  readonly preview: ImportPreview | null
  /** How to read it, when an export or a template of ours wrote it. */
  readonly own: Mapping | null
  readonly confidence: Readonly<Record<string, Confidence>>
  readonly remembered: boolean
  readonly stopped: string | null
  /** Absent: figures. */
  readonly purpose?: 'targets'
  /** Kinds of warnings that were confirmed: of which figures, and why. */
  readonly confirmed?: Readonly<Record<string, Confirmed>>
}

export interface Confirmed {
  readonly digest: string
  readonly comment: string | null
}

/** A draft read and understood. */
export interface Draft {
  readonly row: DraftRow
  readonly facts: DraftFacts
  readonly choices: ImportChoices
}

export const habitOwner = (actor: Actor) => (actor.role === 'partner_contributor' ? actor.partnerId : null)

/** The same headers, whatever their case and accents, give the same hash. */
export function fingerprintOf(preview: ImportPreview): string {
  return createHash('sha256')
    .update(preview.columns.map(({ name }) => fold(name)).join('\n'))
    .digest('hex')
}

export const understand = (row: DraftRow): Draft => ({ row, facts: row.facts as DraftFacts, choices: ImportChoices.parse(row.choices) })

/** One's own draft. @throws not_found when there is none, or no longer */
export async function openDraft(trx: Trx, actor: Actor, now: Date, draftId: string): Promise<Draft> {
  const row = await findDraft(trx, actor.initiative.id, actor.userId, draftId, now)
  if (row === undefined) throw problem('not_found')
  return understand(row)
}

const toSummary = (row: DraftRow): DraftSummary => ({
  id: row.id,
  version: row.version,
  fileName: row.file_name,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  importId: row.import_id,
  purpose: (row.facts as DraftFacts).purpose ?? 'figures',
})

export function toDraft({ row, facts, choices }: Draft): ImportDraft {
  return {
    ...toSummary(row),
    sheets: facts.sheets.map(({ name, rowCount }) => ({ name, rowCount })),
    preview: facts.preview,
    choices,
    confidence: facts.confidence,
    remembered: facts.remembered,
    missing: facts.own === null ? missingChoices(choices) : [],
    checked: row.checked as DraftCheck | null,
    stopped: facts.stopped,
  }
}

/** What was decided before for any file of this partner: other names of places, of partners, of categories. */
async function rememberedRepairs(trx: Trx, actor: Actor): Promise<Partial<ImportChoices>> {
  const habit = await findHabit(trx, actor.initiative.id, habitOwner(actor), '')
  return habit === null ? {} : (habit as Partial<ImportChoices>)
}

/** Choices for a table: as the last time for these headers, else a proposal. */
async function choicesFor(trx: Trx, actor: Actor, preview: ImportPreview): Promise<Pick<DraftFacts, 'confidence' | 'remembered'> & { choices: ImportChoices }> {
  const habit = await findHabit(trx, actor.initiative.id, habitOwner(actor), fingerprintOf(preview))
  if (habit !== null) return { choices: ImportChoices.parse(habit), confidence: {}, remembered: true }
  const { choices, confidence } = await proposeChoices(trx, actor, preview.columns)
  return { choices: ImportChoices.parse({ ...choices, ...(await rememberedRepairs(trx, actor)) }), confidence, remembered: false }
}

/** Begins an import from a file that was read: its rows are kept for a day at most. */
export async function createDraft(
  trx: Trx,
  actor: Actor,
  now: Date,
  { purpose, ...file }: { fileName: string; fileHash: string; purpose?: 'targets' | undefined },
  kept: KeptFile,
): Promise<ImportDraft> {
  const { choices, confidence, remembered } = await choicesFor(trx, actor, kept.preview)
  const sheet = kept.sheets.find(({ name }) => name === kept.sheet)
  const facts: DraftFacts = {
    sheets: kept.sheets,
    preview: kept.preview,
    own: kept.own,
    confidence,
    remembered,
    stopped: null,
    ...(purpose === undefined ? {} : { purpose }),
  }
  const row = await insertDraft(trx, actor.initiative.id, {
    ownerId: actor.userId,
    partnerId: actor.partnerId,
    ...file,
    facts,
    content: kept.content,
    choices: { ...choices, sheet: kept.sheet, headerRow: String(sheet?.headerRow ?? 1), headerRows: String(sheet?.headerRows ?? 1) },
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIFE_MS),
  })
  return toDraft(understand(row))
}

export async function readDrafts(trx: Trx, actor: Actor, now: Date): Promise<DraftSummary[]> {
  return (await listDrafts(trx, actor.initiative.id, actor.userId, now)).filter(({ import_id: done }) => done === null).map(toSummary)
}

export async function readDraft(trx: Trx, actor: Actor, now: Date, draftId: string): Promise<ImportDraft> {
  return toDraft(await openDraft(trx, actor, now, draftId))
}

export async function removeDraft(trx: Trx, actor: Actor, now: Date, draftId: string): Promise<void> {
  const { row } = await openDraft(trx, actor, now, draftId)
  await deleteDraft(trx, actor.initiative.id, actor.userId, row.id)
}

/** Writes a change of a draft. @throws version_stale */
export async function saveDraft(trx: Trx, actor: Actor, draft: Draft, seen: number, change: DraftChange): Promise<Draft> {
  const row = await updateDraft(trx, actor.initiative.id, draft.row.id, seen, change)
  if (row === undefined) throw problem('version_stale', { version: draft.row.version })
  return understand(row)
}

/** People's data were seen under these choices: the rows go at once, and the draft says why. */
export function stopDraft(trx: Trx, actor: Actor, draft: Draft, seen: number, code: string): Promise<Draft> {
  return saveDraft(trx, actor, draft, seen, {
    content: '',
    checked: null,
    rejected: null,
    facts: { ...draft.facts, preview: null, stopped: code } satisfies DraftFacts,
  })
}

export const isPersonal = (fault: FileFault): boolean => fault.code.startsWith('personal_data_')

/** Bytes for the process that parses. @throws not_found when the rows are gone */
export async function rowsOfDraft(trx: Trx, actor: Actor, draft: Draft): Promise<Buffer> {
  if (draft.facts.stopped !== null) throw problem('not_found')
  return Buffer.from(await contentOfDraft(trx, actor.initiative.id, draft.row.id), 'base64')
}

const place = ({ sheet, headerRow, headerRows }: ImportChoices) => [sheet, headerRow, headerRows].join('\n')

/**
 * Changes the choices of a draft; what was checked under others is forgotten. Another sheet or header is
 * looked at anew, and its columns proposed anew when they have other names.
 * @throws version_stale, import_refused
 */
export async function changeDraft(trx: Trx, actor: Actor, now: Date, draftId: string, given: ImportChoices, seen: number): Promise<ImportDraft> {
  const draft = await openDraft(trx, actor, now, draftId)
  if (draft.facts.stopped !== null) throw problem('not_found')
  const choices = actor.role === 'backbone' ? given : { ...given, createLevel: '', createUnder: '' }
  if (place(choices) === place(draft.choices)) return toDraft(await saveDraft(trx, actor, draft, seen, { choices, checked: null }))
  const sheet = draft.facts.sheets.find(({ name }) => name === choices.sheet)
  // Another sheet: its own header, unless the person says which.
  const moved = choices.sheet !== draft.choices.sheet && sheet !== undefined
  const header = moved
    ? { headerRow: String(sheet.headerRow), headerRows: String(sheet.headerRows) }
    : { headerRow: choices.headerRow, headerRows: choices.headerRows }
  let preview: ImportPreview
  try {
    preview = await parseFile<'preview'>(
      {
        kind: 'preview',
        fileName: draft.row.file_name,
        format: Mapping.shape.file.parse({ headerRow: Number(header.headerRow), headerRows: Number(header.headerRows) }),
        headerGuessed: false,
        sheet: choices.sheet === '' ? null : choices.sheet,
        kept: true,
      },
      await rowsOfDraft(trx, actor, draft),
    )
  } catch (error) {
    if (error instanceof FileFault && isPersonal(error)) return toDraft(await stopDraft(trx, actor, draft, seen, error.code))
    throw error
  }
  const sameColumns = draft.facts.preview !== null && fingerprintOf(preview) === fingerprintOf(draft.facts.preview)
  const proposal = sameColumns ? { choices, confidence: draft.facts.confidence, remembered: draft.facts.remembered } : await choicesFor(trx, actor, preview)
  return toDraft(
    await saveDraft(trx, actor, draft, seen, {
      choices: { ...proposal.choices, sheet: choices.sheet, ...header },
      checked: null,
      facts: { ...draft.facts, preview, confidence: proposal.confidence, remembered: proposal.remembered } satisfies DraftFacts,
    }),
  )
}

/** Texts of the file such as « Ensemble » that are names of something here: no lines of totals. */
async function realTotals(trx: Trx, actor: Actor, preview: ImportPreview | null): Promise<string[]> {
  const texts = (preview?.columns ?? []).flatMap(({ distinct }) => distinct.filter(isTotalWord))
  if (texts.length === 0) return []
  const { partners, territories, indicators } = await readKnown(trx, actor)
  const names = new Set([...partners, ...territories, ...indicators].flatMap((one) => one.texts.filter(isTotalWord).map(fold)))
  return texts.filter((text) => names.has(fold(text)))
}

/** The mapping that a draft means. @throws import_draft_incomplete with the fields that ask for a choice, import_mapping_invalid, unknown_reference */
export async function mappingOfDraft(trx: Trx, actor: Actor, { facts, choices }: Draft): Promise<Mapping> {
  const missing = facts.own === null ? missingChoices(choices) : []
  if (missing.length > 0) throw problem('import_draft_incomplete', { missing })
  let kept: Mapping | null = facts.own
  if (kept === null && choices.mappingName !== '') {
    const found = await findMapping(trx, actor.initiative.id, sideOf(actor), choices.mappingName)
    if (found === undefined) throw problem('unknown_reference', { field: 'mappingName', value: choices.mappingName })
    kept = Mapping.parse(found.mapping)
  }
  const parsed = Mapping.safeParse(buildMapping(choices, kept, kept === null ? await realTotals(trx, actor, facts.preview) : []))
  if (parsed.success) return parsed.data
  throw problem('import_mapping_invalid', { pointer: parsed.error.issues[0]?.path.join('/') ?? '', expected: parsed.error.issues[0]?.message ?? '' })
}

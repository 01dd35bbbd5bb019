import type { ImportChoices } from '#shared/exchange/choices.ts'
import type { ChangedFigure, DraftCheck, ImportDraft, SharesRead } from '#shared/exchange/draft-contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { Mapping } from '#shared/exchange/mapping.ts'
import { indicatorSamples } from '#shared/exchange/indicator-samples.ts'
import { repairGroups } from '#shared/exchange/repair-groups.ts'
import { spelledOtherwise } from '#shared/exchange/spelled.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { fingerprintOf, habitOwner, isPersonal, mappingOfDraft, openDraft, rowsOfDraft, saveDraft, stopDraft, toDraft, type Draft } from './drafts.ts'
import { readKnown } from './known.ts'
import { saveHabit } from './draft-queries.ts'
import { parseFile } from './parse.ts'
import { perform, type PlacedRejection, type StoredBefore } from './perform.ts'
import { totalsLeftOut } from './draft-totals.ts'
import { hasFigures, listPartners, listTerritories } from './queries.ts'
import type { ReadyFigure } from './resolve.ts'
import type { ReadShares } from './resolve-shares.ts'
import { toConfirm } from './draft-confirm.ts'
import { startsOf, waitFor } from './waiting.ts'

/** Figures of each kind that a check shows; all are counted. */
const SHOWN = 200
/** Refused places that a draft keeps, for the file of refused rows. */
export const MOST_REJECTED = 20_000

interface Change {
  readonly figure: ReadyFigure
  readonly before: StoredBefore
}

const figureText = (one: { value: string | null; numerator: string | null; denominator: string | null; boolValue: boolean | null }) =>
  one.value ?? (one.numerator !== null ? `${one.numerator} / ${one.denominator ?? ''}` : one.boolValue === null ? null : one.boolValue ? '1' : '0')

/** Changes with the names that people know. */
async function named(trx: Trx, actor: Actor, changes: readonly Change[], extraction: Extraction): Promise<ChangedFigure[]> {
  if (changes.length === 0) return []
  const { id } = actor.initiative
  const versions = await versionsNamed(trx, id, [...new Set(changes.map(({ figure }) => figure.versionId))])
  const territories = new Map((await listTerritories(trx, id)).map((row) => [row.id, row]))
  const partners = new Map((await listPartners(trx, id)).map((row) => [row.id, row.name]))
  return changes.map(({ figure, before }): ChangedFigure => {
    const version = versions.get(figure.versionId)
    const territory = territories.get(figure.territoryId)
    const [was, is] = [before === null ? null : figureText(before), figureText(figure)]
    return {
      sheet: figure.sheet,
      row: figure.row,
      column: figure.column,
      indicator: { code: version?.code ?? '', nameFr: version?.nameFr ?? '', nameEn: version?.nameEn ?? null },
      // A place that the import itself would make is known by its text alone.
      territory: {
        code: territory?.code ?? '',
        nameFr: territory?.name_fr ?? extraction.territories[figure.territory]?.text ?? '',
        nameEn: territory?.name_en ?? null,
      },
      partner: figure.partnerId === null ? null : (partners.get(figure.partnerId) ?? null),
      period: extraction.periods[figure.period]?.code ?? '',
      category: figure.category,
      unitFr: version?.unitLabelFr ?? null,
      unitEn: version?.unitLabelEn ?? null,
      displayFactor: version?.displayFactor ?? '1',
      decimals: version?.decimals ?? 0,
      before: was,
      after: is,
      presenceBefore: before?.presence ?? null,
      presenceAfter: figure.presence,
      isDetail: before !== null && was === is && before.presence === figure.presence,
    }
  })
}

/** How shares were read, with the names that people know. */
async function namedShares(trx: Trx, actor: Actor, shares: ReadonlyMap<string, ReadShares>): Promise<SharesRead[]> {
  if (shares.size === 0) return []
  const versions = await versionsNamed(
    trx,
    actor.initiative.id,
    [...shares.values()].map(({ versionId }) => versionId),
  )
  return [...shares].map(([code, { versionId, ...read }]) => {
    const version = versions.get(versionId)
    return { ...read, indicator: { code, nameFr: version?.nameFr ?? code, nameEn: version?.nameEn ?? null } }
  })
}

/** Columns of the file that no choice names: people should know what is not read. */
function unreadColumns(draft: Draft): string[] {
  const { preview } = draft.facts
  if (preview === null || draft.facts.own !== null || draft.choices.mappingName !== '') return []
  const { valueColumns, categories, repairs: _repairs, ...rest } = draft.choices
  const chosen = [...Object.values(rest), ...categories.map(({ column }) => column), ...(rest.figure === 'columns' ? valueColumns : [])]
  const read = new Set(chosen.flatMap((one) => (typeof one === 'string' ? [/#(\d+)$/.exec(one)?.[1]] : [])))
  return preview.columns
    .filter(({ position, filled }) => filled > 0 && !read.has(String(position)))
    .map(({ name, position }) => (name === '' ? `#${position}` : name))
}

interface Odd {
  count: number
  readonly examples: string[]
}
const note = (odd: Odd, example: string) => {
  odd.count += 1
  if (odd.examples.length < 3) odd.examples.push(example)
}

/** Watches figures that would be written for what deserves a look: ten or a hundred times what stood, above a hundred per cent. */
function watcher() {
  const found = { factor_100: { count: 0, examples: [] as string[] }, sudden_change: { count: 0, examples: [] as string[] } }
  const look = ({ figure, before }: Change) => {
    if (before?.value == null || figure.value === null) return
    const [was, is] = [decimal(before.value), decimal(figure.value)]
    if (was.isZero() || is.isZero() || was.equals(is)) return
    const ratio = is.dividedBy(was).abs()
    const where = `${figure.row}`
    if (ratio.equals(100) || ratio.equals('0.01')) note(found.factor_100, where)
    else if (ratio.greaterThan(2) || ratio.lessThan('0.5')) note(found.sudden_change, where)
  }
  return { look, found }
}

const EMPTY: Omit<DraftCheck, 'fault'> = {
  result: null,
  refusedRows: 0,
  groups: [],
  shares: [],
  warnings: [],
  created: [],
  changed: [],
  requested: [],
  unusual: [],
}

const rowCount = (rejections: readonly PlacedRejection[]) => new Set(rejections.map(({ sheet, row }) => `${sheet ?? ''}\n${row}`)).size

/** Kinds of texts that a mapping reads as codes. */
const exactKinds = ({ readings }: Mapping) => [
  ...(readings.some(({ territory }) => territory.some(({ by }) => by === 'code')) ? (['territory'] as const) : []),
  ...(readings.some(({ partner }) => partner?.by === 'code') ? (['partner'] as const) : []),
]

async function plan(trx: Trx, actor: Actor, now: Date, draft: Draft, mapping: Mapping, extraction: Extraction) {
  const created: Change[] = []
  const changed: Change[] = []
  const requested: Change[] = []
  const watch = watcher()
  const performed = await perform(trx, actor, now, {
    extraction,
    duplicates: mapping.duplicates,
    ...(mapping.shares === undefined ? {} : { shares: mapping.shares }),
    partial: true,
    importId: null,
    askNote: '',
    onChange: (figure, before, isAsked) => {
      const list = isAsked ? requested : before === null ? created : changed
      if (list.length < SHOWN) list.push({ figure, before })
      if (!isAsked) watch.look({ figure, before })
    },
  })
  const unread = unreadColumns(draft)
  const known = await readKnown(trx, actor)
  const totals = await totalsLeftOut(trx, actor, extraction, known.indicators)
  const marked = extraction.records.flatMap((record) => record.marked?.join(' / ') ?? [])
  const check: DraftCheck = {
    fault: null,
    result: performed.result,
    refusedRows: rowCount(performed.rejections),
    groups: repairGroups(performed.rejections, known, {
      apart: draft.choices.repairs.apart,
      exact: exactKinds(mapping),
      sampleOf: indicatorSamples(extraction),
    }),
    shares: await namedShares(trx, actor, performed.shares),
    spelled: spelledOtherwise(extraction, known),
    ...(totals === undefined ? {} : { totals }),
    isFirst: !(await hasFigures(trx, actor.initiative.id)),
    warnings: [
      ...(unread.length === 0 ? [] : [{ code: 'columns_unread', count: unread.length, examples: unread.slice(0, 10) }]),
      ...(marked.length === 0 ? [] : [{ code: 'marks_kept', count: marked.length, examples: [...new Set(marked)].slice(0, 3) }]),
      ...Object.entries(watch.found).flatMap(([code, { count, examples }]) => (count === 0 ? [] : [{ code, count, examples }])),
    ],
    created: await named(trx, actor, created, extraction),
    changed: await named(trx, actor, changed, extraction),
    requested: await named(trx, actor, requested, extraction),
    unusual: await toConfirm(performed.unusual, draft.facts.confirmed ?? {}, (figures) => named(trx, actor, figures, extraction)),
  }
  return { check, rejections: performed.rejections }
}

/** How the rows of a draft become figures. */
export type ReadRows = (trx: Trx, actor: Actor, draft: Draft, mapping: Mapping) => Promise<Extraction>

const extracting = (actor: Actor, draft: Draft, mapping: Mapping, bytes: Buffer) =>
  parseFile<'extract'>({ kind: 'extract', fileName: draft.row.file_name, mapping, starts: startsOf(actor), kept: true }, bytes)

/** Reads the rows of a draft while the request waits. @throws FileFault, unavailable when it takes too long */
export const extractDraft: ReadRows = async (trx, actor, draft, mapping) => {
  const bytes = await rowsOfDraft(trx, actor, draft)
  const { result } = await waitFor(() => extracting(actor, draft, mapping, bytes))
  if (result === 'later') throw problem('unavailable', { retrySeconds: 10 })
  return result
}

/**
 * Begins to read the rows of a draft for whoever may wait as long as a file may take; no transaction stays open meanwhile.
 * @returns what gives them to a later transaction; it throws what the reading did, and version_stale when the draft has changed since
 */
export async function extractApart(trx: Trx, actor: Actor, now: Date, draftId: string): Promise<{ reading: Promise<unknown>; readRows: ReadRows }> {
  const draft = await openDraft(trx, actor, now, draftId)
  const reading = extracting(actor, draft, await mappingOfDraft(trx, actor, draft), await rowsOfDraft(trx, actor, draft))
  const readRows: ReadRows = (_trx, _actor, { row }) => {
    if (row.version !== draft.row.version) throw problem('version_stale', { version: row.version })
    return reading
  }
  return { reading: reading.catch(() => undefined), readRows }
}

/**
 * Finds what a draft's import would do: what is new, changed, the same, left out; what is refused, gathered by
 * what repairs it. No figure is written: only the answer itself, and the choices for the next file.
 * @throws not_found, import_draft_incomplete
 */
export async function checkDraft(trx: Trx, actor: Actor, now: Date, draftId: string, readRows: ReadRows = extractDraft): Promise<ImportDraft> {
  const draft = await openDraft(trx, actor, now, draftId)
  if (draft.row.import_id !== null) throw problem('import_draft_done')
  const mapping = await mappingOfDraft(trx, actor, draft)
  const seen = draft.row.version
  try {
    const extraction = await readRows(trx, actor, draft, mapping)
    const { check, rejections } = await plan(trx, actor, now, draft, mapping, extraction)
    // A file that is repaired elsewhere and sent again finds the answers already given.
    await remember(trx, actor, draft, now)
    return toDraft(await saveDraft(trx, actor, draft, seen, { checked: check, rejected: rejections.slice(0, MOST_REJECTED) }))
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    if (isPersonal(error)) return toDraft(await stopDraft(trx, actor, draft, seen, error.code))
    const fault = { code: error.code, places: error.places.slice(0, 100).map((place) => ({ ...place })) }
    return toDraft(await saveDraft(trx, actor, draft, seen, { checked: { ...EMPTY, fault }, rejected: [] }))
  }
}

/** What is remembered of choices for the next file of these headers, and for any file. */
export function habitsOf(choices: ImportChoices): { own: ImportChoices; any: Pick<ImportChoices, 'repairs'> } {
  const { repairs } = choices
  // Erasing is asked for file by file, and so is reading what carries a mark.
  return {
    own: { ...choices, eraseBlanks: false, keepMarks: false, made: { territories: [], partners: [], indicators: [] } },
    any: { repairs: { ...repairs, values: {}, periods: {}, shares: {} } },
  }
}

/** Keeps what was chosen, for the next file of these headers and for any file of this partner. */
export async function remember(trx: Trx, actor: Actor, draft: Draft, now: Date): Promise<void> {
  const { own, any } = habitsOf(draft.choices)
  const owner = habitOwner(actor)
  if (draft.facts.preview !== null && draft.facts.own === null) await saveHabit(trx, actor.initiative.id, owner, fingerprintOf(draft.facts.preview), own, now)
  await saveHabit(trx, actor.initiative.id, owner, '', any, now)
}

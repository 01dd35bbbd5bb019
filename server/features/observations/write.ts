import { randomUUID } from 'node:crypto'
import { isCounted, LOCK_DAYS, type ObservationState } from '#shared/observations/life-cycle.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { brokenBreakdowns } from './breakdown-check.ts'
import { recomputeCells, type Triple } from './cells.ts'
import { conflictWith, contentOf, keyText, recordOf, rejected, type FigureOutcome, type ResolvedFigure } from './figures.ts'
import { keepCreated, keepReplaced } from './imported-queries.ts'
import { draftsLeftBehind, isOwnDraft, unattendedAmong } from './left-behind.ts'
import { listPartners, periodStarts } from './lookup-queries.ts'
import { lastOpenDays } from './move-queries.ts'
import { askRevisions, type Asked } from './imported-requests.ts'
import { planFigure, soundFigure, type KnownReferences, type Origin, type SoundFacts } from './plan.ts'
import { figuresForUpdate, type StoredFigure } from './queries.ts'
import { insertFigures, insertRevisions, updateFigures, type FigureRecord, type RevisionRecord } from './write-queries.ts'

/** How a write lands. */
export interface WriteOptions {
  readonly origin: Origin
  readonly stateOf: (figure: ResolvedFigure) => 'draft' | 'submitted' | 'validated'
  readonly importId?: string
  /** What the caller has looked up already. */
  readonly known?: KnownReferences
  /** Nothing is written: what would be is told. */
  readonly planOnly?: boolean
  /** Each figure that is written, with the one that it replaces; or of which a change is asked for. */
  readonly onChange?: (index: number, stored: StoredFigure | null, isAsked: boolean) => void
  /** Why an import asks for changes of what two people change now. */
  readonly askNote?: string
}

interface Change {
  readonly index: number
  readonly figure: ResolvedFigure
  readonly record: FigureRecord
  readonly stored: StoredFigure | null
}

const REASONS = { draft: 'entry', submitted: 'submission', validated: 'validation', returned: 'return', published: 'validation' } as const

/** Whether what is replaced is a partner's own draft, which whoever replaces it may not read. */
const isUnseen = ({ stored }: Change, { origin }: WriteOptions) => origin === 'backbone' && stored !== null && isOwnDraft(stored)

function revisionOf(change: Change, actorId: string | null, options: WriteOptions): RevisionRecord {
  const { record, figure, stored } = change
  const wasSettled = stored?.state === 'validated'
  return {
    observation: record.id,
    number: record.version,
    partner: record.pa,
    // The revision that made it keeps it, for its partner's people alone.
    old: stored === null || isUnseen(change, options) ? null : contentOf(stored),
    new: contentOf(figure),
    oldState: stored?.state ?? null,
    newState: record.state,
    reason: wasSettled ? 'source_revision' : REASONS[record.state as ObservationState],
    note: null,
    approver: record.state === 'validated' ? actorId : null,
  }
}

const outcomeOf = ({ stored, record }: Change): FigureOutcome => ({
  outcome: stored === null ? 'created' : 'changed',
  code: null,
  field: null,
  version: record.version,
  state: record.state as ObservationState,
})

async function factsOf(trx: Trx, actor: Actor, figures: readonly ResolvedFigure[], { origin, known }: WriteOptions): Promise<SoundFacts> {
  const { id } = actor.initiative
  if (known !== undefined) return { actor, origin, ...known }
  const partners = figures.some(({ partnerId }) => partnerId !== null) ? await listPartners(trx, id) : []
  return {
    actor,
    origin,
    versions: await versionsNamed(trx, id, [...new Set(figures.map(({ versionId }) => versionId))]),
    periodStarts: await periodStarts(trx, id, [...new Set(figures.map(({ periodId }) => periodId))]),
    partners: new Map(partners.map((partner) => [partner.id, partner])),
  }
}

/** Sound figures that do not meet twice, with the outcome of the others filled in. */
function soundOnes(
  facts: SoundFacts,
  figures: readonly ResolvedFigure[],
  outcomes: (FigureOutcome | undefined)[],
): { index: number; figure: ResolvedFigure }[] {
  const seen = new Set<string>()
  return figures.flatMap((given, index) => {
    const key = keyText(given)
    const figure = seen.has(key) ? rejected('duplicate_in_batch') : soundFigure(facts, given)
    seen.add(key)
    if ('outcome' in figure) {
      outcomes[index] = figure
      return []
    }
    return [{ index, figure }]
  })
}

const validatedOf = (stored: ReadonlyMap<string, StoredFigure>) => [...stored.values()].flatMap(({ id, state }) => (state === 'validated' ? [id] : []))

/**
 * Writes figures: a constant number of statements whatever their number, current rows locked in key
 * order, one revision each, cells recomputed once (D19, D20). The same figures again change nothing.
 * @returns what became of each, in their order; nothing is thrown for a figure that is refused
 */
export async function writeFigures(trx: Trx, actor: Actor, now: Date, figures: readonly ResolvedFigure[], options: WriteOptions): Promise<FigureOutcome[]> {
  const outcomes: (FigureOutcome | undefined)[] = figures.map(() => undefined)
  const initiativeId = actor.initiative.id
  const known = await factsOf(trx, actor, figures, options)
  let sound = soundOnes(known, figures, outcomes)

  const landing = sound.filter(({ figure }) => options.stateOf(figure) !== 'draft')
  const broken = await brokenBreakdowns(
    trx,
    initiativeId,
    landing.map(({ figure }) => figure),
    known.versions,
  )
  if (broken.size > 0) {
    for (const { index, figure } of landing) if (broken.has(keyText(figure))) outcomes[index] = rejected('categories_above_total', 'category')
    sound = sound.filter(({ index }) => outcomes[index] === undefined)
  }

  const wanted = sound.map(({ figure }) => figure)
  const stored = new Map((await figuresForUpdate(trx, initiativeId, wanted)).map((row) => [keyText(row), row]))
  // Where the backbone's own figure stands nothing was left behind, and nobody needs to be looked up.
  const doubtful = options.origin === 'backbone' ? wanted.filter((figure) => (stored.get(keyText(figure))?.origin ?? 'partner') === 'partner') : []
  const facts = { ...known, unattended: await unattendedAmong(trx, actor, doubtful) }
  for (const row of await draftsLeftBehind(trx, initiativeId, doubtful, facts.unattended)) stored.set(keyText(row), row)
  const openUntil = options.origin === 'import' ? await lastOpenDays(trx, initiativeId, validatedOf(stored), LOCK_DAYS) : new Map<string, string>()
  const changes: Change[] = []
  const asked: Asked[] = []
  for (const { index, figure: given } of sound) {
    const former = stored.get(keyText(given))
    const figure = given.isDateAssumed === true && former?.boolValue === true ? { ...given, achievedOn: former.achievedOn } : given
    const state = options.stateOf(figure)
    const isLocked = former !== undefined && actor.today > (openUntil.get(former.id) ?? actor.today)
    const plan = planFigure(facts, figure, former, state, isLocked)
    if (plan.kind === 'ask') {
      asked.push({ index, figure, stored: plan.stored })
      continue
    }
    if (plan.kind === 'nothing') {
      outcomes[index] = plan.outcome
      continue
    }
    const replaced = plan.kind === 'replace' ? plan.stored : null
    const behalf = actor.role === 'backbone' && figure.partnerId !== null && figure.partnerId !== actor.partnerId
    changes.push({
      index,
      figure,
      stored: replaced,
      record: recordOf(replaced?.id ?? randomUUID(), figure, { state, behalf, version: (replaced?.version ?? 0) + 1 }),
    })
  }

  for (const [index, outcome] of await askRevisions(trx, actor, now, asked, options)) outcomes[index] = outcome
  for (const change of changes) options.onChange?.(change.index, change.stored, false)
  if (options.planOnly === true) {
    for (const change of changes) outcomes[change.index] = outcomeOf(change)
    return outcomes.map((outcome) => outcome ?? rejected('value_required'))
  }

  const write = { initiativeId, actorId: actorIdOf(actor), origin: options.origin, importId: options.importId ?? null, now }
  const { importId } = write
  // The partner that an import belongs to: a contributor's own, nobody for the backbone.
  const importer = actor.role === 'partner_contributor' ? actor.partnerId : null
  if (importId !== null)
    await keepReplaced(
      trx,
      initiativeId,
      importId,
      importer,
      changes.flatMap((change) => (change.stored === null ? [] : [change.stored.id])),
    )
  const inserted = await insertFigures(
    trx,
    write,
    changes.filter((change) => change.stored === null).map(({ record }) => record),
  )
  const unseen = changes.filter((change) => isUnseen(change, options))
  if (unseen.length > 0) {
    const records = unseen.map(({ record }) => record)
    await withPurpose(trx, 'maintenance', () => updateFigures(trx, write, records))
  }
  for (const { index } of changes) outcomes[index] = conflictWith(undefined)
  const done = changes.flatMap((change) => {
    const version = change.stored === null ? inserted.get(change.record.id) : change.record.version
    return version === undefined ? [] : [{ ...change, record: { ...change.record, version } }]
  })
  for (const change of done) outcomes[change.index] = outcomeOf(change)
  await Promise.all([
    // Figures that stand are locked, so what becomes of them is known: they travel together with their history.
    updateFigures(
      trx,
      write,
      changes.filter((change) => change.stored !== null && !isUnseen(change, options)).map(({ record }) => record),
    ),
    importId === null ? undefined : keepCreated(trx, initiativeId, importId, importer, [...inserted.keys()]),
    insertRevisions(
      trx,
      write,
      done.map((change) => revisionOf(change, write.actorId, options)),
    ),
    done.length === 0 || options.origin === 'import'
      ? undefined
      : audit(
          trx,
          actor,
          {
            action: 'observations.save',
            objectType: 'observation',
            objectId: done.length === 1 ? (done[0]?.record.id ?? null) : null,
            details: { count: done.length },
          },
          now,
        ),
  ])
  const touched: Triple[] = done
    .filter(({ stored: former, record }) => isCounted(record.state as ObservationState) || (former !== null && isCounted(former.state)))
    .map(({ figure }) => figure)
  if (touched.length > 0) await recomputeCells(trx, initiativeId, touched)
  return outcomes.map((outcome) => outcome ?? rejected('value_required'))
}

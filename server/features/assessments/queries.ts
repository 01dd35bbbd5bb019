import { sql } from 'kysely'
import type { Figures } from '#shared/assessments/figure-shapes.ts'
import type { InstrumentKey, Phase, RoundMode } from '#shared/assessments/instrument.ts'
import type { Party, RoundInput } from '#shared/assessments/shapes.ts'
import type { StageCode } from '#shared/stages/stages.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { listParties } from './parties-queries.ts'

/** One round as it is stored. */
export interface RoundRow {
  readonly id: string
  readonly instrument: InstrumentKey
  readonly instrumentVersion: number
  readonly mode: RoundMode
  readonly breakdown: 'none' | 'level' | 'sector'
  readonly phase: Phase
  readonly stage: StageCode | null
  readonly purpose: string
  readonly minimum: number
  readonly opensOn: string
  readonly closesOn: string
  readonly state: 'open' | 'closed'
  readonly closedOn: string | null
  readonly edition: number
  readonly version: number
}

/** A round as it is told: with its parties, in their order. */
export interface ListedRound extends RoundRow {
  readonly parties: readonly Party[]
}

const COLUMNS = [
  'id',
  'instrument',
  'instrument_version as instrumentVersion',
  'mode',
  'breakdown',
  'phase',
  'stage_code as stage',
  'purpose',
  'minimum',
  'opens_on as opensOn',
  'closes_on as closesOn',
  'state',
  'closed_on as closedOn',
  'edition',
  'version',
] as const

/** Rounds, newest first. */
export async function listRoundRows(trx: Trx, initiativeId: string, id?: string): Promise<ListedRound[]> {
  const rows = await trx
    .selectFrom('assessment_rounds')
    .select(COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('id', '=', id as string))
    .orderBy('opens_on', 'desc')
    .orderBy('id')
    .execute()
  const parties = await listParties(trx, initiativeId, id)
  return (rows as RoundRow[]).map((row) => ({
    ...row,
    parties: parties.filter(({ roundId }) => roundId === row.id).map(({ nameFr, nameEn }) => ({ nameFr, nameEn })),
  }))
}

/** One round, locked: whoever answers holds a share of it until the answer is in. */
export async function roundForUpdate(trx: Trx, initiativeId: string, id: string): Promise<RoundRow | undefined> {
  const row = await trx
    .selectFrom('assessment_rounds')
    .select(COLUMNS)
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row as RoundRow | undefined
}

/** Open rounds whose last day is before a day, as far as the hat may read. */
export async function overdueRounds(trx: Trx, initiativeId: string, today: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('assessment_rounds')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('state', '=', 'open')
    .where('closes_on', '<', today)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether a round of this instrument is open. */
export async function hasOpenRound(trx: Trx, initiativeId: string, instrument: InstrumentKey): Promise<boolean> {
  const row = await trx
    .selectFrom('assessment_rounds')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('instrument', '=', instrument)
    .where('state', '=', 'open')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertRound(trx: Trx, initiativeId: string, input: RoundInput & { instrumentVersion: number; phase: Phase }): Promise<string> {
  const { id } = await trx
    .insertInto('assessment_rounds')
    .values({
      initiative_id: initiativeId,
      instrument: input.instrument,
      instrument_version: input.instrumentVersion,
      mode: input.mode,
      breakdown: input.breakdown,
      phase: input.phase,
      stage_code: input.stage ?? null,
      purpose: input.purpose,
      minimum: input.minimum,
      opens_on: input.opensOn,
      closes_on: input.closesOn,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function closeRound(trx: Trx, initiativeId: string, id: string, closedOn: string, edition: number): Promise<void> {
  await trx
    .updateTable('assessment_rounds')
    .set({ state: 'closed', closed_on: closedOn, edition, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export async function reopenRound(trx: Trx, initiativeId: string, id: string, closesOn: string): Promise<void> {
  await trx
    .updateTable('assessment_rounds')
    .set({ state: 'open', closes_on: closesOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export async function moveClosing(trx: Trx, initiativeId: string, id: string, closesOn: string): Promise<void> {
  await trx
    .updateTable('assessment_rounds')
    .set({ closes_on: closesOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Phase of the initiative, after which a round reads its expected levels. */
export async function phaseOf(trx: Trx, initiativeId: string): Promise<Phase> {
  const { phase } = await trx.selectFrom('initiatives').select('phase').where('id', '=', initiativeId).executeTakeFirstOrThrow()
  return phase as Phase
}

/** What a partnership diagnostic is about: a goal adopted for a date, and means given to it (domain 2.3). */
export async function standingOfProject(trx: Trx, initiativeId: string): Promise<{ goal: boolean; means: boolean }> {
  const { rows } = await sql<{ goal: boolean; means: boolean }>`
    select exists (select 1 from app.goals where initiative_id = ${initiativeId} and state = 'adopted' and target_date is not null) as goal,
      exists (select 1 from app.activities where initiative_id = ${initiativeId} and state in ('planned', 'under_way') and cost > 0)
        or exists (select 1 from app.contributions where initiative_id = ${initiativeId} and kind = 'resources' and confirmed_on is not null) as means`.execute(
    trx,
  )
  return rows[0] ?? { goal: false, means: false }
}

/** Partners of a day, with the level each works at. */
export function listPartners(trx: Trx, initiativeId: string, today: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name', 'p.level_id as levelId'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.joined_on', '<=', today)
    .where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>=', today)]))
    .orderBy('p.code')
    .execute()
}
export type PartnerRow = Awaited<ReturnType<typeof listPartners>>[number]

export async function insertResult(trx: Trx, initiativeId: string, roundId: string, edition: number, toldOn: string, figures: Figures): Promise<void> {
  await trx
    .insertInto('assessment_results')
    .values({ initiative_id: initiativeId, round_id: roundId, edition, told_on: toldOn, figures: JSON.stringify(figures) })
    .execute()
}

/** What every closed round tells, its last edition alone; oldest first. */
export async function listResultRows(trx: Trx, initiativeId: string, instrument?: InstrumentKey) {
  const rows = await trx
    .selectFrom('assessment_results as f')
    .innerJoin('assessment_rounds as r', (join) =>
      join.onRef('r.initiative_id', '=', 'f.initiative_id').onRef('r.id', '=', 'f.round_id').onRef('r.edition', '=', 'f.edition'),
    )
    .select([
      'r.id as roundId',
      'r.instrument',
      'r.instrument_version as instrumentVersion',
      'r.mode',
      'f.edition',
      'f.told_on as closedOn',
      'r.stage_code as stage',
      'f.figures',
    ])
    .where('f.initiative_id', '=', initiativeId)
    .$if(instrument !== undefined, (qb) => qb.where('r.instrument', '=', instrument as string))
    .orderBy('f.told_on')
    .orderBy('r.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    instrument: row.instrument as InstrumentKey,
    mode: row.mode as RoundMode,
    stage: row.stage as StageCode | null,
    figures: row.figures as Figures,
  }))
}

/** Decisions that let funders read scores, with the scores as they were then. */
export async function listShares(trx: Trx, initiativeId: string, instrument?: InstrumentKey) {
  const rows = await trx
    .selectFrom('assessment_shares')
    .select([
      'round_id as roundId',
      'instrument',
      'instrument_version as instrumentVersion',
      'closed_on as closedOn',
      'decision',
      'decided_on as decidedOn',
      'figures',
    ])
    .where('initiative_id', '=', initiativeId)
    .$if(instrument !== undefined, (qb) => qb.where('instrument', '=', instrument as string))
    .orderBy('closed_on')
    .execute()
  return rows.map((row) => ({ ...row, instrument: row.instrument as InstrumentKey, figures: row.figures as Figures }))
}

export interface ShareColumns {
  readonly instrument: InstrumentKey
  readonly instrumentVersion: number
  readonly closedOn: string
  readonly decision: string
  readonly decidedOn: string
  readonly figures: Figures
}

/** The decision of a round becomes this one. */
export async function replaceShare(trx: Trx, initiativeId: string, roundId: string, share: ShareColumns): Promise<void> {
  await trx.deleteFrom('assessment_shares').where('initiative_id', '=', initiativeId).where('round_id', '=', roundId).execute()
  await trx
    .insertInto('assessment_shares')
    .values({
      initiative_id: initiativeId,
      round_id: roundId,
      instrument: share.instrument,
      instrument_version: share.instrumentVersion,
      closed_on: share.closedOn,
      decision: share.decision,
      decided_on: share.decidedOn,
      figures: JSON.stringify(share.figures),
    })
    .execute()
}

/** Comments of the closed rounds that the hat may read; identifiers are of chance, and so is the order. */
export async function listComments(trx: Trx, initiativeId: string, roundId?: string) {
  const rows = await trx
    .selectFrom('assessment_comments')
    .select(['id', 'round_id as roundId', 'body', 'state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .$if(roundId !== undefined, (qb) => qb.where('round_id', '=', roundId as string))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as 'to_read' | 'shown' | 'hidden' }))
}

export function commentForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('assessment_comments')
    .select(['id', 'round_id as roundId', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function updateComment(trx: Trx, initiativeId: string, id: string, state: 'shown' | 'hidden'): Promise<void> {
  await trx
    .updateTable('assessment_comments')
    .set({ state, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Every agreement of a diagnostic. */
export async function listAgreements(trx: Trx, initiativeId: string, roundId?: string) {
  const rows = await trx
    .selectFrom('assessment_agreements')
    .select(['round_id as roundId', 'item_code as code', 'choice', 'comment', 'decision', 'activity_id as activityId', 'version'])
    .where('initiative_id', '=', initiativeId)
    .$if(roundId !== undefined, (qb) => qb.where('round_id', '=', roundId as string))
    .orderBy('item_code')
    .execute()
  return rows.map((row) => ({ ...row, choice: row.choice as 'A' | 'B' | 'C' }))
}

export interface AgreementColumns {
  readonly choice: 'A' | 'B' | 'C'
  readonly comment: string | null
  readonly decision: string | null
  readonly activityId: string | null
}

/** Records what was agreed on for an item; an activity that came of it before stays. @returns its version */
export async function saveAgreement(trx: Trx, initiativeId: string, roundId: string, code: string, agreement: AgreementColumns) {
  return trx
    .insertInto('assessment_agreements')
    .values({
      initiative_id: initiativeId,
      round_id: roundId,
      item_code: code,
      choice: agreement.choice,
      comment: agreement.comment,
      decision: agreement.decision,
      activity_id: agreement.activityId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'round_id', 'item_code'])
        .doUpdateSet((eb) => ({
          choice: eb.ref('excluded.choice'),
          comment: eb.ref('excluded.comment'),
          decision: eb.ref('excluded.decision'),
          activity_id: sql<string | null>`coalesce(excluded.activity_id, assessment_agreements.activity_id)`,
          version: sql<number>`assessment_agreements.version + 1`,
        })),
    )
    .returning(['version', 'activity_id as activityId'])
    .executeTakeFirstOrThrow()
}

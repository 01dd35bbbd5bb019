import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { currentInstrument, type Answers } from '#shared/assessments/instruments.ts'
import type { InstrumentKey, Phase, RoundMode } from '#shared/assessments/instrument.ts'
import type { StageCode } from '#shared/stages/stages.ts'
import { agree, close, listRounds, openRound } from '#server/features/assessments/service.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { inTransaction } from '#server/platform/db/transaction.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { ROOT } from '#server/platform/root.ts'
import { enterAsOperator } from '../operator.ts'

interface SeedRound {
  readonly instrument: InstrumentKey
  readonly mode?: RoundMode
  readonly phase: Phase
  readonly stage?: StageCode
  readonly purpose: string
  readonly opens_on: string
  readonly closes_on: string
  /** Stays open: the round that the demo's accounts can answer. */
  readonly open?: boolean
  /** By partner, one text a person: an answer is one letter, « - » did not know. */
  readonly sheets?: Readonly<Record<string, readonly string[]>>
  /** By partner, the level of its relation with each of `partners` in their order. */
  readonly pairs?: Readonly<Record<string, string>>
}
interface SeedAssessments {
  readonly partners: readonly string[]
  readonly agreed: readonly { readonly item: string; readonly choice: 'A' | 'B' | 'C'; readonly comment: string | null; readonly decision: string | null }[]
  readonly rounds: readonly SeedRound[]
}

const SLUG = 'grandir-entre-rives'

/** Answers of one text: spaces are for the reader of the file. */
function answersOf(instrument: InstrumentKey, text: string): Answers {
  const letters = [...text.replaceAll(' ', '')]
  return Object.fromEntries(
    currentInstrument(instrument).items.map(({ code }, index) => {
      const letter = letters[index] ?? '-'
      return [code, letter === '-' ? null : /\d/.test(letter) ? Number(letter) : letter]
    }),
  )
}

/** A relation of a level, with what holds it back and what is wished for, the same for the same two partners. */
function pairAnswers(level: number, salt: number): Answers {
  const steps = Object.fromEntries([1, 2, 3, 4].map((step) => [`H${step}`, step <= level ? 1 : 0]))
  return { ...steps, H5: salt % 4 === 0 ? 2 : 1, H6: Math.max(0, 2 - level), H7: salt % 3 === 0 ? 2 : 0, H8: salt % 2 === 0 ? 'same' : Math.min(4, level + 1) }
}

async function partnerIds(trx: Trx, initiativeId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ code: string; id: string }>`select code, id from app.partners where initiative_id = ${initiativeId}`.execute(trx)
  return new Map(rows.map(({ code, id }) => [code, id]))
}

/** Sheets as links would have brought them; of an open round only the link is left unknown, so nobody takes one up again. */
async function seedSheets(trx: Trx, actor: Actor, roundId: string, round: SeedRound, ids: ReadonlyMap<string, string>): Promise<void> {
  const tokens = new Map([...ids.keys()].map((code) => [code, randomBytes(32).toString('hex')]))
  const people = Object.entries(round.sheets ?? {}).flatMap(([code, texts]) => texts.map((text) => ({ code, text })))
  const invitations = people.map(({ code }) => ({ partner_id: ids.get(code), secret_hash: randomUUID() }))
  const sheets = people.map(({ code, text }) => ({
    sheet_key: randomUUID(),
    partner_token: round.instrument === 'trust_pulse' ? null : tokens.get(code),
    answers: answersOf(round.instrument, text),
  }))
  await withPurpose(trx, 'maintenance', async () => {
    await sql`insert into app.assessment_invitations (initiative_id, round_id, partner_id, secret_hash, used)
      select ${actor.initiative.id}::uuid, ${roundId}::uuid, partner_id, secret_hash, true
      from json_to_recordset(${JSON.stringify(invitations)}::json) as r(partner_id uuid, secret_hash text)`.execute(trx)
    await sql`insert into app.assessment_sheets (initiative_id, round_id, sheet_key, partner_token, answers, is_sent)
      select ${actor.initiative.id}::uuid, ${roundId}::uuid, sheet_key, partner_token, answers, true
      from json_to_recordset(${JSON.stringify(sheets)}::json) as r(sheet_key text, partner_token text, answers jsonb)`.execute(trx)
  })
}

async function seedPairs(
  trx: Trx,
  actor: Actor,
  roundId: string,
  round: SeedRound,
  partners: readonly string[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = Object.entries(round.pairs ?? {}).flatMap(([code, levels], from) =>
    [...levels].flatMap((level, about) =>
      level === 'x' ? [] : [{ partner_id: ids.get(code), about_id: ids.get(partners[about] ?? ''), answers: pairAnswers(Number(level), from * 7 + about * 3) }],
    ),
  )
  await withPurpose(trx, 'maintenance', () =>
    sql`insert into app.assessment_pairs (initiative_id, round_id, partner_id, about_id, answers)
      select ${actor.initiative.id}::uuid, ${roundId}::uuid, partner_id, about_id, answers
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(partner_id uuid, about_id uuid, answers jsonb)`.execute(trx),
  )
}

/** Opens, fills and closes the rounds of the demo that has none: what it tells is computed by the product (domain 7.1). */
export async function seedAssessments(db: Db, now: Date): Promise<void> {
  await inTransaction(db, async (trx) => {
    const operator = await enterAsOperator(trx, SLUG, now)
    if (operator === null || !operator.initiative.isDemo || (await listRounds(trx, operator, now)).length > 0) return
    const { partners, agreed, rounds } = JSON.parse(readFileSync(join(ROOT, 'seeds/demo', SLUG, 'assessments.json'), 'utf8')) as SeedAssessments
    const ids = await partnerIds(trx, operator.initiative.id)
    for (const round of rounds) {
      const actor = { ...operator, today: round.open === true ? operator.today : round.closes_on }
      const input = {
        instrument: round.instrument,
        mode: round.mode ?? 'anonymous',
        breakdown: 'none',
        minimum: 5,
        stage: round.stage,
        purpose: round.purpose,
      } as const
      const { id, version } = await openRound(trx, actor, { ...input, opensOn: round.opens_on, closesOn: round.closes_on }, now, round.phase)
      if (round.pairs === undefined) await seedSheets(trx, actor, id, round, ids)
      else await seedPairs(trx, actor, id, round, partners, ids)
      if (round.open === true) continue
      await close(trx, actor, id, version, now)
      if (round.instrument === 'partnership_diagnostic') for (const { item, ...agreement } of agreed) await agree(trx, actor, id, item, agreement, now)
    }
  })
}

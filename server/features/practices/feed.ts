import type { FedFigures } from '#shared/practices/contract.ts'
import type { ObservationInput } from '#shared/observations/contract.ts'
import { readEntry, saveFigures } from '#server/features/observations/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readPractice } from './service.ts'

type Adoption = NonNullable<Awaited<ReturnType<typeof readPractice>>['adoptions']>[number]

/** Adopted is yes with its day; trying and not started are no; what does not apply leaves the denominator (domain 3.3, S70). */
function figureOf({ state, sinceOn, evidence }: Adoption, today: string): Pick<ObservationInput, 'presence' | 'presenceReason' | 'boolValue' | 'achievedOn'> {
  if (state === 'not_applicable') return { presence: 'not_applicable', presenceReason: evidence ?? '—' }
  return state === 'adopted' ? { presence: 'reported', boolValue: true, achievedOn: sinceOn ?? today } : { presence: 'reported', boolValue: false }
}

/**
 * Prepares the figures of the linked milestone for a period: one draft for each place that an active partner owes. They
 * are handed in and validated like any other, and what was handed in before is left as it is.
 * @throws not_found, practice_without_indicator, invalid_period
 */
export async function feedIndicator(trx: Trx, actor: Actor, id: string, period: string, now: Date): Promise<FedFigures> {
  const practice = await readPractice(trx, actor, id)
  const indicator = practice.indicatorCode
  if (indicator === null) throw problem('practice_without_indicator')
  const refused: FedFigures['refused'] = []
  const items: ObservationInput[] = []
  for (const adoption of practice.adoptions ?? []) {
    const { rows } = await readEntry(trx, actor, { partner: adoption.partnerCode, period })
    const owed = rows.filter((row) => row.indicator === indicator && row.isExpected)
    if (owed.length === 0) refused.push({ partnerCode: adoption.partnerCode, code: 'not_owed' })
    for (const { territory, category, observation } of owed) {
      // What was returned or handed in is of whoever wrote it.
      if (observation !== null && observation.state !== 'draft') {
        refused.push({ partnerCode: adoption.partnerCode, code: observation.state })
        continue
      }
      items.push({
        indicator,
        territory,
        partner: adoption.partnerCode,
        period,
        category,
        ...figureOf(adoption, actor.today),
        isDirectTotal: false,
        flags: [],
        version: observation?.version ?? 0,
      })
    }
  }
  const results = items.length === 0 ? [] : await saveFigures(trx, actor, now, items)
  for (const { index, outcome, code } of results)
    if (outcome !== 'created' && outcome !== 'changed' && outcome !== 'unchanged')
      refused.push({ partnerCode: items[index]?.partner ?? '', code: code ?? outcome })
  const count = (...outcomes: string[]) => results.filter(({ outcome }) => outcomes.includes(outcome)).length
  await audit(
    trx,
    actor,
    { action: 'practice.feed', objectType: 'shared_practice', objectId: id, details: { period, indicator, prepared: count('created', 'changed') } },
    now,
  )
  return { period, prepared: count('created', 'changed'), unchanged: count('unchanged'), refused }
}

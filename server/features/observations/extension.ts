import { randomUUID } from 'node:crypto'
import type { DueExtension, ExtensionInput } from '#shared/observations/extensions.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { ensurePeriods } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { indicatorsNamed } from './excuse-queries.ts'
import { deleteExtension, deleteSameExtension, insertExtension, listExtensions } from './extension-queries.ts'
import { owedBy, partnersNamed } from './lookup-queries.ts'

/** Extensions of everybody for the backbone, of its own partner for anybody else. */
export function readExtensions(trx: Trx, { initiative }: Actor): Promise<DueExtension[]> {
  return listExtensions(trx, initiative.id, initiative.timeZone)
}

/**
 * Extends the due date of what a partner owes for a period (situation 13): all of it or one indicator. Assignments keep their date; lists,
 * lateness, completeness and the lock go by the later one.
 * @throws invalid_period, unknown_reference, nothing_owed (nobody asks for it), extension_not_later
 */
export async function extendDueDate(trx: Trx, actor: Actor, now: Date, input: ExtensionInput): Promise<{ id: string }> {
  const { initiative } = actor
  const period = parsePeriodCode(input.period, initiative)
  if (period === null) throw problem('invalid_period', { value: input.period })
  const unknown = (field: string, value: string) => problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference' }])
  const [partner] = input.partner == null ? [null] : await partnersNamed(trx, initiative.id, [input.partner])
  if (partner === undefined) throw unknown('partner', input.partner ?? '')
  const [indicator] = input.indicator == null ? [null] : await indicatorsNamed(trx, initiative.id, [input.indicator])
  if (indicator === undefined) throw unknown('indicator', input.indicator ?? '')
  const key = {
    partnerId: partner?.id ?? null,
    periodId: (await ensurePeriods(trx, initiative, [period])).get(period.code) ?? '',
    indicatorId: indicator?.id ?? null,
  }
  await deleteSameExtension(trx, initiative.id, key)
  const owed = (await owedBy(trx, initiative.id, key.partnerId, period)).filter((row) => indicator === null || row.indicator === indicator.code)
  if (owed.length === 0) throw problem('nothing_owed')
  if (owed.every(({ dueOn }) => input.dueOn <= dueOn))
    throw problem('extension_not_later', {
      dueOn:
        owed
          .map(({ dueOn }) => dueOn)
          .sort()
          .at(-1) ?? '',
    })
  const id = randomUUID()
  await insertExtension(trx, initiative.id, { ...key, id, dueOn: input.dueOn, reason: input.reason, by: actorIdOf(actor), at: now })
  const { dueOn, reason } = input
  const details = { partner: partner?.code ?? null, period: period.code, indicator: indicator?.code ?? null, dueOn, reason }
  await audit(trx, actor, { action: 'due_extension.grant', objectType: 'due_extension', objectId: id, details }, now)
  return { id }
}

/** Takes an extension back. @throws not_found */
export async function endExtension(trx: Trx, actor: Actor, now: Date, id: string): Promise<void> {
  const { initiative } = actor
  const [extension] = await listExtensions(trx, initiative.id, initiative.timeZone, id)
  if (extension === undefined) throw problem('not_found')
  await deleteExtension(trx, initiative.id, id)
  const { partner, period, indicator, dueOn } = extension
  await audit(trx, actor, { action: 'due_extension.end', objectType: 'due_extension', objectId: id, details: { partner, period, indicator, dueOn } }, now)
}

import type { RequestEvent } from '@sveltejs/kit'
import type { ImportDraft } from '#shared/exchange/draft-contract.ts'
import { translate } from '#shared/i18n/translate.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { call } from '#lib/api/call.ts'
import { freeCode } from '#shared/exchange/free-code.ts'
import { earliestDay, periodTexts, shapeOf, type Creation, type MadeThing } from '#shared/exchange/create-unknown.ts'
import type { Lists } from './repairs.ts'

/** Longest name that a sheet of ours holds. */
const LONGEST_NAME = 200

/** A name that tells a partner from others: those kept apart although capitals alone tell them apart would be of one organisation. */
function freeName(name: string, taken: Set<string>): string {
  let one = name
  for (let number = 2; taken.has(one.toLowerCase()); number += 1) one = `${name.slice(0, LONGEST_NAME - 5)} (${number})`
  taken.add(one.toLowerCase())
  return one
}

/**
 * Makes the partners and indicators that a person asked for while preparing an import. They are records like any other, made
 * at once, and stay when the import is taken back; what the file does not say of an indicator is left to be written.
 * @param made takes each thing as it is made, so that it is known even where the next one is refused
 * @throws ApiProblem
 */
export async function createUnknown(
  event: RequestEvent,
  initiativeId: string,
  draft: ImportDraft,
  creations: readonly Creation[],
  lists: Lists,
  made: MadeThing[],
): Promise<void> {
  if (creations.length === 0) return
  const params = { initiativeId }
  const { today, currencyCode } = await call(event.fetch, initiativeRoutes.read, { params })
  const taken = { indicator: new Set(lists.indicator.map(({ code }) => code)), partner: new Set(lists.partner.map(({ code }) => code)) }
  const joinedOn = earliestDay(periodTexts(draft), today)
  const names = new Set(lists.partner.map(({ name }) => name.toLowerCase()))
  for (const one of creations) {
    const code = freeCode(one.text, taken[one.of])
    taken[one.of].add(code)
    const name = one.of === 'partner' ? freeName(one.text.slice(0, LONGEST_NAME), names) : one.text.slice(0, LONGEST_NAME)
    if (one.of === 'partner') await call(event.fetch, partnerRoutes.create, { params, body: { code, name, joinedOn } })
    else {
      const toWrite = { file: draft.fileName }
      const definition = {
        ...shapeOf(one.as, draft, currencyCode),
        nameFr: name,
        definitionFr: translate('import_created_definition', toWrite, 'fr'),
        definitionEn: translate('import_created_definition', toWrite, 'en'),
        purposeFr: translate('import_created_purpose', {}, 'fr'),
        purposeEn: translate('import_created_purpose', {}, 'en'),
        direction: 'increase' as const,
        resultType: 'how_much' as const,
      }
      await call(event.fetch, indicatorRoutes.create, { params, body: { code, scope: 'performance', isCore: false, definition } })
    }
    made.push({ of: one.of, text: one.text, others: one.others, code })
  }
}

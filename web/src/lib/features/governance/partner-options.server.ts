import type { ServerLoadEvent } from '@sveltejs/kit'
import { compareText } from '#shared/i18n/format.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { Option } from '#lib/ui/field.ts'

/** Partners of a day to choose from, by name. */
export async function partnerOptions(event: ServerLoadEvent, initiativeId: string, on: string): Promise<Option[]> {
  const { items } = await read(event, partnerRoutes.list, { params: { initiativeId }, query: { on } })
  return items.map((one) => ({ value: one.code, label: one.name })).sort((a, b) => compareText(event.locals.locale)(a.label, b.label))
}

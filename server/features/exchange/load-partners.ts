import type { Rejection } from '#shared/exchange/contract.ts'
import type { Loaded, LoadedPartner } from '#shared/exchange/load-rows.ts'
import type { Partner, PartnerInput } from '#shared/partners/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { changePartner, createPartner, readPartners } from '#server/features/partners/service.ts'
import type { LoadOutcome } from './load-territories.ts'
import { listTerritories } from './queries.ts'
import { TerritoryBook } from './resolve-places.ts'

type Sheet = Pick<PartnerInput, 'name' | 'shortName' | 'sectors' | 'territoryCodes'>

function sameSheet(known: Partner, sheet: Sheet): boolean {
  const list = (items: readonly string[]) => [...items].sort().join('\n')
  return (
    known.name === sheet.name &&
    known.shortName === (sheet.shortName ?? null) &&
    list(known.sectors) === list(sheet.sectors) &&
    list(known.territoryCodes) === list(sheet.territoryCodes)
  )
}

/** Writes the partners read from a file by code: all of them, or none with the rows at fault. */
export async function loadPartnersInto(trx: Trx, actor: Actor, now: Date, loaded: Loaded<LoadedPartner>): Promise<LoadOutcome> {
  const rejections: Rejection[] = [...loaded.rejections]
  const book = new TerritoryBook(await listTerritories(trx, actor.initiative.id))
  const known = new Map((await readPartners(trx, actor, {})).map((partner) => [partner.code, partner]))
  const counts = { created: 0, changed: 0, unchanged: 0 }
  for (const item of loaded.items) {
    const before = rejections.length
    const territoryCodes = item.territories.flatMap((reference) => {
      const found = book.find(reference, actor.today)
      if (found.ok) return [found.found.code]
      rejections.push({ sheet: null, row: item.row, column: reference.column, code: found.code, value: reference.text })
      return []
    })
    if (rejections.length > before) continue
    const sheet: Sheet = { name: item.name, shortName: item.shortName, sectors: [...item.sectors], territoryCodes: [...new Set(territoryCodes)] }
    const former = known.get(item.code)
    try {
      if (former === undefined) {
        await createPartner(trx, actor, { ...sheet, code: item.code, joinedOn: item.joinedOn, isBackboneHost: false, shareWithFunder: false }, now)
        counts.created += 1
      } else if (sameSheet(former, sheet)) counts.unchanged += 1
      else {
        await changePartner(trx, actor, former.id, sheet, former.version, now)
        counts.changed += 1
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      rejections.push({ sheet: null, row: item.row, column: error.errors[0]?.pointer.slice(1) ?? null, code: error.code, value: item.code })
    }
  }
  return { read: loaded.read, skipped: loaded.skipped, shapes: 0, ...(rejections.length > 0 ? { created: 0, changed: 0, unchanged: 0 } : counts), rejections }
}

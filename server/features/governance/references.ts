import { problem } from '#server/platform/http/problem.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { listPartnerNames } from './references-queries.ts'

/** Identifier behind a partner's code; null and undefined stay what they are. @throws unknown_reference at the given field */
export async function partnerIdOf<C extends string | null | undefined>(trx: Trx, actor: Actor, code: C, field = 'partnerCode'): Promise<C | string> {
  if (code === null || code === undefined) return code
  return idIn(await listPartnerNames(trx, actor.initiative.id, actor.today), code, field)
}

/** Identifier behind a code among partners that were read. @throws unknown_reference at the given field */
export function idIn(partners: readonly { readonly id: string; readonly code: string }[], code: string, field: string): string {
  const partner = partners.find((one) => one.code === code)
  if (partner === undefined)
    throw problem('unknown_reference', { field, value: code }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value: code } }])
  return partner.id
}

/** @throws dates_reversed */
export function requireOrder({ validFrom, validTo }: { validFrom: string; validTo: string | null }): void {
  if (validTo !== null && validTo < validFrom) throw problem('dates_reversed', {}, [{ pointer: '/validTo', code: 'dates_reversed' }])
}

/** @throws invalid_request, with the field that must be there */
export function refuseMissing(field: string): never {
  throw problem('invalid_request', {}, [{ pointer: `/${field}`, code: 'required' }])
}

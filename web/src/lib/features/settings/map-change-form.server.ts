import type { TerritoryChangeInput } from '#shared/territories/change-contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'

export const CHANGE_KINDS = ['merge', 'split', 'transfer', 'rename'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Fields of a part are numbered from 1; each territory inside names the number of its part. */
function partsOf(form: SentForm): Extract<TerritoryChangeInput, { kind: 'split' }>['parts'] {
  return form.many('part').map((number) => {
    const weight = form.decimal(`weight-${number}`, '100')
    return {
      code: form.required(`code-${number}`, m.territories_code_missing()),
      ...(form.orNull(`nameFr-${number}`) === null ? {} : { nameFr: form.text(`nameFr-${number}`) }),
      nameEn: form.orNull(`nameEn-${number}`),
      weight,
      childCodes: form.many('child').filter((code) => form.text(`into-${code}`) === number),
    }
  })
}

/** The change that a form describes; faults go into the form. */
export function changeInput(kind: ChangeKind, form: SentForm): TerritoryChangeInput {
  const when = { occurredOn: form.required('occurredOn'), noteFr: form.orNull('noteFr'), noteEn: form.orNull('noteEn') }
  switch (kind) {
    case 'merge': {
      const into = form.orNull('into')
      const fromCodes = form.many('fromCodes').filter((code) => code !== into)
      if (fromCodes.length === 0) form.refuse('fromCodes', m.territories_change_tick())
      if (into !== null) return { kind, fromCodes, to: { code: into }, ...when }
      const to = { code: form.required('toCode', m.territories_code_missing()), nameFr: form.required('toNameFr', m.territories_name_missing()) }
      return { kind, fromCodes, to: { ...to, nameEn: form.orNull('toNameEn') }, ...when }
    }
    case 'split':
      return { kind, fromCode: form.text('fromCode'), parts: partsOf(form), ...when }
    case 'transfer': {
      const codes = form.many('codes')
      if (codes.length === 0) form.refuse('codes', m.territories_change_tick())
      return { kind, codes, toParentCode: form.required('toParentCode'), ...when }
    }
    case 'rename':
      return {
        kind,
        code: form.text('fromCode'),
        newCode: form.orNull('newCode'),
        nameFr: form.required('nameFr', m.territories_name_missing()),
        nameEn: form.orNull('nameEn'),
        ...when,
      }
  }
}

/** Assignments ticked to go on where the territory goes on. */
export const carriesOf = (form: SentForm) =>
  form.many('carry').map((value) => {
    const [assignmentId = '', ...toCode] = value.split(' ')
    return { assignmentId, toCode: toCode.join(' ') }
  })

/** The field of this page that a pointer of the API speaks of. */
export function fieldOfPointer(pointer: string): string | null {
  const part = /^\/parts\/(\d+)\/(\w+)/.exec(pointer)
  if (part !== null) return `${part[2] === 'nameFr' ? 'nameFr' : 'code'}-${Number(part[1]) + 1}`
  const fields: Record<string, string> = {
    '/to/code': 'toCode',
    '/to/nameFr': 'toNameFr',
    '/toParentCode': 'toParentCode',
    '/occurredOn': 'occurredOn',
    '/newCode': 'newCode',
    '/nameFr': 'nameFr',
  }
  if (pointer.startsWith('/fromCodes')) return 'fromCodes'
  if (pointer.startsWith('/codes')) return 'codes'
  return fields[pointer] ?? null
}

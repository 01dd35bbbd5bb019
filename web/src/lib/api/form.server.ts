import { fail, type ActionFailure } from '@sveltejs/kit'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { readTyped, toStorage } from '#shared/observations/typed.ts'
import { faultsOf, type FieldFault } from './problem-message.server.ts'

/** What a person sent, with the faults found while it was read: all of them are shown at once. */
export class SentForm {
  readonly faults: FieldFault[] = []
  readonly #data: FormData
  constructor(data: FormData) {
    this.#data = data
  }

  /** A trimmed text; absent is empty. */
  text(name: string): string {
    const value = this.#data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  /** As `text`, null when empty. */
  orNull(name: string): string | null {
    return this.text(name) || null
  }
  /** A text that must be there; its absence is a fault with this sentence. */
  required(name: string, sentence: string = m.problems_field_required()): string {
    const text = this.text(name)
    if (text === '') this.refuse(name, sentence)
    return text
  }
  /** Every ticked or chosen value of a name. */
  many(name: string): string[] {
    return this.#data.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '')
  }
  isTicked(name: string): boolean {
    return this.#data.has(name)
  }
  /** A whole number without sign, null when empty. */
  integer(name: string): number | null {
    const text = this.text(name).replace(/[\s\u00A0\u202F]/g, '')
    if (text === '') return null
    if (!/^\d{1,9}$/.test(text)) this.refuse(name, m.problems_field_invalid())
    return Number(text)
  }
  /** A figure in any habit of writing numbers, in storage units; null when empty. */
  decimal(name: string, displayFactor = '1'): string | null {
    const read = readTyped(this.text(name), null)
    if (read.kind === 'number') return toStorage(read.text, displayFactor)
    if (read.kind !== 'empty') this.refuse(name, m.problems_field_invalid())
    return null
  }
  /** The version that the person read, for `If-Match`. */
  version(): number {
    return Number(this.text('version'))
  }
  refuse(field: string | null, message: string): void {
    this.faults.push({ field, message })
  }
  /** What was typed, to be shown again; several values of one name are joined by a comma. */
  values(): Record<string, string> {
    return Object.fromEntries(
      [...new Set(this.#data.keys())].map((name) => [
        name,
        this.many(name)
          .map((value) => value.trim())
          .join(','),
      ]),
    )
  }
}

export interface Refused {
  /** Which form of the page it was. */
  readonly part: string
  readonly faults: readonly FieldFault[]
  readonly values: Readonly<Record<string, string>>
}

/** Sends a form back with what was typed in it and every fault. */
export function sendBack(part: string, form: SentForm): ActionFailure<Refused> {
  return fail(422, { part, faults: form.faults, values: form.values() })
}

/** As `sendBack`, for a refusal of the API. @throws what is none */
export function sendBackRefused(part: string, form: SentForm, cause: unknown, locale: Locale): ActionFailure<Refused> {
  return fail(422, { part, faults: [...form.faults, ...faultsOf(cause, locale)], values: form.values() })
}

/** What every field shares. Its id is `f-<name>` unless given, so that the error summary can link to it. */
export interface FieldProps {
  name: string
  label: string
  hint?: string | undefined
  /** Sentence of the fault; the caller finds it with `faultFor`. */
  error?: string | undefined
  id?: string | undefined
  required?: boolean
  /** Says « facultatif » beside the label: for the rare optional field of a form. */
  optional?: boolean
  /** Keeps the label for screen readers only: dense toolbars and tables. */
  hideLabel?: boolean
}

export interface Option {
  readonly value: string
  readonly label: string
  readonly hint?: string
  readonly disabled?: boolean
}

export interface OptionGroup {
  readonly label: string
  readonly options: readonly Option[]
}

/** A fault as `faultsOf` returns it; `field` is null for the whole form. */
export interface Fault {
  readonly field: string | null
  readonly message: string
}

export function fieldId(name: string, id?: string): string {
  return id ?? `f-${name}`
}

/** Sentence of the first fault of a field. */
export function faultFor(faults: readonly Fault[] | undefined, field: string): string | undefined {
  return faults?.find((fault) => fault.field === field)?.message
}

/** Value for `aria-describedby`: the hint and the error that are there. */
export function describedBy(id: string, hint: string | undefined, error: string | undefined): string | undefined {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`].filter((part) => part !== '')
  return ids.length === 0 ? undefined : ids.join(' ')
}

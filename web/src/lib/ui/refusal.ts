import type { Fault } from '#lib/ui/field.ts'

/** What a refused form of these pages brings back: faults and everything that was typed. */
export interface FormRefusal {
  readonly part: string
  readonly faults: readonly Fault[]
  readonly values: Readonly<Record<string, string>>
}

/** The refusal of an action's answer; null when there was none, or when another form was refused. */
export function refusalOf(form: object | null, part?: string): FormRefusal | null {
  if (form === null || !('faults' in form)) return null
  const refusal = form as FormRefusal
  return part === undefined || refusal.part === part ? refusal : null
}

/** What was typed in a field of a refused form, else what is stored. */
export function typedOr(refusal: FormRefusal | null, name: string, stored: string | null | undefined): string {
  return refusal === null ? (stored ?? '') : (refusal.values[name] ?? '')
}

/** Whether a box was ticked in a refused form, else what is stored. */
export function tickedOr(refusal: FormRefusal | null, name: string, stored: boolean): boolean {
  return refusal === null ? stored : name in refusal.values
}

/** The choices of a list in a refused form, else those stored; codes hold no comma. */
export function chosenOr(refusal: FormRefusal | null, name: string, stored: readonly string[]): readonly string[] {
  return refusal === null ? stored : (refusal.values[name] ?? '').split(',').filter((code) => code !== '')
}

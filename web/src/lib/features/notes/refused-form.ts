import type { Fault } from '#lib/ui/field.ts'

/** The form of a page that was refused: which one, of which thing, why, and what was typed. */
export interface RefusedForm {
  readonly part: string
  readonly of: string
  readonly faults: readonly Fault[]
  readonly typed: Readonly<Record<string, string>>
}

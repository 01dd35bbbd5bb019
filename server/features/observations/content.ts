import type { FigureContent } from '#shared/observations/revision-contract.ts'

/** A figure as history keeps it (`contentOf`), read back: fields left out are null. */
export function readContent(content: Readonly<Record<string, unknown>>): FigureContent {
  const text = (field: string) => (content[field] as string | undefined) ?? null
  return {
    presence: content.presence as FigureContent['presence'],
    presenceReason: text('presence_reason'),
    value: text('value'),
    numerator: text('numerator'),
    denominator: text('denominator'),
    sampleN: text('sample_n'),
    boolValue: (content.bool_value as boolean | undefined) ?? null,
    achievedOn: text('achieved_on'),
    amountOriginal: text('amount_original'),
    currencyCode: text('currency_code'),
    fxRate: text('fx_rate'),
    fxDate: text('fx_date'),
  }
}

/** Whether two contents say the same, in whatever order their fields stand. */
export function isSameContent(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const sorted = (content: Readonly<Record<string, unknown>>) => JSON.stringify(Object.entries(content).sort(([one], [other]) => (one < other ? -1 : 1)))
  return sorted(a) === sorted(b)
}

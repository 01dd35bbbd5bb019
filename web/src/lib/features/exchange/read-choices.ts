import type { ImportChoices } from '#shared/exchange/choices.ts'

/** The choices of a posted form of matching, over the former ones. */
export function readChoices(form: FormData, former: ImportChoices): ImportChoices {
  const text = (name: string) => String(form.get(name) ?? '')
  const dimensions = form.getAll('dimension').map(String)
  const isPercent = { percent: true, share: false }[text('isPercent')] ?? null
  return {
    ...former,
    mappingName: text('mappingName'),
    indicatorFrom: text('indicatorFrom'),
    territoryFrom: text('territoryFrom'),
    territoryBy: text('territoryBy'),
    createLevel: text('createLevel'),
    createUnder: text('createUnder'),
    partnerFrom: text('partnerFrom'),
    partnerBy: text('partnerBy'),
    periodFrom: text('periodFrom'),
    periodConstant: text('periodConstant'),
    periodPattern: text('periodPattern') || 'code',
    figure: text('figure') || 'value',
    value: text('value'),
    numerator: text('numerator'),
    denominator: text('denominator'),
    sampleN: text('sampleN'),
    comment: text('comment'),
    valueColumns: form.getAll('valueColumns').map(String),
    headerMeans: text('headerMeans'),
    isPercent,
    // What is said of the whole file is said anew of each indicator.
    repairs: isPercent === former.isPercent ? former.repairs : { ...former.repairs, shares: {} },
    blank: (text('blank') || 'skip') as ImportChoices['blank'],
    skipColumn: text('skipColumn'),
    skipText: text('skipText'),
    duplicates: (text('duplicates') || 'refuse') as ImportChoices['duplicates'],
    blankTerritory: text('blankTerritory'),
    categories: dimensions.map((dimension) => ({
      dimension,
      column: text(`category.${dimension}`),
      create: form.has(`categoryCreate.${dimension}`),
      total: text(`categoryTotal.${dimension}`),
    })),
  }
}

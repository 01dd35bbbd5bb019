import type { SpelledOtherwise } from './draft-contract.ts'
import type { Extraction, ExtractedRecord, Reference, TerritoryReference } from './extraction.ts'
import type { Known } from './guess.ts'
import type { KnownThing } from './similar.ts'
import { fold } from './text.ts'

const MOST = 50

/** The name that a text is read as, where case, accents, spaces or dashes alone differ; null where it is written alike or means several. */
function speller(things: readonly KnownThing[]): (text: string) => string | null {
  const exact = new Set(things.flatMap(({ texts }) => texts))
  const byFold = new Map<string, Set<string>>()
  for (const { code, name, texts } of things)
    for (const text of texts) if (text !== code || text === name) byFold.set(fold(text), (byFold.get(fold(text)) ?? new Set()).add(name))
  return (text) => {
    const names = exact.has(text) ? undefined : byFold.get(fold(text))
    return names?.size === 1 ? ([...names][0] as string) : null
  }
}

/** Places that the import makes: the first way in which the file writes one is its name. */
function placesToMake(territories: readonly TerritoryReference[]): KnownThing[] {
  const made = new Map<string, KnownThing>()
  for (const { text, by, create } of territories)
    if (create !== null && by === 'name' && create.isApart !== true && !made.has(fold(text))) made.set(fold(text), { code: text, name: text, texts: [text] })
  return [...made.values()]
}

/** Names that the file writes otherwise than what they are read as: said, so that nobody wonders where a line went. */
export function spelledOtherwise(extraction: Extraction, known: Known): SpelledOtherwise[] {
  const places = speller(known.territories)
  const fresh = speller(placesToMake(extraction.territories.filter(({ text }) => places(text) === null)))
  const kinds = [
    { of: 'partner', references: extraction.partners, nameOf: speller(known.partners), at: ({ partner }: ExtractedRecord) => partner, isCode: true },
    {
      of: 'territory',
      references: extraction.territories,
      nameOf: (text: string) => places(text) ?? fresh(text),
      at: ({ territory }: ExtractedRecord) => territory,
      isCode: true,
    },
    { of: 'indicator', references: extraction.indicators, nameOf: speller(known.indicators), at: ({ indicator }: ExtractedRecord) => indicator, isCode: false },
  ] as const
  return kinds
    .flatMap(({ of, references, nameOf, at, isCode }) => {
      const told = new Map<number, SpelledOtherwise>()
      references.forEach((reference: Reference | TerritoryReference, index) => {
        // Among codes every letter counts.
        const name = isCode && reference.by === 'code' ? null : nameOf(reference.text)
        const isApart = 'create' in reference && reference.create?.isApart === true
        if (name !== null && !isApart)
          told.set(index, { of, text: reference.text, name, count: 0, first: { sheet: null, row: null, column: reference.column } })
      })
      if (told.size > 0)
        for (const record of extraction.records) {
          const one = told.get(at(record))
          if (one === undefined) continue
          if (one.count === 0) one.first = { ...one.first, sheet: record.sheet, row: record.row }
          one.count += 1
        }
      return [...told.values()].filter(({ count }) => count > 0)
    })
    .slice(0, MOST)
}

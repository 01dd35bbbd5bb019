import type { IndicatorSample, RepairAction, RepairGroup, Spelling } from './draft-contract.ts'
import { suggestPeriod } from './suggest-period.ts'
import { isOneSlip, suggester, type Suggestion } from './similar.ts'
import { fold } from './text.ts'
import type { Known } from './guess.ts'

/** A refused place as the groups need it. */
export interface RefusedPlace {
  readonly sheet: string | null
  readonly row: number | null
  readonly column: string | null
  readonly code: string
  readonly value: string | null
  readonly dimension: string | null
}

/** What repairs a reason once for all; any other reason is repaired in the file alone. */
const ACTIONS: Readonly<Record<string, RepairAction>> = {
  indicator_unknown: 'indicator',
  territory_unknown: 'territory',
  territory_ambiguous: 'territory',
  partner_unknown: 'partner',
  partner_ambiguous: 'partner',
  category_unknown: 'category',
  dimension_unknown: 'category',
  period_unreadable: 'period',
  not_a_number: 'value',
  number_with_mark: 'marks',
  percent_without_scale: 'percent',
  percent_unclear: 'shares',
  duplicate: 'duplicates',
  duplicate_differs: 'duplicates',
}
const BY_TEXT = new Set<RepairAction>(['indicator', 'territory', 'partner', 'category', 'period', 'value', 'marks'])

const MOST_VALUES = 100

/** What is known of the texts of a file besides what they may mean. */
export interface ToldTexts {
  /** Names, without case and accents, whose spellings are different things. */
  readonly apart?: readonly string[]
  /** Kinds of texts that are codes: there every letter counts. */
  readonly exact?: readonly RepairAction[]
  /** Numbers of one period, for whoever says what an unknown indicator counts. */
  readonly sampleOf?: (indicator: string) => IndicatorSample | null
}

/** Names of one thing, whatever their case, accents, spaces and dashes, are one text to answer. */
const NAMES = new Set<RepairAction>(['indicator', 'territory', 'partner'])

/**
 * Refused places gathered by what repairs them, largest group first; each distinct text once, with what
 * it may mean. Groups that nothing here repairs come last.
 */
export function repairGroups(places: readonly RefusedPlace[], known: Known, { apart = [], exact = [], sampleOf }: ToldTexts = {}): RepairGroup[] {
  const kept = new Set(apart)
  const keyOf = (action: RepairAction, text: string) => {
    const key = fold(text)
    return !NAMES.has(action) || exact.includes(action) || key === '' || kept.has(key) ? text : key
  }
  const searches = new Map<string, (text: string) => Suggestion[]>()
  const search = (action: RepairAction, dimension: string | null): ((text: string) => Suggestion[]) => {
    const key = `${action} ${dimension}`
    const made = searches.get(key) ?? searchOf(action, dimension, known)
    searches.set(key, made)
    return made
  }
  const groups = Map.groupBy(places, ({ code, dimension, column }) => {
    const action = ACTIONS[code] ?? 'none'
    // One answer serves every column of a kind; where the file alone can be corrected, the column helps to find the place.
    return JSON.stringify([action === 'none' ? code : action, dimension, action === 'none' || action === 'value' ? column : null])
  })
  return [...groups.values()]
    .map((members): RepairGroup => {
      const first = members[0] as RefusedPlace
      const action = ACTIONS[first.code] ?? 'none'
      const texts = BY_TEXT.has(action) ? Map.groupBy(members, ({ value }) => keyOf(action, value ?? '')) : new Map<string, RefusedPlace[]>()
      const values = [...texts.values()]
        .map((group) => ({ group, spellings: spellingsOf(group) }))
        .sort((a, b) => b.group.length - a.group.length || (a.spellings[0].text < b.spellings[0].text ? -1 : 1))
        .slice(0, MOST_VALUES)
        .map(({ group, spellings }) => ({ text: spellings[0].text, count: group.length, first: placeOf(group[0] as RefusedPlace), spellings }))
      return {
        action,
        code: first.code,
        dimension: first.dimension,
        column: first.column,
        count: members.length,
        first: placeOf(first),
        values: values.map(({ spellings, ...value }, index) => {
          const alike = NAMES.has(action) ? values.slice(0, index).find(({ text }) => isOneSlip(text, value.text))?.text : undefined
          const sample = action === 'indicator' ? (sampleOf?.(value.text) ?? null) : null
          return {
            ...value,
            suggestions: search(action, first.dimension)(value.text),
            ...(spellings.length > 1 ? { spellings } : {}),
            ...(alike === undefined ? {} : { alike }),
            ...(sample === null ? {} : { sample }),
          }
        }),
        valueCount: texts.size,
      }
    })
    .sort((a, b) => Number(a.action === 'none') - Number(b.action === 'none') || b.count - a.count)
}

/** How a name is written, the most frequent way first. */
function spellingsOf(group: readonly RefusedPlace[]): [Spelling, ...Spelling[]] {
  const texts = Map.groupBy(group, ({ value }) => value ?? '')
  return [...texts]
    .map(([text, members]) => ({ text, count: members.length, first: placeOf(members[0] as RefusedPlace) }))
    .sort((a, b) => b.count - a.count) as [Spelling, ...Spelling[]]
}

const placeOf = ({ sheet, row, column }: RefusedPlace) => ({ sheet, row, column })

function searchOf(action: RepairAction, dimension: string | null, known: Known): (text: string) => Suggestion[] {
  switch (action) {
    case 'indicator':
      return suggester(known.indicators)
    case 'territory':
      return suggester(known.territories)
    case 'partner':
      return suggester(known.partners)
    case 'category':
      return suggester(known.dimensions.find(({ code }) => code === dimension)?.categories ?? [])
    case 'period':
      return (text) => {
        const code = suggestPeriod(text)
        return code === null ? [] : [{ code, name: code, confidence: 'likely' }]
      }
    default:
      return () => []
  }
}

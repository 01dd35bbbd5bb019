import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hiddenReason, mayRepublish, MIN_PARTNERS, MIN_RESPONDENTS, shownGroups, type Group } from './anonymity.ts'
import { figuresOf } from './figures.ts'
import { forFunders } from './group-figures.ts'
import { currentInstrument, type Answers } from './instruments.ts'
import { itemsOf, type Instrument } from './instrument.ts'
import { personScore } from './scoring.ts'
import { tallyOf, type Sheet } from './tally.ts'

const five = currentInstrument('five_conditions')
const trust = currentInstrument('trust_pulse')
const diagnostic = currentInstrument('partnership_diagnostic')
const ASKED = { phase: 'organize', minimum: MIN_RESPONDENTS } as const

/** Somebody of a partner who answers most items; the shorter a list, the likelier odd counts of open answers. */
const sheets = (instrument: Instrument, { min = 1, max = 9, partners = 5, prefix = 'p' } = {}) => {
  const values = instrument.scale.map(({ value }) => value).filter((value) => value !== null)
  const answer = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) })
  return fc.array(
    fc.record({
      partner: instrument.key === 'trust_pulse' ? fc.constant(null) : fc.integer({ min: 1, max: partners }).map((number) => `${prefix}${number}`),
      group: fc.constantFrom('regional', 'local', null),
      answers: fc
        .tuple(...instrument.items.map(() => answer))
        .map((all): Answers => Object.fromEntries(instrument.items.map(({ code }, index) => [code, all[index] ?? null]))),
    }),
    { minLength: min, maxLength: max },
  )
}
/** The group goes with the partner: it is what a partner is. */
const grouped = (all: readonly Sheet[]): Sheet[] => {
  const of = new Map(all.map(({ partner, group }) => [partner, group]))
  return all.map((sheet) => ({ ...sheet, group: of.get(sheet.partner) ?? null }))
}

/**
 * What an attacker knows who knows everything but the answers: who took part for which partner, in which group, who left what open.
 * Each number that is told is then a weighted sum of unknown answers; `column` is one answer of one person.
 */
type Sum = Map<string, number>
const column = (person: number, code: string) => `${person}/${code}`

function weighted(people: readonly number[], all: readonly Sheet[], codesOf: (person: number) => readonly string[], isByPartner: boolean): Sum {
  const sum: Sum = new Map()
  const units = isByPartner ? [...Map.groupBy(people, (person) => all[person]?.partner).values()] : people.map((person) => [person])
  for (const own of units)
    for (const person of own) {
      const codes = codesOf(person)
      for (const code of codes) sum.set(column(person, code), 1 / units.length / own.length / codes.length)
    }
  return sum
}

const givenBy = (sheet: Sheet, codes: readonly string[]) => codes.filter((code) => typeof sheet.answers[code] === 'number')

/** Every exact number of a published edition, as a sum over answers; approximate ones are left out: they cannot be computed with. */
function published(instrument: Instrument, all: readonly Sheet[], told: ReturnType<typeof figuresOf>): Sum[] {
  const people = all.map((_, index) => index)
  const sums: Sum[] = []
  const counted = (codes: readonly string[], some = people) => some.filter((person) => personScore(instrument, codes, all[person]?.answers ?? {}) !== null)
  const add = (codes: readonly string[], some: readonly number[]) =>
    sums.push(weighted(some, all, (person) => givenBy(all[person] as Sheet, codes), instrument.unit === 'partner'))
  for (const dimension of told.dimensions) {
    const codes = itemsOf(instrument, dimension.key).map(({ code }) => code)
    if (dimension.score === null) continue
    add(codes, counted(codes))
    for (const group of told.groups)
      if (group.dimensions.some(({ key }) => key === dimension.key))
        add(
          codes,
          counted(
            codes,
            people.filter((person) => all[person]?.group === group.key),
          ),
        )
  }
  if (instrument.key === 'five_conditions')
    for (const item of told.items) {
      if (item.score === null || item.isApproximate) continue
      const codes = itemsOf(instrument, instrument.items.find(({ code }) => code === item.code)?.dimension ?? '').map(({ code }) => code)
      add(
        [item.code],
        counted(codes).filter((person) => typeof all[person]?.answers[item.code] === 'number'),
      )
    }
  return sums
}

function rankOf(rows: number[][]): number {
  const matrix = rows.map((row) => [...row])
  let rank = 0
  for (let place = 0; place < (matrix[0]?.length ?? 0) && rank < matrix.length; place += 1) {
    const pivot = matrix
      .slice(rank)
      .reduce((best, row, index) => (Math.abs(row[place] ?? 0) > Math.abs(matrix[best]?.[place] ?? 0) ? rank + index : best), rank)
    const value = matrix[pivot]?.[place] ?? 0
    if (Math.abs(value) < 1e-9) continue
    ;[matrix[rank], matrix[pivot]] = [matrix[pivot] as number[], matrix[rank] as number[]]
    for (let other = rank + 1; other < matrix.length; other += 1) {
      const factor = (matrix[other]?.[place] ?? 0) / value
      if (factor !== 0) matrix[other] = (matrix[other] as number[]).map((cell, index) => cell - factor * (matrix[rank]?.[index] ?? 0))
    }
    rank += 1
  }
  return rank
}

/** Sets of four people of whom alone some combination of the published numbers speaks: none is expected. */
function exposed(sums: readonly Sum[], people: number): number[][] {
  const columns = [...new Set(sums.flatMap((sum) => [...sum.keys()]))]
  const rows = sums.map((sum) => columns.map((name) => sum.get(name) ?? 0))
  const whole = rankOf(rows)
  const fours: number[][] = []
  const size = Math.min(people, MIN_RESPONDENTS - 1)
  const choose = (from: number, chosen: number[]): void => {
    if (chosen.length === size) {
      // What vanishes when these four are struck out was about them and nobody else.
      const kept = columns.map((name) => !chosen.includes(Number(name.split('/')[0])))
      if (rankOf(rows.map((row) => row.filter((_, index) => kept[index]))) < whole) fours.push(chosen)
      return
    }
    for (let person = from; person < people; person += 1) choose(person + 1, [...chosen, person])
  }
  choose(0, [])
  return fours
}

/** A short form of the instrument, of two conditions with their five items: the same rules, small enough for every set of four. */
const short: Instrument = {
  ...five,
  dimensions: five.dimensions.slice(0, 2),
  items: five.items.filter(({ dimension }) => dimension === 'common_agenda' || dimension === 'mutually_reinforcing_activities'),
}

describe('no number of fewer than five people, told or computed', () => {
  it('the attack works: with every figure shown as it is, one person’s missing answer exposes the others it gave', () => {
    const answers = (open: string | null): Answers => Object.fromEntries(short.items.map(({ code }, index) => [code, code === open ? null : index % 5]))
    const all = Array.from({ length: 7 }, (_, index): Sheet => ({ partner: `p${index}`, group: null, answers: answers(index === 0 ? 'C1.2' : null) }))
    const told = figuresOf(short, [tallyOf(short, all)], ASKED)
    expect(exposed(published(short, all, told), all.length)).toEqual([])
    const naive = { ...told, items: told.items.map((item) => ({ ...item, isApproximate: false })) }
    expect(exposed(published(short, all, naive), all.length).length).toBeGreaterThan(0)
  })

  it('whatever people leave open, scores, items and groups together speak of no set of four', () => {
    fc.assert(
      fc.property(sheets(short, { min: 5 }), (some) => {
        const all = grouped(some)
        expect(exposed(published(short, all, figuresOf(short, [tallyOf(short, all)], ASKED)), all.length)).toEqual([])
      }),
      { numRuns: 120 },
    )
  })

  it('nor do two editions of a round that was reopened', () => {
    fc.assert(
      fc.property(sheets(short, { min: 5, max: 6 }), sheets(short, { min: 5, max: 6, prefix: 'q' }), (first, second) => {
        const [one, other] = [grouped(first), grouped(second)]
        const [before, after] = [tallyOf(short, one), tallyOf(short, other)]
        const editions = figuresOf(short, [before, after], ASKED)
        // By difference the second edition tells the second wave as if it stood alone: where it cannot, it must add nothing to the first.
        const alone = figuresOf(short, [after], ASKED)
        for (const [index, dimension] of editions.dimensions.entries())
          if (alone.dimensions[index]?.score == null) expect(dimension.score).toBe(figuresOf(short, [before], ASKED).dimensions[index]?.score ?? null)
        for (const [index, item] of editions.items.entries())
          if (alone.items[index]?.isApproximate === true) expect([item.isApproximate, item.score === null]).toContain(true)
        expect(editions.groups).toEqual(mayRepublish(before) && mayRepublish(after) ? [] : editions.groups)
        if (mayRepublish(after)) expect(exposed(published(short, other, alone), other.length)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it.each([five, trust, diagnostic])('of four people, or of two partners, nothing at all is told: $key', (instrument) => {
    const isSilent = (some: Sheet[]) => {
      const told = figuresOf(instrument, [tallyOf(instrument, some)], ASKED)
      expect(told.hidden).not.toBeNull()
      expect(JSON.stringify({ ...told, hidden: null })).not.toMatch(/\d/)
    }
    fc.assert(fc.property(sheets(instrument, { max: 4 }), isSilent), { numRuns: 30 })
    if (instrument.key !== 'trust_pulse') fc.assert(fc.property(sheets(instrument, { min: 5, max: 9, partners: 2 }), isSilent), { numRuns: 30 })
  })

  it('an item that fewer than five answered says nothing, however many took part', () => {
    fc.assert(
      fc.property(sheets(diagnostic, { min: 5, max: 8 }), (some) => {
        const told = figuresOf(diagnostic, [tallyOf(diagnostic, some)], ASKED)
        for (const item of told.items) if (item.counts !== null) expect(item.counts.A + item.counts.B + item.counts.C).toBeGreaterThanOrEqual(MIN_RESPONDENTS)
      }),
      { numRuns: 60 },
    )
  })

  it('nor do the groups of a diagnostic, beside its whole, tell an answer of fewer than five', () => {
    const rounds = sheets(diagnostic, { min: 8, max: 16, partners: 8 })
    fc.assert(
      fc.property(rounds, (some) => {
        const all = grouped(some)
        const told = figuresOf(diagnostic, [tallyOf(diagnostic, all)], ASKED)
        for (const { code, counts } of told.items) {
          // Groups have nobody in common: what can be computed of them is a sum of shown groups, with or without everybody else.
          const parts = told.groups.flatMap((group) => group.items?.filter((item) => item.code === code) ?? []).map((item) => item.counts)
          const sizes = parts.map(({ A, B, C }) => A + B + C)
          const whole = counts === null ? 0 : counts.A + counts.B + counts.C
          const others = whole - sizes.reduce((sum, size) => sum + size, 0)
          expect([...sizes, ...(others === 0 ? [] : [others])].every((size) => size >= MIN_RESPONDENTS)).toBe(true)
          expect(parts.length === 0 || counts !== null).toBe(true)
        }
        // Wave upon wave tells no groups at all.
        expect(figuresOf(diagnostic, [tallyOf(diagnostic, all), tallyOf(diagnostic, all)], ASKED).groups).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('a raised minimum hides more, and none below five is ever taken', () => {
    expect([hiddenReason({ respondents: 7, partners: 4 }, 8), hiddenReason({ respondents: 4, partners: 4 }, 1)]).toEqual([
      'too_few_respondents',
      'too_few_respondents',
    ])
    expect([hiddenReason({ respondents: 5, partners: 3 }), hiddenReason({ respondents: 5, partners: 2 })]).toEqual([null, 'too_few_partners'])
  })

  it('trust that everybody tells alike is told in words', () => {
    const all = Array.from({ length: 6 }, (): Sheet => ({ partner: null, group: null, answers: { T1: 5, T2: 5, T3: 5, T4: 5, T5: 5 } }))
    const told = figuresOf(trust, [tallyOf(trust, all)], ASKED)
    expect([told.dimensions[0]?.score, told.dimensions[0]?.level]).toEqual([null, 'high'])
    expect(told.items.map(({ favourableShare, level }) => [favourableShare, level])).toEqual(told.items.map(() => [null, 'high']))
  })
})

describe('breakdowns (domain 2.0, rule 5)', () => {
  const group = (key: string, respondents: number, partners = respondents): Group => ({ key, respondents, partners })
  it('a single small group takes the next smallest with it', () => {
    expect(shownGroups([group('a', 9), group('b', 6), group('c', 2)])).toEqual(['a'])
    expect(shownGroups([group('a', 9), group('b', 6), group('c', 3), group('d', 2)])).toEqual(['a', 'b'])
    expect(shownGroups([group('a', 9), group('b', 6)])).toEqual(['a', 'b'])
    expect(shownGroups([group('a', 4), group('b', 4)])).toEqual([])
  })
  it('people without a group are part of what is not shown', () => {
    expect(shownGroups([group('a', 9), group('b', 6)], { respondents: 2, partners: 1 })).toEqual(['a'])
  })
  it('whatever the sizes, each shown group and everybody else together are five people of three partners', () => {
    const some = fc.array(fc.record({ respondents: fc.nat(9), partners: fc.nat(9) }), { maxLength: 6 })
    fc.assert(
      fc.property(some, fc.nat(6), (sizes, rest) => {
        const groups = sizes.map(({ respondents, partners }, index) => group(`g${index}`, respondents, Math.min(partners, respondents)))
        const shown = shownGroups(groups, { respondents: rest, partners: rest })
        const hidden = [...groups.filter(({ key }) => !shown.includes(key)), { respondents: rest, partners: rest }]
        for (const one of groups.filter(({ key }) => shown.includes(key)))
          expect(one.respondents >= MIN_RESPONDENTS && (one.partners ?? 0) >= MIN_PARTNERS).toBe(true)
        const [people, partners] = [hidden.reduce((sum, one) => sum + one.respondents, 0), hidden.reduce((sum, one) => sum + (one.partners ?? 0), 0)]
        if (shown.length > 0) expect(people === 0 || (people >= MIN_RESPONDENTS && partners >= MIN_PARTNERS)).toBe(true)
      }),
    )
  })
})

describe('a reopened round', () => {
  it('tells new figures with five more people of three partners: two editions tell their difference', () => {
    expect([
      mayRepublish({ respondents: 5, partners: 3 }),
      mayRepublish({ respondents: 4, partners: 4 }),
      mayRepublish({ respondents: 9, partners: 2 }),
    ]).toEqual([true, false, false])
  })
})

describe('funders, once it was decided', () => {
  it('read scores of the initiative, without spread, items, groups or numbers of people', () => {
    fc.assert(
      fc.property(sheets(five, { min: 6 }), (some) => {
        const told = forFunders(figuresOf(five, [tallyOf(five, grouped(some))], ASKED))
        expect([told.items, told.groups, told.first, told.principles, told.respondents, told.partners]).toEqual([[], [], [], null, null, null])
        for (const one of told.dimensions) expect([one.spread, one.respondents]).toEqual([null, null])
      }),
      { numRuns: 20 },
    )
  })
})

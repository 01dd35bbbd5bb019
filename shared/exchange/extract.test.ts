import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { extract } from './extract.ts'
import { Mapping, type MappingInput } from './mapping.ts'
import { FileFault, type Cell, type Table } from './table.ts'

const context = { fileName: 'as-adultes-202301.csv', starts: { fiscalStartMonth: 4, schoolStartMonth: 9 } }
const table = (rows: readonly (readonly Cell[])[]): Table => ({ sheet: null, rows })

type ReadingInput = MappingInput['readings'][number]
const READING: ReadingInput = {
  indicator: { source: { constant: 'I1' } },
  territory: [{ source: { column: 'Lieu' } }],
  period: { source: { column: 'An' }, pattern: 'year' },
  figure: { value: { source: { column: 'Valeur' } } },
}
const mapping = (reading: Partial<ReadingInput> = {}, rest: Partial<MappingInput> = {}) => Mapping.parse({ ...rest, readings: [{ ...READING, ...reading }] })
const run = (rows: readonly (readonly Cell[])[], given = mapping()) => extract([table(rows)], given, context)

describe('a file becomes figures or rejections', () => {
  it('each row ends as a record, a counted skip or a rejection that names row, column and reason', () => {
    const result = run([
      ['Lieu', 'An', 'Valeur'],
      ['A', '2023', '1,5'],
      ['B', '2023', ''],
      ['C', 'hier', '2,5'],
      ['', '2023', '3,5'],
      ['D', '2023', 'douze'],
    ])
    expect(result.records).toMatchObject([{ row: 2, value: '1.5', presence: 'reported' }])
    expect(result.skipped).toEqual({ blank: 1 })
    expect(result.rejections.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [4, 'An', 'period_unreadable', 'hier'],
      [5, null, 'territory_blank', null],
      [6, 'Valeur', 'not_a_number', 'douze'],
    ])
    expect(result.read).toBe(result.records.length + 1 + result.rejected)
  })

  it('a number with a mark is refused as such until somebody keeps marks: then it is read, and what the file writes stays in the comment', () => {
    const rows = [
      ['Lieu', 'An', 'Valeur', 'Remarque'],
      ['A', '2023', '39,5*', 'après la grève'],
      ['B', '2023', '12 p', ''],
      ['C', '2023', '7', ''],
    ]
    const figure: ReadingInput['figure'] = { value: { source: { column: 'Valeur' } }, comment: { column: 'Remarque' } }
    const refused = run(rows, mapping({ figure }))
    expect(refused.rejections.map(({ row, code, value }) => [row, code, value])).toEqual([
      [2, 'number_with_mark', '39,5*'],
      [3, 'number_with_mark', '12 p'],
    ])
    const kept = run(rows, mapping({ figure }, { marks: 'keep' }))
    expect(kept.rejected).toBe(0)
    expect(kept.records.map(({ value, comment, flags, marked }) => [value, comment, flags, marked])).toEqual([
      ['39.5', 'après la grève · 39,5*', [], ['39,5*']],
      ['12', '12 p', ['P'], ['12 p']],
      ['7', null, [], undefined],
    ])
  })

  it('marks of both parts of a share are kept with it', () => {
    const figure: ReadingInput['figure'] = { numerator: { source: { column: 'Num' } }, denominator: { source: { column: 'Den' } } }
    const rows = [
      ['Lieu', 'An', 'Num', 'Den'],
      ['A', '2023', '17*', '19 (e)'],
    ]
    expect(run(rows, mapping({ figure }, { marks: 'keep' })).records).toMatchObject([
      { numerator: '17', denominator: '19', comment: '17* · 19 (e)', flags: ['E'] },
    ])
  })

  it('blank means missing only when the mapping says so, and is never zero', () => {
    const missing = run(
      [
        ['Lieu', 'An', 'Valeur'],
        ['A', '2023', ''],
      ],
      mapping({}, { markers: { blank: 'missing' } }),
    )
    expect(missing.records).toMatchObject([{ presence: 'missing', value: null }])
  })

  it('markers of absence and of zero are read as such', () => {
    const given = mapping({}, { markers: { missing: ['n.d.'], notApplicable: ['s.o.'], zero: ['-'] } })
    const result = run(
      [
        ['Lieu', 'An', 'Valeur'],
        ['A', '2023', 'N.D.'],
        ['B', '2023', 's.o.'],
        ['C', '2023', ' -   \u00a0 '],
      ],
      given,
    )
    expect(result.records.map(({ presence, value }) => [presence, value])).toEqual([
      ['missing', null],
      ['not_applicable', null],
      ['reported', '0'],
    ])
  })

  it('a percentage becomes a share by an exact factor, and a percent sign without a factor is refused', () => {
    const scaled = mapping({ figure: { value: { source: { column: 'Valeur' }, scale: '0.01' } } })
    expect(
      run(
        [
          ['Lieu', 'An', 'Valeur'],
          ['A', '2023', '14.5'],
          ['B', '2023', '0.1 %'],
        ],
        scaled,
      ).records.map(({ value }) => value),
    ).toEqual(['0.145', '0.001'])
    expect(
      run([
        ['Lieu', 'An', 'Valeur'],
        ['A', '2023', '14.5 %'],
      ]).rejections,
    ).toMatchObject([{ code: 'percent_without_scale' }])
  })

  it('numbers that two formats fit refuse the whole file, with the places of examples', () => {
    const read = () =>
      run([
        ['Lieu', 'An', 'Valeur'],
        ['A', '2023', '1,234'],
        ['B', '2023', '5'],
      ])
    expect(read).toThrow(FileFault)
    expect(() =>
      run(
        [
          ['Lieu', 'An', 'Valeur'],
          ['A', '2023', '1,234'],
        ],
        mapping({}, { numbers: { decimal: ',' } }),
      ),
    ).not.toThrow()
    try {
      read()
    } catch (error) {
      expect((error as FileFault).places).toEqual([{ sheet: null, row: 2, column: 'Valeur', value: '1,234' }])
    }
  })

  it('a column that is not there is named', () => {
    try {
      run([
        ['Lieu', 'Année', 'Valeur'],
        ['A', '2023', '1'],
      ])
      expect.unreachable()
    } catch (error) {
      expect([(error as FileFault).code, (error as FileFault).places[0]?.column]).toEqual(['column_not_found', 'An'])
    }
  })

  it('a row longer than the header is refused: its cells have slipped', () => {
    expect(
      run([
        ['Lieu', 'An', 'Valeur'],
        ['A', '2023', '1', 'reste'],
      ]).rejections,
    ).toMatchObject([{ row: 2, column: '#4', code: 'too_many_columns', value: 'reste' }])
  })

  it('the period may be in the name of the file', () => {
    const given = mapping({ period: { source: { fileName: '(\\d{6})' }, pattern: 'year_month' } })
    expect(
      run(
        [
          ['Lieu', 'Valeur'],
          ['A', '1'],
        ],
        given,
      ).periods,
    ).toMatchObject([{ kind: 'month', code: '2023-01' }])
  })

  it('the most local territory that is not blank counts, by code or by an alias', () => {
    const given = mapping({
      territory: [
        { source: { column: 'Commune' }, by: 'name', level: 'local', aliases: { 'St-Jean': 'L7' } },
        { source: { column: 'Lieu' } },
        { source: { constant: 'PAYS' } },
      ],
    })
    const result = run(
      [
        ['Lieu', 'Commune', 'An', 'Valeur'],
        ['R1', 'Abc', '2023', '1'],
        ['R1', 'St-Jean', '2023', '1'],
        ['R1', '', '2023', '1'],
        ['', '', '2023', '1'],
      ],
      given,
    )
    expect(result.records.map(({ territory }) => result.territories[territory])).toMatchObject([
      { text: 'Abc', by: 'name', level: 'local' },
      { text: 'L7', by: 'code', level: null },
      { text: 'R1', by: 'code' },
      { text: 'PAYS', by: 'code' },
    ])
  })

  it('wide tables are turned: each column becomes a row, its header a category', () => {
    const given = mapping({
      unpivot: { columns: ['Femmes', 'Hommes'] },
      categories: [{ dimension: 'sexe', source: { header: true }, codes: { Femmes: 'f', Hommes: 'h' } }],
      figure: { value: { source: { cell: true } } },
    })
    const result = run(
      [
        ['Lieu', 'An', 'Femmes', 'Hommes'],
        ['A', '2023', '3', '4'],
      ],
      given,
    )
    expect(result.read).toBe(2)
    expect(result.records.map(({ value, categories }) => [value, result.categories[categories[0] as number]?.code])).toEqual([
      ['3', 'f'],
      ['4', 'h'],
    ])
  })

  it('a separator row gives its value to the rows below', () => {
    const given = mapping(
      { period: { source: { carried: 'an' }, pattern: 'year' } },
      { carry: [{ as: 'an', when: [{ column: 'Lieu', blank: true }], source: { column: 'Valeur' } }] },
    )
    const result = run(
      [
        ['Lieu', 'Valeur'],
        ['', '2012'],
        ['A', '1'],
        ['', '2013'],
        ['A', '2'],
      ],
      given,
    )
    expect(result.records.map(({ period, value }) => [result.periods[period]?.code, value])).toEqual([
      ['2012', '1'],
      ['2013', '2'],
    ])
    expect(result.skipped).toEqual({ condition: 2 })
  })

  it('a denominator may stand in the row below its ratio', () => {
    const given = mapping({
      unpivot: { matching: '^Q' },
      when: [{ column: 'Lieu', matches: '^Total', not: true }],
      figure: { value: { source: { cell: true } }, n: { source: { cell: true, rowsBelow: 1 } } },
    })
    const result = run(
      [
        ['Lieu', 'An', 'Q1', 'Q2'],
        ['A', '2012', 0.125, 'NR'],
        ['Total', '', 16, 0],
      ],
      { ...given, markers: { ...given.markers, missing: ['NR'] } },
    )
    expect(result.records.map(({ value, sampleN, presence }) => [value, sampleN, presence])).toEqual([
      ['0.125', '16', 'reported'],
      [null, null, 'missing'],
    ])
  })

  it('two header rows make one name, a merged title counting for the columns under it', () => {
    const given = Mapping.parse({
      file: { headerRow: 2, headerRows: 2 },
      readings: [{ ...READING, unpivot: { columns: ['Accueil / Écoute', 'Site / Clarté'] }, figure: { value: { source: { cell: true } } } }],
    })
    const result = run(
      [
        ['', '', 'Accueil', '', 'Site'],
        ['Lieu', 'An', 'Rapidité', 'Écoute', 'Clarté'],
        ['A', '2012', '1', '2', '3'],
      ],
      given,
    )
    expect(result.records.map(({ value }) => value)).toEqual(['2', '3'])
  })

  it('parts need a positive denominator', () => {
    const given = mapping({ figure: { numerator: { source: { column: 'Oui' } }, denominator: { source: { column: 'Tous' } } } })
    const result = run(
      [
        ['Lieu', 'An', 'Oui', 'Tous'],
        ['A', '2023', '3', '8'],
        ['B', '2023', '0', '0'],
        ['C', '2023', '1', ''],
      ],
      given,
    )
    expect(result.records).toMatchObject([{ numerator: '3', denominator: '8', value: null }])
    expect(result.rejections.map(({ row, code }) => [row, code])).toEqual([
      [3, 'denominator_not_positive'],
      [4, 'denominator_missing'],
    ])
  })

  it('blank lines are no rows, and rows keep the number a spreadsheet shows', () => {
    expect(run([['Lieu', 'An', 'Valeur'], [''], ['A', '2023', '1']]).records).toMatchObject([{ row: 3 }])
  })
})

describe('a mapping', () => {
  it('describes itself as JSON Schema', () => {
    const schema = z.toJSONSchema(Mapping, { io: 'input' })
    expect(JSON.stringify(schema)).toContain('readings')
  })

  it.each([
    [{ ...READING, figure: {} }],
    [{ ...READING, figure: { numerator: { source: { column: 'a' } } } }],
    [{ ...READING, figure: { value: { source: { column: 'a', match: '(' } } } }],
    [{ ...READING, unpivot: {} }],
    [{ ...READING, unknown: true }],
  ])('refuses %j', (reading) => expect(Mapping.safeParse({ readings: [reading] }).success).toBe(false))
})

import { describe, expect, it } from 'vitest'
import { FileFault } from '../table.ts'
import { dataValuesOfJson, dataValuesOfTable, type DataValue } from './data-values.ts'
import { defineDataElement } from './define.ts'
import { extractDataValues, type Dhis2Book, type ValueMeaning } from './extract.ts'
import { mergeMetadata, metadataOf, type DataElement } from './metadata.ts'
import { readDhis2Period, writeDhis2Period } from './period.ts'
import { recogniseDhis2 } from './recognise.ts'
import { dataValueHeader, dataValueLine, writeDataValue, type Dhis2Figure } from './write.ts'

const STARTS = { fiscalStartMonth: 4, schoolStartMonth: 9 }
const COUNT: ValueMeaning = { unitKind: 'count', partsUnknown: false, displayFactor: '1' }

const book = (given: Partial<Dhis2Book> = {}): Dhis2Book => ({
  starts: STARTS,
  meaningOf: () => COUNT,
  dimensionOf: () => null,
  territoryOf: (unit) => unit,
  stands: () => false,
  ...given,
})
const value = (given: Partial<DataValue> = {}): DataValue => ({
  row: 1,
  dataElement: 'fbfJHSPpUQD',
  period: '202301',
  orgUnit: 'vELbGdEphPd',
  categoryOptionCombo: '',
  attributeOptionCombo: '',
  value: '7',
  comment: '',
  deleted: false,
  ...given,
})

describe('periods of DHIS2', () => {
  it.each([
    ['20230115', '2023-01-15'],
    ['202301', '2023-01'],
    ['2023Q1', '2023-Q1'],
    ['2023S2', '2023-S2'],
    ['2023', '2023'],
    ['2023April', 'FY2023'],
    ['2023Sep', 'SY2023'],
  ])('%s is %s, and is written back the same', (text, code) => {
    const read = readDhis2Period(text, STARTS)
    expect(read).toMatchObject({ ok: true, period: { code } })
    expect(read.ok && writeDhis2Period(read.period, STARTS)).toBe(text)
  })
  it.each([
    ['2023W5', 'period_weekly'],
    ['2023WedW5', 'period_weekly'],
    ['2023BiW3', 'period_weekly'],
    ['202301B', 'period_other_span'],
    ['2023AprilS1', 'period_other_span'],
    ['2023NovQ1', 'period_other_span'],
    ['2023July', 'period_other_year'],
    ['202313', 'period_unreadable'],
    ['20230230', 'period_unreadable'],
    ['2023Q5', 'period_unreadable'],
    ['January', 'period_unreadable'],
  ])('%s is refused: %s', (text, code) => {
    expect(readDhis2Period(text, STARTS)).toEqual({ ok: false, code })
  })
  it('a school year that begins with the fiscal one, and any span, have no place in DHIS2', () => {
    expect(writeDhis2Period({ kind: 'school_year', code: 'SY2023' }, { fiscalStartMonth: 9, schoolStartMonth: 9 })).toBeNull()
    expect(writeDhis2Period({ kind: 'ad_hoc', code: '2026-01-05/2026-02-10' }, STARTS)).toBeNull()
  })
})

describe('what a file is', () => {
  it.each([
    ['{"dataValues":[{"dataElement":"a"', 'values_json'],
    ['\ufeff{ "dataSet": "x", "period": "202301", "dataValues" : [', 'values_json'],
    ['{"pager":{"page":1},"organisationUnits":[', 'metadata'],
    ['{"system":{"id":"1"},"categories":[', 'metadata'],
    ['"dataelement","period","orgunit","categoryoptioncombo","attributeoptioncombo","value","storedby"\n"a","b"', 'values_csv'],
    ['dataElement,period,orgUnit,value\r\n', 'values_csv'],
    ['{"headers":[{"name":"dx"}],"rows":[]', null],
    ['{"type":"FeatureCollection","features":[', null],
    ['Lieu;Valeur\nA1;12', null],
    ['', null],
  ])('%s', (beginning, kind) => expect(recogniseDhis2(beginning)).toBe(kind))
})

describe('values read', () => {
  it('the head of a set says what its values do not; who stored them is not read', () => {
    const [one] = dataValuesOfJson({
      period: '202301',
      orgUnit: 'vELbGdEphPd',
      dataValues: [{ dataElement: 'a', value: 7, storedBy: 'bombali2', comment: null }],
    })
    expect(one).toEqual(value({ dataElement: 'a' }))
    expect(() => dataValuesOfJson({ dataValues: 'none' })).toThrow(FileFault)
  })
  it('a CSV names its columns in small letters and keeps codes as text', () => {
    const rows = dataValuesOfTable({
      sheet: null,
      rows: [['dataelement', 'period', 'orgunit', 'value', 'deleted', 'comment'], ['00123', '202301', '07904', '007', 'true', "'=1+1"], ['']],
    })
    expect(rows).toEqual([value({ row: 2, dataElement: '00123', orgUnit: '07904', value: '007', deleted: true, comment: '=1+1' })])
    expect(() => dataValuesOfTable({ sheet: null, rows: [['dataelement', 'period', 'value']] })).toThrow('column_not_found')
  })
})

describe('values as figures', () => {
  const first = (given: Partial<DataValue>, known: Partial<Dhis2Book> = {}) => extractDataValues([value(given)], book(known))
  it('leading zeros are no digits of a number; a comma, an exponent and words are refused', () => {
    expect(first({ value: '007' }).records[0]).toMatchObject({ value: '7', directTotal: false })
    for (const text of ['1,5', '1e3', 'douze'])
      expect(first({ value: text }).rejections).toEqual([{ sheet: null, row: 1, column: 'value', code: 'not_a_number', value: text }])
    expect(first({ value: '' }).rejections[0]).toMatchObject({ code: 'value_blank' })
    expect(first({ value: '1234567890123456' }).rejections[0]).toMatchObject({ code: 'too_many_digits' })
  })
  it('yes and no are answers, whatever their spelling', () => {
    const meaningOf = () => ({ ...COUNT, unitKind: 'milestone' as const })
    expect(first({ value: 'true' }, { meaningOf }).records[0]).toMatchObject({ boolValue: true, achievedOn: '2023-01-01', value: null })
    expect(first({ value: '0' }, { meaningOf }).records[0]).toMatchObject({ boolValue: false, achievedOn: null })
    expect(first({ value: '2' }, { meaningOf }).rejections[0]).toMatchObject({ code: 'not_yes_or_no' })
  })
  it('a percentage is stored as a share of its own territory, a mean without its number of answers too', () => {
    expect(first({ value: '14.5' }, { meaningOf: () => ({ unitKind: 'ratio', partsUnknown: true, displayFactor: '100' }) }).records[0]).toMatchObject({
      value: '0.145',
      directTotal: true,
    })
    expect(first({ value: '14.5' }, { meaningOf: () => ({ ...COUNT, unitKind: 'mean' }) }).records[0]).toMatchObject({ value: '14.5', directTotal: true })
  })
  it('unknown option combos are kept under their identifier, the default one divides nothing', () => {
    const { categories, records } = first({ categoryOptionCombo: 'pq2XI5kz2BY', attributeOptionCombo: 'aOc00000001' })
    expect(categories).toEqual([
      { dimension: 'dhis2-coc', text: 'pq2XI5kz2BY', code: 'pq2XI5kz2BY', create: true, column: 'categoryOptionCombo' },
      { dimension: 'dhis2-aoc', text: 'aOc00000001', code: 'aOc00000001', create: true, column: 'attributeOptionCombo' },
    ])
    expect(records[0]?.categories).toEqual([0, 1])
    expect(first({ categoryOptionCombo: 'HllvX50cXC0', attributeOptionCombo: 'HllvX50cXC0' }).records[0]?.categories).toEqual([])
    expect(first({ categoryOptionCombo: 'pq2XI5kz2BY' }, { dimensionOf: () => 'KYYSTxeVw28' }).categories[0]).toMatchObject({ dimension: 'KYYSTxeVw28' })
  })
  it('a deletion speaks of a figure that stands, and else of nothing', () => {
    expect(first({ deleted: true })).toMatchObject({ read: 1, skipped: { deleted: 1 }, records: [] })
    const seen: unknown[] = []
    const { records } = first({ deleted: true, value: '' }, { stands: (name) => seen.push(name) > 0 })
    expect(records[0]).toMatchObject({ presence: 'missing', presenceReason: 'DHIS2: deleted', value: null })
    expect(seen).toEqual([{ indicator: 'fbfJHSPpUQD', territory: 'vELbGdEphPd', partner: null, period: '2023-01', category: 'TOTAL' }])
  })
  it('a row that fails in several ways is one refused row with every reason', () => {
    expect(first({ dataElement: '', orgUnit: '', period: '2023W5' })).toMatchObject({
      read: 1,
      rejected: 1,
      rejections: [{ code: 'indicator_blank' }, { code: 'territory_blank' }, { code: 'period_weekly', value: '2023W5' }],
    })
  })
})

describe('data elements as indicators', () => {
  const element = (given: Partial<DataElement>): DataElement => ({
    id: 'fbfJHSPpUQD',
    name: 'ANC 1st visit',
    nameFr: null,
    nameEn: null,
    code: null,
    description: '',
    valueType: 'NUMBER',
    aggregationType: 'SUM',
    domainType: 'AGGREGATE',
    categoryCombo: null,
    ...given,
  })
  it.each([
    [{}, { unitKind: 'count', temporalKind: 'flow' }],
    [{ aggregationType: 'AVERAGE_SUM_ORG_UNIT' }, { unitKind: 'count', temporalKind: 'stock' }],
    [{ aggregationType: 'LAST' }, { unitKind: 'count', temporalKind: 'stock' }],
    [{ aggregationType: 'AVERAGE' }, { unitKind: 'mean', temporalKind: 'flow' }],
    [
      { valueType: 'PERCENTAGE', aggregationType: 'SUM' },
      { unitKind: 'ratio', partsUnknown: true, displayFactor: '100' },
    ],
    [{ valueType: 'TRUE_ONLY' }, { unitKind: 'milestone' }],
  ])('%o adds up as DHIS2 says, never otherwise', (given, meaning) => {
    expect(defineDataElement(element(given), undefined)).toMatchObject({ ...meaning, frequency: 'month', suppressionApplies: true })
  })
  it.each([
    [{ domainType: 'TRACKER' }, 'tracker'],
    [{ valueType: 'LONG_TEXT' }, 'value_type'],
    [{ aggregationType: 'VARIANCE' }, 'aggregation_type'],
    [{ aggregationType: 'NONE' }, 'aggregation_type'],
  ])('%o has no indicator: %s', (given, why) => expect(defineDataElement(element(given), undefined)).toBe(why))
  it('the data set says how often, a translation says the name', () => {
    expect(defineDataElement(element({ nameFr: 'CPN 1' }), 'Quarterly')).toMatchObject({ frequency: 'quarter', nameFr: 'CPN 1', nameEn: 'ANC 1st visit' })
  })
})

describe('metadata', () => {
  it('paths, dates, groups and shapes are read; people and rights are left behind', () => {
    const { units } = metadataOf({
      organisationUnits: [
        {
          id: 'a',
          path: '/top/a',
          displayName: ' Bo ',
          openingDate: '1994-02-03T00:00:00.000',
          user: { id: 'u' },
          organisationUnitGroups: [{ id: 'g' }],
          geometry: { type: 'Point', coordinates: [1, 2] },
        },
        { id: 'b', path: '/top/b', name: 'B', featureType: 'POLYGON', coordinates: '[[[[0,0],[1,0],[1,1],[0,0]]]]' },
      ],
    })
    expect(units[0]).toEqual({
      id: 'a',
      name: 'Bo',
      nameFr: null,
      nameEn: null,
      code: null,
      path: ['top', 'a'],
      openedOn: '1994-02-03',
      closedOn: null,
      groups: ['g'],
      geometry: null,
    })
    expect(units[1]?.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
    })
    expect(() => metadataOf({ users: [] })).toThrow('dhis2_unreadable')
  })
  it('files put together keep each object once', () => {
    const one = metadataOf({ dataElements: [{ id: 'x', name: 'Old' }] })
    expect(mergeMetadata([one, metadataOf({ dataElements: [{ id: 'x', name: 'New' }] })]).dataElements.map(({ name }) => name)).toEqual(['New'])
  })
})

describe('figures written for DHIS2', () => {
  const figure = (given: Partial<Dhis2Figure> = {}): Dhis2Figure => ({
    ...COUNT,
    indicator: 'fbfJHSPpUQD',
    territory: 'vELbGdEphPd',
    territoryExternalId: null,
    partner: null,
    period: { kind: 'month', code: '2023-01' },
    category: 'TOTAL',
    presence: 'reported',
    value: '7',
    numerator: null,
    sampleN: null,
    boolValue: null,
    isDirectTotal: false,
    comment: null,
    ...given,
  })
  it('an undivided value leaves its combos to DHIS2; option, attribute and partner are named', () => {
    const plain = { dataElement: 'fbfJHSPpUQD', period: '202301', orgUnit: 'vELbGdEphPd', value: '7' }
    expect(writeDataValue(figure(), STARTS)).toEqual(plain)
    expect(writeDataValue(figure({ category: 'dhis2-aoc:aOc00000001;dhis2-coc:pq2XI5kz2BY' }), STARTS)).toEqual({
      ...plain,
      categoryOptionCombo: 'pq2XI5kz2BY',
      attributeOptionCombo: 'aOc00000001',
    })
    expect(writeDataValue(figure({ category: 'sex:f', partner: 'P2' }), STARTS)).toEqual({
      ...plain,
      categoryOptionCombo: 'sex:f',
      attributeOptionCombo: 'partner:P2',
    })
    expect(writeDataValue(figure({ territory: 'ML0101', territoryExternalId: 'vELbGdEphPd' }), STARTS)).toEqual(plain)
  })
  it.each([
    [{ presence: 'missing', value: null }, 'not_reported'],
    [{ unitKind: 'ratio', value: null, numerator: '3' }, 'two_parts'],
    [{ unitKind: 'mean', sampleN: '12' }, 'sample'],
    [{ isDirectTotal: true }, 'direct_total'],
    [{ unitKind: 'currency' }, 'money'],
    [{ period: { kind: 'ad_hoc', code: '2026-01-05/2026-02-10' } }, 'period'],
    [{ partner: 'P2', category: 'dhis2-aoc:aOc00000001' }, 'two_attributes'],
  ] as const)('%o is left out rather than written wrongly: %s', (given, why) => expect(writeDataValue(figure(given as Partial<Dhis2Figure>), STARTS)).toBe(why))
  it('what is written is read back as the same figure', () => {
    const share = figure({ unitKind: 'ratio', partsUnknown: true, displayFactor: '100', value: '0.145', isDirectTotal: true })
    const written = writeDataValue(share, STARTS)
    expect(written).toMatchObject({ value: '14.5' })
    const [read] = dataValuesOfJson({ dataValues: [written] })
    expect(extractDataValues([read as DataValue], book({ meaningOf: () => share })).records[0]).toMatchObject({
      value: '0.145',
      directTotal: true,
      categories: [],
    })
  })
  it('a line of CSV is inert in a spreadsheet', () => {
    expect(dataValueLine({ dataElement: 'a', period: '202301', orgUnit: 'b', value: '-5', comment: '=HYPERLINK("x")' })).toBe(
      `a,202301,b,,,-5,,,"'=HYPERLINK(""x"")",,`,
    )
    expect(recogniseDhis2(dataValueHeader('Maillage 1'))).toBe('values_csv')
  })
})

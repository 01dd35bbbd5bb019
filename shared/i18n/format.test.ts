import { expect, test } from 'vitest'
import {
  compareText,
  formatChange,
  formatDate,
  formatDateRange,
  formatDateShort,
  formatDateTime,
  formatInteger,
  formatList,
  formatMeasure,
  formatMoney,
  formatMonth,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatPoints,
  formatTime,
  pluralCategory,
} from './format.ts'

const share = { displayFactor: '100', decimals: 1, unitLabel: '%' }
const days = { displayFactor: '1', decimals: 1, unitLabel: 'jours' }
const money = { displayFactor: '1', decimals: 0, currencyCode: 'XOF' }
const instant = '2026-03-01T19:05:00Z'
const montreal = 'America/Toronto'

test.each([
  // Numbers
  [formatNumber('fr-CA', '1234.5'), '1\u00A0234,5'],
  [formatNumber('fr', '1234.5'), '1\u00A0234,5'],
  [formatNumber('en', '1234.5'), '1,234.5'],
  [formatNumber('fr-CA', '-3.2'), '\u22123,2'],
  [formatNumber('en', '-3.2'), '\u22123.2'],
  [formatNumber('fr', '-0.04', { decimals: 1 }), '0,0'],
  [formatNumber('fr-CA', '0'), '0'],
  [formatNumber('fr-CA', '0.50'), '0,5'],
  [formatNumber('fr-CA', '2.345', { decimals: 2 }), '2,35'],
  [formatNumber('en', '-2.345', { decimals: 2 }), '\u22122.35'],
  [formatNumber('fr-CA', '7', { decimals: 1 }), '7,0'],
  [formatNumber('fr', '12345678901234567890.123456789'), '12\u00A0345\u00A0678\u00A0901\u00A0234\u00A0567\u00A0890,123456789'],
  [formatNumber('en', '999.995', { decimals: 2 }), '1,000.00'],
  [formatNumber('fr-CA', '2.1', { sign: 'always' }), '+2,1'],
  [formatNumber('fr-CA', '0', { sign: 'always' }), '0'],
  [formatInteger('fr-CA', 1285), '1\u00A0285'],
  [formatInteger('en', 1000000), '1,000,000'],
  // Percentages
  [formatPercent('fr-CA', '0.123'), '12,3\u00A0%'],
  [formatPercent('fr', '0.123'), '12,3\u00A0%'],
  [formatPercent('en', '0.123'), '12.3%'],
  [formatPercent('fr-CA', '1', { decimals: 0 }), '100\u00A0%'],
  [formatPercent('fr-CA', '-0.14', { decimals: 0 }), '\u221214\u00A0%'],
  [formatPoints('fr-CA', '0.021', { decimals: 1 }), '+2,1\u00A0points'],
  [formatPoints('en', '-0.021', { decimals: 1 }), '\u22122.1\u00A0points'],
  [formatPoints('fr', '0.015'), '+1,5\u00A0point'],
  [formatPoints('en', '0.015'), '+1.5\u00A0points'],
  // Money
  [formatMoney('fr-CA', '1234.5', 'CAD'), '1\u00A0234,50\u00A0$'],
  [formatMoney('fr', '1234.5', 'EUR'), '1\u00A0234,50\u00A0€'],
  [formatMoney('fr', '1234.5', 'XOF'), '1\u00A0235\u00A0F\u00A0CFA'],
  [formatMoney('en', '1234.5', 'CAD'), '$1,234.50'],
  [formatMoney('en', '-1234.5', 'CAD'), '\u2212$1,234.50'],
  [formatMoney('en', '17450000', 'XOF'), 'F\u00A0CFA\u00A017,450,000'],
  [formatMoney('fr-CA', '410000', 'CAD', { decimals: 0 }), '410\u00A0000\u00A0$'],
  [formatMoney('fr', '5', 'CAD'), '5,00\u00A0$\u00A0CA'],
  [formatMoney('fr', '5', 'GNF'), '5,00\u00A0GNF'],
  // Figures of indicators
  [formatMeasure('fr-CA', '0.619047619048', share), '61,9\u00A0%'],
  [formatMeasure('en', '0.619047619048', share), '61.9%'],
  [formatMeasure('fr-CA', '128.7', days), '128,7\u00A0jours'],
  [formatMeasure('fr', '17450000', money), '17\u00A0450\u00A0000\u00A0F\u00A0CFA'],
  [formatMeasure('fr-CA', '271', { displayFactor: '1', decimals: 0 }), '271'],
  [formatChange('fr-CA', '0.587', '0.619', share), '+3,2\u00A0points'],
  [formatChange('fr-CA', '149.2', '128.7', days), '\u221220,5\u00A0jours'],
  // Dates
  [formatDate('fr-CA', '2026-03-01'), '1er mars 2026'],
  [formatDate('fr', '2026-03-01'), '1er mars 2026'],
  [formatDate('en', '2026-03-01'), 'March 1, 2026'],
  [formatDate('fr-CA', '2026-08-22'), '22 août 2026'],
  [formatDateShort('fr-CA', '2026-03-01'), '2026-03-01'],
  [formatDateShort('fr', '2026-03-01'), '01/03/2026'],
  [formatDateShort('en', '2026-03-01'), '2026-03-01'],
  [formatMonth('fr-CA', '2026-03'), 'mars 2026'],
  [formatTime('fr-CA', instant, montreal), '14\u00A0h\u00A005'],
  [formatTime('fr', instant, 'Africa/Bamako'), '19:05'],
  [formatTime('en', instant, montreal), '2:05\u00A0p.m.'],
  [formatTime('en', '2026-03-01T05:05:00Z', montreal), '12:05\u00A0a.m.'],
  [formatDateTime('fr-CA', '2026-03-01T03:05:00Z', montreal), '28 février 2026 à 22\u00A0h\u00A005'],
  [formatDateRange('fr-CA', '2026-03-01', '2026-03-31'), 'du 1er au 31 mars 2026'],
  [formatDateRange('fr', '2026-02-28', '2026-03-03'), 'du 28 février au 3 mars 2026'],
  [formatDateRange('fr-CA', '2025-12-15', '2026-01-03'), 'du 15 décembre 2025 au 3 janvier 2026'],
  [formatDateRange('en', '2026-03-01', '2026-03-31'), 'March 1–31, 2026'],
  [formatDateRange('en', '2025-12-15', '2026-01-03'), 'December 15, 2025 – January 3, 2026'],
  // Periods
  [formatPeriod('fr-CA', '2026'), '2026'],
  [formatPeriod('fr-CA', '2026-Q1'), '1er trimestre 2026'],
  [formatPeriod('fr-CA', '2026-Q3', 'short'), 'T3 2026'],
  [formatPeriod('en', '2026-Q3', 'short'), 'Q3 2026'],
  [formatPeriod('fr', '2026-S2'), '2e semestre 2026'],
  [formatPeriod('fr', '2026-07'), 'juillet 2026'],
  [formatPeriod('fr-CA', '2026-07', 'short'), 'juill. 2026'],
  [formatPeriod('fr-CA', 'SY2025'), '2025-2026'],
  [formatPeriod('en', 'FY2025'), '2025–2026'],
  [formatPeriod('fr-CA', '2026-01-05/2026-02-10'), 'du 5 janvier au 10 février 2026'],
  // Lists
  [formatList('fr-CA', ['a', 'b', 'c']), 'a, b et c'],
  [formatList('en', ['a', 'b']), 'a and b'],
])('%s is written %s', (shown, due) => expect(shown).toBe(due))

test('zero and one and a half are singular in French, plural in English', () => {
  expect([0, 1, 1.5, 2].map((value) => pluralCategory('fr-CA', value))).toEqual(['one', 'one', 'one', 'other'])
  expect([0, 1, 1.5, 2].map((value) => pluralCategory('en', value))).toEqual(['other', 'one', 'other', 'other'])
})

test('text that is no number or no date is refused, never shown', () => {
  expect(() => formatNumber('fr-CA', '1e5')).toThrow(RangeError)
  expect(() => formatNumber('fr-CA', '')).toThrow(RangeError)
  expect(() => formatDate('fr-CA', '2026-02-30')).toThrow(RangeError)
})

test('names are ordered as people look for them', () => {
  expect(['Zone 10', 'école', 'Zone 9', 'Étang', 'eau'].sort(compareText('fr-CA'))).toEqual(['eau', 'école', 'Étang', 'Zone 9', 'Zone 10'])
})

import { describe, expect, it } from 'vitest'
import { figureText } from './figure-text.ts'
import { lineNotes } from './notes.ts'
import { at, lineOf, pointsOf, quarters, seriesOf, SHARE } from './samples.ts'
import { barSummary, lineSummary, mapSummary } from './summary.ts'
import { lineTable } from './table.ts'
import type { BarRow, LineData } from './types.ts'

const axis = quarters(2024, 8)
const say = (data: LineData, locale: 'fr-CA' | 'en' = 'fr-CA') => lineSummary(data, locale).join(' ').replaceAll('\u00A0', ' ')

describe('sentences of figures over time', () => {
  it('name first, last, change, target and gaps', () => {
    const data = lineOf(['0.394', null, '0.619'], { target: [{ x: at(axis, 7), value: '0.65' }], trend: 'better' })
    expect(say(data)).toBe(
      'De 39,4 % (1er trimestre 2024) à 61,9 % (3e trimestre 2024), soit +22,5 points. La cible est de 65,0 % (4e trimestre 2025). Depuis la mesure précédente, la situation s’améliore. Un chiffre manque ou est masqué.',
    )
    expect(say(lineOf(['0.394', '0.619']), 'en')).toContain('From 39.4%')
  })
  it('begin at the baseline where there is one', () => {
    expect(say(lineOf([null, '0.5', '0.619'], { baseline: { x: at(axis, 0), value: '0.383' } }))).toContain('De 38,3 % au départ (1er trimestre 2024) à 61,9 %')
  })
  it('never compare across a break', () => {
    const data = lineOf(['0.1', '0.2', '0.5', '0.6'], { baseline: { x: at(axis, 0), value: '0.1' }, breaks: [{ x: at(axis, 2) }] })
    expect(say(data)).toContain('De 50,0 % (3e trimestre 2024) à 60,0 %')
    expect(say(lineOf(['0.1', '0.2', '0.5'], { breaks: [{ x: at(axis, 2) }] }))).toContain('La tendance se lit dès la deuxième mesure.')
  })
  it('a break after the last figure takes nothing away', () => {
    expect(say(lineOf(['0.1', '0.2'], { breaks: [{ x: at(axis, 5) }] }))).toContain('De 10,0 %')
  })
  it('never compare with a figure of which too little came: it is told as such', () => {
    const data = lineOf(['0.7', '0.8', '0.79', '0.78'])
    const series = data.series.map((one) => ({
      ...one,
      points: one.points.map((point, index) => (index === 3 ? { ...point, isPartial: true, isIncomplete: true } : point)),
    }))
    expect(say({ ...data, series })).toBe(
      'De 70,0 % (1er trimestre 2024) à 79,0 % (3e trimestre 2024), soit +9,0 points. Dernier chiffre, 78,0 % (4e trimestre 2024) : incomplet, il n’est pas comparé.',
    )
    const alone = series.map((one) => ({ ...one, points: one.points.slice(3) }))
    expect(say({ ...data, series: alone })).toBe('Dernier chiffre, 78,0 % (4e trimestre 2024) : incomplet, il n’est pas comparé.')
  })
  it('of several series that begin and end together are one', () => {
    const series = ['A', 'B'].map((label) => seriesOf(label, pointsOf(axis, ['0.1', '0.2'])))
    expect(say({ measure: SHARE, axis, series })).toBe('A de 10,0 % à 20,0 % et B de 10,0 % à 20,0 % (1er trimestre 2024 à 2e trimestre 2024).')
  })
  it('without figure say that there is none', () => {
    expect(say(lineOf([null, 's']))).toBe('Aucune donnée à dessiner.')
  })
})

describe('a range (domain 3.4, 3.10)', () => {
  const measure = { displayFactor: '1', decimals: 0 }
  const range = { value: '47', lower: '47', upper: '78', presence: 'reported' as const }
  const notes = (...points: object[]) => {
    const data = lineOf([])
    return lineNotes(
      {
        ...data,
        measure,
        series: [
          seriesOf(
            'R',
            points.map((more, index) => ({ ...range, ...more, x: at(axis, index) })),
          ),
        ],
      },
      false,
      'fr-CA',
    ).join(' ')
  }
  it('of which everything came is where the figure lies', () => {
    expect(figureText(range, measure, 'fr-CA').replaceAll('\u00A0', ' ')).toBe('47 (fourchette : de 47 à 78)')
    expect(notes({})).toContain('fourchette où se trouve le chiffre')
    expect(notes({})).not.toContain('pointillé')
  })
  it('of which something is missing is of what came: the figure may be larger, and nothing says that it lies within', () => {
    expect(figureText({ ...range, isPartial: true }, measure, 'fr-CA').replaceAll('\u00A0', ' ')).toBe(
      '47 (au moins 47 : de 47 à 78 parmi les données reçues, partiel)',
    )
    expect(figureText({ ...range, isPartial: true }, measure, 'en')).toBe('47 (at least 47: 47 to 78 among the data received, partial)')
    expect(notes({ isPartial: true })).not.toContain('fourchette où se trouve le chiffre')
    expect(notes({ isPartial: true })).toContain('il peut être plus grand')
    expect(notes({}, { isPartial: true })).toMatch(/où se trouve le chiffre.*il peut être plus grand/)
  })
})

describe('sentences of figures side by side', () => {
  const row = (label: string, value: string | null): BarRow => ({ code: label, label, value, presence: value === null ? 'missing' : 'reported' })
  const rows = [row('A', '0.9'), row('B', '0.10'), row('C', null)]
  it('name the highest and the lowest by their value, not by their text', () => {
    expect(barSummary({ measure: { ...SHARE, displayFactor: '1' }, rowTitle: 'Lieu', rows: [row('A', '9'), row('B', '10')] }, 'fr-CA')[0]).toContain(
      'le plus bas 9,0',
    )
    expect(mapSummary({ measure: SHARE, rowTitle: 'Lieu', places: rows.map((one) => ({ ...one, geometry: null })) }, 'fr-CA')).toHaveLength(2)
  })
  it('name neither best nor worst where that is asked', () => {
    const text = barSummary({ measure: SHARE, rowTitle: 'Partenaire', rows, summary: 'count' }, 'fr-CA').join(' ')
    expect(text).not.toMatch(/élevé|bas|A|B \(/)
  })
})

describe('table', () => {
  it('has a row for each figure, target and baseline, with the same figures', () => {
    const data = lineOf(['0.394', null, 's', '0.619'], { baseline: { x: at(axis, 4), value: '0.3' }, target: [{ x: at(axis, 7), value: '0.65' }] })
    const table = lineTable(data, 'fr-CA')
    expect(table.rows.map((one) => [one.code, ...one.cells.map((cell) => cell.replaceAll('\u00A0', ' '))])).toEqual([
      ['2024-Q1', '39,4 %', ''],
      ['2024-Q2', 'donnée attendue, non reçue', ''],
      ['2024-Q3', 's', ''],
      ['2024-Q4', '61,9 %', ''],
      ['2025-Q1', 'Départ 30,0 %', ''],
      ['2025-Q4', '', '65,0 %'],
    ])
  })
  it('says what qualifies a figure', () => {
    const [first] = pointsOf(axis, ['0.394'])
    const data = lineOf([], {
      series: [seriesOf('R', first === undefined ? [] : [{ ...first, isProvisional: true, isRevised: true, lower: '0.3', upper: '0.5' }])],
    })
    expect(at(at(lineTable(data, 'en').rows, 0).cells, 0)).toBe('39.4% (range: 30.0% to 50.0%, provisional, revised)')
  })
})

describe('notes', () => {
  it('explain each mark that occurs and no other', () => {
    expect(lineNotes(lineOf(['0.1', '0.2']), false, 'fr-CA')).toEqual([])
    const notes = lineNotes(lineOf(['0.1', null, 's', '0.2'], { breaks: [{ x: at(axis, 3), label: 'version 2' }] }), true, 'fr-CA').join(' ')
    expect(notes).toMatch(/Une période sans donnée/)
    expect(notes).toMatch(/masqué/)
    expect(notes).toMatch(/Bris de série \(4e trimestre 2024\), version 2/)
    expect(notes).toMatch(/ne commence pas à zéro/)
  })
})

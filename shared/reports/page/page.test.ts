import { describe, expect, it } from 'vitest'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { firstSections } from '../sections.ts'
import { axisMarks, lineChart } from './chart.ts'
import type { ReportFacts } from './facts.ts'
import { escaped, markup, paragraphs } from './html.ts'
import { reportPage } from './page.ts'
import { voiceFor } from './voice.ts'

const MEASURE = { displayFactor: '100', decimals: 1, unitLabel: '%' }
const french = voiceFor('fr', 'America/Toronto')

function cell(period: string, value: string | null, more: Partial<ProgressCell> = {}): ProgressCell {
  const nothing = { lower: null, upper: null, additivity: null, numerator: null, denominator: null, n: null, coverage: null, computed: null, ratio: null }
  return {
    ...nothing,
    indicator: 'SCREEN',
    territory: 'R',
    level: 'region',
    partner: null,
    period,
    category: 'TOTAL',
    value,
    presence: value === null ? 'missing' : 'reported',
    baseline: '0.4',
    target: '0.8',
    expected: '0.6',
    progress: '0.5',
    status: 'on_track',
    reason: 'trajectory',
    flags: [],
    periodValue: null,
    previous: null,
    previousPeriod: null,
    trend: null,
    mask: 'none',
    ...more,
  }
}

const definition = {
  nameFr: 'Dépistage à 18 mois',
  nameEn: 'Screening at 18 months',
  definitionFr: 'Part des enfants <dépistés>',
  definitionEn: null,
  formulaFr: null,
  formulaEn: null,
  sourceFr: 'CISSS',
  sourceEn: null,
  unitKind: 'ratio',
  direction: 'increase',
  displayFactor: '100',
  decimals: 1,
  unitLabelFr: '%',
  unitLabelEn: '%',
  currencyCode: null,
}

function facts(series: readonly ProgressCell[], places: readonly ProgressCell[] = []): ReportFacts {
  return {
    initiative: { nameFr: 'Grandir', nameEn: null, isDemo: false },
    title: { fr: 'Rapport', en: 'Report' },
    release: { number: 2, name: 'T1', edition: 1, isPreliminary: false, asOf: '2026-10-15', publishedOn: '2026-10-16', checksum: 'abc' },
    version: { number: 1, frozenOn: '2026-11-01', reason: null },
    paper: 'A4',
    isColour: true,
    sections: firstSections().map((one) => (one.kind === 'summary' ? { ...one, textFr: 'Un.\n\nDeux.' } : one)),
    texts: [],
    indicators: [{ indicator: { code: 'SCREEN', current: definition } as unknown as Indicator, series, latest: series.at(-1) ?? null, places }],
    level: { nameFr: 'MRC', nameEn: null },
    placeNames: new Map([
      ['A', { nameFr: 'Côte', nameEn: null }],
      ['B', { nameFr: 'Val', nameEn: null }],
    ]),
    changes: [],
    notes: [],
  }
}

describe('markup', () => {
  it('escapes whatever is no markup, and leaves out signs that no page may hold', () => {
    expect(markup`<p>${'a<b & "c"'}${null}${['d', markup`<i>e</i>`]}</p>`.text).toBe('<p>a&lt;b &amp; &quot;c&quot;d<i>e</i></p>')
    expect(escaped('a\u0000\u0008b\nc')).toBe('ab\nc')
    expect(paragraphs('Un\nencore\n\n\nDeux').map(({ text }) => text)).toEqual(['<p>Un<br />encore</p>', '<p>Deux</p>'])
  })
})

describe('the drawing of a report', () => {
  it('has round marks that hold every figure', () => {
    expect(axisMarks(0, 92)).toEqual([0, 25, 50, 75, 100])
    expect(axisMarks(0.3, 1.1)).toEqual([0.2, 0.4, 0.6, 0.8, 1, 1.2])
    expect(axisMarks(7, 7)[0]).toBeLessThanOrEqual(7)
  })

  it('stops its line at a figure that is missing or hidden, and writes « s » for a hidden one', () => {
    const series = [cell('2026-Q1', '0.5'), cell('2026-Q2', '0.55'), cell('2026-Q3', null, { mask: 'masked' }), cell('2026-Q4', '0.6'), cell('2027-Q1', '0.62')]
    const { text } = lineChart(french, series, MEASURE, 'Dit tout') as { text: string }
    expect(text.match(/<polyline/g)).toHaveLength(2)
    expect(text.match(/<circle/g)).toHaveLength(4)
    expect(text).toMatch(/class="hidden"[^>]*>s</)
    expect(text).toContain('role="img" aria-label="Dit tout"')
    expect(text).toContain('Cible 80,0\u00a0%')
    expect(text).toContain('Départ 40,0\u00a0%')
    expect(text).not.toMatch(/NaN|Infinity|style=/)
  })

  it('draws nothing where nothing may be shown, and one point where there is one', () => {
    expect(lineChart(french, [cell('2026-Q1', null, { mask: 'masked' })], MEASURE, '')).toBeNull()
    const alone = lineChart(french, [cell('2026-Q1', '0', { baseline: null, target: null })], MEASURE, '') as { text: string }
    expect(alone.text.match(/<circle/g)).toHaveLength(1)
    expect(alone.text).not.toMatch(/NaN|Infinity|<polyline/)
  })
})

describe('the page of a report', () => {
  const places = [cell('2026-Q4', '0.7', { territory: 'A' }), cell('2026-Q4', '0.5', { territory: 'B' })]
  const series = [cell('2026-Q3', '0.5'), cell('2026-Q4', '0.6', { previous: '0.5' })]

  it('says the same bytes from the same facts, asks for nothing and runs nothing', () => {
    const page = reportPage(facts(series, places), 'fr', 'America/Toronto', 'page')
    expect(reportPage(facts(series, places), 'fr', 'America/Toronto', 'page')).toBe(page)
    expect(page).toMatch(/^<!doctype html>\n<html lang="fr-CA">/)
    expect(page).not.toMatch(/<script|<link|<img|src=|url\(|@import|href=/)
    expect(page).toContain('&lt;dépistés&gt;')
    expect(page).toContain('<p>Un.</p><p>Deux.</p>')
  })

  it('has its sections in the given order, each with its heading, each table with a head that comes again', () => {
    const page = reportPage(facts(series, places), 'fr', 'Europe/Paris', 'page')
    expect([...page.matchAll(/<h2 id="(\w+)"/g)].map(([, kind]) => kind)).toEqual(['summary', 'figures', 'indicators', 'equity', 'changes', 'method', 'annex'])
    expect(page.match(/<thead>/g)?.length).toBe(page.match(/<table>/g)?.length)
    expect(page).toContain('lang="fr"')
  })

  it('counts a target that is reached among what is on track, as the dashboard does', () => {
    const page = reportPage(facts([cell('2026-Q4', '0.9', { reason: 'target_met' })]), 'fr', 'America/Toronto', 'page')
    const tally = /<ul class="tally">(.*?)<\/ul>/.exec(page)?.[1] ?? ''
    expect(
      tally
        .replace(/<[^>]+>/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe('en bonne voie 1 sur 1')
    expect(page).toContain('cible atteinte')
  })

  it('says once that a figure has no target, and never that it is without data', () => {
    const page = reportPage(facts([cell('2026-Q4', '0.9', { target: null, status: 'no_data', reason: 'no_target' })]), 'fr', 'America/Toronto', 'page')
    const figures = page.slice(page.indexOf('<h2 id="figures"'), page.indexOf('<h2 id="indicators"'))
    expect(figures).toContain('sans cible')
    expect(figures).not.toMatch(/sans donnée|aucune cible/)
  })

  it('of an incomplete last figure tells a range of what came, no change and no rise', () => {
    const partial = {
      lower: '0.47',
      upper: '0.78',
      coverage: '0.67',
      flags: ['incomplete'],
      status: 'no_data' as const,
      reason: 'incomplete',
      previous: '0.45',
    }
    const course = [
      cell('2026-Q2', '0.4', { baseline: null }),
      cell('2026-Q3', '0.45', { baseline: null }),
      cell('2026-Q4', '0.47', { baseline: null, ...partial }),
    ]
    const page = reportPage(facts(course), 'fr', 'America/Toronto', 'page').replaceAll('\u00A0', ' ')
    expect(page).toContain('au moins 47,0 % : de 47,0 % à 78,0 % parmi les données reçues')
    expect(page).not.toContain('fourchette : de 47')
    expect(page).toContain('class="range open"')
    expect(page).toMatch(/class="finding">Dernier chiffre incomplet/)
    expect(page).toMatch(/De 40,0 % \(2e trimestre 2026\) à 45,0 % \(3e trimestre 2026\)/)
    expect(page).not.toMatch(/hausse|sans donnée|\+2,0 points/)
  })

  it('marks what stands in French on an English page, and has figures as English writes them', () => {
    const page = reportPage(facts(series, places), 'en', 'America/Toronto', 'page')
    expect(page).toContain('<h1>Report</h1>')
    expect(page).toContain('<div lang="fr"><p>Un.</p>')
    expect(page).toContain('<span lang="fr">Côte</span>')
    expect(page).toContain('60.0%')
  })

  it('for word processors has every table and no drawing', () => {
    const page = reportPage(facts(series, places), 'fr', 'America/Toronto', 'word')
    expect(page).not.toMatch(/<svg|<figure/)
    expect(page.match(/<table>/g)?.length).toBe(reportPage(facts(series, places), 'fr', 'America/Toronto', 'page').match(/<table>/g)?.length)
    expect(page).toContain('en bonne voie')
  })

  it('tells no state, no target of the day and no change of a hidden figure', () => {
    const hidden = cell('2026-Q4', null, { mask: 'masked', status: 'no_data', reason: 'masked', presence: 'reported', trend: null })
    const page = reportPage(facts([cell('2026-Q3', '0.5'), hidden], []), 'fr', 'America/Toronto', 'page')
    const row = /<th scope="row">4e trimestre 2026<\/th>(.*?)<\/tr>/.exec(page)?.[1]
    expect(row).toBe('<td class="n">s</td><td class="n">–</td><td>chiffre masqué pour protéger des personnes</td>')
  })
})

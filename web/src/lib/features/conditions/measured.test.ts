import { expect, it } from 'vitest'
import type { SaidFacts, SaidFigure } from '#shared/conditions/said.ts'
import { saidView } from './measured.ts'

const figure: SaidFigure = {
  score: 64.2,
  expected: 55,
  standing: 'on_cue',
  spread: { dots: [40, 60, 65, 70, 85], min: 40, max: 85, deviation: 14.6, divergence: 'medium' },
  before: 41,
  change: { points: 23.2, direction: 'up' },
}
const facts = (round: Partial<NonNullable<SaidFacts['round']>> | null, openUntil: string | null = null): SaidFacts => ({
  round:
    round === null
      ? null
      : {
          id: '00000000-0000-4000-8000-000000000001',
          closedOn: '2025-11-30',
          phase: 'organize',
          mode: 'anonymous',
          respondents: 24,
          partners: 14,
          hidden: null,
          beforeOn: '2024-11-30',
          ...round,
        },
  conditions: { agenda: figure, activities: null, measurement: null, communication: null, backbone: null },
  principles: null,
  openUntil,
})
const reading = { locale: 'fr-CA', root: '/fr-CA/i/x', isFunder: false, isLead: true, hasAssessments: true } as const
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ')

it('says the score, what the phase expects, the change and the spread in words', () => {
  const view = saidView(facts({}), figure, reading)
  expect([view.score, view.standing, view.strip?.expected, view.strip?.dots.length]).toEqual(['64,2', 'au rendez-vous', 55, 5])
  expect(view.lines.map(plain)).toEqual([
    'attendu à la phase « s’organiser » : 55',
    '+23,2 points depuis la tournée du 30 novembre 2024',
    'Entre partenaires : de 40 à 85, écart type 14,6; regards différents',
  ])
  expect(plain(view.text)).toBe('Tournée close le 30 novembre 2025, 24 personnes de 14 partenaires')
  expect(plain(saidView(facts({}, '2026-11-30'), figure, reading).text)).toContain('. Une nouvelle tournée est ouverte jusqu’au 30 novembre 2026.')
})

it('a round that gives no number gives no line either, and says why', () => {
  const view = saidView(facts({ hidden: 'too_few_respondents', respondents: null, partners: null }), null, reading)
  expect([view.strip, view.score, view.lines, view.link]).toEqual([null, null, [], null])
  expect(view.text).toContain('cinq')
})

it('without a round a lead may open one, a funder learns who decides, and an open round says its last day', () => {
  expect(saidView(facts(null), null, reading).link?.href).toBe('/fr-CA/i/x/assessments')
  expect(saidView(facts(null), null, { ...reading, isFunder: true, isLead: false })).toMatchObject({ link: null, score: null })
  expect(plain(saidView(facts(null, '2026-11-30'), null, reading).text)).toContain('30 novembre 2026')
})

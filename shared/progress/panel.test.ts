import { describe, expect, it } from 'vitest'
import type { Aggregated } from '#shared/indicators/definition.ts'
import { constantPanel, type PanelFigure } from './panel.ts'

const definition = (change: Partial<Aggregated> = {}): Aggregated => ({
  unitKind: 'count',
  countingUnit: 'events',
  temporalKind: 'flow',
  accumulation: 'per_period',
  trackedAccumulation: 'per_period',
  periodsDistinct: false,
  partsUnknown: false,
  denominatorShared: false,
  overlapPartners: 'none',
  overlapTerritories: 'none',
  ...change,
})
const figure = (partner: string, period: string, parts: Partial<PanelFigure>): PanelFigure => ({
  partner,
  period,
  value: '0',
  numerator: null,
  denominator: null,
  n: null,
  ...parts,
})

describe('the constant panel', () => {
  it('a newcomer is not growth: only partners of every period are added', () => {
    const figures = [
      figure('A', 'P1', { value: '10' }),
      figure('A', 'P2', { value: '11' }),
      figure('B', 'P2', { value: '30' }),
      figure('C', 'P1', { value: '5' }),
      figure('C', 'P2', { value: '0' }),
      figure('D', 'P1', { value: '7' }),
      figure('D', 'P2', { value: null }),
    ]
    expect(constantPanel(definition(), figures, ['P1', 'P2'])).toEqual({
      partners: ['A', 'C'],
      all: 4,
      points: [
        { period: 'P1', value: '15' },
        { period: 'P2', value: '11' },
      ],
    })
  })
  it('shares are put together from their parts, means by their number, a shared denominator counts once', () => {
    const shares = [
      figure('A', 'P', { value: '0.3', numerator: '3', denominator: '10' }),
      figure('B', 'P', { value: '0.6', numerator: '60', denominator: '100' }),
    ]
    const value = (change: Partial<Aggregated>, figures: PanelFigure[]) => constantPanel(definition(change), figures, ['P'])?.points[0]?.value
    expect(value({ unitKind: 'ratio' }, shares)).toBe('0.572727272727')
    const shared = [figure('A', 'P', { numerator: '12', denominator: '60' }), figure('B', 'P', { numerator: '9', denominator: '60' })]
    expect(value({ unitKind: 'ratio', denominatorShared: true }, shared)).toBe('0.35')
    expect(value({ unitKind: 'mean' }, [figure('A', 'P', { value: '100', n: '10' }), figure('B', 'P', { value: '150', n: '40' })])).toBe('140')
    expect(
      value({ unitKind: 'milestone' }, [figure('A', 'P', { numerator: '1', denominator: '1' }), figure('B', 'P', { numerator: '0', denominator: '1' })]),
    ).toBe('0.5')
  })
  it('is none where figures of partners are never put together', () => {
    const never: Partial<Aggregated>[] = [
      { unitKind: 'index' },
      { unitKind: 'ratio', partsUnknown: true },
      { countingUnit: 'persons', overlapPartners: 'possible' },
    ]
    for (const change of never) expect(constantPanel(definition(change), [figure('A', 'P', { value: '1' })], ['P'])).toBeNull()
  })
})

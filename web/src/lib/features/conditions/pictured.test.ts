import { expect, it } from 'vitest'
import type { SuccessPicture } from '#shared/conditions/contract.ts'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { picturedFigures, typedFigures } from './pictured.ts'

const indicator = {
  code: 'SCREEN18',
  current: {
    nameFr: 'Dépistage',
    nameEn: null,
    unitKind: 'ratio',
    displayFactor: '100',
    decimals: 1,
    unitLabelFr: '%',
    unitLabelEn: '%',
    currencyCode: null,
    direction: 'increase',
  },
} as unknown as Indicator
const cell = (period: string, value: string | null) => ({ indicator: 'SCREEN18', period, value }) as unknown as ProgressCell
const ENDS: Readonly<Record<string, string>> = { '2024-Q2': '2024-06-30', '2024-Q3': '2024-09-30', '2026-Q2': '2026-06-30' }
const sources = {
  indicators: [indicator],
  cells: [cell('2024-Q2', '0.405'), cell('2024-Q3', '0.41'), cell('2026-Q2', '0.619')],
  endOf: (period: string) => ENDS[period],
  locale: 'fr-CA',
} as const
const picture = (rest: Partial<SuccessPicture>): SuccessPicture => ({
  id: 'x',
  goalId: 'x',
  horizonMonths: 12,
  descriptionFr: '45 %',
  descriptionEn: null,
  dueOn: '2024-09-12',
  reviewedOn: null,
  state: 'due',
  indicators: [{ code: 'SCREEN18', expected: '0.45' }],
  version: 1,
  ...rest,
})
const plain = (text: string | null | undefined) => text?.replaceAll(/[\u00A0\u202F]/g, ' ')

it('S02 a picture that is due meets the last figure of a period that had ended by then, not today’s', () => {
  const [figure] = picturedFigures(picture({}), sources)
  expect([plain(figure?.expected), plain(figure?.actual), figure?.isThere]).toEqual(['45,0 %', '40,5 %', false])
})

it('S02 a picture to come meets the last figure of all; a figure that may not be shown is none', () => {
  const [coming] = picturedFigures(picture({ state: 'coming', dueOn: '2027-01-15' }), sources)
  expect([plain(coming?.actual), coming?.isThere]).toEqual(['61,9 %', true])
  const [hidden] = picturedFigures(picture({}), { ...sources, cells: [cell('2024-Q2', null)] })
  expect([hidden?.actual, hidden?.period, hidden?.isThere]).toEqual([null, null, null])
})

it('the form shows a share as it is typed, with the comma of French', () => {
  expect(typedFigures(picture({}), [indicator], 'fr-CA')).toEqual({ SCREEN18: '45' })
  expect(typedFigures(picture({ indicators: [{ code: 'SCREEN18', expected: '0.667' }] }), [indicator], 'fr-CA')).toEqual({ SCREEN18: '66,7' })
})

import { expect, it } from 'vitest'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { checklistOf } from './checklist.ts'

const indicator = (code: string, current: Partial<Indicator['current']> = {}) =>
  ({
    code,
    archivedOn: null,
    current: {
      nameFr: `Indicateur ${code}`,
      nameEn: null,
      definitionFr: 'Ce qui est compté.',
      purposeFr: 'Pour décider.',
      unitKind: 'count',
      countingUnit: 'persons',
      overlapPartners: 'none',
      direction: 'increase',
      maintainLo: null,
      maintainHi: null,
      ...current,
    },
  }) as Indicator
const cell = (code: string, target: string | null) => ({ indicator: code, target, status: 'no_data' }) as ProgressCell
const whole = { partners: 3, hasWhole: true, waiting: 0, summary: 'Qui nous sommes', contact: 'info@exemple.org' }
const keys = (facts: Parameters<typeof checklistOf>[0]) => checklistOf(facts, '', 'fr-CA').map(({ key, links, more }) => [key, links.length, more])

it('nothing is asked of what is written, aimed at, declared and introduced', () => {
  expect(keys({ ...whole, indicators: [indicator('A')], cells: [cell('A', '60')] })).toEqual([])
})

it('an indicator as an import made it lacks its words and its target, and the word whether people of several partners are the same ones where nobody knew', () => {
  const made = indicator('A', {
    definitionFr: 'Créé à l’import de « a.xlsx ». Définition à écrire.',
    purposeFr: 'À préciser : que ferons-nous de cette information?',
    overlapPartners: 'unknown',
  })
  const facts = { ...whole, indicators: [made], cells: [cell('A', null)] }
  expect(keys(facts)).toEqual([
    ['definitions', 1, 0],
    ['targets', 1, 0],
    ['overlap', 1, 0],
  ])
  expect(checklistOf(facts, '', 'fr-CA').map(({ links }) => links[0]?.href)).toEqual([
    '/settings/indicators/A/definition',
    '/settings/indicators/A/targets',
    '/settings/indicators/A/definition',
  ])
  expect(keys({ ...facts, partners: 1 }).map(([key]) => key)).not.toContain('overlap')
})

it('figures that wait to be validated come first, then indicators without an overall figure', () => {
  const apart = { ...cell('A', '60'), reason: 'not_put_together' } as ProgressCell
  expect(keys({ ...whole, waiting: 11, indicators: [indicator('A')], cells: [apart] })).toEqual([
    ['waiting', 1, 0],
    ['apart', 1, 0],
  ])
})

it('an initiative without a territory of its own has nothing to show first, and is told so', () => {
  expect(keys({ ...whole, hasWhole: false, indicators: [], cells: [] })).toEqual([['whole', 1, 0]])
})

it('an overlap that is said to be unknown is asked about; things are not people', () => {
  const of = (current: Partial<Indicator['current']>) => keys({ ...whole, indicators: [indicator('A', current)], cells: [cell('A', '60')] }).map(([key]) => key)
  expect(of({ overlapPartners: 'unknown' })).toEqual(['overlap'])
  expect(of({ overlapPartners: 'possible' })).toEqual([])
  expect(of({ overlapPartners: 'unknown', countingUnit: 'things' })).toEqual([])
})

it('who the initiative is and whom to write to are asked for; what is archived is not, and a long list is named in part', () => {
  const archived = { ...indicator('Z'), archivedOn: '2026-01-01' }
  const many = Array.from({ length: 7 }, (_, index) => indicator(`I${index}`))
  expect(
    keys({
      partners: 1,
      hasWhole: true,
      waiting: 0,
      summary: ' ',
      contact: null,
      indicators: [archived, ...many],
      cells: [...many, archived].map(({ code }) => cell(code, null)),
    }),
  ).toEqual([
    ['targets', 5, 2],
    ['summary', 1, 0],
    ['contact', 1, 0],
  ])
})

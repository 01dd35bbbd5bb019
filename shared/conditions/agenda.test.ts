import { expect, it } from 'vitest'
import { agendaGaps, endorsementRate } from './agenda.ts'
import { coveredFunctions, holdsOn } from './backbone.ts'

it('a reservation is an answer, not an endorsement: 12 of 14 give 0.857142857143', () => {
  const states = [...Array.from({ length: 12 }, () => 'endorsed' as const), 'reservations' as const, 'asked' as const]
  expect(endorsementRate(states)).toEqual({ asked: 1, endorsed: 12, reservations: 1, total: 14, ratio: '0.857142857143' })
})

it('nobody asked gives no rate rather than zero', () => {
  expect(endorsementRate([]).ratio).toBeNull()
})

it('a version names the parts that it lacks besides its vision', () => {
  expect(agendaGaps({ problemStatement: null, principles: ' ', approach: 'Une porte' })).toEqual(['problem_statement', 'principles'])
})

it('a dated record holds on its first and last day', () => {
  const record = { validFrom: '2026-01-01', validTo: '2026-03-31' }
  expect(['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01'].map((day) => holdsOn(record, day))).toEqual([false, true, true, false])
})

it('a function is covered while a partner or a person holds it; the others are named', () => {
  const holding = { validFrom: '2023-03-01', validTo: null, partnerCode: 'P01', holderName: null }
  expect(
    coveredFunctions(
      [
        { ...holding, function: 'guide_vision' },
        { ...holding, function: 'funding', partnerCode: null, holderName: 'C. Aubin' },
        { ...holding, function: 'policy', partnerCode: null },
        { ...holding, function: 'public_will', validTo: '2024-12-31' },
      ],
      '2026-10-15',
    ),
  ).toEqual({ covered: ['guide_vision', 'funding'], gaps: ['support_activities', 'measurement_practice', 'public_will', 'policy'] })
})

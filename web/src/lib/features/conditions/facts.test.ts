import { expect, it } from 'vitest'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import { factsOf } from './facts.ts'
import { byUrgency, nextTasks, taskOf } from './tasks.ts'

const NOTHING: ConditionsOverview = {
  asOf: '2026-10-15',
  agenda: { goal: null, version: null, reservations: [], pictures: [], next: null },
  activities: {
    total: 0,
    planned: 0,
    underWay: 0,
    done: 0,
    stopped: 0,
    territoryCodes: [],
    indicatorsServed: 0,
    indicators: 0,
    withoutLead: [],
    withoutGoal: [],
    next: null,
  },
  measurement: {
    indicators: 0,
    core: 0,
    population: 0,
    period: null,
    expected: null,
    received: null,
    onTime: null,
    validated: null,
    toValidate: null,
    next: null,
  },
  communication: {
    from: '2025-10-15',
    meetings: { held: 0, skipped: 0, agendasOnTime: 0, agendasLate: 0, agendasNotShared: 0, accessible: 0, next: null },
    updates: { published: 0, monthsAsked: 12, monthsKept: 0, lastOn: null, daysSinceLast: null, isSilent: true },
    next: null,
  },
  backbone: {
    profile: null,
    covered: [],
    gaps: ['guide_vision', 'support_activities', 'measurement_practice', 'public_will', 'policy', 'funding'],
    holders: 0,
    next: null,
  },
  said: {
    round: null,
    conditions: { agenda: null, activities: null, measurement: null, communication: null, backbone: null },
    principles: null,
    openUntil: null,
  },
}
const texts = (facts: readonly { text: string }[]) => facts.map(({ text }) => text.replaceAll('\u00A0', ' '))

it('an empty initiative has facts that name what is missing, never an empty card', () => {
  const facts = factsOf(NOTHING, 'fr-CA')
  expect(Object.values(facts).every((list) => list.length > 0)).toBe(true)
  expect(facts.agenda.every(({ isGap }) => isGap)).toBe(true)
  expect(texts(facts.activities)).toEqual(['Aucune activité enregistrée'])
})

it('numbers agree with their noun, and a rate under a half is marked as a gap', () => {
  const version = {
    id: 'x',
    number: 3,
    publishedOn: '2026-10-15',
    endorsements: { asked: 13, endorsed: 1, reservations: 0, total: 14, ratio: '0.071428571429' },
  }
  const [first] = factsOf({ ...NOTHING, agenda: { ...NOTHING.agenda, version } }, 'fr-CA').agenda
  expect(first).toEqual({ text: '1 partenaire sur 14 endosse la version 3', isGap: true, source: '/conditions/agenda#answers' })
})

it('activities without a lead are told of the open ones, which the list behind the fact holds: what is over asks for none', () => {
  const led = (more: Partial<ConditionsOverview['activities']>) =>
    factsOf({ ...NOTHING, activities: { ...NOTHING.activities, total: 9, planned: 1, underWay: 5, done: 2, stopped: 1, ...more } }, 'fr-CA').activities[1]
  expect(
    led({
      withoutLead: [
        { id: 'a', nameFr: 'A', nameEn: null },
        { id: 'b', nameFr: 'B', nameEn: null },
      ],
    }),
  ).toEqual({ text: '4 activités sur 6 en cours ou à venir ont un organisme responsable', isGap: true, source: '/conditions/activities?without=lead' })
  expect(led({})).toMatchObject({ isGap: false, source: '/conditions/activities' })
})

it('a funder is told nothing of meetings, nor a rhythm counted on part of the updates', () => {
  const updates = { ...NOTHING.communication.updates, published: 1, monthsKept: 1, lastOn: '2026-06-25', daysSinceLast: 112 }
  expect(texts(factsOf({ ...NOTHING, communication: { ...NOTHING.communication, meetings: null, updates } }, 'fr-CA').communication)).toEqual([
    '1 bulletin de nouvelles en 12 mois, le dernier le 25 juin 2026',
  ])
})

it('what is overdue comes first, then the nearest day, then what has none; an event is never overdue', () => {
  const reader = { locale: 'fr-CA', timeZone: 'America/Toronto', today: '2026-10-15', root: '/fr-CA/i/x' } as const
  const next = { on: null, id: 'a', nameFr: 'X', nameEn: null, count: 1, function: null }
  const tasks = [
    taskOf({ ...next, kind: 'validate' }, reader),
    taskOf({ ...next, kind: 'name_lead', on: '2026-11-02' }, reader),
    taskOf({ ...next, kind: 'share_agenda', on: '2026-10-25T13:00:00.000Z' }, reader),
    taskOf({ ...next, kind: 'review_picture', on: '2026-09-12' }, reader),
  ]
  expect([...tasks].sort(byUrgency).map(({ when }) => when?.replaceAll('\u00A0', ' ') ?? null)).toEqual([
    'attendu depuis le 12 septembre 2026',
    'échéance : 25 octobre 2026 à 9 h 00',
    'échéance : 2 novembre 2026',
    null,
  ])
  expect(taskOf({ ...next, kind: 'meeting', on: '2026-10-14T13:00:00.000Z' }, reader)).toMatchObject({ isEvent: true, isOverdue: false })
})

it('a condition without anything next has no task', () => {
  expect(nextTasks(NOTHING, { locale: 'en', timeZone: 'America/Toronto', root: '/en/i/x' })).toEqual({
    agenda: null,
    activities: null,
    measurement: null,
    communication: null,
    backbone: null,
  })
})

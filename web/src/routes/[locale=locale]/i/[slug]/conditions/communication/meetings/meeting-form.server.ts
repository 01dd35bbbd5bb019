import { AgendaItemKind, MeetingKind } from '#shared/meetings/contract.ts'
import { LINK_KINDS, MOST_LINKS } from '#shared/meetings/links.ts'
import { AccessibilityMeasure } from '#shared/meetings/accessibility.ts'
import { MEETING_ROLES } from '#shared/meetings/roles.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { linesOf } from '#lib/features/conditions/agenda-lines.ts'
import type { SentForm } from '#lib/api/form.server.ts'

const REACHED = ['yes', 'partly', 'no'] as const

/** What a point is about: « kind key » in each of its lists. */
function links(form: SentForm, index: number) {
  return Array.from({ length: MOST_LINKS }, (_, number) => form.text(`about:${index}:${number}`).split(' ')).flatMap(([kind, key = '']) => {
    const known = LINK_KINDS.find((one) => one === kind)
    return known === undefined || key === '' ? [] : [{ kind: known, key }]
  })
}

/** Lines of the agenda, in order; those without a subject are left out. */
function items(form: SentForm) {
  return Array.from({ length: linesOf(form.text('lines'), 0) }, (_, index) => ({
    title: form.text(`item:${index}`),
    kind: AgendaItemKind.options.find((one) => one === form.text(`kind:${index}`)) ?? ('information' as const),
    expectedOutcome: form.orNull(`outcome:${index}`),
    minutes: form.integer(`minutes:${index}`),
    presenter: form.orNull(`presenter:${index}`),
    outcomeReached: REACHED.find((one) => one === form.text(`reached:${index}`)) ?? null,
    links: links(form, index),
  })).filter((item) => item.title !== '')
}

/** « 9:00 », « 9 h » and « 09:00 » as 09:00; a fault of its field otherwise. */
export function clockOf(form: SentForm, name: string): string {
  const [, hour, minute] = /^(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?$/.exec(form.text(name)) ?? []
  if (hour !== undefined && Number(hour) < 24 && Number(minute ?? '0') < 60) return `${hour.padStart(2, '0')}:${minute ?? '00'}`
  form.refuse(name, m.meetings_time_missing())
  return '00:00'
}

/** Reads the form of a meeting; faults are kept in it. */
export function meetingBody(form: SentForm) {
  return {
    titleFr: form.required('titleFr', m.meetings_name_missing()),
    titleEn: form.orNull('titleEn'),
    kind: MeetingKind.options.find((one) => one === form.text('kind')) ?? ('regular' as const),
    startsOn: form.required('startsOn', m.meetings_day_missing()),
    startsTime: clockOf(form, 'startsTime'),
    minutes: form.integer('minutes'),
    place: form.orNull('place'),
    held: !form.isTicked('notHeld'),
    notHeldReason: form.orNull('notHeldReason'),
    decisionsFr: form.orNull('decisionsFr'),
    decisionsEn: form.orNull('decisionsEn'),
    attendedBy: form.many('attendedBy'),
    invited: form.many('invited'),
    recordIsShared: form.isTicked('recordIsShared'),
    items: items(form),
    roles: MEETING_ROLES.flatMap((role) => (form.text(`role:${role}`) === '' ? [] : [{ role, personId: form.text(`role:${role}`) }])),
    accessibility: AccessibilityMeasure.options
      .filter((measure) => form.many('accessibility').includes(measure))
      .map((measure) => ({ measure, detail: form.orNull(`access-detail:${measure}`) })),
  }
}

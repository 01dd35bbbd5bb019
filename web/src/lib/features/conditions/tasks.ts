import type { ConditionsOverview, NextThing } from '#shared/conditions/overview.ts'
import { dateOf, formatDate, formatDateTime } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { localName } from '#lib/state/local-name.ts'
import { CONDITIONS, FUNCTION_WORDS, type ConditionKey } from './words.ts'

/** Something that waits for somebody, or that is coming, in words and with its address. */
export interface Task {
  readonly text: string
  readonly href: string
  /** Day of it, for the order. */
  readonly on: string | null
  /** When: « échéance : … », « attendu depuis le … »; null when no day matters. */
  readonly when: string | null
  readonly isOverdue: boolean
  /** An event to come rather than something to do. */
  readonly isEvent: boolean
}

const EVENTS: readonly NextThing['kind'][] = ['picture', 'activity_start', 'meeting']

function words(next: NextThing, name: string): string {
  switch (next.kind) {
    case 'validate':
      return m.overview_next_validate({ count: next.count ?? 0 })
    case 'publish_agenda':
      return m.overview_next_publish_agenda({ number: String(next.count ?? '') })
    case 'name_holder':
      return m.overview_next_name_holder({ name: next.function === null ? '' : FUNCTION_WORDS[next.function]() })
    case 'adopt_goal':
      return m.overview_next_adopt_goal()
    case 'answer_agenda':
      return m.overview_next_answer_agenda()
    case 'write_update':
      return m.overview_next_write_update()
    case 'describe_backbone':
      return m.overview_next_describe_backbone()
    case 'review_picture':
      return m.overview_next_review_picture({ name })
    case 'picture':
      return m.overview_next_picture({ name })
    case 'name_lead':
      return m.overview_next_name_lead({ name })
    case 'link_goal':
      return m.overview_next_link_goal({ name })
    case 'activity_start':
      return m.overview_next_activity_start({ name })
    case 'share_agenda':
      return m.overview_next_share_agenda({ name })
    case 'meeting':
      return m.overview_next_meeting({ name })
  }
}

function addressOf(next: NextThing, root: string): string {
  switch (next.kind) {
    case 'name_lead':
    case 'link_goal':
    case 'activity_start':
      return `${root}/conditions/activities/${next.id ?? ''}`
    case 'share_agenda':
    case 'meeting':
      return `${root}/conditions/communication/meetings/${next.id ?? ''}`
    case 'write_update':
      return `${root}/conditions/communication/updates/new`
    case 'name_holder':
    case 'describe_backbone':
      return `${root}/conditions/backbone`
    case 'validate':
      return `${root}/review`
    case 'adopt_goal':
      return next.id === null ? `${root}/conditions/agenda/goals/new` : `${root}/conditions/agenda`
    case 'review_picture':
      return `${root}/notes/reviews`
    case 'publish_agenda':
    case 'picture':
    case 'answer_agenda':
      return `${root}/conditions/agenda`
  }
}

/** A next thing of the overview in words. @param root address of the initiative's home */
export function taskOf(next: NextThing, reader: { locale: Locale; timeZone: string; today: string; root: string }): Task {
  const { locale, timeZone, today, root } = reader
  const name = next.nameFr === null ? '' : localName(next.nameFr, next.nameEn, locale)
  const isEvent = EVENTS.includes(next.kind)
  const isInstant = next.on !== null && next.on.length > 10
  const day = next.on === null ? null : isInstant ? dateOf(next.on, timeZone) : next.on
  const isOverdue = !isEvent && day !== null && day < today && next.kind !== 'write_update'
  const shown = next.on === null || day === null ? '' : isInstant ? formatDateTime(locale, next.on, timeZone) : formatDate(locale, day)
  const when =
    day === null || next.kind === 'write_update'
      ? null
      : isEvent
        ? m.overview_on({ day: shown })
        : isOverdue
          ? m.overview_overdue({ day: shown })
          : m.overview_due({ day: shown })
  return { text: words(next, name), href: addressOf(next, root), on: day, when, isOverdue, isEvent }
}

/** What is overdue, then what has a day, the nearest first, then the rest. */
export function byUrgency(a: Task, b: Task): number {
  return Number(b.isOverdue) - Number(a.isOverdue) || (a.on === b.on ? 0 : a.on === null ? 1 : b.on === null ? -1 : a.on < b.on ? -1 : 1)
}

/** The next thing of each condition. */
export function nextTasks(
  overview: ConditionsOverview,
  reader: { locale: Locale; timeZone: string; root: string },
): Readonly<Record<ConditionKey, Task | null>> {
  const task = (next: NextThing | null) => (next === null ? null : taskOf(next, { ...reader, today: overview.asOf }))
  return Object.fromEntries(CONDITIONS.map(({ key }) => [key, task(overview[key].next)])) as Record<ConditionKey, Task | null>
}

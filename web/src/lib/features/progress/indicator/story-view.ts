import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { IndicatorStories, IndicatorStory } from '#shared/indicators/stories.ts'

/** A text with its language, where it is not the page's. */
export interface ToldText {
  readonly text: string
  readonly lang: string
}

export interface StoryView {
  readonly id: string
  /** « T2 2026 »; null: the whole curve. */
  readonly period: string | null
  readonly story: ToldText | null
  readonly whatWouldWork: ToldText | null
  readonly nextActions: ToldText | null
  readonly signed: string
  /** Not published: the backbone alone reads it. */
  readonly isDraft: boolean
}

export function toldText(fr: string | null, en: string | null, locale: Locale): ToldText | null {
  const english = languageOf(locale) === 'en'
  const [own, other] = english ? [en, fr] : [fr, en]
  if (own !== null) return { text: own, lang: english ? 'en' : 'fr' }
  return other === null ? null : { text: other, lang: english ? 'fr' : 'en' }
}

const isShown = (story: IndicatorStory) => story.publishedOn !== null && story.withdrawnOn === null

function viewOf(story: IndicatorStory, locale: Locale): StoryView {
  const date = formatDate(locale, story.toldOn)
  return {
    id: story.id,
    period: story.period === null ? null : formatPeriod(locale, story.period),
    story: toldText(story.storyFr, story.storyEn, locale),
    whatWouldWork: toldText(story.whatWouldWorkFr, story.whatWouldWorkEn, locale),
    nextActions: toldText(story.nextActionsFr, story.nextActionsEn, locale),
    signed: story.toldBy === null ? m.curve_story_signed_on({ date }) : m.curve_story_signed({ date, name: story.toldBy }),
    isDraft: !isShown(story),
  }
}

/** What is shown of each story, and whether a newer version waits for a lead; for the backbone drafts that stand alone too. */
export function storyViews({ items, abilities }: IndicatorStories, locale: Locale) {
  const byPeriod = [...Map.groupBy(items, (story) => story.period ?? '')]
  const told = byPeriod.flatMap(([, versions]) => {
    const newest = versions[0]
    const shown = versions.find(isShown) ?? (newest !== undefined && newest.publishedOn === null ? newest : undefined)
    return shown === undefined
      ? []
      : [{ view: viewOf(shown, locale), waits: newest !== undefined && newest.number > shown.number && newest.publishedOn === null }]
  })
  return {
    whole: told.find(({ view }) => view.period === null)?.view ?? null,
    periods: told.filter(({ view }) => view.period !== null).map(({ view }) => view),
    waits: told.some(({ waits }) => waits),
    canTell: abilities.tell,
  }
}

import { error } from '@sveltejs/kit'
import { formatDate } from '#shared/i18n/format.ts'
import { mentionRoutes } from '#shared/meetings/links.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { read } from '#lib/api/read.server.ts'
import { additivityWord } from '#lib/features/progress/additivity.ts'
import { nextDue, qualityOf } from '#lib/features/progress/indicator/quality.ts'
import { readIndicator } from '#lib/features/progress/indicator/reading.server.ts'
import { storyViews } from '#lib/features/progress/indicator/story-view.ts'
import { categoriesView, partnersView, placesView } from '#lib/features/progress/indicator/parts-view.server.ts'
import { curveView, definitionView, factsView } from '#lib/features/progress/indicator/view.server.ts'
import { reasonOfChange } from '#lib/features/quality/history-words.ts'
import { changesOf } from '#lib/features/territories/change-words.ts'
import { levelOptions, levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** What one figure says, whether it can be trusted, and what is being done about it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const reading = await readIndicator(event, { initiative, role: hat.role, levelsBelow })
  if (reading === null) error(404, 'not_found', { code: 'not_found' })
  const { detail, territory, territories, levels, top, choices, knownOn, isOwn, inCircle, contests, activities, context } = reading
  const { items: mentions } = await read(event, mentionRoutes.list, { params: { initiativeId: initiative.id }, query: { kind: 'indicator', key: detail.code } })
  const nameOf = (code: string) => {
    const found = territories.find((one) => one.code === code)
    return found === undefined ? code : localName(found.nameFr, found.nameEn, locale)
  }
  const { summary, ...curve } = curveView(reading, { changesOf, reasonOfChange }, locale)
  const places = placesView(reading, locale)
  const categories = categoriesView(reading, locale)
  const gaps = [places?.breakdown?.gap, ...categories.dimensions.map((one) => one.breakdown.gap)].filter((gap) => gap != null)
  const widening = gaps.find((gap) => gap.trend === 'wider')
  const quality = qualityOf(detail, reading.latest[0], locale)

  return {
    indicator: definitionView(reading, locale),
    knownOn: knownOn === undefined ? null : { date: knownOn, text: formatDate(locale, knownOn), isOwn },
    asksKnown: inCircle,
    contested: contests.filter((one) => one.resolvedOn === null).length,
    territory: { code: territory.code, name: nameOf(territory.code), isTop: territory.isTop },
    // The average hides it: a gap that widens is said first (situation 15).
    summary: summary(widening?.sentences.at(1) ?? null),
    isWidening: widening !== undefined,
    facts: factsView(reading, locale),
    curve,
    places: places === null ? null : { ...places, additivity: additivityWord(places.additivity) },
    levels: levelOptions(choices, locale),
    categories,
    partners: partnersView(reading, locale),
    story: storyViews(context.stories, locale),
    quality,
    release:
      context.release === null
        ? null
        : {
            name: `${context.release.name}, v${context.release.edition}`,
            text: m.curve_release({ name: context.release.name, edition: context.release.edition }),
          },
    next: nextDue(detail, reading.periods, reading.series.findLast((cell) => cell.value !== null)?.period ?? null, reading.today, locale),
    activities: activities.map((one) => ({
      id: one.id,
      name: localName(one.nameFr, one.nameEn, locale),
      state: one.state,
      lead: one.partners.filter((partner) => partner.role === 'leads').map((partner) => partner.name),
    })),
    mentions,
    notes: context.notes.slice(0, 6).map((one) => ({ id: one.id, type: one.type, title: one.title, language: one.language })),
    territories: [...levels.filter((one) => one.code === top.levelCode), ...choices]
      .map((one) => ({
        label: localName(one.pluralFr ?? one.nameFr, one.pluralEn ?? one.nameEn, locale),
        options: territories.filter((place) => place.levelCode === one.code).map((place) => ({ value: place.code, label: nameOf(place.code) })),
      }))
      .filter((group) => group.options.length > 0),
  }
}

import { activityRoutes } from '#shared/activities/contract.ts'
import { compareText, formatDate, formatDateOrMonth, formatInteger } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { noteRoutes } from '#shared/notes/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { progressRoutes } from '#shared/progress/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { drawLocator } from '#lib/charts/locator.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { changesOf } from '#lib/features/territories/change-words.ts'
import { placeOn } from '#lib/features/territories/place-on.server.ts'
import { localName } from '#lib/state/local-name.ts'
import { placeMap } from './place-map.server.ts'
import { knownAboveOnly, placeRows } from './place-rows.server.ts'
import type { PageServerLoad } from './$types'

/** Choices of a list that a person still reads through. */
const MOST_CHOICES = 300

/** One place through time, beside the place that holds it and among those of its level. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  // A territory that was merged or split is read as of a day on which it was there: its last one unless another is asked for.
  const [{ territories, territory, ended }, { items: levels }, { items: successions }] = await Promise.all([
    placeOn(event, initiative.id, event.params.code),
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.successions, { params }),
  ])
  const parent = territories.find((one) => one.code === territory.parentCode)
  const peers = territories.filter((one) => one.levelCode === territory.levelCode && one.parentCode === territory.parentCode)
  const scope = { territory: territory.code }
  const ofParent = parent === undefined ? null : { territory: parent.code }
  const [{ items: indicators }, latest, series, above, aboveSeries, ofPeers, partners, activities, notes, shapes] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, progressRoutes.read, { params, query: { ...scope, period: 'latest' } }),
    seriesCells(event, initiative.id, scope),
    ofParent === null ? [] : latestCells(event, initiative.id, ofParent),
    ofParent === null ? [] : seriesCells(event, initiative.id, ofParent),
    peers.length < 3
      ? []
      : latestCells(event, initiative.id, {
          territory: peers
            .map(({ code }) => code)
            .slice(0, MOST_CHOICES)
            .join(','),
        }),
    read(event, partnerRoutes.list, { params, query: scope }).then(({ items }) => items),
    read(event, activityRoutes.list, { params, query: scope }).then(({ items }) => items),
    // Funders read notes once they have accepted the learning commitment; until then there is nothing to list.
    call(event.fetch, noteRoutes.list, { params, query: scope }).then(
      ({ items }) => items,
      () => [],
    ),
    territory.hasShape && peers.length <= MOST_CHOICES
      ? read(event, territoryRoutes.shapes, { params, query: { level: territory.levelCode } }).then(({ items }) => items)
      : [],
  ])
  const name = (one: (typeof territories)[number]) => localName(one.nameFr, one.nameEn, locale)
  const byName = (a: { name: string }, b: { name: string }) => compareText(locale)(a.name, b.name)
  const nameOf = new Map(territories.map((one) => [one.code, name(one)]))
  const trail: { label: string; href: string; code: string }[] = []
  for (let place = parent, steps = 0; place !== undefined && steps < 20; place = territories.find((one) => one.code === place?.parentCode), steps += 1)
    trail.unshift({ label: name(place), code: place.code, href: `/${locale}/i/${initiative.slug}/territories/${encodeURIComponent(place.code)}` })
  const level = levels.find((one) => one.code === territory.levelCode)
  const here = latest.cells.filter((cell) => cell.territory === territory.code)
  const rows = placeRows(indicators, { here, series, above, aboveSeries, peers: ofPeers }, nameOf, locale)
  const children = territories.filter((one) => one.parentCode === territory.code)
  const option = (one: (typeof territories)[number]) => ({ value: one.code, label: name(one) })
  const group = (label: string, places: readonly (typeof territories)[number][]) => ({
    label,
    options: places
      .map(option)
      .sort((a, b) => compareText(locale)(a.label, b.label))
      .slice(0, MOST_CHOICES),
  })
  const codes = new Set(peers.map(({ code }) => code))
  const measured = indicators.filter((one) => rows.some((row) => row.code === one.code))
  return {
    territory: {
      code: territory.code,
      name: name(territory),
      level: level === undefined ? '' : localName(level.nameFr, level.nameEn, locale),
      population: territory.population === null ? null : formatInteger(locale, territory.population),
      ended,
    },
    release: latest.release,
    /** A hat that reads releases alone, before there is one. */
    isUnreleased: latest.basis === 'published' && latest.release === null,
    changes: changesOf(successions, territory.code, locale)
      .map((one) => ({ ...one, date: formatDate(locale, one.on) }))
      .reverse(),
    trail,
    // Alone, a shape does not say where it is.
    locator:
      peers.length < 2
        ? null
        : drawLocator(
            shapes.filter(({ code }) => codes.has(code)),
            territory.code,
          ),
    above: parent === undefined ? null : { code: parent.code, name: name(parent) },
    rows,
    aboveOnly: knownAboveOnly(indicators, here, above, locale),
    go: {
      above: group(
        '',
        [...trail].reverse().flatMap(({ code }) => territories.filter((one) => one.code === code)),
      ).options,
      beside: group('', peers).options,
      inside: group('', children).options,
    },
    map: await placeMap(event, initiative.id, { territory, territories, levels, indicators: measured.length > 0 ? measured : indicators }, locale),
    children: children.map((one) => ({ code: one.code, name: name(one) })).sort(byName),
    partners: partners.map((one) => ({ code: one.code, name: one.name, hasLeft: one.leftOn !== null })).sort(byName),
    activities: activities.map((one) => ({ id: one.id, name: localName(one.nameFr, one.nameEn, locale), state: one.state })),
    notes: notes
      .slice(0, 10)
      .map((one) => ({
        id: one.id,
        type: one.type,
        title: one.title,
        language: one.language,
        sharedOn: one.sharedOn === null ? null : formatDateOrMonth(locale, one.sharedOn),
      })),
  }
}

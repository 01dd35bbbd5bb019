import { error } from '@sveltejs/kit'
import { activityRoutes } from '#shared/activities/contract.ts'
import { compareText, formatDate, formatInteger } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { latestCells, seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { indicatorRows } from '#lib/features/progress/rows.ts'
import { changesOf } from '#lib/features/territories/change-words.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** One place through time, beside the place that holds it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  // A territory that was merged or split is read as of a day on which it was there.
  const asked = event.url.searchParams.get('on') ?? ''
  const on = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined
  const [{ items: territories }, { items: levels }, { items: successions }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: on === undefined ? {} : { on } }),
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.successions, { params }),
  ])
  const territory = territories.find((one) => one.code === event.params.code)
  if (territory === undefined) error(404, 'not_found', { code: 'not_found' })
  const isBackbone = hat.role === 'backbone'
  const sees = isBackbone || territory.isTop
  const parent = territories.find((one) => one.code === territory.parentCode)
  const [{ items: indicators }, latest, series, ofParent, partners, activities] = await Promise.all([
    read(event, indicatorRoutes.list, { params, query: {} }),
    sees ? latestCells(event, initiative.id, { territory: territory.code }) : [],
    sees ? seriesCells(event, initiative.id, { territory: territory.code }) : [],
    isBackbone && parent !== undefined ? latestCells(event, initiative.id, { territory: parent.code }) : [],
    read(event, partnerRoutes.list, { params, query: { territory: territory.code } }).then(({ items }) => items),
    read(event, activityRoutes.list, { params, query: { territory: territory.code } }).then(({ items }) => items),
  ])
  const name = (one: (typeof territories)[number]) => localName(one.nameFr, one.nameEn, locale)
  const trail: { label: string; href: string }[] = []
  for (let above = parent, steps = 0; above !== undefined && steps < 20; above = territories.find((one) => one.code === above?.parentCode), steps += 1) {
    trail.unshift({ label: name(above), href: `/${locale}/i/${initiative.slug}/territories/${encodeURIComponent(above.code)}` })
  }
  const level = levels.find((one) => one.code === territory.levelCode)
  const parentRows = indicatorRows(indicators, ofParent, [], locale)
  const present = new Set(latest.filter((cell) => cell.presence !== 'not_expected' || cell.value !== null).map((cell) => cell.indicator))
  return {
    territory: {
      code: territory.code,
      name: name(territory),
      level: level === undefined ? '' : localName(level.nameFr, level.nameEn, locale),
      population: territory.population === null ? null : formatInteger(locale, territory.population),
      validTo: territory.validTo === null ? null : formatDate(locale, territory.validTo),
    },
    changes: changesOf(successions, territory.code, locale)
      .map((one) => ({ ...one, date: formatDate(locale, one.on) }))
      .reverse(),
    trail,
    sees,
    rows: indicatorRows(
      indicators.filter((one) => present.has(one.code)),
      latest,
      series,
      locale,
    ),
    parent:
      parent === undefined || ofParent.length === 0 ? null : { name: name(parent), values: Object.fromEntries(parentRows.map((row) => [row.code, row.text])) },
    children: territories
      .filter((one) => one.parentCode === territory.code)
      .map((one) => ({ code: one.code, name: name(one) }))
      .sort((a, b) => compareText(locale)(a.name, b.name)),
    partners: partners.map((one) => ({ code: one.code, name: one.name, hasLeft: one.leftOn !== null })).sort((a, b) => compareText(locale)(a.name, b.name)),
    activities: activities.map((one) => ({ id: one.id, name: localName(one.nameFr, one.nameEn, locale), state: one.state })),
  }
}

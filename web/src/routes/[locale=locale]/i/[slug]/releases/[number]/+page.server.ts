import { error, redirect } from '@sveltejs/kit'
import { formatInteger, formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import { releaseRoutes } from '#shared/releases/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { commentViews } from '#lib/features/progress/comment-view.ts'
import { figureView } from '#lib/features/progress/rows.ts'
import { readChecklist } from '#lib/features/releases/checklist.server.ts'
import { releaseView } from '#lib/features/releases/release-view.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Rows of a preview: a level of a thousand places is looked at on the dashboard. */
const PREVIEWED = 60

/** One release: what readers see, what is hidden, what changed, and for the backbone what can still be done with it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  if (!/^[1-9]\d{0,8}$/.test(event.params.number)) error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id, release: event.params.number }
  const { release, catalogue, territories } = await read(event, releaseRoutes.read, { params })
  const isBackbone = hat.role === 'backbone'
  const about = {
    ...releaseView(release, locale),
    version: release.version,
    corrects: release.corrects === null ? null : { number: release.corrects, reason: release.reason ?? '' },
    notes: localName(release.notesFr ?? '', release.notesEn, locale),
    // Before publication it is that of the content alone: publishing chains it to the release before, so that it would change.
    checksum: release.state === 'published' ? release.checksum : null,
    /** Where everybody reads it, while this is what the public page shows. */
    publicAddress: release.isPublic && release.isLatest ? `${event.url.origin}/${locale}/p/${initiative.slug}` : null,
    done: release.done,
    total: release.total,
  }
  const checklist = isBackbone && release.state === 'ready' ? await readChecklist(event, initiative, locale) : []
  const none = {
    about,
    isBackbone,
    isLead: hat.isLead,
    checklist,
    levels: [],
    level: '',
    columns: [],
    rows: [],
    hiddenRows: 0,
    changes: [],
    comments: [],
    report: null,
    smallest: 5,
  }
  if (catalogue === null) return none

  const levels = catalogue.levels.filter(({ code }) => territories.some(({ level }) => level === code))
  const asked = event.url.searchParams.get('level')
  const level = levels.find(({ code }) => code === asked) ?? levels.find(({ code }) => territories.some((one) => one.level === code && one.isTop)) ?? levels[0]
  const [{ cells }, { items: changes }, { items: comments }] = await Promise.all([
    level === undefined ? { cells: [] } : read(event, releaseRoutes.cells, { params, query: { level: level.code } }),
    read(event, releaseRoutes.changes, { params }),
    read(event, releaseRoutes.comments, { params, query: {} }),
  ])
  const measures = new Map(catalogue.indicators.map(({ code, current }) => [code, measureOf(current, locale)]))
  const versions = new Map(catalogue.indicators.map(({ code, current }) => [code, current]))
  const names = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const byPlace = Map.groupBy(cells, ({ territory }) => territory)
  const nameOf = (code: string) => {
    const found = catalogue.indicators.find((one) => one.code === code)
    return found === undefined ? code : localName(found.current.nameFr, found.current.nameEn, locale)
  }
  const told = (value: string | null, indicator: string) => {
    const measure = measures.get(indicator)
    return value === null || measure === undefined ? '–' : formatMeasure(locale, value, measure)
  }
  return {
    ...none,
    levels: levels.map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
    level: level?.code ?? '',
    columns: catalogue.indicators.map(({ code }) => ({
      key: code,
      label: nameOf(code),
      note: catalogue.latest[code] === undefined ? '' : formatPeriod(locale, catalogue.latest[code], 'short'),
    })),
    rows: [...byPlace].slice(0, PREVIEWED).map(([territory, ofPlace]) => ({
      territory,
      name: names.get(territory) ?? territory,
      figures: Object.fromEntries(
        ofPlace.flatMap((cell) => {
          const measure = measures.get(cell.indicator)
          return measure === undefined ? [] : [[cell.indicator, figureView(cell, measure, locale, versions.get(cell.indicator))]]
        }),
      ),
    })),
    hiddenRows: Math.max(0, byPlace.size - PREVIEWED),
    changes: changes.map((one, index) => ({
      key: String(index),
      indicator: nameOf(one.indicator),
      place: names.get(one.territory) ?? one.territory,
      period: formatPeriod(locale, one.period, 'short'),
      was: told(one.oldValue, one.indicator),
      is: told(one.newValue, one.indicator),
      isMaterial: one.isMaterial,
      reasons: one.reasons,
    })),
    comments: commentViews(
      comments,
      (one) => ({
        indicator: nameOf(one.indicator),
        territory: names.get(one.territory) ?? one.territory,
        partner: catalogue.partners.find(({ code }) => code === one.partner)?.name ?? one.partner,
        measure: measures.get(one.indicator),
      }),
      locale,
    ),
    report:
      release.maskReport === null
        ? null
        : {
            cells: formatInteger(locale, release.maskReport.cells),
            primary: formatInteger(locale, release.maskReport.primary),
            secondary: formatInteger(locale, release.maskReport.secondary),
            smallest: release.maskReport.smallestShown,
            dropped: release.maskReport.droppedBreakdowns,
            held: release.maskReport.heldCorrections,
            exposed: release.maskReport.exposed,
            indicators: release.maskReport.indicators.filter((one) => one.primary + one.secondary > 0).map((one) => ({ ...one, name: nameOf(one.indicator) })),
          },
    smallest: release.maskReport?.smallestShown ?? 5,
  }
}

export const actions: Actions = {
  publish: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, releaseRoutes.publish, {
        params: { initiativeId: form.text('initiative'), release: params.number },
        version: form.version(),
        body: { isPublic: form.isTicked('isPublic') },
      })
    } catch (cause) {
      return sendBackRefused('publish', form, cause, locals.locale)
    }
    return { published: true as const }
  },
  discard: async ({ request, fetch, locals, params, url }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, releaseRoutes.discard, { params: { initiativeId: form.text('initiative'), release: params.number } })
    } catch (cause) {
      return sendBackRefused('discard', form, cause, locals.locale)
    }
    redirect(303, url.pathname.replace(/\/\d+$/, ''))
  },
  correct: async ({ request, fetch, locals, params, url }) => {
    const form = new SentForm(await request.formData())
    const reason = form.required('reason', m.releases_reason_missing())
    if (form.faults.length > 0) return sendBack('correct', form)
    let number: number
    try {
      const edition = await call(fetch, releaseRoutes.build, {
        params: { initiativeId: form.text('initiative') },
        body: { name: form.text('name'), corrects: Number(params.number), reason },
      })
      number = edition.number
    } catch (cause) {
      return sendBackRefused('correct', form, cause, locals.locale)
    }
    redirect(303, url.pathname.replace(/\d+$/, String(number)))
  },
}

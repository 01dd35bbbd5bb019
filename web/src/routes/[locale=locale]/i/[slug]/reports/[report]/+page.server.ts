import { error, redirect } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { releaseRoutes } from '#shared/releases/contract.ts'
import { reportRoutes } from '#shared/reports/contract.ts'
import { versionName } from '#shared/reports/sections.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { changeOf, moveOf } from '#lib/features/reports/report-form.server.ts'
import { LANGUAGE_WORDS, releaseText, SECTION_WORDS, versionView } from '#lib/features/reports/report-view.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** The draft that the backbone puts together; everybody else is led to what was frozen last. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  if (hat.role !== 'backbone') {
    const { items } = await read(event, reportRoutes.list, { params })
    const last = items.find(({ id }) => id === event.params.report)?.versions[0]
    if (last === undefined) error(404, 'not_found', { code: 'not_found' })
    redirect(303, `${event.url.pathname}/${versionName(last)}`)
  }
  const [report, releases, notes] = await Promise.all([
    read(event, reportRoutes.read, { params: { ...params, reportId: event.params.report } }),
    read(event, releaseRoutes.list, { params }),
    read(event, noteRoutes.list, { params, query: { limit: 100 } }),
  ])
  const { catalogue } = await read(event, releaseRoutes.read, { params: { ...params, release: String(report.release.number) } })
  const nameOf = new Map((catalogue?.indicators ?? []).map(({ code, current }) => [code, localName(current.nameFr, current.nameEn, locale)]))
  const chosen = report.indicators.map((one) => ({ ...one, isChosen: true, name: nameOf.get(one.code) ?? one.code }))
  const codes = new Set(chosen.map(({ code }) => code))
  const others = [...nameOf].filter(([code]) => !codes.has(code)).map(([code, name]) => ({ code, name, textFr: null, textEn: null, isChosen: false }))
  const isEnglish = report.languages.includes('en')
  const summary = report.sections.find(({ kind, isShown }) => kind === 'summary' && isShown)
  const missing = [
    ...(isEnglish && report.titleEn === null ? [m.reports_missing_title_en()] : []),
    ...report.languages
      .filter((language) => summary !== undefined && (language === 'en' ? summary.textEn : summary.textFr) === null)
      .map((language) => m.reports_missing_summary({ language: LANGUAGE_WORDS[language]().toLocaleLowerCase(locale) })),
  ]
  const [, list, what] = /^(section|indicator):(.+)$/.exec(event.url.searchParams.get('moved') ?? '') ?? []
  const order: readonly { key: string; name: string }[] =
    list === 'section' ? report.sections.map(({ kind }) => ({ key: kind, name: SECTION_WORDS[kind]() })) : chosen.map(({ code, name }) => ({ key: code, name }))
  const place = order.findIndex(({ key }) => key === what)
  return {
    report: {
      ...report,
      title: localName(report.titleFr, report.titleEn, locale),
      release: String(report.release.number),
      releaseName: releaseText(report.release),
      versions: report.versions.map((version) => versionView(version, locale)),
    },
    indicators: [...chosen, ...others],
    releases: releases.items.filter(({ state }) => state === 'published').map((one) => ({ value: String(one.number), label: releaseText(one) })),
    notes: notes.items
      .filter(({ visibility, isHidden }) => (visibility === 'funder' || visibility === 'public') && !isHidden)
      .map(({ id, title, language }) => ({ id, title, language, isChosen: report.notes.includes(id) })),
    missing,
    saved: event.url.searchParams.has('saved'),
    moved: place < 0 ? null : m.reports_moved({ name: order[place]?.name ?? '', position: place + 1, count: order.length }),
  }
}

export const actions: Actions = {
  save: async ({ request, fetch, locals, params, url }) => {
    const form = new SentForm(await request.formData())
    form.required('titleFr')
    if (form.many('languages').length === 0) form.refuse('languages', m.reports_language_missing())
    if (form.faults.length > 0) return sendBack('save', form)
    try {
      await call(fetch, reportRoutes.change, {
        params: { initiativeId: form.text('initiative'), reportId: params.report },
        version: form.version(),
        body: changeOf(form),
      })
    } catch (cause) {
      return sendBackRefused('save', form, cause, locals.locale)
    }
    const move = moveOf(form)
    if (move !== null) redirect(303, `${url.pathname}?moved=${move.list}:${move.what}#${move.list}-${move.what}`)
    const preview = /^preview:(fr|en)$/.exec(form.text('then'))?.[1]
    redirect(303, preview === undefined ? `${url.pathname}?saved=1` : `${url.pathname}/preview?language=${preview}`)
  },
  freeze: async ({ request, fetch, locals, params, url }) => {
    const form = new SentForm(await request.formData())
    let address: string
    try {
      const version = await call(fetch, reportRoutes.freeze, {
        params: { initiativeId: form.text('initiative'), reportId: params.report },
        version: form.version(),
        body: { reason: form.orNull('reason') },
      })
      address = versionName(version)
    } catch (cause) {
      return sendBackRefused('freeze', form, cause, locals.locale)
    }
    redirect(303, `${url.pathname}/${address}`)
  },
  remove: async ({ request, fetch, locals, params, url }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, reportRoutes.remove, { params: { initiativeId: form.text('initiative'), reportId: params.report } })
    } catch (cause) {
      return sendBackRefused('remove', form, cause, locals.locale)
    }
    redirect(303, url.pathname.replace(/\/[^/]+$/, ''))
  },
}

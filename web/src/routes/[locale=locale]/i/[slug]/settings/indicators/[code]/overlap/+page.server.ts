import { redirect } from '@sveltejs/kit'
import { compareText, formatDate, formatPercent, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { OverlapMethod, overlapRoutes } from '#shared/indicators/overlap-contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { additivityWord } from '#lib/features/progress/additivity.ts'
import { localName } from '#lib/state/local-name.ts'
import { additivityOf } from '#shared/progress/overlap.ts'
import type { Definition } from '#shared/indicators/definition.ts'
import type { Actions, PageServerLoad } from './$types'

/** People counted twice (situation 5): whether that may be, what was measured, and where it holds. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id, indicator: event.params.code }
  const [detail, { items }, { items: territories }, { items: periods }] = await Promise.all([
    read(event, indicatorRoutes.read, { params }),
    read(event, overlapRoutes.list, { params }),
    read(event, territoryRoutes.list, { params: { initiativeId: initiative.id }, query: {} }),
    read(event, indicatorRoutes.periods, { params: { initiativeId: initiative.id } }),
  ])
  const nameOf = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const additivity = additivityOf(detail.current as Definition)
  const when = (from: string | null, to: string | null) =>
    from === null && to === null
      ? m.overlap_always()
      : from === null
        ? m.overlap_until({ to: formatDate(locale, to ?? '') })
        : to === null
          ? m.overlap_since({ from: formatDate(locale, from) })
          : m.overlap_between({ from: formatDate(locale, from), to: formatDate(locale, to) })
  return {
    indicator: { code: detail.code, name: localName(detail.current.nameFr, detail.current.nameEn, locale), canEdit: detail.abilities.edit },
    isRange: additivity === 'overlapping' || additivity === 'unknown',
    word: additivityWord(additivity),
    isSaved: event.url.searchParams.has('saved'),
    versions: detail.versions.map((one) => ({
      value: String(one.number),
      label: m.overlap_version({ number: String(one.number), date: formatDate(locale, one.validFrom) }),
    })),
    estimates: items.map((one) => ({
      id: one.id,
      rate: formatPercent(locale, one.rate, { decimals: 1 }),
      method: one.method,
      on: formatDate(locale, one.estimatedOn),
      place: one.territoryCode === null ? m.overlap_everywhere() : (nameOf.get(one.territoryCode) ?? one.territoryCode),
      version: one.versionNumber,
      when: when(one.appliesFrom, one.appliesTo),
      note: (locale === 'en' ? one.noteEn : null) ?? one.noteFr,
    })),
    places: territories.map((one) => ({ value: one.code, label: nameOf.get(one.code) ?? one.code })).sort((a, b) => compareText(locale)(a.label, b.label)),
    periods: periods
      .filter((one) => one.kind === (detail.current.frequency === 'every_n_years' ? 'year' : detail.current.frequency))
      .map((one) => ({ value: one.code, label: formatPeriod(locale, one.code), startsOn: one.startsOn, endsOn: one.endsOn }))
      .reverse(),
  }
}

export const actions: Actions = {
  add: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiativeId')
    const rate = form.decimal('rate', '100')
    if (rate === null && form.faults.length === 0) form.required('rate')
    const method = OverlapMethod.safeParse(form.text('method'))
    if (!method.success) form.refuse('method', m.problems_field_required())
    const estimatedOn = form.required('estimatedOn')
    const { items: periods } = await call(fetch, indicatorRoutes.periods, { params: { initiativeId } })
    const from = periods.find((one) => one.code === form.text('from'))
    const to = periods.find((one) => one.code === form.text('to'))
    if (form.faults.length > 0 || !method.success || rate === null) return sendBack('add', form)
    try {
      const version = form.integer('version')
      await call(fetch, overlapRoutes.add, {
        params: { initiativeId, indicator: params.code },
        body: {
          rate,
          method: method.data,
          estimatedOn,
          territoryCode: form.orNull('territoryCode'),
          ...(version === null ? {} : { versionNumber: version }),
          appliesFrom: from?.startsOn ?? null,
          appliesTo: to?.endsOn ?? null,
          noteFr: form.orNull('noteFr'),
          noteEn: form.orNull('noteEn'),
        },
      })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/indicators/${params.code}/overlap?saved`)
  },
  withdraw: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, overlapRoutes.withdraw, {
        params: { initiativeId: form.text('initiativeId'), indicator: params.code, estimateId: form.text('estimateId') },
      })
    } catch (cause) {
      return sendBackRefused('withdraw', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/indicators/${params.code}/overlap?saved`)
  },
}

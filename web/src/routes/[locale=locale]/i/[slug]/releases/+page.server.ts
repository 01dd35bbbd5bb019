import { redirect } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { dateOf, formatPeriod } from '#shared/i18n/format.ts'
import { releaseRoutes } from '#shared/releases/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { readChecklist } from '#lib/features/releases/checklist.server.ts'
import { releaseView } from '#lib/features/releases/release-view.ts'
import type { Actions, PageServerLoad } from './$types'

/** Releases that the hat may read, and for the backbone the form that begins one. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const [{ items }, periods] = await Promise.all([
    read(event, releaseRoutes.list, { params }),
    isBackbone ? read(event, indicatorRoutes.periods, { params }) : { items: [] },
  ])
  const today = dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone)
  const begun = periods.items.filter(({ startsOn }) => startsOn <= today).sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1))
  const lastEnded = begun.find(({ endsOn }) => endsOn < today)?.code ?? null
  // The form, and the list above it, stand only where a period has ended.
  const checklist = isBackbone && lastEnded !== null ? await readChecklist(event, initiative, locale) : []
  return {
    isBackbone,
    /** Somebody comes from what is to be published. */
    isAsked: event.url.searchParams.has('new'),
    releases: items.map((release) => releaseView(release, locale)),
    periods: begun.map(({ code }) => ({ value: code, label: formatPeriod(locale, code) })),
    lastEnded,
    checklist,
    exampleName: lastEnded === null ? '' : formatPeriod(locale, lastEnded),
  }
}

export const actions: Actions = {
  build: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const name = form.required('name')
    if (form.faults.length > 0) return sendBack('build', form)
    let number: number
    try {
      const release = await call(fetch, releaseRoutes.build, {
        params: { initiativeId: form.text('initiative') },
        body: {
          name,
          ...(form.orNull('throughPeriod') === null ? {} : { throughPeriod: form.text('throughPeriod') }),
          notesFr: form.orNull('notesFr'),
          notesEn: form.orNull('notesEn'),
          isPreliminary: form.isTicked('isPreliminary'),
          scope: { partners: form.isTicked('partners') },
        },
      })
      number = release.number
    } catch (cause) {
      return sendBackRefused('build', form, cause, locals.locale)
    }
    redirect(303, `${url.pathname}/${number}`)
  },
}

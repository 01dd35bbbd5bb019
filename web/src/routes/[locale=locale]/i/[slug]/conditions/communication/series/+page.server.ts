import { error } from '@sveltejs/kit'
import { MeetingKind } from '#shared/meetings/contract.ts'
import { RHYTHMS, rhythmRule } from '#shared/meetings/rhythm.ts'
import { calendarRoutes, seriesRoutes } from '#shared/meetings/series-contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { clockOf } from '../meetings/meeting-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Meetings that come back (S32), and one's own calendar address. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role === 'funder') error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  const [{ items }, feed] = await Promise.all([read(event, seriesRoutes.list, { params }), read(event, calendarRoutes.read, { params })])
  return {
    feed,
    // The rhythm in words where it is one of those that the form offers.
    series: items.map((one) => ({ ...one, rhythm: RHYTHMS.find((rhythm) => rhythmRule(rhythm, one.startsOn) === one.rule) ?? null })),
  }
}

export const actions: Actions = {
  plan: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const startsOn = form.required('startsOn', m.meetings_day_missing())
    const body = {
      titleFr: form.required('titleFr', m.meetings_name_missing()),
      titleEn: form.orNull('titleEn'),
      kind: MeetingKind.options.find((one) => one === form.text('kind')) ?? ('regular' as const),
      rule: startsOn === '' ? '' : rhythmRule(RHYTHMS.find((one) => one === form.text('rhythm')) ?? 'monthly', startsOn),
      startsOn,
      startsTime: clockOf(form, 'startsTime'),
      minutes: form.integer('minutes'),
      place: form.orNull('place'),
      until: form.orNull('until'),
    }
    if (form.faults.length > 0) return sendBack('plan', form)
    try {
      await call(fetch, seriesRoutes.create, { params: { initiativeId: form.text('initiative') }, body })
    } catch (cause) {
      return sendBackRefused('plan', form, cause, locals.locale)
    }
    return { done: m.meetings_series_made() }
  },

  further: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const until = form.required('until', m.meetings_day_missing())
    if (form.faults.length > 0) return sendBack('further', form)
    try {
      await call(fetch, seriesRoutes.change, {
        params: { initiativeId: form.text('initiative'), seriesId: form.text('series') },
        version: form.version(),
        body: { until },
      })
    } catch (cause) {
      return sendBackRefused('further', form, cause, locals.locale)
    }
    return { done: m.meetings_series_made() }
  },

  end: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const reason = form.required('reason')
    if (form.faults.length > 0) return sendBack('end', form)
    try {
      await call(fetch, seriesRoutes.change, {
        params: { initiativeId: form.text('initiative'), seriesId: form.text('series') },
        version: form.version(),
        body: { ended: { reason } },
      })
    } catch (cause) {
      return sendBackRefused('end', form, cause, locals.locale)
    }
    return { done: m.meetings_series_ended_done() }
  },

  makeCalendar: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    try {
      const { path } = await call(fetch, calendarRoutes.make, { params: { initiativeId: form.text('initiative') }, body: {} })
      return { address: path === null ? null : `${url.origin}${path}` }
    } catch (cause) {
      return sendBackRefused('calendar', form, cause, locals.locale)
    }
  },

  revokeCalendar: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, calendarRoutes.revoke, { params: { initiativeId: form.text('initiative') } })
    } catch (cause) {
      return sendBackRefused('calendar', form, cause, locals.locale)
    }
    return { done: m.meetings_calendar_revoked() }
  },
}

import { dateOf, formatDate, formatInteger } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { releaseRoutes } from '#shared/releases/contract.ts'
import type { Licence } from '#shared/releases/public.ts'
import { EmbedHost, LINK_DAYS, sharingRoutes } from '#shared/releases/sharing.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { embedCode } from '#lib/features/progress/public/embed-code.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** The public page of the initiative: what is seen, how it is shown, where it is embedded, who has a link. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [settings, { items: links }, { items: releases }, { items: indicators }] = await Promise.all([
    read(event, sharingRoutes.readPage, { params }),
    read(event, sharingRoutes.links, { params }),
    read(event, releaseRoutes.list, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
  ])
  const label = ({ name, edition }: { name: string; edition: number }) => (edition > 1 ? `${name}, ${m.releases_edition({ edition })}` : name)
  const chosen = indicators.find(({ code }) => code === event.url.searchParams.get('indicator')) ?? indicators[0]
  const day = (instant: string) => formatDate(locale, dateOf(instant, initiative.timeZone))
  return {
    settings,
    latest: settings.release === null ? null : label(settings.release),
    releases: releases.filter(({ state }) => state === 'published').map((one) => ({ value: String(one.number), label: label(one) })),
    indicators: indicators.map(({ code, current }) => ({ value: code, label: localName(current.nameFr, current.nameEn, locale) })),
    address: `${event.url.origin}/${locale}/p/${initiative.slug}`,
    indicator: chosen?.code ?? '',
    code:
      chosen === undefined
        ? null
        : embedCode({
            origin: event.url.origin,
            locale,
            slug: initiative.slug,
            code: chosen.code,
            title: localName(chosen.current.nameFr, chosen.current.nameEn, locale),
          }),
    links: links.map((one) => ({
      id: one.id,
      label: one.label,
      release: label(one.release),
      state: one.state,
      until: day(one.revokedAt ?? one.expiresAt),
      opens: formatInteger(locale, one.opens),
      last: one.lastOpenedAt === null ? null : day(one.lastOpenedAt),
    })),
    days: String(LINK_DAYS),
    key: crypto.randomUUID(),
  }
}

export const actions: Actions = {
  show: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, sharingRoutes.changePage, {
        params: { initiativeId: form.text('initiative') },
        version: form.version(),
        body: { isPublic: form.text('isPublic') === 'yes' },
      })
    } catch (cause) {
      return sendBackRefused('show', form, cause, locals.locale)
    }
    return { done: 'show' as const }
  },
  display: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const hosts = form
      .text('embedHosts')
      .split(/[\s,;]+/)
      .filter((host) => host !== '')
    const wrong = hosts.find((host) => !EmbedHost.safeParse(host).success)
    if (wrong !== undefined) form.refuse('embedHosts', m.sharing_hosts_wrong({ host: wrong }))
    if (form.faults.length > 0) return sendBack('display', form)
    try {
      await call(fetch, sharingRoutes.changePage, {
        params: { initiativeId: form.text('initiative') },
        version: form.version(),
        body: { isIndexed: form.isTicked('isIndexed'), licence: form.text('licence') as Licence, contact: form.orNull('contact'), embedHosts: hosts },
      })
    } catch (cause) {
      return sendBackRefused('display', form, cause, locals.locale)
    }
    return { done: 'display' as const }
  },
  link: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const label = form.required('label', m.sharing_link_label_missing())
    const days = form.integer('days')
    if (days === null || days < 1 || days > 366) form.refuse('days', m.sharing_link_days_wrong())
    if (form.faults.length > 0 || days === null) return sendBack('link', form)
    try {
      const made = await call(fetch, sharingRoutes.createLink, {
        params: { initiativeId: form.text('initiative') },
        idempotencyKey: form.text('key'),
        body: { label, days, release: Number(form.text('release')) },
      })
      return made.link === null ? {} : { given: { link: `${url.origin}${made.link}`, label: made.label, expiresAt: made.expiresAt } }
    } catch (cause) {
      return sendBackRefused('link', form, cause, locals.locale)
    }
  },
  revoke: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, sharingRoutes.revokeLink, { params: { initiativeId: form.text('initiative'), linkId: form.text('link') } })
    } catch (cause) {
      return sendBackRefused('revoke', form, cause, locals.locale)
    }
    return { done: 'revoke' as const }
  },
}

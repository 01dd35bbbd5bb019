import { error, redirect } from '@sveltejs/kit'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { currencies, timeZones } from '#lib/features/settings/choices.ts'
import type { Actions, PageServerLoad } from './$types'

/** Only instance administrators create initiatives; for others the page does not exist. */
export const load: PageServerLoad = async ({ parent, locals, url }) => {
  const { me } = await parent()
  if (me === null) redirect(303, `/${locals.locale}/sign-in?next=${encodeURIComponent(url.pathname)}`)
  if (!me.isInstanceAdmin) error(404, 'not_found', { code: 'not_found' })
  return { zones: timeZones(''), currencies: currencies(''), me }
}

/** A short address from a name: small letters, digits and single hyphens. */
function slugOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const start = form.required('start', m.new_initiative_start_missing())
    const nameFr = form.required('nameFr', m.settings_name_missing())
    const slug = form.text('slug') || slugOf(nameFr)
    if (slug !== '' && (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length < 2)) form.refuse('slug', m.new_initiative_slug_fault())
    const isOther = form.text('who') === 'other'
    const lead = isOther ? { name: form.required('name', m.people_name_missing()), email: form.required('email', m.people_email_missing()) } : null
    if (form.faults.length > 0) return sendBack('new', form)
    let made: { slug: string; link: string | null; expiresAt: string | null }
    try {
      made = await call(fetch, initiativeRoutes.create, {
        body: {
          slug,
          nameFr,
          nameEn: form.orNull('nameEn'),
          start: start as 'empty',
          lead,
          placeName: form.orNull('placeName'),
          preset: (form.text('preset') || 'generic') as 'generic',
          mainLanguage: (form.text('mainLanguage') || 'fr') as 'fr',
          timeZone: form.text('timeZone'),
          currencyCode: form.text('currencyCode'),
          fiscalStartMonth: Number(form.text('fiscalStartMonth') || '4'),
        },
      })
    } catch (cause) {
      return sendBackRefused('new', form, cause, locals.locale)
    }
    if (made.link !== null)
      return {
        given: { name: lead?.name ?? '', email: lead?.email ?? '', initiative: nameFr, link: `${url.origin}${made.link}`, expiresAt: made.expiresAt ?? '' },
      }
    redirect(303, `/${locals.locale}/i/${made.slug}/settings/first-run`)
  },
}

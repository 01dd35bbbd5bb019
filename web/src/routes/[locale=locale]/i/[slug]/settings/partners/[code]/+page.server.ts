import { error, redirect } from '@sveltejs/kit'
import { peopleRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { givenText } from '#lib/features/settings/contributions.ts'
import { membershipInput, partnerChoices, sheetInput } from '#lib/features/settings/partner-form.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** The sheet of one partner: the backbone's, and the partner's own. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: levels }, { items: territories }, { items: partners }] = await Promise.all([
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
  ])
  const partner = partners.find(({ code }) => code === event.params.code)
  if (partner === undefined || !partner.abilities.edit) error(404, 'not_found', { code: 'not_found' })
  return {
    ...partnerChoices(levels, territories, locale),
    isOwn: hat.role === 'partner_contributor',
    isSaved: event.url.searchParams.has('saved'),
    partner: { id: partner.id, code: partner.code, name: partner.name, version: partner.version, shareWithFunder: partner.shareWithFunder === true },
    contributions: partner.contributions.map((one) => ({
      id: one.id,
      kind: one.kind,
      text: localName(one.descriptionFr ?? one.descriptionEn ?? '', one.descriptionEn, locale),
      given: givenText(one, initiative.currencyCode, locale),
      isConfirmed: one.confirmedOn !== null,
    })),
    stored: {
      code: partner.code,
      name: partner.name,
      shortName: partner.shortName ?? '',
      roleFr: partner.roleFr ?? '',
      roleEn: partner.roleEn ?? '',
      sectors: partner.sectors.join(','),
      territoryCodes: partner.territoryCodes.join(','),
      levelCode: partner.levelCode ?? '',
      joinedOn: partner.joinedOn,
      leftOn: partner.leftOn ?? '',
      isBackboneHost: partner.isBackboneHost ? 'on' : '',
    },
  }
}

async function act(event: RequestEvent, part: string, work: (form: SentForm) => Promise<string>) {
  const form = new SentForm(await event.request.formData())
  let code: string
  try {
    code = await work(form)
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  if (form.faults.length > 0) return sendBack(part, form)
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/partners/${encodeURIComponent(code)}?saved`)
}

export const actions: Actions = {
  sheet: (event) =>
    act(event, 'sheet', async (form) => {
      const isOwn = form.isTicked('isOwn')
      const body = { ...sheetInput(form), ...(isOwn ? { shareWithFunder: form.isTicked('shareWithFunder') } : membershipInput(form)) }
      if (form.faults.length > 0) return ''
      return (
        await call(event.fetch, partnerRoutes.change, {
          params: { initiativeId: form.text('initiativeId'), partnerId: form.text('partnerId') },
          body,
          version: form.version(),
        })
      ).code
    }),
  contribution: (event) =>
    act(event, 'contribution', async (form) => {
      const kind = form.required('kind', m.partners_kind_missing())
      const body = {
        kind: kind as 'expertise',
        descriptionFr: form.orNull('descriptionFr'),
        descriptionEn: form.orNull('descriptionEn'),
        amount: form.decimal('amount'),
        hours: form.decimal('hours'),
      }
      if (form.faults.length > 0) return ''
      return (
        await call(event.fetch, partnerRoutes.addContribution, { params: { initiativeId: form.text('initiativeId'), partnerId: form.text('partnerId') }, body })
      ).code
    }),
  /** A contributor invites readers of its own organisation. */
  invite: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const name = form.required('personName', m.people_name_missing())
    const email = form.required('email', m.people_email_missing())
    if (form.faults.length > 0) return sendBack('invite', form)
    try {
      const made = await call(fetch, peopleRoutes.invite, {
        params: { initiativeId: form.text('initiativeId') },
        body: { name, email, role: 'partner_viewer' },
      })
      return { part: 'invite', given: { name, email, link: `${url.origin}${made.link ?? ''}`, expiresAt: made.expiresAt ?? '' } }
    } catch (cause) {
      return sendBackRefused('invite', form, cause, locals.locale)
    }
  },
  confirm: (event) =>
    act(
      event,
      'confirm',
      async (form) =>
        (
          await call(event.fetch, partnerRoutes.confirmContribution, {
            params: { initiativeId: form.text('initiativeId'), contributionId: form.text('contributionId') },
          })
        ).code,
    ),
}

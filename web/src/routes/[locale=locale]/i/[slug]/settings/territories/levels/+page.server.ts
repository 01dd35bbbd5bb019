import { redirect } from '@sveltejs/kit'
import { territoryRoutes, type LevelInput } from '#shared/territories/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, territoryRoutes.levels, { params: { initiativeId: initiative.id } })
  return { levels: items, isSaved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const items: LevelInput[] = []
    const sent: string[] = []
    for (const row of form.many('row')) {
      const isNew = row === 'new'
      if (isNew && form.text('code-new') === '' && form.text('nameFr-new') === '') continue
      sent.push(row)
      const rank = form.integer(`rank-${row}`)
      if (rank === null || rank < 1 || rank > 20) form.refuse(`rank-${row}`, m.territories_rank_fault())
      items.push({
        code: form.required(`code-${row}`, m.territories_code_missing()),
        hierarchy: form.text(`hierarchy-${row}`) || 'main',
        rank: rank ?? 0,
        nameFr: form.required(`nameFr-${row}`, m.territories_name_missing()),
        nameEn: form.orNull(`nameEn-${row}`),
        pluralFr: form.orNull(`pluralFr-${row}`),
        pluralEn: form.orNull(`pluralEn-${row}`),
      })
    }
    if (form.faults.length > 0) return sendBack('levels', form)
    try {
      await call(fetch, territoryRoutes.saveLevels, { params: { initiativeId: form.text('initiativeId') }, body: { items } })
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      // The API names the item; the fields of this page carry the name of their row.
      faultsOf(cause, locals.locale).forEach((fault, place) => {
        const row = sent[Number(/^\/items\/(\d+)\//.exec(cause.errors[place]?.pointer ?? '')?.[1])]
        form.refuse(row === undefined ? null : `${fault.field}-${row}`, fault.message)
      })
      return sendBack('levels', form)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/territories/levels?saved`)
  },
}

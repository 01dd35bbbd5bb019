import { fail, redirect } from '@sveltejs/kit'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { MODULES, MODULES_OF, withModule } from '#shared/initiatives/modules.ts'
import { call } from '#lib/api/call.ts'
import { SentForm } from '#lib/api/form.server.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { factsOf } from '#lib/features/conditions/facts.ts'
import { readingOf, saidView } from '#lib/features/conditions/measured.ts'
import { nextTasks } from '#lib/features/conditions/tasks.ts'
import { CONDITIONS } from '#lib/features/conditions/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** The five conditions with all their facts. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const overview = await read(event, conditionRoutes.overview, { params: { initiativeId: initiative.id } })
  const facts = factsOf(overview, locale)
  const next = nextTasks(overview, { locale, timeZone: initiative.timeZone, root: `/${locale}/i/${initiative.slug}` })
  const reading = readingOf(locale, initiative, hat)
  return {
    cards: CONDITIONS.map(({ key, name }) => ({
      key,
      name: name(),
      facts: facts[key],
      said: reading.isFunder && overview.said.round === null ? null : saidView(overview.said, overview.said.conditions[key], reading),
      task: next[key],
    })),
    // Apart from the five, and never averaged with them; funders are not given it.
    principles: overview.said.principles === null ? null : saidView(overview.said, overview.said.principles, reading),
  }
}

export const actions: Actions = {
  /** Switches a module of a condition, and goes back to its page. */
  module: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const condition = Object.keys(MODULES_OF).find((one) => one === form.text('condition')) ?? ''
    const module = MODULES.find((one) => one === form.text('module'))
    const initiative = { initiativeId: form.text('initiative') }
    try {
      const { modules, version } = await call(fetch, initiativeRoutes.read, { params: initiative })
      if (module !== undefined)
        await call(fetch, initiativeRoutes.change, { params: initiative, body: { modules: withModule(modules, module, form.text('on') !== '') }, version })
    } catch (cause) {
      return fail(422, { faults: faultsOf(cause, locals.locale) })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/conditions/${condition}#modules`)
  },
}

import { conditionRoutes } from '#shared/conditions/overview.ts'
import { read } from '#lib/api/read.server.ts'
import { factsOf } from '#lib/features/conditions/facts.ts'
import { saidView } from '#lib/features/conditions/measured.ts'
import { nextTasks } from '#lib/features/conditions/tasks.ts'
import { CONDITIONS } from '#lib/features/conditions/words.ts'
import type { PageServerLoad } from './$types'

/** The five conditions with all their facts. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const overview = await read(event, conditionRoutes.overview, { params: { initiativeId: initiative.id } })
  const facts = factsOf(overview, locale)
  const next = nextTasks(overview, { locale, timeZone: initiative.timeZone, root: `/${locale}/i/${initiative.slug}` })
  const reading = { locale: locale, root: `/${locale}/i/${initiative.slug}`, isFunder: hat.role === 'funder', isLead: hat.isLead }
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

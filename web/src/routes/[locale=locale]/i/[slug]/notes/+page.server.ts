import { redirect } from '@sveltejs/kit'
import { languageOf } from '#shared/i18n/locales.ts'
import { noteRoutes, type NoteFilter } from '#shared/notes/contract.ts'
import { CAUSES, NOTE_STATES, NOTE_TYPES } from '#shared/notes/life.ts'
import { read } from '#lib/api/read.server.ts'
import { CONDITION_WORDS, STAGE_WORDS } from '#lib/features/notes/words.ts'
import type { PageServerLoad } from './$types'

const FIELDS = ['q', 'type', 'condition', 'stage', 'indicator', 'territory', 'cause', 'state', 'period', 'followUp'] as const

/** What the list is filtered by, read from the address; what is not offered is not asked. */
function filtersOf(url: URL): Record<(typeof FIELDS)[number], string> {
  const known: Partial<Record<(typeof FIELDS)[number], readonly string[]>> = {
    type: NOTE_TYPES,
    cause: CAUSES,
    state: NOTE_STATES.filter((state) => state !== 'draft' && state !== 'withdrawn'),
    condition: Object.keys(CONDITION_WORDS),
    stage: Object.keys(STAGE_WORDS),
    followUp: ['open'],
  }
  return Object.fromEntries(
    FIELDS.map((name) => {
      const value = (url.searchParams.get(name) ?? '').trim().slice(0, 200)
      return [name, known[name]?.includes(value) === false ? '' : value]
    }),
  ) as Record<(typeof FIELDS)[number], string>
}

/** Notes that this hat may read, with filters that the address carries. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  if (hat.role === 'funder' && hat.learningCommitmentOn === null) redirect(303, `/${locale}/i/${initiative.slug}/notes/commitment`)
  const params = { initiativeId: initiative.id }
  const isOfCircle = hat.role !== 'funder'
  const asked = event.url.searchParams.get('view')
  const view = asked === 'mine' && isOfCircle ? 'mine' : asked === 'hidden' && hat.role === 'backbone' ? 'hidden' : 'shared'
  const filters = filtersOf(event.url)
  const over: 'year' | 'all' = event.url.searchParams.get('over') === 'all' ? 'all' : 'year'
  const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== '')) as Partial<NoteFilter>
  const after = event.url.searchParams.get('after') ?? undefined
  const isWhole = view === 'shared' && Object.keys(set).length === 0
  const [list, hidden, choices, measures, facets] = await Promise.all([
    read(event, noteRoutes.list, { params, query: { ...set, view, limit: 24, ...(after === undefined ? {} : { after }) } }),
    hat.role === 'backbone' ? read(event, noteRoutes.list, { params, query: { view: 'hidden', limit: 1 } }) : null,
    isOfCircle ? read(event, noteRoutes.choices, { params }) : null,
    read(event, noteRoutes.measures, { params, query: { over } }),
    // Numbers stand beside the filters while none is on: two facets together could single out a partner.
    isWhole ? read(event, noteRoutes.facets, { params }) : null,
  ])
  return {
    view,
    filters,
    measures,
    counts: Object.fromEntries((facets?.items ?? []).map(({ facet, key, count }) => [`${facet} ${key}`, count])) as Record<string, number>,
    next: list.next,
    isPaged: after !== undefined,
    language: languageOf(locale),
    notes: list.items,
    hasHidden: (hidden?.items.length ?? 0) > 0,
    mayWrite: hat.role === 'backbone' || hat.role === 'partner_contributor',
    isOfCircle,
    choices: choices === null ? null : { indicators: choices.indicators, territories: choices.territories, periods: choices.periods },
  }
}

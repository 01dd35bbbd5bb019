import { error } from '@sveltejs/kit'
import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { INSTRUMENT_KEYS, itemsOf } from '#shared/assessments/instrument.ts'
import { instrumentOf } from '#shared/assessments/instruments.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { sectorName } from '#lib/features/settings/sectors.ts'
import { overlaysFor } from '#lib/features/assessments/overlays.ts'
import { obstaclesOf, weakestFactor } from '#shared/assessments/mobilisation.ts'
import { previousOf, rowsOf } from '#lib/features/assessments/rows.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

const VIEWS = ['dots', 'wheel', 'table'] as const

/** What closed rounds of one instrument tell: the round of the address or the last one, beside the one before. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const key = INSTRUMENT_KEYS.find((one) => one === event.params.instrument)
  if (key === undefined) error(404, 'not_found', { code: 'not_found' })
  const { items } = await read(event, assessmentRoutes.results, { params: { initiativeId: initiative.id }, query: { instrument: key } })
  const shown = items.find(({ roundId }) => roundId === event.url.searchParams.get('round')) ?? items.at(-1) ?? null
  const previous = shown === null ? null : previousOf(items, shown)
  const instrument = shown === null ? undefined : instrumentOf(shown.instrument, shown.instrumentVersion)
  const shares =
    shown?.instrument === 'partnership_diagnostic' && instrument !== undefined
      ? Object.fromEntries(
          instrument.dimensions.map(({ key: dimension }) => {
            const codes = new Set(itemsOf(instrument, dimension).map(({ code }) => code))
            const counts = shown.figures.items.filter(({ code }) => codes.has(code)).map((item) => item.counts ?? { A: 0, B: 0, C: 0 })
            const sum = (letter: 'A' | 'B' | 'C') => counts.reduce((total, one) => total + one[letter], 0)
            return [dimension, [sum('A'), sum('B'), sum('C')] as const]
          }),
        )
      : undefined
  // What a round expects is read by the phase that it was opened in.
  const round =
    shown === null || hat.role === 'funder'
      ? null
      : await read(event, assessmentRoutes.read, { params: { initiativeId: initiative.id, roundId: shown.roundId } })
  const groups = shown?.figures.groups ?? []
  const levels = groups.length > 0 ? (await read(event, territoryRoutes.levels, { params: { initiativeId: initiative.id } })).items : []
  const groupName = (group: string) => {
    const level = levels.find(({ code }) => code === group)
    return level === undefined ? sectorName(group) : localName(level.nameFr, level.nameEn, event.locals.locale)
  }
  // An empty one says that none is wanted; without any, what lies there first does.
  const asked = event.url.searchParams.has('over') ? event.url.searchParams.getAll('over').filter((key) => key !== '') : null
  const overlays =
    shown === null || instrument === undefined || hat.role === 'funder' ? null : overlaysFor(instrument, items, shown, asked, groupName, event.locals.locale)
  return {
    overlays,
    mobilisation:
      shown?.instrument === 'mobilisation_factors' && instrument !== undefined
        ? { weakest: weakestFactor(instrument, shown.figures), obstacles: obstaclesOf(instrument, shown.figures, previous?.figures), stage: shown.stage }
        : null,
    hasBreakdown: round !== null && round.breakdown !== 'none',
    groupNames: Object.fromEntries(groups.map((group) => [group.key, groupName(group.key)])),
    key,
    phase: round?.phase ?? null,
    isFunder: hat.role === 'funder',
    isBackbone: hat.role === 'backbone',
    mayWrite: hat.role === 'backbone' || hat.role === 'partner_contributor',
    view: VIEWS.find((one) => one === event.url.searchParams.get('view')) ?? 'dots',
    results: items,
    shown,
    hasOtherWords: items.some(({ instrumentVersion }) => instrumentVersion !== shown?.instrumentVersion),
    rows: shown === null ? [] : rowsOf(shown, previous, event.locals.locale),
    shares,
  }
}

export const actions: Actions = {
  agree: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const choice = (['A', 'B', 'C'] as const).find((one) => one === form.text('choice'))
    if (choice === undefined) form.refuse('choice', m.problems_field_required())
    if (form.faults.length > 0 || choice === undefined) return sendBack('agree', form)
    const params = { initiativeId: form.text('initiative'), roundId: form.text('round'), item: form.text('item') }
    const body = { choice, comment: form.orNull('comment'), decision: form.orNull('decision'), activity: form.orNull('activity') }
    try {
      await call(fetch, assessmentRoutes.agree, { params, body })
    } catch (cause) {
      return sendBackRefused('agree', form, cause, locals.locale)
    }
    return { done: m.assessments_saved() }
  },
}

import { agendaRoutes, goalRoutes } from '#shared/conditions/contract.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { textDiff } from '#shared/conditions/diff.ts'
import { HORIZONS } from '#shared/conditions/goal.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { refusedParts } from '#lib/features/conditions/form.server.ts'
import { measuredOf, readingOf } from '#lib/features/conditions/measured.ts'
import { pictureFields, picturedFigures, typedFigures } from '#lib/features/conditions/pictured.ts'
import { seriesCells } from '#lib/features/progress/read-progress.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

const STATES = ['endorsed', 'reservations', 'asked'] as const
const PARTS = ['vision', 'problemStatement', 'principles', 'approach'] as const

/** Figures that a picture imagines, in storage units; a blank one is no part of it. */
async function figuresOf(fetch: typeof globalThis.fetch, form: SentForm): Promise<{ code: string; expected: string }[]> {
  const codes = form
    .text('figures')
    .split(' ')
    .filter((code) => code !== '')
  if (codes.length === 0) return []
  const { items } = await call(fetch, indicatorRoutes.list, { params: { initiativeId: form.text('initiative') }, query: {} })
  return codes.flatMap((code) => {
    const indicator = items.find((one) => one.code === code)
    const expected = indicator === undefined ? null : form.decimal(`expected.${code}`, measureOf(indicator.current, 'fr-CA').displayFactor)
    return expected === null ? [] : [{ code, expected }]
  })
}

/** Goals with their pictures of success, and the agenda's versions with who endorsed them. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [{ items: goals }, { items: versions }, { items: populations }, { items: indicators }, { items: territories }, overview, { items: periods }, orphans] =
    await Promise.all([
      read(event, goalRoutes.list, { params }),
      read(event, agendaRoutes.list, { params }),
      read(event, goalRoutes.populations, { params }),
      read(event, indicatorRoutes.list, { params, query: {} }),
      read(event, territoryRoutes.list, { params, query: {} }),
      read(event, conditionRoutes.overview, { params }),
      read(event, indicatorRoutes.periods, { params }),
      hat.role === 'funder' ? null : read(event, goalRoutes.orphans, { params }),
    ])
  const ends = new Map(periods.map((one) => [one.code, one.endsOn]))
  // Each goal's figures are those of its own place, as the hat may read them.
  const pictured = await Promise.all(
    goals
      .filter((goal) => goal.pictures.some((picture) => picture.indicators.length > 0))
      .map(async (goal) => {
        const codes = [...new Set(goal.pictures.flatMap((picture) => picture.indicators.map(({ code }) => code)))]
        const cells = await seriesCells(event, initiative.id, { indicator: codes.join(','), territory: goal.territoryCode ?? undefined })
        return goal.pictures.map((picture) => [picture.id, picturedFigures(picture, { indicators, cells, endOf: (code) => ends.get(code), locale })] as const)
      }),
  )
  const english = languageOf(locale) === 'en'
  return {
    measured: measuredOf(overview, 'agenda', readingOf(event.locals.locale, initiative, hat)),
    goals,
    pictured: Object.fromEntries(pictured.flat()),
    pictureFields: Object.fromEntries(
      goals.map((goal) => {
        const codes = new Set([...goal.indicatorCodes, ...goal.pictures.flatMap((picture) => picture.indicators.map(({ code }) => code))])
        return [goal.id, hat.role === 'backbone' ? pictureFields([...codes], indicators, locale) : []]
      }),
    ),
    typedFigures:
      hat.role === 'backbone'
        ? Object.fromEntries(goals.flatMap((goal) => goal.pictures.map((picture) => [picture.id, typedFigures(picture, indicators, locale)])))
        : {},
    orphans,
    populations,
    indicatorNames: Object.fromEntries(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)])),
    territoryNames: Object.fromEntries(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)])),
    current: versions.find((one) => one.isCurrent) ?? null,
    draft: versions.find((one) => one.publishedOn === null) ?? null,
    nextNumber: (versions[0]?.number ?? 0) + 1,
    earlier: versions.filter((one) => one.publishedOn !== null && !one.isCurrent),
    // Each published version beside the one before, word by word (S04).
    changes: versions
      .filter((one) => one.publishedOn !== null)
      .flatMap((one, index, published) => {
        const before = published[index + 1]
        if (before === undefined) return []
        const texts = PARTS.map((part) => {
          const [fr, en] = [`${part}Fr`, `${part}En`] as [`${typeof part}Fr`, `${typeof part}En`]
          const useEnglish = english && one[en] !== null && before[en] !== null
          return { part, language: useEnglish ? 'en' : 'fr', words: textDiff(useEnglish ? before[en] : before[fr], useEnglish ? one[en] : one[fr]) }
        })
        return [{ number: one.number, since: before.number, texts: texts.filter(({ words }) => words.some((word) => word.kind !== 'same')) }]
      }),
  }
}

export const actions: Actions = {
  adopt: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const goalId = form.text('goal')
    try {
      await call(fetch, goalRoutes.adopt, {
        params: { initiativeId: form.text('initiative'), goalId },
        version: form.version(),
        body: { adoptedOn: form.orNull('adoptedOn'), anyway: form.isTicked('anyway') },
      })
    } catch (cause) {
      return refusedParts(`goal ${goalId}`, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  publish: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, agendaRoutes.publish, {
        params: { initiativeId: form.text('initiative'), agendaId: form.text('agenda') },
        version: form.version(),
        body: { anyway: form.isTicked('anyway') },
      })
    } catch (cause) {
      return refusedParts('publish', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  answer: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    // Partner and version of its answer travel together: one choice decides both, without JavaScript.
    const [partner = '', version = ''] = form.required('partner').split(' ')
    const state = STATES.find((one) => one === form.text('state'))
    if (state === undefined) form.refuse('state', m.problems_field_required())
    const reservations = state === 'reservations' ? form.required('reservations', m.conditions_answer_required()) : null
    if (state === undefined || form.faults.length > 0) return sendBack('answer', form)
    try {
      await call(fetch, agendaRoutes.answer, {
        params: { initiativeId: form.text('initiative'), agendaId: form.text('agenda'), partner },
        version: Number(version),
        body: { state, reservations },
      })
    } catch (cause) {
      return refusedParts('answer', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  picture: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const goalId = form.text('goal')
    const horizonMonths = HORIZONS.find((one) => String(one) === form.text('horizonMonths'))
    if (horizonMonths === undefined) form.refuse('horizonMonths', m.problems_field_required())
    const descriptionFr = form.required('descriptionFr')
    const indicators = await figuresOf(fetch, form)
    if (horizonMonths === undefined || form.faults.length > 0) return sendBack(`pictures ${goalId}`, form)
    try {
      await call(fetch, goalRoutes.addPicture, {
        params: { initiativeId: form.text('initiative'), goalId },
        body: { horizonMonths, descriptionFr, descriptionEn: form.orNull('descriptionEn'), indicators },
      })
    } catch (cause) {
      return refusedParts(`pictures ${goalId}`, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  changePicture: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const pictureId = form.text('picture')
    const descriptionFr = form.required('descriptionFr')
    const indicators = await figuresOf(fetch, form)
    if (form.faults.length > 0) return sendBack(`picture ${pictureId}`, form)
    try {
      await call(fetch, goalRoutes.changePicture, {
        params: { initiativeId: form.text('initiative'), pictureId },
        version: form.version(),
        body: { descriptionFr, descriptionEn: form.orNull('descriptionEn'), reviewedOn: form.orNull('reviewedOn'), indicators },
      })
    } catch (cause) {
      return refusedParts(`picture ${pictureId}`, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}

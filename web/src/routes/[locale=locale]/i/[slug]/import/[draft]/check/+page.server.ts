import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import type { ImportChoices } from '#shared/exchange/choices.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { draftRoutes, type ImportDraft } from '#shared/exchange/draft-contract.ts'
import { translate } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { changeChoices, check, isOwn, readDraft, stepsOf } from '#lib/features/exchange/draft-context.server.ts'
import { createUnknown } from '#lib/features/exchange/create-unknown.server.ts'
import { placesOf, withCreated, type MadeThing } from '#shared/exchange/create-unknown.ts'
import { isTotalWord } from '#shared/exchange/totals.ts'
import { levelsUnder, proposeLevel } from '#shared/exchange/propose-level.ts'
import { openIncident } from '#lib/features/exchange/open-incident.server.ts'
import { reasonOf, refusalOf } from '#lib/features/exchange/refusal.server.ts'
import { readGiven, readRepairs, type Given, type Lists } from '#lib/features/exchange/repairs.ts'
import { askedGroups, askedTogether, readConfirmations } from '#lib/features/exchange/unusual.server.ts'
import { warningSentence } from '#lib/features/observations/warning-sentence.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** What was typed, to be shown again. */
const givenTexts = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

async function listsOf(event: RequestEvent, initiativeId: string, draft: ImportDraft) {
  const { locale } = event.locals
  const params = { initiativeId }
  const named = (one: { nameFr: string; nameEn: string | null }) => localName(one.nameFr, one.nameEn, locale)
  const [{ items: indicators }, { items: territories }, { items: partners }, { items: dimensions }, { items: levels }] = await Promise.all([
    call(event.fetch, indicatorRoutes.list, { params, query: {} }),
    call(event.fetch, territoryRoutes.list, { params, query: {} }),
    call(event.fetch, partnerRoutes.list, { params, query: {} }),
    call(event.fetch, indicatorRoutes.dimensions, { params }),
    call(event.fetch, territoryRoutes.levels, { params }),
  ])
  const lists: Lists = {
    indicator: indicators.map((one) => ({ code: one.code, name: named(one.current) })),
    territory: territories.map((one) => ({ code: one.code, name: named(one) })),
    partner: partners.map(({ code, name }) => ({ code, name })),
    category: Object.fromEntries(dimensions.map((one) => [one.code, one.categories.map((category) => ({ code: category.code, name: named(category) }))])),
  }
  const top = territories.find(({ isTop }) => isTop)?.levelCode ?? null
  const rank = new Map(levels.map((one) => [one.code, one.rank]))
  return {
    lists,
    // A place that holds the whole is no part of it, and would be refused.
    levels: [...levelsUnder(levels, top)].sort((a, b) => a.rank - b.rank).map((one) => ({ value: one.code, label: named(one) })),
    proposedLevel: proposeLevel(levels, placesOf(draft), top),
    parents: territories
      .filter(({ levelCode }) => rank.get(levelCode) !== 1)
      .slice(0, 300)
      .map((one) => ({ value: one.code, label: named(one) })),
    dimensions: Object.fromEntries(dimensions.map((one) => [one.code, named(one)])),
  }
}

/** What is refused, gathered by what repairs it; warnings apart. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const root = `/${locale}/i/${event.params.slug}`
  const draft = await readDraft(event, initiative.id, event.params.draft, root, 'check')
  const { checked } = draft
  const offers = checked === null || checked.groups.length === 0 ? null : await listsOf(event, initiative.id, draft)
  return {
    steps: stepsOf(draft),
    fileName: draft.fileName,
    isOwn: isOwn(draft),
    hasMade: event.url.searchParams.has('made'),
    isBackbone: hat.role === 'backbone',
    choices: draft.choices,
    checked:
      checked === null
        ? null
        : {
            result: checked.result,
            refusedRows: checked.refusedRows,
            warnings: checked.warnings,
            groups: checked.groups,
            shares: checked.shares,
            spelled: checked.spelled ?? [],
            totals: checked.totals ?? null,
          },
    readsTotals: draft.choices.totals === 'read' && draft.choices.mappingName === '' && !isOwn(draft),
    // What is read in per cent already is really above a hundred.
    offersPercent: checked !== null && !isOwn(draft) && !checked.shares.some(({ reading }) => reading === 'percent'),
    reasons: Object.fromEntries((checked?.groups ?? []).map(({ code }) => [code, reasonOf(code, locale)])),
    fault:
      checked?.fault == null
        ? null
        : {
            code: checked.fault.code,
            reason: reasonOf(checked.fault.code, locale),
            places: checked.fault.places.map((place) => ({
              row: [place.sheet, place.row].filter((one) => one !== null).join(' '),
              column: place.column ?? '',
              value: place.value ?? '',
              reason: reasonOf(checked.fault?.code ?? '', locale),
            })),
          },
    unusual: askedTogether(askedGroups(checked?.unusual ?? [], locale, warningSentence)),
    isUnconfirmed: (checked?.unusual ?? []).some(({ confirmed }) => confirmed === null),
    stopped: draft.stopped === null ? null : { code: draft.stopped, reason: reasonOf(draft.stopped, locale) },
    offers,
  }
}

/** The choices with lines of totals left out or read: then their words, left out before, are asked about. */
function withTotals(choices: ImportChoices, totals: ImportChoices['totals']): ImportChoices {
  const asked = <Answer extends object>(answers: Readonly<Record<string, Answer>>) =>
    totals === 'skip' ? answers : Object.fromEntries(Object.entries(answers).filter(([text, answer]) => !('skip' in answer && isTotalWord(text))))
  const { indicators, territories, partners } = choices.repairs
  return { ...choices, totals, repairs: { ...choices.repairs, indicators: asked(indicators), territories: asked(territories), partners: asked(partners) } }
}

/** The choices with how shares are read, where a button of the form says so; without a code it is said of the whole file. */
function withShare(choices: ImportChoices, form: FormData): ImportChoices {
  const said = form.get('share')
  if (typeof said !== 'string') return choices
  const [code = '', as = ''] = said.split(' ')
  const reading = as === 'share' ? ('share' as const) : ('percent' as const)
  return {
    ...choices,
    ...(code === '' ? { isPercent: reading === 'percent' } : {}),
    repairs: { ...choices.repairs, shares: code === '' ? {} : { ...choices.repairs.shares, [code]: reading } },
  }
}

/** What was made before the one that is refused stands for its text from now on: it is not made twice. */
async function keepMade(event: RequestEvent, initiativeId: string, made: readonly MadeThing[]): Promise<void> {
  if (made.length === 0) return
  const draftId = event.params.draft ?? ''
  await changeChoices(event, initiativeId, draftId, (choices) => withCreated(choices, made))
  await check(event, initiativeId, draftId)
}

export const actions: Actions = {
  repair: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    const params = { initiativeId, draftId: event.params.draft }
    let indicatorsMade = 0
    let given: Given = {}
    try {
      const draft = await call(event.fetch, draftRoutes.read, { params })
      const groups = draft.checked?.groups ?? []
      given = readGiven(form, groups)
      const { lists } = await listsOf(event, initiativeId, draft)
      const { choices, unknown, creations } = readRepairs(form, draft.choices, groups, lists)
      if (unknown.length > 0) {
        const message = (one: (typeof unknown)[number]) =>
          translate(one.isOpen ? 'import_answer_same_open' : 'import_answer_unknown', { text: one.text }, locale)
        return fail(422, { faults: unknown.map((one) => ({ field: one.field, message: message(one) })), answers: given })
      }
      const made: MadeThing[] = []
      try {
        await createUnknown(event, initiativeId, draft, creations, lists, made)
      } catch (cause) {
        await keepMade(event, initiativeId, made)
        throw cause
      }
      indicatorsMade = made.filter(({ of }) => of === 'indicator').length
      const blank = form.get('blank') === 'missing' ? { blank: 'missing' as const } : {}
      await call(event.fetch, draftRoutes.change, {
        params,
        body: { choices: { ...withShare(withCreated(choices, made), form), ...blank } },
        version: draft.version,
      })
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, locale).faults, answers: given })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/${event.params.draft}/check${indicatorsMade > 0 ? '?made' : ''}`)
  },
  shares: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    try {
      await changeChoices(event, initiativeId, event.params.draft, (choices) => withShare(choices, form))
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, locale).faults })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/${event.params.draft}/check`)
  },
  totals: async (event) => {
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    const totals = form.get('totals') === 'read' ? ('read' as const) : ('skip' as const)
    let answers: Given = {}
    try {
      const draft = await call(event.fetch, draftRoutes.read, { params: { initiativeId, draftId: event.params.draft } })
      answers = readGiven(form, draft.checked?.groups ?? [])
      await changeChoices(event, initiativeId, event.params.draft, (choices) => withTotals(choices, totals))
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, event.locals.locale).faults, answers })
    }
    // What was chosen beside it stays; nothing of it is applied yet.
    if (Object.keys(answers).length > 0) return { answers }
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import/${event.params.draft}/check`)
  },
  blanks: async (event) => {
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    try {
      await changeChoices(event, initiativeId, event.params.draft, (choices) => ({ ...choices, blank: 'missing' as const }))
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, event.locals.locale).faults })
    }
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import/${event.params.draft}/check`)
  },
  incident: openIncident,
  confirm: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const params = { initiativeId: String(form.get('initiativeId') ?? ''), draftId: event.params.draft }
    const at = `/${locale}/i/${event.params.slug}/import/${event.params.draft}`
    try {
      const draft = await call(event.fetch, draftRoutes.read, { params })
      const { items, faults } = readConfirmations(form, draft.checked?.unusual ?? [], locale)
      await call(event.fetch, draftRoutes.confirm, { params, body: { items }, version: draft.version })
      if (faults.length > 0) return fail(422, { faults, given: givenTexts(form) })
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, locale).faults, given: givenTexts(form) })
    }
    redirect(303, `${at}/preview`)
  },
  again: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    try {
      const draft = form.has('decimal')
        ? await changeChoices(event, initiativeId, event.params.draft, (choices) => ({
            ...choices,
            decimal: String(form.get('decimal')) as typeof choices.decimal,
          }))
        : null
      if (draft === null || draft.stopped === null) await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, locale).faults })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/${event.params.draft}/check`)
  },
}

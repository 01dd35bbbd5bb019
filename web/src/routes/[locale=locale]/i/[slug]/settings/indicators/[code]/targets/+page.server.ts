import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes, targetRoutes, type BaselineInput, type IndicatorDetail } from '#shared/indicators/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { proposalRoutes } from '#shared/targets/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate, formatMeasure, formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { measureOf } from '#lib/features/progress/measure.ts'
import { periodChoices } from '#lib/features/settings/periods.ts'
import { baselineFigure, baselineLine, pointLine, proposalView, type Writing } from '#lib/features/settings/target-views.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Places offered one by one; the others come with the import of a file. */
const PLACES = 300

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const ofIndicator = { ...params, indicator: event.params.code }
  const [indicator, { items: proposals }, history, { items: territories }, { items: partners }, settings] = await Promise.all([
    read(event, indicatorRoutes.read, { params: ofIndicator }),
    read(event, proposalRoutes.list, { params: ofIndicator }),
    read(event, definitionRoutes.history, { params: ofIndicator }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, initiativeRoutes.read, { params }),
  ])
  const { current } = indicator
  const measure = measureOf(current, locale)
  const placeName = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerName = new Map(partners.map((one) => [one.code, one.name]))
  const writing: Writing = {
    locale,
    figure: (text) => formatMeasure(locale, text, measure),
    place: (code) => placeName.get(code) ?? code,
    partner: (code) => partnerName.get(code) ?? code,
  }
  const wide =
    territories.length <= PLACES
      ? territories
      : territories.filter((one) => one.isTop || territories.some(({ parentCode }) => parentCode === one.code)).slice(0, PLACES)
  const said = (fr: string | null, en: string | null) => (locale === 'en' ? (en ?? fr) : fr)
  const whyOf = (one: IndicatorDetail['targetPoints'][number]) => {
    const parts = [
      one.decision,
      one.decidedOn === null ? null : m.targets_decided_day({ date: formatDate(locale, one.decidedOn) }),
      said(one.reasonFr, one.reasonEn),
    ]
    return parts.filter((part) => part !== null && part !== '').join(' · ') || null
  }
  const own = indicator.targetPoints.filter((one) => one.partnerCode === null && one.category === 'TOTAL')
  const before = current.number - 1
  return {
    indicator: {
      code: indicator.code,
      name: localName(current.nameFr, current.nameEn, locale),
      displayFactor: current.displayFactor,
      mayParts: current.unitKind === 'ratio' && !current.partsUnknown,
      unit: measure.unitLabel ?? measure.currencyCode ?? '',
      approves: indicator.abilities.version,
    },
    step: event.url.searchParams.get('saved') === 'proposed' ? 'proposed' : event.url.searchParams.has('saved') ? 'saved' : null,
    periods: periodChoices(current.frequency, settings.today, settings, locale),
    places: wide.map((one) => ({ value: one.code, label: writing.place(one.code) })).sort((a, b) => compareText(locale)(a.label, b.label)),
    top: territories.find((one) => one.isTop)?.code ?? '',
    baselines: indicator.baselines
      .filter(({ category, versionNumber }) => category === 'TOTAL' && versionNumber === current.number)
      .map((one) => ({
        territory: one.territoryCode,
        where: writing.place(one.territoryCode),
        period: one.periodCode === null ? '' : formatPeriod(locale, one.periodCode),
        isPending: one.isPending,
        figure: baselineFigure(one, writing),
      })),
    targets: own
      .filter((one) => one.supersededOn === null && one.versionNumber === current.number)
      .map((one) => ({
        id: one.id,
        scope: one.scope,
        where: one.territoryCode === null ? null : writing.place(one.territoryCode),
        period: formatPeriod(locale, one.periodCode),
        figure: writing.figure(one.value),
        why: whyOf(one),
      })),
    proposals: proposals.map((one) => proposalView(one, indicator, writing)),
    toReapprove: {
      baselines: indicator.toReapprove.includes('baselines')
        ? indicator.baselines.filter(({ versionNumber }) => versionNumber === before).map((one) => baselineLine(one, writing))
        : [],
      targets: indicator.toReapprove.includes('targets')
        ? own.filter((one) => one.versionNumber === before && one.supersededOn === null).map((one) => pointLine(one, writing))
        : [],
    },
    former: own
      .filter((one) => one.supersededOn !== null)
      .map((one) => ({
        key: one.id,
        line: pointLine(one, writing),
        until: m.targets_until({ date: formatDate(locale, one.supersededOn ?? '') }),
        why: whyOf(one),
        isLate: one.loweredLate,
      })),
    formerBaselines: history.baselines.map((one, index) => ({
      key: String(index),
      line: baselineLine(one, writing),
      until: m.targets_until({ date: formatDate(locale, one.replacedOn) }),
      why: said(one.reasonFr, one.reasonEn),
    })),
  }
}

type Params = { initiativeId: string; indicator: string }
type Told = 'saved' | 'proposed'

/** Reads the form, does the work when it has no fault, and comes back to the section. */
async function act(event: RequestEvent, part: string, plan: (form: SentForm, params: Params) => () => Promise<Told>) {
  const form = new SentForm(await event.request.formData())
  const work = plan(form, { initiativeId: form.text('initiativeId'), indicator: event.params.code ?? '' })
  if (form.faults.length > 0) return sendBack(part, form)
  let told: Told
  try {
    told = await work()
  } catch (cause) {
    // The API names stored figures, which nobody typed: the page says it in words.
    if (cause instanceof ApiProblem && cause.code === 'target_on_wrong_side') form.refuse('target', m.indicators_wrong_side())
    return form.faults.length > 0 ? sendBack(part, form) : sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/${event.params.code}/targets?saved=${told}`)
}

const reasonOf = (form: SentForm) => ({ reasonFr: form.text('reasonFr'), reasonEn: form.orNull('reasonEn') })
/** A proposal always has its public reason; a lead's first figure needs none. */
function requireReasonToPropose(form: SentForm): void {
  if (form.isTicked('proposes')) form.required('reasonFr', m.targets_reason_missing())
}
const detailOf = (event: RequestEvent, params: Params) => call(event.fetch, indicatorRoutes.read, { params })
type Points = readonly Parameters<typeof pointOf>[0][]
const pointOf = ({
  scope,
  territoryCode,
  category,
  periodCode,
  value,
}: Pick<IndicatorDetail['targetPoints'][number], 'scope' | 'territoryCode' | 'category' | 'periodCode' | 'value'>) => ({
  scope,
  territoryCode,
  category,
  periodCode,
  value,
})
const standing = (detail: IndicatorDetail, number = detail.current.number) =>
  detail.targetPoints.filter((one) => one.versionNumber === number && one.supersededOn === null && one.partnerCode === null)

/** A lead’s points act; others’ are proposed. The API takes all points that should hold. */
async function sendPoints(event: RequestEvent, params: Params, form: SentForm, detail: IndicatorDetail, points: Points): Promise<Told> {
  const versionNumber = detail.current.number
  const [decision, decidedOn] = [form.orNull('decision'), form.orNull('decidedOn')]
  if (detail.abilities.version) {
    const items = points.map((point) => ({ ...pointOf(point), decision, decidedOn }))
    await call(event.fetch, targetRoutes.saveTargets, { params, body: { ...reasonOf(form), versionNumber, items } })
    return 'saved'
  }
  await call(event.fetch, proposalRoutes.propose, {
    params,
    body: { kind: 'targets', ...reasonOf(form), decision, decidedOn, versionNumber, points: points.map(pointOf) },
  })
  return 'proposed'
}

type BaselineItem = z.input<typeof BaselineInput>

async function sendBaselines(event: RequestEvent, params: Params, form: SentForm, detail: IndicatorDetail, items: BaselineItem[]): Promise<Told> {
  const versionNumber = detail.current.number
  if (detail.abilities.version) {
    await call(event.fetch, targetRoutes.saveBaselines, { params, body: { ...reasonOf(form), versionNumber, items } })
    return 'saved'
  }
  await call(event.fetch, proposalRoutes.propose, { params, body: { kind: 'baselines', ...reasonOf(form), versionNumber, baselines: items } })
  return 'proposed'
}

export const actions: Actions = {
  baseline: (event) =>
    act(event, 'baseline', (form, params) => {
      const isPending = form.isTicked('isPending')
      const hasParts = form.text('numerator') !== '' || form.text('denominator') !== ''
      const figure = isPending
        ? {}
        : {
            value: form.decimal('value', form.text('displayFactor') || '1'),
            ...(hasParts ? { numerator: form.decimal('numerator'), denominator: form.decimal('denominator') } : {}),
          }
      requireReasonToPropose(form)
      const territoryCode = form.required('baselinePlace', m.indicators_place_missing())
      if (!isPending && form.text('value') === '' && !hasParts) form.refuse('value', m.indicators_figure_missing())
      return async () =>
        sendBaselines(event, params, form, await detailOf(event, params), [{ territoryCode, periodCode: form.orNull('baselinePeriod'), isPending, ...figure }])
    }),

  target: (event) =>
    act(event, 'target', (form, params) => {
      const value = form.decimal('target', form.text('displayFactor') || '1')
      if (value === null && form.text('target') === '') form.refuse('target', m.indicators_figure_missing())
      const periodCode = form.required('targetPeriod', m.indicators_period_missing())
      const place = form.orNull('targetPlace')
      requireReasonToPropose(form)
      const each = place === '*'
      const scope = each ? 'each' : place === null ? 'whole' : 'one'
      const fresh = { scope, territoryCode: each ? null : place, category: 'TOTAL', periodCode, value: value ?? '' } as const
      const isReplaced = (one: Points[number]) =>
        one.scope === fresh.scope && one.territoryCode === fresh.territoryCode && one.category === 'TOTAL' && one.periodCode === fresh.periodCode
      return async () => {
        const detail = await detailOf(event, params)
        return sendPoints(event, params, form, detail, [...standing(detail).filter((one) => !isReplaced(one)), fresh])
      }
    }),

  withdraw: (event) =>
    act(event, 'withdraw', (form, params) => {
      form.required('reasonFr', m.indicators_reason_missing())
      return async () => {
        const detail = await detailOf(event, params)
        return sendPoints(
          event,
          params,
          form,
          detail,
          standing(detail).filter(({ id }) => id !== form.text('targetId')),
        )
      }
    }),

  // A new definition starts without: what stood before is taken over as it is, by a lead's hand (situation 3).
  takeOver: (event) =>
    act(event, 'takeOver', (form, params) => {
      form.required('reasonFr', m.targets_reason_missing())
      return async () => {
        const detail = await detailOf(event, params)
        const before = detail.current.number - 1
        if (form.text('what') === 'targets') return sendPoints(event, params, form, detail, standing(detail, before))
        const items = detail.baselines
          .filter(({ versionNumber }) => versionNumber === before)
          .map(({ versionNumber: _, ...one }) => ({ ...one, dueOn: one.isPending ? one.dueOn : null }))
        return sendBaselines(event, params, form, detail, items)
      }
    }),

  answer: (event) =>
    act(event, 'answer', (form, params) => async () => {
      await call(event.fetch, proposalRoutes.answer, {
        params: { ...params, proposalId: form.text('proposalId') },
        version: form.version(),
        body: { state: form.text('state') === 'approved' ? 'approved' : 'declined', answer: form.orNull('answer') },
      })
      return 'saved'
    }),
  takeBack: (event) =>
    act(event, 'answer', (form, params) => async () => {
      await call(event.fetch, proposalRoutes.withdraw, { params: { ...params, proposalId: form.text('proposalId') }, version: form.version() })
      return 'saved'
    }),
}

import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { indicatorRoutes, targetRoutes, type BaselineInput, type IndicatorDetail } from '#shared/indicators/contract.ts'
import { proposalRoutes } from '#shared/targets/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'

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
  redirect(303, `${event.url.pathname}?saved=${told}`)
}

const reasonOf = (form: SentForm) => ({ reasonFr: form.text('reasonFr'), reasonEn: form.orNull('reasonEn') })
const decisionOf = (form: SentForm) => ({ decision: form.orNull('decision'), decidedBy: form.orNull('decidedBy'), decidedOn: form.orNull('decidedOn') })
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
  const decided = decisionOf(form)
  if (detail.abilities.version) {
    const items = points.map((point) => ({ ...pointOf(point), ...decided }))
    await call(event.fetch, targetRoutes.saveTargets, { params, body: { ...reasonOf(form), versionNumber, items } })
    return 'saved'
  }
  await call(event.fetch, proposalRoutes.propose, {
    params,
    body: { kind: 'targets', ...reasonOf(form), ...decided, versionNumber, points: points.map(pointOf) },
  })
  return 'proposed'
}

type BaselineItem = z.input<typeof BaselineInput>

async function sendBaselines(event: RequestEvent, params: Params, form: SentForm, detail: IndicatorDetail, items: BaselineItem[]): Promise<Told> {
  const decided = decisionOf(form)
  const versionNumber = detail.current.number
  if (detail.abilities.version) {
    await call(event.fetch, targetRoutes.saveBaselines, {
      params,
      body: { ...reasonOf(form), versionNumber, items: items.map((item) => ({ ...item, ...decided })) },
    })
    return 'saved'
  }
  await call(event.fetch, proposalRoutes.propose, { params, body: { kind: 'baselines', ...reasonOf(form), ...decided, versionNumber, baselines: items } })
  return 'proposed'
}

/** What a lead does and others propose about starting points and targets: actions of the pages that show them. */
export const targetActions = {
  baseline: (event: RequestEvent) =>
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

  target: (event: RequestEvent) =>
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

  withdraw: (event: RequestEvent) =>
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
  takeOver: (event: RequestEvent) =>
    act(event, 'takeOver', (form, params) => {
      form.required('reasonFr', m.targets_reason_missing())
      return async () => {
        const detail = await detailOf(event, params)
        const before = detail.current.number - 1
        if (form.text('what') === 'targets') return sendPoints(event, params, form, detail, standing(detail, before))
        const items = detail.baselines
          .filter(({ versionNumber }) => versionNumber === before)
          .map(({ territoryCode, category, periodCode, value, numerator, denominator, sampleN, isPending, dueOn, sourceFr, sourceEn }) => ({
            ...{ territoryCode, category, periodCode, value, numerator, denominator, sampleN, isPending, sourceFr, sourceEn },
            dueOn: isPending ? dueOn : null,
          }))
        return sendBaselines(event, params, form, detail, items)
      }
    }),

  answer: (event: RequestEvent) =>
    act(event, 'answer', (form, params) => async () => {
      await call(event.fetch, proposalRoutes.answer, {
        params: { ...params, proposalId: form.text('proposalId') },
        version: form.version(),
        body: { state: form.text('state') === 'approved' ? 'approved' : 'declined', answer: form.orNull('answer') },
      })
      return 'saved'
    }),
  takeBack: (event: RequestEvent) =>
    act(event, 'answer', (form, params) => async () => {
      await call(event.fetch, proposalRoutes.withdraw, { params: { ...params, proposalId: form.text('proposalId') }, version: form.version() })
      return 'saved'
    }),
}

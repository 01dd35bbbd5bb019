import { fail } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import { REVISION_REASONS, type RevisionReason } from '#shared/observations/life-cycle.ts'
import { reviewRoutes } from '#shared/observations/review-contract.ts'
import { formatPeriod } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { contentText, contentWord } from '#lib/features/observations/content-text.ts'
import { faultSentence } from '#lib/features/observations/fault-sentence.server.ts'
import { warningSentence } from '#lib/features/observations/warning-sentence.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** One form to check: each figure beside what it was, what looks unusual and why it was handed in all the same. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const partner = event.url.searchParams.get('partner') || undefined
  const period = event.url.searchParams.get('period') || ''
  const [answer, { items: indicators }, queue] = await Promise.all([
    read(event, reviewRoutes.item, { params, query: { ...(partner === undefined ? {} : { partner }), period } }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    // Where to go on is told once something of this form has been answered.
    hat.role === 'backbone' && event.request.method === 'POST' ? read(event, reviewRoutes.queue, { params }) : { items: [] },
  ])
  const next = queue.items.find((one) => one.partner !== answer.partner || one.period !== answer.period)
  const known = new Map(indicators.map((one) => [one.code, one]))
  const periodName = formatPeriod(locale, answer.period)
  return {
    query: new URLSearchParams({ ...(answer.partner === null ? {} : { partner: answer.partner }), period: answer.period }).toString(),
    partner: answer.partner,
    period: answer.period,
    title: `${answer.partnerName ?? m.review_nobody({}, { locale })}, ${periodName}`,
    claim: answer.item?.claim ?? null,
    isWaiting: answer.item !== null,
    next:
      next === undefined
        ? null
        : {
            query: new URLSearchParams({ ...(next.partner === null ? {} : { partner: next.partner }), period: next.period }).toString(),
            title: `${next.partnerName ?? m.review_nobody({}, { locale })}, ${formatPeriod(locale, next.period)}`,
          },
    reasons: REVISION_REASONS.map((value) => ({ value, label: translate(`review_reason_${value}` as MessageKey, {}, locale) })),
    rows: answer.rows.map(({ observation, territoryName, warnings, confirmation, previous, lastValidated }) => {
      const indicator = known.get(observation.indicator)
      const measure = indicator === undefined ? { displayFactor: '1', decimals: 0 } : measureOf(indicator.current, locale)
      return {
        id: observation.id,
        pick: `${observation.id} ${observation.version}`,
        name: indicator === undefined ? observation.indicator : localName(indicator.current.nameFr, indicator.current.nameEn, locale),
        indicator: observation.indicator,
        place: [territoryName, observation.category === 'TOTAL' ? null : observation.category].filter((part) => part !== null).join(' · '),
        presence: observation.presence,
        presenceReason: observation.presenceReason,
        text: contentText(observation, measure, locale),
        comment: observation.comment,
        state: observation.state,
        onBehalf: observation.enteredOnBehalf,
        samePerson: observation.samePerson,
        abilities: observation.abilities,
        warnings: warnings.map((warning) => warningSentence(warning, measure, locale)),
        confirmation: confirmation === null ? null : { comment: confirmation.comment ?? m.checks_zero_confirmed({}, { locale }), name: confirmation.name },
        previous:
          previous === null
            ? null
            : {
                period: formatPeriod(locale, previous.period, 'short'),
                presence: previous.figure.presence,
                text: contentText(previous.figure, measure, locale),
              },
        before: lastValidated === null ? null : { text: contentWord(lastValidated.figure, measure, locale), note: lastValidated.note },
        revisionQuery: new URLSearchParams({
          indicator: observation.indicator,
          territory: observation.territory,
          ...(observation.partner === null ? {} : { partner: observation.partner }),
          period: observation.period,
          category: observation.category,
        }).toString(),
      }
    }),
  }
}

type Kind = 'validate' | 'giveBack' | 'reopen'
interface Outcome {
  moved: number
  isValidation: boolean
  faults: FieldFault[]
  values: { comment: string; reopening: string }
}

/** Moves the ticked figures. */
async function move(event: RequestEvent, kind: Kind) {
  const { locale } = event.locals
  const form = await event.request.formData()
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const outcome: Outcome = { moved: 0, isValidation: kind === 'validate', faults: [], values: { comment: text('comment'), reopening: text('reopening') } }
  const items = form.getAll(kind === 'reopen' ? 'reopen' : 'pick').map((pick) => {
    const [id = '', version = '0'] = String(pick).split(' ')
    const comment = text(`comment.${id}`)
    return { id, version: Number(version), ...(kind === 'validate' || comment === '' ? {} : { comment }) }
  })
  const field = kind === 'reopen' ? 'reopening' : 'comment'
  if (items.length === 0) outcome.faults.push({ field: null, message: faultSentence('nothing_picked', locale) })
  else if (kind !== 'validate' && text(field) === '' && items.some((item) => !('comment' in item)))
    outcome.faults.push({ field, message: faultSentence('comment_required', locale) })
  if (outcome.faults.length > 0) return fail(422, outcome)
  const params = { initiativeId: text('initiativeId') }
  try {
    const comment = text(field)
    const words = comment === '' ? {} : { comment }
    const { results } =
      kind === 'validate'
        ? await call(event.fetch, observationRoutes.validate, { params, body: { items } })
        : kind === 'giveBack'
          ? await call(event.fetch, observationRoutes.giveBack, { params, body: { items, ...words } })
          : await call(event.fetch, observationRoutes.reopen, { params, body: { items, ...words, reason: text('reason') as RevisionReason } })
    const refused = results.filter((one) => one.outcome !== 'changed')
    outcome.moved = results.length - refused.length
    outcome.faults = [...new Set(refused.map((one) => one.code ?? 'conflict'))].map((code) => ({ field: null, message: faultSentence(code, locale) }))
    return refused.length > 0 ? fail(422, outcome) : outcome
  } catch (cause) {
    return fail(422, { ...outcome, faults: faultsOf(cause, locale) })
  }
}

/** Takes the claim on this form, or gives it up. */
async function claim(event: RequestEvent, does: 'take' | 'release') {
  const form = await event.request.formData()
  const partner = String(form.get('partner') ?? '') || null
  const period = String(form.get('period') ?? '')
  const params = { initiativeId: String(form.get('initiativeId') ?? '') }
  const outcome: Outcome = { moved: 0, isValidation: false, faults: [], values: { comment: '', reopening: '' } }
  try {
    if (does === 'take') await call(event.fetch, reviewRoutes.claim, { params, body: { partner, period, takesOver: form.has('takesOver') } })
    else await call(event.fetch, reviewRoutes.release, { params, query: { ...(partner === null ? {} : { partner }), period } })
    return outcome
  } catch (cause) {
    return fail(422, { ...outcome, faults: faultsOf(cause, event.locals.locale) })
  }
}

export const actions: Actions = {
  validate: (event) => move(event, 'validate'),
  giveBack: (event) => move(event, 'giveBack'),
  reopen: (event) => move(event, 'reopen'),
  claim: (event) => claim(event, 'take'),
  release: (event) => claim(event, 'release'),
}

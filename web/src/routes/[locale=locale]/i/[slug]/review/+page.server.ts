import { fail } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { reviewRoutes } from '#shared/observations/review-contract.ts'
import { revisionRoutes } from '#shared/observations/revision-contract.ts'
import { dateOf, formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { contentWord } from '#lib/features/observations/content-text.ts'
import { faultSentence } from '#lib/features/observations/fault-sentence.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** What waits to be checked, and the changes that were asked of validated figures. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  if (hat.role === 'funder') return { isBackbone, isAllowed: false, items: [], requests: [], isLonger: false, isSolo: false, nextDue: null }
  const [queue, { items: requests }, { items: indicators }] = await Promise.all([
    isBackbone ? read(event, reviewRoutes.queue, { params }) : { items: [], isLonger: false, nextDue: null, isSolo: false },
    read(event, revisionRoutes.list, { params, query: isBackbone ? { state: 'pending' } : {} }),
    read(event, indicatorRoutes.list, { params, query: {} }),
  ])
  const known = new Map(indicators.map((one) => [one.code, one]))
  return {
    isBackbone,
    isAllowed: true,
    isLonger: queue.isLonger,
    isSolo: queue.isSolo,
    nextDue: queue.nextDue === null ? null : formatDate(locale, queue.nextDue),
    // Of one day, as people would read a year: by period, then partner.
    items: [...queue.items]
      .sort(byDay)
      .map((item) => ({
        key: `${item.partner ?? ''}|${item.period}`,
        query: new URLSearchParams({ ...(item.partner === null ? {} : { partner: item.partner }), period: item.period }).toString(),
        partnerName: item.partnerName,
        period: formatPeriod(locale, item.period),
        count: item.count,
        unusual: item.unusual,
        comments: item.comments,
        expected: item.expected,
        received: item.received,
        since: formatDate(locale, item.waitingSince),
        days: item.waitingDays,
        dueOn: item.dueOn === null ? null : formatDate(locale, item.dueOn),
        isOverdue: item.isOverdue,
        claim: item.claim === null ? null : { name: item.claim.name, isMine: item.claim.isMine },
        isPlain: item.unusual === 0 && item.validatable === item.count && (item.claim?.isMine ?? true),
      })),
    requests: requests.map((one) => {
      const indicator = known.get(one.indicator)
      const measure = indicator === undefined ? { displayFactor: '1', decimals: 0 } : measureOf(indicator.current, locale)
      return {
        id: one.id,
        name: indicator === undefined ? one.indicator : localName(indicator.current.nameFr, indicator.current.nameEn, locale),
        place: [one.territoryName, one.category === 'TOTAL' ? null : one.category, one.partnerName, formatPeriod(locale, one.period)]
          .filter((part) => part !== null)
          .join(' · '),
        old: contentWord(one.old, measure, locale),
        new: contentWord(one.new, measure, locale),
        reason: translate(`review_reason_${one.reason}` as MessageKey, {}, locale),
        note: one.note,
        by: one.requestedBy ?? '',
        on: formatDate(locale, dateOf(one.requestedAt, initiative.timeZone)),
        state: one.state,
        stateWord: translate(`review_state_${one.state}` as MessageKey, {}, locale),
        decisionNote: one.decisionNote,
        samePerson: one.samePerson,
        abilities: one.abilities,
      }
    }),
  }
}

type Waiting = { readonly waitingSince: string; readonly period: string; readonly partnerName: string | null }
const order = ({ waitingSince, period, partnerName }: Waiting) => [waitingSince, period, partnerName ?? ''].join('\n')
const byDay = (a: Waiting, b: Waiting) => order(a).localeCompare(order(b))

const formOf = (key: string) => {
  const [partner = '', period = ''] = key.split('|')
  return { partner: partner === '' ? null : partner, period }
}
const done = { validated: 0, decided: 0, faults: [] as { field: string | null; message: string }[] }

async function act(event: RequestEvent, work: (form: FormData, initiativeId: string) => Promise<Partial<typeof done>>) {
  const form = await event.request.formData()
  try {
    const outcome = { ...done, ...(await work(form, String(form.get('initiativeId') ?? ''))) }
    return outcome.faults.length > 0 ? fail(422, outcome) : outcome
  } catch (cause) {
    return fail(422, { ...done, faults: faultsOf(cause, event.locals.locale) })
  }
}

export const actions: Actions = {
  validate: (event) =>
    act(event, async (form, initiativeId) => {
      const forms = form.getAll(form.has('every') ? 'plain' : 'form').map((key) => formOf(String(key)))
      const { locale } = event.locals
      if (forms.length === 0) return { faults: [{ field: null, message: faultSentence('nothing_picked', locale) }] }
      const { results } = await call(event.fetch, reviewRoutes.validateForms, { params: { initiativeId }, body: { forms } })
      const faults = results.flatMap(({ index, code }) => {
        const { partner, period } = forms[index] ?? { partner: null, period: '' }
        const place = [partner, formatPeriod(locale, period)].filter((part) => part !== null).join(', ')
        return code === null ? [] : [{ field: null, message: translate('entry_fault_in', { row: place, message: faultSentence(code, locale) }, locale) }]
      })
      return { validated: results.reduce((sum, { count }) => sum + count, 0), faults }
    }),
  decide: (event) =>
    act(event, async (form, initiativeId) => {
      const [requestId = '', decision = ''] = String(form.get('decision') ?? '').split(' ')
      await call(event.fetch, revisionRoutes.decide, {
        params: { initiativeId, requestId },
        body: { decision: decision as 'approve' | 'refuse' | 'withdraw', note: String(form.get('note') ?? '').trim() },
      })
      return { decided: 1 }
    }),
}

import { error } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import { REVISION_REASONS, type RevisionReason } from '#shared/observations/life-cycle.ts'
import { revisionRoutes, type FigureChange } from '#shared/observations/revision-contract.ts'
import { addDays } from '#shared/values/calendar-date.ts'
import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { SentForm, sendBack, sendBackRefused } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { contentWord } from '#lib/features/observations/content-text.ts'
import { faultSentence } from '#lib/features/observations/fault-sentence.server.ts'
import { measureOf } from '#shared/progress/measure.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** The validated figure to change, as it stands. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const asked = (name: string) => event.url.searchParams.get(name) || undefined
  const query = { indicator: asked('indicator'), territory: asked('territory'), partner: asked('partner'), period: asked('period') }
  const [{ items }, { items: indicators }] = await Promise.all([
    read(event, observationRoutes.list, { params, query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) }),
    read(event, indicatorRoutes.list, { params, query: {} }),
  ])
  const category = asked('category') ?? 'TOTAL'
  const figure = items.find((one) => one.category === category && (one.partner ?? undefined) === query.partner)
  const current = indicators.find((one) => one.code === figure?.indicator)?.current
  if (figure === undefined || current === undefined) error(404, 'not_found', { code: 'not_found' })
  const measure = measureOf(current, locale)
  // What is validated can be reopened by the backbone until its period locks.
  const isLocked = hat.role === 'backbone' && figure.state === 'validated' && !figure.abilities.includes('reopen')
  return {
    id: figure.id,
    version: figure.version,
    name: localName(current.nameFr, current.nameEn, locale),
    place: [figure.territory, figure.category === 'TOTAL' ? null : figure.category, figure.partner, formatPeriod(locale, figure.period)]
      .filter((part) => part !== null)
      .join(' · '),
    kind: current.unitKind,
    hasParts: current.unitKind === 'ratio' && !current.partsUnknown && figure.value === null,
    factor: current.unitKind === 'ratio' && !current.partsUnknown && figure.value === null ? '1' : current.displayFactor,
    unit: measure.currencyCode ?? measure.unitLabel ?? '',
    currency: figure.currencyCode,
    rate: figure.fxRate,
    now: contentWord(figure, measure, locale),
    isPossible: figure.abilities.includes('request_revision'),
    lockedSince: isLocked ? formatDate(locale, addDays(figure.locksOn, 1)) : null,
    reasons: REVISION_REASONS.map((value) => ({ value, label: translate(`review_reason_${value}` as MessageKey, {}, locale) })),
  }
}

/** The new content as it was typed, in storage units. */
function changeOf(form: SentForm): FigureChange {
  const presence = form.text('presence') as FigureChange['presence']
  if (presence !== 'reported') return { presence, presenceReason: form.orNull('presenceReason') }
  const kind = form.text('kind')
  if (kind === 'milestone') return { presence, boolValue: form.text('boolValue') === 'yes', achievedOn: form.orNull('achievedOn') }
  if (form.text('hasParts') === '1') return { presence, numerator: form.decimal('numerator'), denominator: form.decimal('denominator') }
  const value = form.decimal('value', form.text('factor') || '1')
  if (kind === 'currency') return { presence, amountOriginal: value, currencyCode: form.orNull('currency'), fxRate: form.orNull('rate') }
  return { presence, value, ...(kind === 'mean' || kind === 'index' ? { sampleN: form.decimal('sampleN') } : {}) }
}

export const actions: Actions = {
  default: async (event) => {
    const form = new SentForm(await event.request.formData())
    const { locale } = event.locals
    const note = form.required('note')
    const figure = changeOf(form)
    if (form.faults.length > 0) return sendBack('ask', form)
    try {
      await call(event.fetch, revisionRoutes.create, {
        params: { initiativeId: form.text('initiativeId') },
        body: { observationId: form.text('id'), version: form.version(), figure, reason: form.text('reason') as RevisionReason, note },
      })
      return { part: 'ask', faults: [], values: {} as Record<string, string>, isSent: true }
    } catch (cause) {
      // Faults of a value have the same words as in the entry form.
      if (cause instanceof ApiProblem && cause.errors.some(({ pointer }) => pointer.startsWith('/figure/'))) {
        for (const { pointer, code } of cause.errors) form.refuse(pointer.split('/').at(-1) ?? null, faultSentence(code, locale))
        return sendBack('ask', form)
      }
      return sendBackRefused('ask', form, cause, locale)
    }
  },
}

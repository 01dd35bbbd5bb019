import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes, type IndicatorVersion } from '#shared/indicators/contract.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { proposalRoutes } from '#shared/targets/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText, formatDate, formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { RequestEvent } from '@sveltejs/kit'
import { read } from '#lib/api/read.server.ts'
import { periodChoices } from '#lib/features/settings/periods.ts'
import { baselineFigure, baselineLine, pointLine, proposalView, type Writing } from '#lib/features/settings/target-views.ts'
import { localName } from '#lib/state/local-name.ts'

/** Places offered one by one; the others come with the import of a file. */
const PLACES = 300

type LoadEvent = Parameters<typeof read>[0] & Pick<RequestEvent, 'locals' | 'url'>

/** Starting points, targets and proposals of an indicator in words: who decided, when, why, and what it replaced. */
export async function readTargets(
  event: LoadEvent,
  initiative: { readonly id: string },
  code: string,
  { inCircle, measureOf }: { readonly inCircle: boolean; readonly measureOf: (version: IndicatorVersion, locale: Locale) => Measure },
) {
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const ofIndicator = { ...params, indicator: code }
  const [indicator, { items: proposals }, history, { items: territories }, { items: partners }, settings] = await Promise.all([
    read(event, indicatorRoutes.read, { params: ofIndicator }),
    // What is only proposed is the circle's.
    inCircle ? read(event, proposalRoutes.list, { params: ofIndicator }) : { items: [] },
    read(event, definitionRoutes.history, { params: ofIndicator }),
    read(event, territoryRoutes.list, { params, query: {} }),
    inCircle ? read(event, partnerRoutes.list, { params, query: {} }) : { items: [] },
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
  type Decided = Pick<(typeof indicator.targetPoints)[number], 'decision' | 'decidedBy' | 'decidedOn' | 'reasonFr' | 'reasonEn' | 'setBy'>
  const whyOf = (one: Decided, replaced: string | null) => {
    const parts = [
      one.decision,
      one.decidedBy === null ? null : m.targets_decided_by_who({ who: one.decidedBy }),
      one.decidedOn === null ? null : m.targets_decided_day({ date: formatDate(locale, one.decidedOn) }),
      said(one.reasonFr, one.reasonEn),
      replaced === null ? null : m.targets_replaced({ line: replaced }),
      one.setBy === null ? null : m.targets_recorded_by({ who: one.setBy }),
    ]
    return parts.filter((part) => part !== null && part !== '').join(' · ') || null
  }
  const lineOf = new Map(indicator.targetPoints.map((one) => [one.id, pointLine(one, writing)]))
  const endOf = (reason: string | null, by: string | null) =>
    [reason === null || reason === '' ? null : m.targets_superseded_why({ reason }), by === null ? null : m.targets_superseded_by({ who: by })]
      .filter((part) => part !== null)
      .join(' · ') || null
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
      proposes: indicator.abilities.propose,
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
        isHidden: one.mask === 'masked',
        figure: baselineFigure(one, writing),
        why: whyOf(one, null),
      })),
    targets: own
      .filter((one) => one.supersededOn === null && one.versionNumber === current.number)
      .map((one) => ({
        id: one.id,
        scope: one.scope,
        where: one.territoryCode === null ? null : writing.place(one.territoryCode),
        period: formatPeriod(locale, one.periodCode),
        figure: writing.figure(one.value),
        why: whyOf(one, one.replacesId === null ? null : (lineOf.get(one.replacesId) ?? null)),
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
        why: [whyOf(one, null), endOf(said(one.supersededReasonFr, one.supersededReasonEn), one.supersededBy)],
        isLate: one.loweredLate,
      })),
    formerBaselines: history.baselines.map((one, index) => ({
      key: String(index),
      line: baselineLine(one, writing),
      until: m.targets_until({ date: formatDate(locale, one.replacedOn) }),
      why: [
        whyOf({ ...one, reasonFr: one.setReasonFr, reasonEn: one.setReasonEn, setBy: null }, null),
        endOf(said(one.reasonFr, one.reasonEn), one.replacedBy),
      ],
      isLate: false,
    })),
  }
}

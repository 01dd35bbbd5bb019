import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { TargetProposal } from '#shared/targets/contract.ts'
import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** How figures and places of an indicator are written for this reader. */
export interface Writing {
  readonly locale: Locale
  readonly figure: (text: string) => string
  readonly place: (code: string) => string
  readonly partner: (code: string) => string
}

type Point = Pick<IndicatorDetail['targetPoints'][number], 'scope' | 'category' | 'periodCode' | 'value'> & {
  readonly territoryCode?: string | null | undefined
}
interface Baseline {
  readonly territoryCode: string
  readonly periodCode?: string | null | undefined
  readonly value?: string | null | undefined
  readonly numerator?: string | null | undefined
  readonly denominator?: string | null | undefined
  readonly isPending?: boolean
  readonly mask?: 'none' | 'masked'
}

/** « 65 % · 2026-T4 · toute la démarche » */
export function pointLine(point: Point, { locale, figure, place }: Writing): string {
  const where = point.scope === 'each' ? m.indicators_each_place() : point.territoryCode == null ? m.indicators_whole() : place(point.territoryCode)
  return [figure(point.value), formatPeriod(locale, point.periodCode), where, ...(point.category === 'TOTAL' ? [] : [point.category])].join(' · ')
}

export function baselineFigure(baseline: Baseline, { figure }: Writing): string {
  if (baseline.isPending === true) return m.indicators_pending()
  if (baseline.mask === 'masked') return m.presence_masked_short()
  if (baseline.value != null) return figure(baseline.value)
  return baseline.numerator != null && baseline.denominator != null
    ? m.indicators_parts({ numerator: baseline.numerator, denominator: baseline.denominator })
    : ''
}

export function baselineLine(baseline: Baseline, writing: Writing): string {
  const period = baseline.periodCode == null ? [] : [formatPeriod(writing.locale, baseline.periodCode)]
  return [baselineFigure(baseline, writing), ...period, writing.place(baseline.territoryCode)].join(' · ')
}

export interface ProposalView {
  readonly id: string
  readonly version: number
  readonly state: TargetProposal['state']
  readonly title: string
  readonly by: string
  readonly lines: readonly string[]
  /** Points that stand and would be replaced. */
  readonly dropped: readonly string[]
  readonly reason: string
  readonly decision: string | null
  readonly answer: string | null
  readonly mayAnswer: boolean
  readonly mayWithdraw: boolean
}

const nameOf = (point: Point) => [point.scope, point.territoryCode ?? '', point.category, point.periodCode, point.value].join(' ')

/** A proposal in words: what would hold, what it would replace, who asks and why. */
export function proposalView(proposal: TargetProposal, detail: IndicatorDetail, writing: Writing): ProposalView {
  const { locale } = writing
  const standing = detail.targetPoints.filter((one) => one.versionNumber === proposal.versionNumber && one.supersededOn === null && one.partnerCode === null)
  const proposed = new Set(proposal.points.map(nameOf))
  const who = [proposal.proposedBy ?? m.versions_somebody(), ...(proposal.partnerCode === null ? [] : [writing.partner(proposal.partnerCode)])].join(', ')
  const decidedOn = proposal.decidedOn === null ? [] : [formatDate(locale, proposal.decidedOn)]
  const decidedBy = proposal.decidedBy === null ? [] : [m.targets_decided_by_who({ who: proposal.decidedBy })]
  const decision = [...(proposal.decision === null ? [] : [proposal.decision]), ...decidedBy, ...decidedOn]
  return {
    id: proposal.id,
    version: proposal.version,
    state: proposal.state,
    title: proposal.kind === 'baselines' ? m.targets_proposed_baselines() : m.targets_proposed_targets(),
    by: m.targets_proposed_by({ who, date: formatDate(locale, proposal.proposedOn) }),
    lines: proposal.kind === 'baselines' ? proposal.baselines.map((one) => baselineLine(one, writing)) : proposal.points.map((one) => pointLine(one, writing)),
    dropped:
      proposal.kind === 'targets' && proposal.state === 'proposed'
        ? standing.filter((one) => !proposed.has(nameOf(one))).map((one) => pointLine(one, writing))
        : [],
    reason: (locale === 'en' ? proposal.reasonEn : null) ?? proposal.reasonFr,
    decision: decision.length === 0 ? null : m.targets_decided({ decision: decision.join(', ') }),
    answer: proposal.answer,
    mayAnswer: proposal.abilities.answer,
    mayWithdraw: proposal.abilities.withdraw,
  }
}

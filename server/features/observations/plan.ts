import { isNeverAggregated } from '#shared/indicators/definition.ts'
import { refusalOf, type ObservationState } from '#shared/observations/life-cycle.ts'
import { checkFigure, type GivenFigure } from '#shared/observations/value.ts'
import type { FigureRulesRow } from '#server/features/indicators/service.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { mayAskRevision, mayTakeOver } from './access.ts'
import { isSameContent } from './content.ts'
import { conflictWith, contentOf, rejected, rulesOf, type FigureOutcome, type ResolvedFigure } from './figures.ts'
import { isOwnDraft } from './left-behind.ts'
import type { StoredFigure } from './queries.ts'

export type Origin = 'partner' | 'backbone' | 'import'

/** What figures refer to, by id. */
export interface KnownReferences {
  readonly versions: ReadonlyMap<string, FigureRulesRow>
  readonly periodStarts: ReadonlyMap<string, string>
  readonly partners: ReadonlyMap<string, { readonly leftOn: string | null }>
}

/** What the checks of one write read, looked up once. */
export interface SoundFacts extends KnownReferences {
  readonly actor: Actor
  readonly origin: Origin
}

/** The same, with what planning needs beside what stands. */
export interface PlanFacts extends SoundFacts {
  /** Partners for whom nobody of their own can type: the backbone replaces what they left. */
  readonly unattended: ReadonlySet<string>
}

const RANK: Readonly<Record<ObservationState, number>> = { draft: 0, returned: 0, submitted: 1, validated: 2, published: 3 }

/** The figure in canonical form, or why it may not be written whatever stands. */
export function soundFigure(facts: SoundFacts, figure: ResolvedFigure): ResolvedFigure | FigureOutcome {
  const { actor } = facts
  const version = facts.versions.get(figure.versionId)
  const startsOn = facts.periodStarts.get(figure.periodId)
  const partner = figure.partnerId === null ? null : facts.partners.get(figure.partnerId)
  if (version === undefined) return rejected('unknown_reference', 'indicator')
  if (startsOn === undefined) return rejected('unknown_reference', 'period')
  if (partner === undefined) return rejected('unknown_reference', 'partner')
  if (actor.role === 'partner_contributor' ? figure.partnerId !== actor.partnerId : actor.role !== 'backbone') return rejected('partner_not_yours', 'partner')
  // A contributor of a partner that left reads only; nobody types for a period that began after it left.
  if (partner?.leftOn != null && (startsOn > partner.leftOn || (actor.role === 'partner_contributor' && partner.leftOn < actor.today)))
    return rejected('partner_left', 'partner')
  // A figure entered directly replaces everybody's: the backbone decides that, except where nothing is ever added up.
  if (figure.isDirectTotal && actor.role === 'partner_contributor' && !isNeverAggregated(version)) return rejected('not_allowed', 'isDirectTotal')
  const checked = checkFigure(figure as GivenFigure, rulesOf(version, actor.initiative.currencyCode), {
    today: actor.today,
    hasPartner: figure.partnerId !== null,
    reasonRequired: facts.origin !== 'import',
  })
  if (!checked.ok) {
    const [fault] = checked.faults
    return rejected(fault?.code ?? 'value_required', fault?.field ?? null)
  }
  const { seenVersion } = figure
  return {
    ...figure,
    ...checked.figure,
    comment: figure.comment === '' ? null : figure.comment,
    isDirectTotal: figure.isDirectTotal || isNeverAggregated(version),
    ...(seenVersion === undefined ? {} : { seenVersion }),
  }
}

/** Why a stored figure may not be replaced; null when it may. */
function refusalToReplace(facts: PlanFacts, stored: StoredFigure, target: ObservationState): string | null {
  if (stored.state === 'published') return 'observation_published'
  if (facts.origin === 'import') {
    // An official source that corrects itself replaces its figure; anybody else's is given back first.
    if (stored.state === 'validated') return stored.partnerId === null && facts.actor.role === 'backbone' && target === 'validated' ? null : 'move_not_allowed'
    return facts.actor.role === 'backbone' && stored.origin === 'partner' ? 'move_not_allowed' : null
  }
  if (facts.origin === 'backbone' && stored.origin === 'partner' && !mayTakeOver(facts.actor, stored, facts.unattended)) return 'move_not_allowed'
  return refusalOf('edit', stored.state)
}

/** What a sound figure does to what stands; `ask`: two people change that now, the file only asks (domain 3.12). */
export type Plan =
  | { readonly kind: 'create' }
  | { readonly kind: 'replace'; readonly stored: StoredFigure }
  | { readonly kind: 'ask'; readonly stored: StoredFigure }
  | { readonly kind: 'nothing'; readonly outcome: FigureOutcome }

/** A stored figure with the content of another: what a request for a change may carry, its flags and comment staying. */
export function withFigureOf(stored: StoredFigure, figure: ResolvedFigure): ResolvedFigure {
  const { flags, comment, isDirectTotal } = stored
  return { ...figure, flags, comment, isDirectTotal }
}

/** @param isLocked the stored figure's period locked (domain 3.12) */
export function planFigure(facts: PlanFacts, figure: ResolvedFigure, stored: StoredFigure | undefined, target: ObservationState, isLocked = false): Plan {
  const nothing = (outcome: FigureOutcome): Plan => ({ kind: 'nothing', outcome })
  if (stored === undefined) return (figure.seenVersion ?? 0) > 0 ? nothing(conflictWith(undefined)) : { kind: 'create' }
  // A draft left behind is written over unseen: nothing of it is told, not even that it says the same.
  if (facts.origin === 'backbone' && isOwnDraft(stored) && mayTakeOver(facts.actor, stored, facts.unattended))
    return (figure.seenVersion ?? 0) > 0 ? nothing(conflictWith(undefined)) : { kind: 'replace', stored }
  const isSame = JSON.stringify(contentOf(figure)) === JSON.stringify(contentOf(stored)) && RANK[stored.state] >= RANK[target]
  if (isSame) return nothing({ outcome: 'unchanged', code: null, field: null, version: stored.version, state: stored.state })
  if (figure.seenVersion !== undefined && figure.seenVersion !== stored.version) return nothing(conflictWith(stored))
  if (facts.origin === 'import' && (stored.state === 'published' || (stored.state === 'validated' && isLocked))) {
    const isDetail = isSameContent(contentOf(withFigureOf(stored, figure)), contentOf(stored))
    if (!isDetail && mayAskRevision(facts.actor, stored)) return { kind: 'ask', stored }
    return nothing({ ...rejected(isLocked ? 'period_locked' : 'observation_published'), version: stored.version, state: stored.state })
  }
  const refusal = refusalToReplace(facts, stored, target)
  if (refusal !== null) return nothing({ ...rejected(refusal), version: stored.version, state: stored.state })
  return { kind: 'replace', stored }
}

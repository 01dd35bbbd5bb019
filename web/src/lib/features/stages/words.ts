import { m } from '#shared/i18n/paraglide/messages.js'
import { ENGAGEMENTS, STAGE_CODES } from '#shared/stages/stages.ts'

export const STAGE_WORDS = {
  portrait: m.stages_portrait,
  diagnosis: m.stages_diagnosis,
  shared_vision: m.stages_shared_vision,
  prioritisation: m.stages_prioritisation,
  governance_planning: m.stages_governance_planning,
  implementation: m.stages_implementation,
  monitoring: m.stages_monitoring,
  evaluation: m.stages_evaluation,
} as const
export const BREADTH_WORDS = { broad: m.stages_breadth_broad, targeted: m.stages_breadth_targeted } as const
export const ENGAGEMENT_WORDS = {
  none: m.stages_engagement_none,
  informed: m.stages_engagement_informed,
  active: m.stages_engagement_active,
  intense: m.stages_engagement_intense,
} as const

export const stageOptions = () => STAGE_CODES.map((value) => ({ value, label: STAGE_WORDS[value]() }))
export const engagementOptions = () => ENGAGEMENTS.map((value) => ({ value, label: ENGAGEMENT_WORDS[value]() }))

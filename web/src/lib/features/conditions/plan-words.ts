import { Lever } from '#shared/activities/contract.ts'
import { DEPTHS, MOMENTS } from '#shared/activities/participation.ts'
import { ADOPTION_STATES } from '#shared/practices/adoption.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

export const LEVERS = Lever.options
export const LEVER_WORDS = {
  training: m.plan_lever_training,
  service: m.plan_lever_service,
  advocacy: m.plan_lever_advocacy,
  funding: m.plan_lever_funding,
  regulation: m.plan_lever_regulation,
  communication: m.plan_lever_communication,
} as const

export const MOMENT_WORDS = { design: m.plan_moment_design, delivery: m.plan_moment_delivery, evaluation: m.plan_moment_evaluation } as const
export const DEPTH_WORDS = {
  informed: m.plan_depth_informed,
  consulted: m.plan_depth_consulted,
  co_decided: m.plan_depth_co_decided,
  led: m.plan_depth_led,
} as const
export const ADOPTION_WORDS = {
  not_started: m.plan_adoption_not_started,
  trying: m.plan_adoption_trying,
  adopted: m.plan_adoption_adopted,
  not_applicable: m.plan_adoption_not_applicable,
} as const

const options = <Key extends string>(keys: readonly Key[], words: Readonly<Record<Key, () => string>>) =>
  keys.map((value) => ({ value, label: words[value]() }))
export const momentOptions = () => options(MOMENTS, MOMENT_WORDS)
export const depthOptions = () => options(DEPTHS, DEPTH_WORDS)
export const adoptionOptions = () => options(ADOPTION_STATES, ADOPTION_WORDS)
export const leverOptions = () => options(LEVERS, LEVER_WORDS)

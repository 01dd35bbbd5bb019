import type { MODULES_OF, Module } from '#shared/initiatives/modules.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** What a module is called in the menus, what it is for, and its page below the initiative's own. */
export const MODULE_WORDS: Readonly<Record<Module, { name: () => string; use: () => string; path: string }>> = {
  governance: { name: m.governance_title, use: m.modules_governance, path: '/governance' },
  responsibilities: { name: m.plan_nav_who, use: m.modules_responsibilities, path: '/conditions/activities/who' },
  reinforcing_links: { name: m.plan_nav_links, use: m.modules_reinforcing_links, path: '/conditions/activities/links' },
  practices: { name: m.plan_nav_practices, use: m.modules_practices, path: '/conditions/activities/practices' },
  participation: { name: m.plan_nav_participation, use: m.modules_participation, path: '/conditions/activities/participation' },
  priorities: { name: m.plan_nav_priorities, use: m.modules_priorities, path: '/conditions/activities/priorities' },
  stages: { name: m.stages_nav, use: m.modules_stages, path: '/conditions/activities/stages' },
  meeting_series: { name: m.meetings_series_title, use: m.modules_meeting_series, path: '/conditions/communication/series' },
  wins: { name: m.wins_title, use: m.modules_wins, path: '/conditions/communication/wins' },
  assessments: { name: m.assessments_conditions_link, use: m.modules_assessments, path: '/assessments' },
  joining: { name: m.joining_nav, use: m.modules_joining, path: '/partners/joining' },
}

/** Where somebody switches modules of a condition. @param root address of the initiative */
export const modulesHref = (root: string, condition: keyof typeof MODULES_OF): string => `${root}/conditions/${condition}#modules`

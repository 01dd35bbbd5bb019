import { z } from 'zod'

/** Modules by the condition whose page switches them on (D41); what a goal or a figure cannot do without is no module. */
export const MODULES_OF = {
  agenda: ['governance'],
  activities: ['responsibilities', 'reinforcing_links', 'practices', 'participation', 'priorities', 'stages'],
  measurement: [],
  communication: ['meeting_series', 'wins'],
  backbone: ['assessments', 'joining'],
} as const

export const MODULES = Object.values(MODULES_OF).flat()
export type Module = (typeof MODULES)[number]
export const Module = z.enum(MODULES as [Module, ...Module[]]).meta({ id: 'Module' })

/** The modules with one switched on or off, each once, in the order of the conditions. */
export function withModule(modules: readonly Module[], module: Module, isOn: boolean): Module[] {
  return MODULES.filter((one) => (one === module ? isOn : modules.includes(one)))
}

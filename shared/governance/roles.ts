import { lastsOn } from './leadership.ts'

/** What somebody must do for the whole (S26): without a holder, each is named as uncovered. */
export const STANDING_ROLES = ['facilitation', 'communication', 'follow_up', 'media'] as const
export type StandingRole = (typeof STANDING_ROLES)[number]

/** Offices that statutes ask for: a formal initiative has them (S07). */
export const OFFICES = ['chair', 'vice_chair', 'secretary', 'treasurer'] as const

export const ROLE_NAMES = [...STANDING_ROLES, 'other', ...OFFICES] as const
export type RoleName = (typeof ROLE_NAMES)[number]

export function isOffice(role: RoleName): boolean {
  return (OFFICES as readonly string[]).includes(role)
}

/** Standing roles that nobody holds on a day, in their usual order. */
export function uncoveredRoles(holdings: readonly { role: RoleName; validFrom: string; validTo: string | null }[], day: string): StandingRole[] {
  return STANDING_ROLES.filter((role) => !holdings.some((one) => one.role === role && lastsOn(one, day)))
}

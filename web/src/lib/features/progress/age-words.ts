import { m } from '#shared/i18n/paraglide/messages.js'

/** How long ago a figure's period ended: months up to two years, then years. */
export function ageText(months: number): string {
  return months < 24 ? m.progress_age_months({ count: months }) : m.progress_age_years({ count: Math.floor(months / 12) })
}

export const PACE_WORDS = { ahead: m.progress_pace_ahead, on_pace: m.progress_pace_on, behind: m.progress_pace_behind } as const

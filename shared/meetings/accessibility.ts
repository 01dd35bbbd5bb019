import { z } from 'zod'

/** What lets people take part (S36). */
export const AccessibilityMeasure = z
  .enum(['hybrid_link', 'interpretation', 'childcare', 'transport', 'venue_access', 'schedule', 'plain_language', 'allowance'])
  .meta({ id: 'AccessibilityMeasure' })
export type AccessibilityMeasure = z.infer<typeof AccessibilityMeasure>

export const AccessibilityProvided = z.strictObject({ measure: AccessibilityMeasure, detail: z.string().nullable() }).meta({ id: 'AccessibilityProvided' })
export type AccessibilityProvided = z.infer<typeof AccessibilityProvided>

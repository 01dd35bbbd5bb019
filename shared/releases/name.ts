import { z } from 'zod'

/** A release as it is cited beside a figure. */
export const ReleaseName = z
  .strictObject({ number: z.int(), name: z.string(), edition: z.int(), isPreliminary: z.boolean(), builtAt: z.string(), isLatest: z.boolean() })
  .meta({ id: 'ReleaseName' })
export type ReleaseName = z.infer<typeof ReleaseName>

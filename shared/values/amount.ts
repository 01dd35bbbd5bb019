import { z } from 'zod'

/** An amount in the initiative's currency, or a number of hours, as text. */
export const Amount = z.string().regex(/^\d{1,12}(\.\d{1,2})?$/)

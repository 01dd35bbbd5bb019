import { z } from 'zod'
import { initiativeParams } from '#shared/territories/contract.ts'

export const IndicatorCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/)
/** An exact decimal as text: `-12.5`, never an exponent. */
export const DecimalText = z
  .string()
  .regex(/^-?\d{1,15}(\.\d{1,15})?$/)
  .meta({ id: 'DecimalText' })
export const text = z.string().trim().max(4000)
export const textFr = text.min(1)

export const indicatorParams = initiativeParams.extend({ indicator: IndicatorCode })

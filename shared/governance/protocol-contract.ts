import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { base, nullable, text } from './contract.ts'

/** What the coalition does when its members disagree, agreed before they do (S42). */
export const ConflictProtocol = z
  .strictObject({
    /** One step a line. */
    stepsFr: z.string(),
    stepsEn: nullable,
    contact: z.string(),
    thirdParty: nullable,
    timeLimitsFr: nullable,
    timeLimitsEn: nullable,
    adoptedOn: nullable,
    version: z.int(),
  })
  .meta({ id: 'ConflictProtocol' })
export type ConflictProtocol = z.infer<typeof ConflictProtocol>

export const protocolRoutes = {
  read: route({
    id: 'governance.protocol',
    method: 'GET',
    path: `${base}/conflict-protocol`,
    summary: 'The conflict protocol (S42)',
    params: initiativeParams,
    response: z.strictObject({ protocol: ConflictProtocol.nullable(), activationReason: nullable, abilities: z.strictObject({ edit: z.boolean() }) }),
  }),
  save: route({
    id: 'governance.saveProtocol',
    method: 'PUT',
    path: `${base}/conflict-protocol`,
    summary: 'Write or adopt the conflict protocol (If-Match once there is one)',
    params: initiativeParams,
    body: z.strictObject({
      stepsFr: text.min(1),
      stepsEn: text.nullish(),
      contact: text.min(1).max(300),
      thirdParty: text.max(300).nullish(),
      timeLimitsFr: text.max(1000).nullish(),
      timeLimitsEn: text.max(1000).nullish(),
      adoptedOn: z.iso.date().nullish(),
    }),
    response: ConflictProtocol,
  }),
}

import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { makeLink } from '#server/features/accounts/service.ts'
import { mailLink } from '#server/features/notifications/service.ts'
import type { MailDeps } from '#server/app.ts'
import { saveLevels, saveTerritories } from '#server/features/territories/service.ts'
import { audit } from '#server/platform/audit.ts'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import type { Session } from '#server/platform/http/actor.ts'
import { dateOf } from '#shared/i18n/format.ts'
import type { InitiativeInput } from '#shared/initiatives/contract.ts'
import { OWN_PLACE, presetLevels } from '#shared/territories/presets.ts'
import { seedExample } from '#server/tools/seed-demo.ts'
import { ensurePerson, hostPartner, insertHat, linkPerson } from './hat-queries.ts'
import { insertInitiative, orSlugTaken, plainWriter } from './queries.ts'
import { requireTimeZone } from './service.ts'

export interface CreationDeps {
  readonly trx: Trx
  readonly authPool: Pool
  readonly session: Session
  readonly now: Date
  readonly mail: MailDeps
}

/**
 * Makes an initiative, empty with its levels or as a copy of the example, and its lead: whoever creates it, or
 * somebody who gets an invitation.
 * @throws already_exists (slug), unknown_reference (time zone)
 */
export async function createInitiative({ trx, authPool, session, now, mail }: CreationDeps, input: InitiativeInput) {
  const id = randomUUID()
  const hatId = randomUUID()
  const lead = input.lead ?? null
  const context = { initiativeId: id, actorId: session.userId, role: 'backbone', partnerId: null, commitment: false }
  await setContext(trx, context)
  await requireTimeZone(trx, input.timeZone)
  if (input.start === 'empty') await insertInitiative(trx, id, input)
  else {
    await orSlugTaken(() =>
      seedExample(plainWriter(trx), {
        initiativeId: id,
        slug: input.slug,
        nameFr: input.nameFr,
        nameEn: input.nameEn ?? null,
        coordinationId: lead === null ? session.userId : randomUUID(),
        now,
      }),
    )
    await setContext(trx, context)
  }
  const doer = {
    userId: session.userId,
    hatId: lead === null ? hatId : null,
    role: lead === null ? ('backbone' as const) : null,
    partnerId: null,
    initiative: { id },
  }
  const email = (lead?.email ?? session.email).toLowerCase()
  const personId = await ensurePerson(trx, id, { userId: null, name: lead?.name ?? session.name, email })
  if (lead === null) await linkPerson(trx, id, personId, session.userId)
  await insertHat(trx, id, {
    id: hatId,
    personId,
    userId: lead === null ? session.userId : null,
    role: 'backbone',
    isLead: true,
    partnerId: await hostPartner(trx, id),
    organizationId: null,
    startsOn: null,
    endsOn: null,
  })
  await audit(trx, doer, { action: 'initiative.create', objectType: 'initiative', objectId: id, details: { preset: input.preset, start: input.start } }, now)
  if (input.start === 'empty') {
    await saveLevels(trx, doer, now, presetLevels(input.preset))
    if (input.preset === 'sectors') {
      const place = { ...OWN_PLACE, nameFr: input.placeName || input.nameFr }
      await saveTerritories(trx, { ...doer, today: dateOf(now.toISOString(), input.timeZone) }, now, { items: [place], topCode: place.code })
    }
  }
  if (lead === null) return { id, slug: input.slug, link: null, expiresAt: null }
  const made = await makeLink(authPool, { kind: 'invitation', email, initiativeId: id, roleAssignmentId: hatId, createdBy: session.userId }, now)
  await mailLink(trx, mail, { kind: 'invitation', email, locale: session.locale, secret: made.secret, initiativeId: id, hatId }, now)
  return { id, slug: input.slug, link: `/${session.locale}/links/${made.secret}`, expiresAt: made.expiresAt.toISOString() }
}

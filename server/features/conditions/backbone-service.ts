import { coveredFunctions, holdsOn, type Dated } from '#shared/conditions/backbone.ts'
import type {
  Backbone,
  BackboneFunction,
  BackboneFunctionChange,
  BackboneFunctionInput,
  BackboneProfile,
  BackboneProfileChange,
  BackboneProfileInput,
  BackboneReviewInput,
} from '#shared/conditions/contract.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { isInCircle, mayDecide, mayReview } from './access.ts'
import {
  closeProfilesBefore,
  functionForUpdate,
  insertFunction,
  insertProfile,
  insertReview,
  listFunctions,
  listLastReviews,
  listProfiles,
  profileForUpdate,
  updateFunction,
  updateProfile,
} from './backbone-queries.ts'
import { partnerIdOf } from './references-service.ts'

/** Functions with who holds them and how the holder sees them; a review is for the circle (S75). */
async function shownFunctions(trx: Trx, actor: Actor): Promise<BackboneFunction[]> {
  const rows = await listFunctions(trx, actor.initiative.id)
  const reviews = isInCircle(actor) ? await listLastReviews(trx, actor.initiative.id) : []
  return rows.map((row) => {
    const review = reviews.find(({ functionId }) => functionId === row.id)
    const { partnerId, ...shown } = row
    return {
      ...shown,
      isCurrent: holdsOn(row, actor.today),
      review: review === undefined ? null : { standing: review.standing, note: review.note, reviewedOn: review.reviewedOn },
      abilities: { review: holdsOn(row, actor.today) && mayReview(actor, partnerId) },
    }
  })
}

/** The backbone today and before: several organisations may share its functions (S74, S75). */
export async function readBackbone(trx: Trx, actor: Actor): Promise<Backbone> {
  const functions = await shownFunctions(trx, actor)
  return {
    profiles: await listProfiles(trx, actor.initiative.id),
    functions,
    ...coveredFunctions(functions, actor.today),
    abilities: { edit: mayDecide(actor) },
  }
}

function requireOrder({ validFrom, validTo }: Dated): void {
  if (validTo !== null && validTo < validFrom) throw problem('dates_reversed', {}, [{ pointer: '/validTo', code: 'dates_reversed' }])
}

async function readProfile(trx: Trx, actor: Actor, id: string): Promise<BackboneProfile> {
  return (await listProfiles(trx, actor.initiative.id)).find((row) => row.id === id) as BackboneProfile
}

async function readFunction(trx: Trx, actor: Actor, id: string): Promise<BackboneFunction> {
  return (await shownFunctions(trx, actor)).find((one) => one.id === id) as BackboneFunction
}

/** Describes the backbone from a day on; what held until then ends the day before. @throws dates_reversed */
export async function addProfile(trx: Trx, actor: Actor, input: BackboneProfileInput, now: Date): Promise<BackboneProfile> {
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  await closeProfilesBefore(trx, actor.initiative.id, input.validFrom)
  const id = await insertProfile(trx, actor.initiative.id, input, actor.initiative.currencyCode)
  await audit(trx, actor, { action: 'backbone.describe', objectType: 'backbone_profile', objectId: id }, now)
  return readProfile(trx, actor, id)
}

/** @throws not_found, version_stale, dates_reversed */
export async function changeProfile(trx: Trx, actor: Actor, id: string, input: BackboneProfileChange, expected: number, now: Date): Promise<BackboneProfile> {
  const row = await profileForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  requireOrder({ validFrom: input.validFrom ?? row.validFrom, validTo: input.validTo === undefined ? row.validTo : input.validTo })
  await updateProfile(trx, actor.initiative.id, id, input)
  await audit(trx, actor, { action: 'backbone.change', objectType: 'backbone_profile', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readProfile(trx, actor, id)
}

function requireHolder(partnerId: string | null | undefined, holderName: string | null | undefined): void {
  if ((partnerId ?? null) === null && (blankToNull(holderName) ?? null) === null)
    throw problem('invalid_request', {}, [{ pointer: '/partnerCode', code: 'required' }])
}

/** Names who holds a function, a partner or a person. @throws unknown_reference, dates_reversed, invalid_request (nobody named) */
export async function addFunction(trx: Trx, actor: Actor, input: BackboneFunctionInput, now: Date): Promise<BackboneFunction> {
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  const partnerId = await partnerIdOf(trx, actor, input.partnerCode)
  requireHolder(partnerId, input.holderName)
  const id = await insertFunction(trx, actor.initiative.id, {
    function: input.function,
    partner_id: partnerId,
    holder_name: input.holderName,
    deputy_name: input.deputyName,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  await audit(trx, actor, { action: 'backbone.name_holder', objectType: 'backbone_function', objectId: id, details: { function: input.function } }, now)
  return readFunction(trx, actor, id)
}

/** @throws not_found, version_stale, unknown_reference, dates_reversed, invalid_request (nobody named) */
export async function changeFunction(
  trx: Trx,
  actor: Actor,
  id: string,
  input: BackboneFunctionChange,
  expected: number,
  now: Date,
): Promise<BackboneFunction> {
  const row = await functionForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  requireOrder({ validFrom: input.validFrom ?? row.validFrom, validTo: input.validTo === undefined ? row.validTo : input.validTo })
  const partnerId = await partnerIdOf(trx, actor, input.partnerCode)
  requireHolder(partnerId === undefined ? row.partnerId : partnerId, input.holderName === undefined ? row.holderName : input.holderName)
  await updateFunction(trx, actor.initiative.id, id, {
    function: input.function,
    partner_id: partnerId,
    holder_name: input.holderName,
    deputy_name: input.deputyName,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  await audit(trx, actor, { action: 'backbone.change_holder', objectType: 'backbone_function', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readFunction(trx, actor, id)
}

/**
 * The holder reviews what it holds, today; former reviews stay. The backbone notes what it was told.
 * @throws not_found (nobody's, another partner's, or no longer held)
 */
export async function addReview(trx: Trx, actor: Actor, id: string, input: BackboneReviewInput, now: Date): Promise<BackboneFunction> {
  const row = (await shownFunctions(trx, actor)).find((one) => one.id === id)
  if (row === undefined || !row.abilities.review) throw problem('not_found')
  await insertReview(trx, actor.initiative.id, {
    functionId: id,
    partnerId: actor.role === 'backbone' ? null : actor.partnerId,
    standing: input.standing,
    note: blankToNull(input.note) ?? null,
    reviewedOn: actor.today,
    recordedAt: now,
  })
  await audit(trx, actor, { action: 'backbone.review', objectType: 'backbone_function', objectId: id, details: { standing: input.standing } }, now)
  return readFunction(trx, actor, id)
}

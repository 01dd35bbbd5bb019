import type { LeadershipInput, LeadershipModel } from '#shared/governance/contract.ts'
import { lastsOn, termsAround } from '#shared/governance/leadership.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayEdit } from './access.ts'
import { listBodyRows } from './bodies-queries.ts'
import { closeModelsBefore, insertModel, listModelRows, listTermRows, modelForUpdate, replaceTerms, updateModel } from './leadership-queries.ts'
import { listPartnerNames } from './references-queries.ts'
import { idIn, partnerIdOf, refuseMissing, requireOrder } from './references.ts'

/** How the coalition is led, now and before; who holds a rotating leadership follows the domain's day (S24). */
export async function readLeadership(trx: Trx, actor: Actor): Promise<{ items: LeadershipModel[]; abilities: { edit: boolean } }> {
  const models = await listModelRows(trx, actor.initiative.id)
  const terms = await listTermRows(trx, actor.initiative.id)
  return {
    items: models.map((model) => {
      const calendar = terms.filter((term) => term.modelId === model.id).map(({ modelId: _model, ...term }) => term)
      const { current, next } = termsAround(calendar, actor.today)
      return { ...model, isCurrent: lastsOn(model, actor.today), terms: calendar, currentTerm: current, nextTerm: next }
    }),
    abilities: { edit: mayEdit(actor) },
  }
}

async function readModel(trx: Trx, actor: Actor, id: string): Promise<LeadershipModel> {
  return (await readLeadership(trx, actor)).items.find((model) => model.id === id) as LeadershipModel
}

/** What a model needs, checked and resolved. @throws dates_reversed, unknown_reference, already_exists (two terms on a day), invalid_request (what the kind asks for) */
async function resolve(trx: Trx, actor: Actor, input: LeadershipInput) {
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  const partnerId = input.kind === 'lead_organization' ? ((await partnerIdOf(trx, actor, input.partnerCode)) ?? refuseMissing('partnerCode')) : null
  const bodyId = input.kind === 'shared_steering' ? (input.bodyId ?? null) : null
  if (bodyId !== null && !(await listBodyRows(trx, actor.initiative.id)).some((body) => body.id === bodyId))
    throw problem('unknown_reference', { field: 'bodyId', value: bodyId }, [{ pointer: '/bodyId', code: 'unknown_reference' }])
  const given = input.kind === 'rotating' ? (input.terms ?? []) : []
  if (input.kind === 'rotating' && given.length === 0) refuseMissing('terms')
  if (new Set(given.map((term) => term.startsOn)).size < given.length)
    throw problem('already_exists', { field: 'startsOn' }, [{ pointer: '/terms', code: 'already_exists', params: { field: 'startsOn' } }])
  const partners = given.length === 0 ? [] : await listPartnerNames(trx, actor.initiative.id, actor.today)
  const terms = given.map((term, index) => ({
    startsOn: term.startsOn,
    partnerId: idIn(partners, term.partnerCode, `terms/${index}/partnerCode`),
    holderName: blankToNull(term.holderName) ?? null,
  }))
  return { model: { ...input, bodyId }, partnerId, terms }
}

/** Says how the coalition is led from a day on. @throws as `resolve` */
export async function addLeadership(trx: Trx, actor: Actor, input: LeadershipInput, now: Date): Promise<LeadershipModel> {
  const { model, partnerId, terms } = await resolve(trx, actor, input)
  await closeModelsBefore(trx, actor.initiative.id, input.validFrom)
  const id = await insertModel(trx, actor.initiative.id, model, partnerId)
  await replaceTerms(trx, actor.initiative.id, id, terms)
  await audit(trx, actor, { action: 'leadership.add', objectType: 'leadership_model', objectId: id, details: { kind: input.kind } }, now)
  return readModel(trx, actor, id)
}

/** @throws not_found, version_stale, and as `resolve` */
export async function changeLeadership(trx: Trx, actor: Actor, id: string, input: LeadershipInput, expected: number, now: Date): Promise<LeadershipModel> {
  const row = await modelForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  const { model, partnerId, terms } = await resolve(trx, actor, input)
  await updateModel(trx, actor.initiative.id, id, model, partnerId)
  await replaceTerms(trx, actor.initiative.id, id, terms)
  await audit(trx, actor, { action: 'leadership.change', objectType: 'leadership_model', objectId: id, details: { kind: input.kind } }, now)
  return readModel(trx, actor, id)
}

import { sql } from 'kysely'
import type { TargetProposal } from '#shared/targets/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

export interface ProposalRow extends Omit<TargetProposal, 'baselines' | 'points' | 'abilities'> {
  readonly items: unknown
  readonly proposerId: string | null
  readonly partnerId: string | null
}

/** Proposals about an indicator, open ones first, then the last answered. */
export function listProposals(trx: Trx, initiativeId: string, indicatorId: string, id: string | null = null): Promise<ProposalRow[]> {
  return trx
    .selectFrom('target_proposals as x')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'x.initiative_id').onRef('v.id', '=', 'x.indicator_version_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'x.initiative_id').onRef('p.id', '=', 'x.partner_id'))
    .leftJoin('persons as who', (join) => join.onRef('who.initiative_id', '=', 'x.initiative_id').onRef('who.user_id', '=', 'x.proposed_by'))
    .leftJoin('persons as by', (join) => join.onRef('by.initiative_id', '=', 'x.initiative_id').onRef('by.user_id', '=', 'x.answered_by'))
    .select(['x.id', 'v.number as versionNumber', 'x.items', 'x.reason_fr as reasonFr', 'x.reason_en as reasonEn', 'x.decision'])
    .select(['x.decided_by as decidedBy', 'x.decided_on as decidedOn'])
    .select(['who.name as proposedBy', 'x.proposed_by as proposerId', 'x.partner_id as partnerId', 'p.code as partnerCode', 'x.proposed_on as proposedOn'])
    .select(['by.name as answeredBy', 'x.answered_on as answeredOn', 'x.answer', 'x.version'])
    .select([sql<'baselines' | 'targets'>`x.kind`.as('kind'), sql<TargetProposal['state']>`x.state`.as('state')])
    .where('x.initiative_id', '=', initiativeId)
    .where('v.indicator_id', '=', indicatorId)
    .$if(id !== null, (query) => query.where('x.id', '=', id))
    .orderBy(sql`x.answered_on desc nulls first`)
    .orderBy('x.proposed_on', 'desc')
    .orderBy('x.id')
    .execute()
}

/** Open proposals and comments by indicator, where there are any. */
export async function listWaiting(trx: Trx, initiativeId: string): Promise<{ indicator: string; proposals: number; comments: number }[]> {
  const { rows } = await sql<{ indicator: string; proposals: number; comments: number }>`
    select * from (
      select i.code as indicator, i.position,
        (select count(*)::int from app.target_proposals x
         join app.indicator_versions v on v.initiative_id = x.initiative_id and v.id = x.indicator_version_id
         where x.initiative_id = i.initiative_id and v.indicator_id = i.id and x.state = 'proposed') as proposals,
        (select count(*)::int from app.definition_threads t
         where t.initiative_id = i.initiative_id and t.indicator_id = i.id and t.resolved_on is null) as comments
      from app.indicators i where i.initiative_id = ${initiativeId}::uuid and i.archived_on is null) one
    where proposals + comments > 0 order by position, indicator`.execute(trx)
  return rows.map(({ indicator, proposals, comments }) => ({ indicator, proposals, comments }))
}

/** One proposal, locked, as far as its answer needs it. */
export function proposalForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('target_proposals')
    .select(['state', 'version', 'proposed_by as proposerId', 'partner_id as partnerId'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function insertProposal(
  trx: Trx,
  initiativeId: string,
  proposal: {
    id: string
    versionId: string
    kind: 'baselines' | 'targets'
    items: unknown
    reasonFr: string
    reasonEn: string | null
    decision: string | null
    decidedBy: string | null
    decidedOn: string | null
    partnerId: string | null
    proposedBy: string | null
    on: string
  },
): Promise<void> {
  await trx
    .insertInto('target_proposals')
    .values({
      initiative_id: initiativeId,
      id: proposal.id,
      indicator_version_id: proposal.versionId,
      kind: proposal.kind,
      items: JSON.stringify(proposal.items),
      reason_fr: proposal.reasonFr,
      reason_en: proposal.reasonEn,
      decision: proposal.decision,
      decided_by: proposal.decidedBy,
      decided_on: proposal.decidedOn,
      partner_id: proposal.partnerId,
      proposed_by: proposal.proposedBy,
      proposed_on: proposal.on,
    })
    .execute()
}

/** Gives a proposal its answer. */
export async function answerProposalRow(
  trx: Trx,
  initiativeId: string,
  id: string,
  answer: { state: 'approved' | 'declined' | 'withdrawn'; by: string | null; on: string; text: string | null },
): Promise<void> {
  await trx
    .updateTable('target_proposals')
    .set((eb) => ({ state: answer.state, answered_by: answer.by, answered_on: answer.on, answer: answer.text, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

import { z } from 'zod'
import { route } from '#shared/http/route.ts'

const text = z.string().trim()

/** A point that a partner proposes for an agenda (domain 5, row 9); read by that partner and the backbone. */
export const AgendaProposal = z
  .strictObject({
    id: z.uuid(),
    title: z.string(),
    why: z.string(),
    minutes: z.int().nullable(),
    partnerCode: z.string(),
    partnerName: z.string(),
    proposedBy: z.string(),
    proposedOn: z.string(),
    state: z.enum(['proposed', 'accepted', 'declined']),
    answer: z.string().nullable(),
    answeredOn: z.string().nullable(),
    version: z.int(),
    abilities: z.strictObject({ answer: z.boolean() }),
  })
  .meta({ id: 'AgendaProposal' })
export type AgendaProposal = z.infer<typeof AgendaProposal>

export const AgendaProposalInput = z
  .strictObject({ title: text.min(1).max(300), why: text.min(1).max(1000), minutes: z.int().min(1).max(1000).nullish() })
  .meta({ id: 'AgendaProposalInput' })
export type AgendaProposalInput = z.infer<typeof AgendaProposalInput>

/** Declining says why; a word with an acceptance is free. */
export const AgendaProposalAnswer = z.strictObject({ accepted: z.boolean(), answer: text.max(1000).nullish() }).meta({ id: 'AgendaProposalAnswer' })
export type AgendaProposalAnswer = z.infer<typeof AgendaProposalAnswer>

const base = '/api/v1/initiatives/:initiativeId'

export const proposalRoutes = {
  propose: route({
    id: 'meetings.proposeItem',
    method: 'POST',
    path: `${base}/meetings/:meetingId/agenda-proposals`,
    summary: 'Propose a point for the agenda of a coming meeting, with its reason',
    params: z.strictObject({ initiativeId: z.uuid(), meetingId: z.uuid() }),
    body: AgendaProposalInput,
    status: 201,
    response: AgendaProposal,
  }),
  answer: route({
    id: 'meetings.answerProposal',
    method: 'PATCH',
    path: `${base}/agenda-proposals/:agendaProposalId`,
    summary: 'Accept a proposed point, which joins the agenda, or decline it with a word (If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), agendaProposalId: z.uuid() }),
    body: AgendaProposalAnswer,
    response: AgendaProposal,
  }),
}

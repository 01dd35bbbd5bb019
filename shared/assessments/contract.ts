import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Slug } from '#shared/initiatives/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import {
  AnswersSchema,
  AssessmentComment,
  GroupSheet,
  InstrumentKeySchema,
  Invited,
  LadderPair,
  OpenSheet,
  PartyLink,
  Round,
  RoundInput,
  RoundResult,
  SheetInput,
} from './shapes.ts'
import { MAX_PARTIES } from './parties.ts'

/** Header that carries the secret of a link to a sheet. */
export const SHEET_HEADER = 'maillage-link'

const base = '/api/v1/initiatives/:initiativeId/assessments'
const roundParams = z.strictObject({ initiativeId: z.uuid(), roundId: z.uuid() })
const partnerParams = z.strictObject({ initiativeId: z.uuid(), roundId: z.uuid(), partner: Code })
const text = z.string().trim()

export const assessmentRoutes = {
  list: route({
    id: 'assessments.list',
    method: 'GET',
    path: base,
    summary: 'Rounds of every instrument, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Round) }),
  }),
  open: route({
    id: 'assessments.open',
    method: 'POST',
    path: base,
    summary: 'Open a round; its mode and its one breakdown are fixed from then on',
    params: initiativeParams,
    body: RoundInput,
    status: 201,
    response: Round,
  }),
  read: route({ id: 'assessments.read', method: 'GET', path: `${base}/:roundId`, summary: 'One round', params: roundParams, response: Round }),
  close: route({
    id: 'assessments.close',
    method: 'POST',
    path: `${base}/:roundId/closing`,
    summary: 'Close a round (If-Match): its figures are computed, its answers become sums, its links and tokens are destroyed',
    params: roundParams,
    body: z.strictObject({}),
    response: Round,
  }),
  moveDay: route({
    id: 'assessments.moveDay',
    method: 'PATCH',
    path: `${base}/:roundId`,
    summary: 'Move the last day of an open round (If-Match); once that day has passed the round closes by itself',
    params: roundParams,
    body: z.strictObject({ closesOn: z.iso.date() }),
    response: Round,
  }),
  reopen: route({
    id: 'assessments.reopen',
    method: 'POST',
    path: `${base}/:roundId/reopening`,
    summary: 'Reopen an anonymous round (If-Match) for partners that have not answered',
    params: roundParams,
    body: z.strictObject({ closesOn: z.iso.date() }),
    response: Round,
  }),
  invitations: route({
    id: 'assessments.invitations',
    method: 'GET',
    path: `${base}/:roundId/invitations`,
    summary: 'Links made for each partner, and how many were used',
    params: roundParams,
    response: z.strictObject({ items: z.array(Invited) }),
  }),
  invite: route({
    id: 'assessments.invite',
    method: 'POST',
    path: `${base}/:roundId/invitations`,
    summary: 'Make links for a partner, one a person; each is said once',
    params: roundParams,
    body: z.strictObject({ partner: Code, people: z.int().min(1).max(3).default(1) }),
    status: 201,
    response: z.strictObject({ links: z.array(z.string()).nullable() }),
    saidOnce: ['links'],
  }),
  partyLinks: route({
    id: 'assessments.partyLinks',
    method: 'GET',
    path: `${base}/:roundId/party-links`,
    summary: 'Parties of a round, with whether their link was made and their sheet sent',
    params: roundParams,
    response: z.strictObject({ items: z.array(PartyLink) }),
  }),
  inviteParty: route({
    id: 'assessments.inviteParty',
    method: 'POST',
    path: `${base}/:roundId/party-links`,
    summary: 'Make the link of a party to its one sheet; it is said once, and made again it replaces the former',
    params: roundParams,
    body: z.strictObject({ party: z.int().min(1).max(MAX_PARTIES) }),
    status: 201,
    response: z.strictObject({ link: z.string().nullable() }),
    saidOnce: ['link'],
  }),
  myLink: route({
    id: 'assessments.myLink',
    method: 'POST',
    path: `${base}/:roundId/my-link`,
    summary: 'My own link to the sheet of a round: the same one each time, and nowhere written down',
    params: roundParams,
    body: z.strictObject({}),
    response: z.strictObject({ link: z.string().nullable() }),
    saidOnce: ['link'],
  }),
  results: route({
    id: 'assessments.results',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/assessment-results',
    summary: 'What closed rounds tell, oldest first; funders read what a recorded decision shares with them',
    params: initiativeParams,
    query: z.strictObject({ instrument: InstrumentKeySchema.optional() }),
    response: z.strictObject({ items: z.array(RoundResult) }),
  }),
  share: route({
    id: 'assessments.share',
    method: 'POST',
    path: `${base}/:roundId/sharing`,
    summary: 'Record the decision that lets funders read the scores of a round; three instruments are never shared',
    params: roundParams,
    body: z.strictObject({ decision: text.min(1).max(1000), decidedOn: z.iso.date() }),
    response: z.strictObject({ shared: z.boolean() }),
  }),
  comments: route({
    id: 'assessments.comments',
    method: 'GET',
    path: `${base}/:roundId/comments`,
    summary: 'Comments to read before they are shown, in an order of chance',
    params: roundParams,
    response: z.strictObject({ items: z.array(AssessmentComment) }),
  }),
  moderate: route({
    id: 'assessments.moderate',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId/assessment-comments/:commentId',
    summary: 'Show or hide a comment (If-Match); its words are never changed',
    params: z.strictObject({ initiativeId: z.uuid(), commentId: z.uuid() }),
    body: z.strictObject({ state: z.enum(['shown', 'hidden']) }),
    response: AssessmentComment,
  }),
  groupSheet: route({
    id: 'assessments.groupSheet',
    method: 'GET',
    path: `${base}/:roundId/group-sheet`,
    summary: 'The sheet that the group fills together',
    params: roundParams,
    response: GroupSheet,
  }),
  saveGroupSheet: route({
    id: 'assessments.saveGroupSheet',
    method: 'PUT',
    path: `${base}/:roundId/group-sheet`,
    summary: 'Save the sheet of the group (If-Match)',
    params: roundParams,
    body: z.strictObject({ answers: AnswersSchema, proofs: z.record(z.string().max(40), text.max(500)).default({}) }),
    response: GroupSheet,
  }),
  pairs: route({
    id: 'assessments.pairs',
    method: 'GET',
    path: `${base}/:roundId/pairs`,
    summary: 'Relations of the ladder: a partner reads its own, the backbone all once the round is closed',
    params: roundParams,
    response: z.strictObject({ items: z.array(LadderPair) }),
  }),
  savePair: route({
    id: 'assessments.savePair',
    method: 'PUT',
    path: `${base}/:roundId/pairs/:partner`,
    summary: 'How my partner sees its relation with another; answering accepts that the two and the backbone read it',
    params: partnerParams,
    body: z.strictObject({ answers: AnswersSchema }),
    response: z.strictObject({ saved: z.boolean() }),
  }),
  agree: route({
    id: 'assessments.agree',
    method: 'PUT',
    path: `${base}/:roundId/agreements/:item`,
    summary: 'What the group agreed on for an item of the diagnostic, and the activity that comes of it',
    params: z.strictObject({ initiativeId: z.uuid(), roundId: z.uuid(), item: z.string().min(1).max(20) }),
    body: z.strictObject({
      choice: z.enum(['A', 'B', 'C']),
      comment: text.max(1000).nullish(),
      decision: text.max(1000).nullish(),
      /** Name of an activity to begin. */
      activity: text.min(1).max(200).nullish(),
    }),
    response: z.strictObject({ version: z.int(), activityId: z.string().nullable() }),
  }),
}

const sheetParams = z.strictObject({ slug: Slug })

/** What the holder of a link does, without an account. */
export const sheetRoutes = {
  read: route({
    id: 'assessments.sheet',
    method: 'GET',
    path: '/api/v1/answering/:slug',
    summary: 'The sheet of the link in the header, with what was saved',
    params: sheetParams,
    response: OpenSheet,
  }),
  save: route({
    id: 'assessments.saveSheet',
    method: 'PUT',
    path: '/api/v1/answering/:slug',
    summary: 'Save answers, and send them; both can be done again until the round closes',
    params: sheetParams,
    body: SheetInput,
    response: OpenSheet,
  }),
}

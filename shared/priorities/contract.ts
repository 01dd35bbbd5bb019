import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

const text = z.string().trim()
const nullable = z.string().nullable()
const Score = z.int().min(0).max(4).nullable()

export const PriorityCandidate = z.strictObject({ id: z.uuid(), name: z.string(), activityId: z.uuid().nullable() }).meta({ id: 'PriorityCandidate' })
export type PriorityCandidate = z.infer<typeof PriorityCandidate>

/** By candidate, one score a criterion in their order. */
export const BallotScores = z.record(z.uuid(), z.array(Score).max(8)).meta({ id: 'BallotScores' })

export const PriorityRank = z
  .strictObject({ candidateId: z.uuid(), rank: z.int().nullable(), mean: z.number().nullable(), spread: z.number().nullable(), ballots: z.int() })
  .meta({ id: 'PriorityRank' })

export const PriorityRound = z
  .strictObject({
    id: z.uuid(),
    title: z.string(),
    criteria: z.array(z.string()),
    /** Said at the opening: ballots are read by name once it is closed. */
    isNamed: z.boolean(),
    closesOn: z.string(),
    state: z.enum(['open', 'closed']),
    closedOn: nullable,
    candidates: z.array(PriorityCandidate),
    /** Partners that have voted so far, of those that may: never which. */
    ballots: z.int(),
    partners: z.int(),
    /** Null while it is open; its order is null when too few voted. */
    result: z.strictObject({ ballots: z.int(), partners: z.int(), order: z.array(PriorityRank).nullable() }).nullable(),
    /** Mine, while it is open. */
    own: z.strictObject({ scores: BallotScores, version: z.int() }).nullable(),
    /** Of a named round that is closed. */
    named: z.array(z.strictObject({ partnerCode: Code, partnerName: z.string(), scores: BallotScores })),
    version: z.int(),
    abilities: z.strictObject({ vote: z.boolean(), close: z.boolean(), moveDay: z.boolean(), link: z.boolean() }),
  })
  .meta({ id: 'PriorityRound' })
export type PriorityRound = z.infer<typeof PriorityRound>

export const PriorityRoundInput = z
  .strictObject({
    title: text.min(1).max(200),
    criteria: z.array(text.min(1).max(120)).min(1).max(8),
    isNamed: z.boolean().default(false),
    closesOn: z.iso.date(),
    /** What is put in an order: a name, or an activity that keeps its own. */
    candidates: z
      .array(z.strictObject({ name: text.max(200).nullish(), activityId: z.uuid().nullish() }))
      .min(2)
      .max(30),
  })
  .meta({ id: 'PriorityRoundInput' })
export type PriorityRoundInput = z.infer<typeof PriorityRoundInput>

const base = '/api/v1/initiatives/:initiativeId/priority-rounds'
const roundParams = z.strictObject({ initiativeId: z.uuid(), roundId: z.uuid() })

export const priorityRoutes = {
  list: route({
    id: 'priorities.list',
    method: 'GET',
    path: base,
    summary: 'Rounds in which actions are put in an order, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(PriorityRound) }),
  }),
  read: route({
    id: 'priorities.read',
    method: 'GET',
    path: `${base}/:roundId`,
    summary: 'One round, with my own ballot or what it told',
    params: roundParams,
    response: PriorityRound,
  }),
  open: route({
    id: 'priorities.open',
    method: 'POST',
    path: base,
    summary: 'Open a round; criteria, candidates and whether ballots are named are fixed from then on',
    params: initiativeParams,
    body: PriorityRoundInput,
    status: 201,
    response: PriorityRound,
  }),
  vote: route({
    id: 'priorities.vote',
    method: 'PUT',
    path: `${base}/:roundId/ballot`,
    summary: 'The one ballot of my partner; it can be changed until the round closes',
    params: roundParams,
    body: z.strictObject({ scores: BallotScores }),
    response: PriorityRound,
    // A stored answer would outlive the ballot.
    saidOnce: ['own'],
  }),
  close: route({
    id: 'priorities.close',
    method: 'POST',
    path: `${base}/:roundId/closing`,
    summary: 'Close a round (If-Match): the order is told, ballots that are not named are destroyed',
    params: roundParams,
    body: z.strictObject({}),
    response: PriorityRound,
  }),
  moveDay: route({
    id: 'priorities.moveDay',
    method: 'PATCH',
    path: `${base}/:roundId`,
    summary: 'Move the last day of an open round (If-Match); once that day has passed the round closes by itself',
    params: roundParams,
    body: z.strictObject({ closesOn: z.iso.date() }),
    response: PriorityRound,
  }),
  link: route({
    id: 'priorities.link',
    method: 'PUT',
    path: `${base}/:roundId/candidates/:candidateId/activity`,
    summary: 'The activity that comes of a candidate: one that exists, or a new one of its name',
    params: z.strictObject({ initiativeId: z.uuid(), roundId: z.uuid(), candidateId: z.uuid() }),
    body: z.strictObject({ activityId: z.uuid().nullish() }),
    response: PriorityRound,
  }),
}

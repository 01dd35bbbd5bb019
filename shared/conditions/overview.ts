import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { BACKBONE_ELEMENTS, BACKBONE_FORMS, BACKBONE_FUNCTIONS } from './backbone.ts'
import { EndorsementCount, SuccessPicture } from './contract.ts'
import { SaidFacts } from './said.ts'

const nullable = z.string().nullable()

/** The next thing that waits for somebody in a condition; `on` is its day, null when it is due whatever the day. */
export const NextThing = z
  .strictObject({
    kind: z.enum([
      'adopt_goal',
      'publish_agenda',
      'review_picture',
      'picture',
      'answer_agenda',
      'name_lead',
      'link_goal',
      'activity_start',
      'validate',
      'share_agenda',
      'meeting',
      'write_update',
      'name_holder',
      'describe_backbone',
    ]),
    on: nullable,
    /** The record that it is about, where there is one. */
    id: z.uuid().nullable(),
    nameFr: nullable,
    nameEn: nullable,
    count: z.int().nullable(),
    function: z.enum(BACKBONE_FUNCTIONS).nullable(),
  })
  .meta({ id: 'NextThing' })
export type NextThing = z.infer<typeof NextThing>

const named = z.strictObject({ id: z.uuid(), nameFr: z.string(), nameEn: nullable })

export const AgendaFacts = z
  .strictObject({
    goal: z
      .strictObject({
        id: z.uuid(),
        statementFr: z.string(),
        statementEn: nullable,
        state: z.enum(['draft', 'adopted']),
        adoptedOn: nullable,
        targetDate: nullable,
        missing: z.array(z.string()),
      })
      .nullable(),
    version: z.strictObject({ id: z.uuid(), number: z.int(), publishedOn: z.string(), endorsements: EndorsementCount }).nullable(),
    /** For the circle; null for funders. */
    reservations: z.array(z.strictObject({ partnerCode: Code, partnerName: z.string(), text: nullable })).nullable(),
    pictures: z.array(SuccessPicture),
    next: NextThing.nullable(),
  })
  .meta({ id: 'AgendaFacts' })

export const ActivityFacts = z
  .strictObject({
    total: z.int(),
    planned: z.int(),
    underWay: z.int(),
    done: z.int(),
    stopped: z.int(),
    territoryCodes: z.array(Code),
    /** Indicators served by at least one activity, of all. */
    indicatorsServed: z.int(),
    indicators: z.int(),
    /** Activities that nobody leads, and that serve no goal, among those planned or under way. */
    withoutLead: z.array(named),
    withoutGoal: z.array(named),
    next: NextThing.nullable(),
  })
  .meta({ id: 'ActivityFacts' })

export const MeasurementFacts = z
  .strictObject({
    indicators: z.int(),
    core: z.int(),
    population: z.int(),
    /** The last period that is closed: its figures were due. Null when none is, or for a hat that may not know. */
    period: nullable,
    expected: z.int().nullable(),
    received: z.int().nullable(),
    onTime: z.int().nullable(),
    validated: z.int().nullable(),
    /** Figures that wait for a validation: the backbone alone. */
    toValidate: z.int().nullable(),
    next: NextThing.nullable(),
  })
  .meta({ id: 'MeasurementFacts' })

export const CommunicationFacts = z
  .strictObject({
    /** Twelve months back from today. */
    from: z.string(),
    /** For the circle; null for funders. */
    meetings: z
      .strictObject({
        held: z.int(),
        skipped: z.int(),
        agendasOnTime: z.int(),
        agendasLate: z.int(),
        agendasNotShared: z.int(),
        /** Of those held, how many provided something so that everybody could take part (S36). */
        accessible: z.int(),
        next: z
          .strictObject({ id: z.uuid(), titleFr: z.string(), titleEn: nullable, startsAt: z.string(), agendaSharedAt: nullable, agendaShareBy: z.string() })
          .nullable(),
      })
      .nullable(),
    updates: z.strictObject({
      published: z.int(),
      monthsAsked: z.int(),
      monthsKept: z.int(),
      lastOn: nullable,
      daysSinceLast: z.int().nullable(),
      isSilent: z.boolean(),
    }),
    next: NextThing.nullable(),
  })
  .meta({ id: 'CommunicationFacts' })

export const BackboneFacts = z
  .strictObject({
    profile: z
      .strictObject({
        id: z.uuid(),
        form: z.enum(BACKBONE_FORMS),
        elements: z.array(z.enum(BACKBONE_ELEMENTS)),
        fullTimeEquivalents: nullable,
        budget: nullable,
        currencyCode: nullable,
        validFrom: z.string(),
      })
      .nullable(),
    covered: z.array(z.enum(BACKBONE_FUNCTIONS)),
    gaps: z.array(z.enum(BACKBONE_FUNCTIONS)),
    holders: z.int(),
    next: NextThing.nullable(),
  })
  .meta({ id: 'BackboneFacts' })

export const ConditionsOverview = z
  .strictObject({
    /** The domain's day that the facts were read on. */
    asOf: z.string(),
    agenda: AgendaFacts,
    activities: ActivityFacts,
    measurement: MeasurementFacts,
    communication: CommunicationFacts,
    backbone: BackboneFacts,
    /** What partners say of the same five, in instrument 1: beside the records, never averaged with them (S67). */
    said: SaidFacts,
  })
  .meta({ id: 'ConditionsOverview' })
export type ConditionsOverview = z.infer<typeof ConditionsOverview>

export const conditionRoutes = {
  overview: route({
    id: 'conditions.overview',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/conditions',
    summary: 'The five conditions, measured twice: facts from records, what partners say in instrument 1, and the next thing in each',
    params: initiativeParams,
    response: ConditionsOverview,
  }),
}

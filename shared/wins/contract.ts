import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Slug } from '#shared/initiatives/contract.ts'
import { Audience } from '#shared/meetings/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

const nullable = z.string().nullable()
const State = z.enum(['proposed', 'published', 'dismissed'])
const told = z.string().trim().max(600)
const shared = z.string().trim().max(280)

/** What a win rests on: `target_…`, `milestone_<indicator>`, `picture_<id>`. */
export const WinOccasion = z.string().regex(/^(picture|target|milestone)_[A-Za-z0-9_-]{1,120}$/)

export const Win = z
  .strictObject({
    /** Null for a proposal that nobody has answered: it is found at each reading, by `occasion`. */
    id: z.uuid().nullable(),
    occasion: nullable,
    kind: z.enum(['target', 'milestone', 'picture', 'note', 'other']),
    /** The indicator or the success picture, in words. */
    subjectFr: nullable,
    subjectEn: nullable,
    indicator: nullable,
    period: nullable,
    /** The learning note, for whoever may read it. */
    note: z.strictObject({ id: z.uuid(), title: z.string(), language: z.string() }).nullable(),
    textFr: z.string(),
    textEn: nullable,
    /** A sentence to pass on elsewhere. */
    shareFr: nullable,
    shareEn: nullable,
    audience: Audience,
    /** The audience, as far as the linked note goes; null while nobody but the backbone reads it. */
    reach: Audience.nullable(),
    /** Whether the latest release tells the figure that it rests on; true where there is none. */
    isTold: z.boolean(),
    state: State,
    publishedOn: nullable,
    /** The partner that proposed it, for the backbone and that partner. */
    proposedBy: nullable,
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Win' })
export type Win = z.infer<typeof Win>

export const WinInput = z
  .strictObject({
    /** What it rests on; with `note` or neither, what people noticed. */
    occasion: WinOccasion.nullish(),
    note: z.uuid().nullish(),
    textFr: told.min(1),
    textEn: told.nullish(),
    shareFr: shared.nullish(),
    shareEn: shared.nullish(),
    audience: Audience.default('circle'),
    /** The backbone alone publishes or dismisses. */
    state: State.default('proposed'),
  })
  .meta({ id: 'WinInput' })
export type WinInput = z.infer<typeof WinInput>

export const WinChange = z
  .strictObject({ textFr: told.min(1), textEn: told.nullish(), shareFr: shared.nullish(), shareEn: shared.nullish(), audience: Audience, state: State })
  .partial()
  .meta({ id: 'WinChange' })
export type WinChange = z.infer<typeof WinChange>

export const WinChoice = z.strictObject({ value: z.string(), nameFr: z.string(), nameEn: nullable }).meta({ id: 'WinChoice' })

export const Consent = z.enum(['asked', 'given', 'refused', 'withdrawn']).meta({ id: 'Consent' })
export type Consent = z.infer<typeof Consent>

export const Recognition = z
  .strictObject({
    id: z.uuid(),
    whatFr: z.string(),
    whatEn: nullable,
    /** Who it is, while that person or partner agrees to be named; else « un partenaire ». */
    name: nullable,
    audience: Audience,
    state: State,
    publishedOn: nullable,
    /** For the backbone and whoever is asked. */
    subject: z
      .strictObject({
        kind: z.enum(['person', 'partner']),
        name: z.string(),
        /** The partner's code, or null for a person. */
        partner: nullable,
        consent: Consent,
        answeredOn: nullable,
        version: z.int(),
      })
      .nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), answer: z.boolean() }),
  })
  .meta({ id: 'Recognition' })
export type Recognition = z.infer<typeof Recognition>

export const RecognitionInput = z
  .strictObject({
    /** A partner by its code, or a person by one of its roles. */
    partner: Code.nullish(),
    hatId: z.uuid().nullish(),
    whatFr: told.min(1),
    whatEn: told.nullish(),
    audience: Audience.default('circle'),
    state: State.default('proposed'),
  })
  .refine(({ partner, hatId }) => (partner == null) !== (hatId == null), { path: ['partner'] })
  .meta({ id: 'RecognitionInput' })
export type RecognitionInput = z.infer<typeof RecognitionInput>

export const RecognitionChange = z
  .strictObject({ whatFr: told.min(1), whatEn: told.nullish(), audience: Audience, state: State })
  .partial()
  .meta({ id: 'RecognitionChange' })
export type RecognitionChange = z.infer<typeof RecognitionChange>

/** What the public reads: published wins whose figures the public release tells, and who is recognised. */
export const Celebrations = z
  .strictObject({
    wins: z.array(z.strictObject({ id: z.uuid(), textFr: z.string(), textEn: nullable, publishedOn: z.string() })),
    recognitions: z.array(z.strictObject({ id: z.uuid(), name: nullable, whatFr: z.string(), whatEn: nullable, publishedOn: z.string() })),
  })
  .meta({ id: 'Celebrations' })
export type Celebrations = z.infer<typeof Celebrations>

const base = '/api/v1/initiatives/:initiativeId'
const winParams = z.strictObject({ ...initiativeParams.shape, winId: z.uuid() })
const recognitionParams = z.strictObject({ ...initiativeParams.shape, recognitionId: z.uuid() })

export const winRoutes = {
  list: route({
    id: 'wins.list',
    method: 'GET',
    path: `${base}/wins`,
    summary: 'Wins that the hat may read, newest first; for the backbone also what indicators crossed and nobody answered yet',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Win) }),
  }),
  choices: route({
    id: 'wins.choices',
    method: 'GET',
    path: `${base}/wins/choices`,
    summary: 'What a win may be linked to: milestones that are done, success pictures, learning notes of the circle',
    params: initiativeParams,
    response: z.strictObject({ occasions: z.array(WinChoice), notes: z.array(z.strictObject({ id: z.uuid(), title: z.string(), language: z.string() })) }),
  }),
  create: route({
    id: 'wins.create',
    method: 'POST',
    path: `${base}/wins`,
    summary: 'Propose a win; the backbone may publish it at once, or dismiss what was found',
    params: initiativeParams,
    body: WinInput,
    status: 201,
    response: Win,
  }),
  change: route({
    id: 'wins.change',
    method: 'PATCH',
    path: `${base}/wins/:winId`,
    summary: 'Reword, publish or dismiss a win (If-Match); none is told before a release tells its figure, nor further than its note',
    params: winParams,
    body: WinChange,
    response: Win,
  }),
  public: route({
    id: 'wins.public',
    method: 'GET',
    path: '/api/v1/public/:slug/wins',
    summary: 'Wins and recognitions that are public; a name only while its holder agrees',
    params: z.strictObject({ slug: Slug }),
    response: Celebrations,
  }),
}

export const recognitionRoutes = {
  list: route({
    id: 'recognitions.list',
    method: 'GET',
    path: `${base}/recognitions`,
    summary: 'Contributions that are recognised, by name where consent is given, and those that I am asked about',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Recognition) }),
  }),
  create: route({
    id: 'recognitions.create',
    method: 'POST',
    path: `${base}/recognitions`,
    summary: 'Recognise a person or a partner: they are asked whether they may be named',
    params: initiativeParams,
    body: RecognitionInput,
    status: 201,
    response: Recognition,
  }),
  change: route({
    id: 'recognitions.change',
    method: 'PATCH',
    path: `${base}/recognitions/:recognitionId`,
    summary: 'Reword, publish or dismiss (If-Match); other words or a wider audience ask for consent anew',
    params: recognitionParams,
    body: RecognitionChange,
    response: Recognition,
  }),
  answer: route({
    id: 'recognitions.answer',
    method: 'PUT',
    path: `${base}/recognitions/:recognitionId/consent`,
    summary: 'Agree to be named, refuse, or withdraw (If-Match): that person, or a contributor of that partner; the backbone may only withdraw',
    params: recognitionParams,
    body: z.strictObject({ consent: Consent.exclude(['asked']) }),
    response: Recognition,
  }),
}

import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { Pool } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '#server/app.ts'
import { makeAuth } from '#server/platform/auth.ts'
import type { Database } from '#server/platform/db/schema.ts'

/** Domain 4.5: nothing gives notes per partner by type, to anyone. The whole published contract is walked. */

interface Schema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
}
interface Operation {
  operationId?: string
  parameters?: { name: string; in: string }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
}
interface Contract {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

let contract: Contract
beforeAll(async () => {
  const origin = 'http://127.0.0.1:3000'
  const pool = new Pool({ max: 1 })
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new PostgresIntrospector(one),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const secret = 'secret-of-the-contract-0123456789abcdef'
  const app = await buildApp({
    db,
    authPool: pool,
    auth: makeAuth({ pool, origin, trustedOrigins: [], secret }),
    origin,
    trustedOrigins: [],
    sessionSecret: secret,
    now: () => new Date(),
    logger: false,
    web: null,
    checkAnswers: false,
  })
  contract = (await app.inject('/api/v1/openapi.json')).json<Contract>()
  await app.close()
  await pool.end()
})

interface Found {
  readonly path: string
  readonly owner: Schema
  readonly schema: Schema
}

/** Every property of a schema at any depth, references followed once each. */
function properties(schema: Schema | undefined, path: string, seen: ReadonlySet<string> = new Set()): Found[] {
  if (schema === undefined) return []
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return seen.has(name) ? [] : properties(contract.components.schemas[name], path, new Set([...seen, name]))
  }
  const inner = [
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined,
  ]
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) => [
      { path: `${path}.${name}`, owner: schema, schema: child },
      ...properties(child, `${path}.${name}`, seen),
    ]),
    ...inner.flatMap((child) => properties(child, path, seen)),
  ]
}

function operations() {
  return Object.entries(contract.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
}

const answersOf = (operation: Operation) =>
  Object.values(operation.responses ?? {}).flatMap((answer) => Object.values(answer.content ?? {}).map(({ schema }) => schema))
const nameOf = (path: string) => path.split('.').at(-1) ?? ''
const isNumber = (schema: Schema) => [schema, ...(schema.anyOf ?? [])].some((one) => [one.type].flat().some((type) => type === 'integer' || type === 'number'))
/** Words of which a count or share by partner would be made. */
const TELLING = /failure|challenge|surprise|success(?!ion)|candour|voice|learning(?!Commitment)|échec|echec|notes?(?=Count|Total|Number)/i
const PARTNER = /partner|organi[sz]ation|author|contributor/i

/** Telling fields of a schema that stand beside a partner. */
function besidePartners(found: readonly Found[]): string[] {
  return found
    .filter(
      ({ path, owner }) =>
        TELLING.test(nameOf(path)) && nameOf(path) !== 'failureKind' && Object.keys(owner.properties ?? {}).some((name) => PARTNER.test(name)),
    )
    .map(({ path }) => path)
}

describe('no field or parameter gives notes per partner by type', () => {
  it('the rule fires on a planted count', () => {
    const planted: Schema = {
      type: 'object',
      properties: {
        items: {
          type: 'array',
          items: { type: 'object', properties: { partnerCode: { type: 'string' }, failures: { type: 'integer' }, notesCount: { type: 'integer' } } },
        },
      },
    }
    expect(besidePartners(properties(planted, 'planted'))).toEqual(['planted.items.failures', 'planted.items.notesCount'])
  })

  it('the contract is walked at all: the notes are in it, with their fields', () => {
    const read = operations().find(({ operation }) => operation.operationId === 'notes.read')
    expect(answersOf(read?.operation ?? {}).flatMap((schema) => properties(schema, '')).length).toBeGreaterThan(40)
  })

  it('notes are found by type, condition, indicator, territory, cause, state, period, follow-up and words, and by nothing else', () => {
    const names = operations()
      .filter(({ path }) => /\/notes(\/|$)/.test(path))
      .flatMap(({ operation }) => (operation.parameters ?? []).filter((one) => one.in !== 'header').map((one) => one.name))
    expect([...new Set(names)].sort()).toEqual([
      'adaptationId',
      'after',
      'as',
      'attachmentId',
      'audience',
      'cause',
      'commentId',
      'condition',
      'followUp',
      'hatId',
      'indicator',
      'initiativeId',
      'limit',
      'noteId',
      'over',
      'period',
      'q',
      // The initiative, in the address of its public notes.
      'slug',
      'stage',
      'state',
      'territory',
      'trialId',
      'type',
      'view',
      'year',
    ])
  })

  it('outside the notes themselves nothing is asked by type of note', () => {
    const faults = operations()
      .filter(({ path }) => !/\/notes(\/|$)/.test(path))
      .flatMap(({ path, operation }) =>
        (operation.parameters ?? []).filter((one) => TELLING.test(one.name) || /note/i.test(one.name)).map((one) => `${path}?${one.name}`),
      )
    expect(faults).toEqual([])
  })

  it('numbers and shares about notes are those of the initiative as a whole', () => {
    const telling = operations()
      .flatMap(({ operation }) => answersOf(operation).flatMap((schema) => properties(schema, operation.operationId ?? '')))
      .filter((found) => TELLING.test(nameOf(found.path)) || (isNumber(found.schema) && /note/i.test(nameOf(found.path))))
    const places = [...new Set(telling.map((found) => found.path.replace(/^notes\.\w+(?=\.)/, 'note')))]
    const allowed = [
      /^note\.(notes?\.)?failureKind$/, // of one note
      /^note\.measures\.(failureShare|candourShare|failureAdaptedShare|medianDaysOfFailures|undecidedFailures|voiceBreadth|isVoiceBreadthAtLeast)$/,
      /^note\.prompts\.(isSilentAboutFailures|inviteFirstFailure)$/,
      /\.success(Picture|Pictures|On|Id)?$/,
    ]
    expect(places.filter((place) => !allowed.some((pattern) => pattern.test(place)))).toEqual([])
  })

  it('the measures name no partner, and no answer puts a partner beside a telling field', () => {
    const faults = operations().flatMap(({ operation }) =>
      answersOf(operation).flatMap((schema) => besidePartners(properties(schema, operation.operationId ?? ''))),
    )
    expect(faults).toEqual([])
    const measures = operations().find(({ operation }) => operation.operationId === 'notes.measures')
    expect(
      answersOf(measures?.operation ?? {})
        .flatMap((schema) => properties(schema, ''))
        .filter((found) => PARTNER.test(nameOf(found.path))),
    ).toEqual([])
  })

  it('no operation groups, sorts or exports notes', () => {
    const ids = operations()
      .filter(({ path }) => /\/notes(\/|$)/.test(path))
      .map(({ operation }) => operation.operationId)
    expect(ids.filter((id) => /group|sort|rank|count|export|stat|csv|byPartner/i.test(id ?? '') && id !== 'notes.setState')).toEqual([])
  })
})

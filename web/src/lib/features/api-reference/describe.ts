/** The OpenAPI document as a page shows it: grouped, flat, without the schemas that nobody asked for. */
interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly description?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly additionalProperties?: boolean | Schema
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}
interface RawOperation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[]
  readonly requestBody?: Content
  readonly responses?: Readonly<Record<string, Content>>
}
export interface OpenApiDocument {
  readonly info: { readonly version: string; readonly description?: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> }
}

export interface Field {
  readonly name: string
  readonly type: string
  readonly required: boolean
  readonly note?: string
}
export interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly parameters: readonly (Field & { readonly place: string })[]
  readonly body: readonly Field[]
  readonly status: string
  readonly answer: readonly Field[]
  /** Type of the answer when it has no fields of its own. */
  readonly answerType: string | null
}
export interface OperationGroup {
  readonly tag: string
  readonly operations: readonly Operation[]
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** A schema in one line: `text`, `uuid`, `Hat[]`, `fr | en`, `number or null`. */
export function typeText(schema: Schema | undefined): string {
  if (schema === undefined) return 'any'
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'any'
  if (schema.const !== undefined) return String(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return [...new Set(choices.map(typeText))].join(' | ')
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  if (schema.type === 'array') {
    const inner = typeText(schema.items)
    return inner.includes('|') ? `(${inner})[]` : `${inner}[]`
  }
  if (schema.type === 'object' && schema.properties === undefined && typeof schema.additionalProperties === 'object')
    return `{ [key]: ${typeText(schema.additionalProperties)} }`
  return schema.format ?? (typeof schema.type === 'string' ? schema.type : 'any')
}

/** The fields of an object, with those of objects inside it under `outer.inner` and `outer[].inner`. */
export function fieldsOf(schema: Schema | undefined, schemas: Readonly<Record<string, Schema>>, prefix = '', depth = 0): Field[] {
  const known = schema?.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1) ?? '']
  if (known?.properties === undefined || depth > 3) return []
  return Object.entries(known.properties).flatMap(([name, inner]) => {
    const field: Field = {
      name: `${prefix}${name}`,
      type: typeText(inner),
      required: known.required?.includes(name) ?? false,
      ...(inner.description === undefined ? {} : { note: inner.description }),
    }
    // A named schema is one line at the first level and opened only once, so that the page stays readable.
    const open = inner.type === 'array' ? inner.items : inner
    const below = depth < 1 || open?.$ref === undefined ? fieldsOf(open, schemas, `${prefix}${name}${inner.type === 'array' ? '[]' : ''}.`, depth + 1) : []
    return [field, ...below]
  })
}

function schemaOf(content: Content | undefined): Schema | undefined {
  return Object.values(content?.content ?? {})[0]?.schema
}

/** Every operation of the interface, by the first part of its name, in the order of the document; the pages themselves are left out. */
export function describeApi(document: OpenApiDocument): OperationGroup[] {
  const schemas = document.components?.schemas ?? {}
  const groups = new Map<string, Operation[]>()
  for (const [path, methods] of Object.entries(document.paths)) {
    if (path.includes('*')) continue
    for (const method of METHODS) {
      const raw = methods[method]
      if (raw === undefined) continue
      const [status, answer] = Object.entries(raw.responses ?? {}).find(([code]) => code.startsWith('2')) ?? ['200', undefined]
      const answerSchema = schemaOf(answer)
      const fields = fieldsOf(answerSchema, schemas)
      const operation: Operation = {
        id: raw.operationId ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        summary: raw.summary ?? '',
        parameters: (raw.parameters ?? []).map((one) => ({ name: one.name, place: one.in, required: one.required ?? false, type: typeText(one.schema) })),
        body: fieldsOf(schemaOf(raw.requestBody), schemas),
        status,
        answer: fields,
        answerType: fields.length > 0 || answerSchema === undefined || status === '204' ? null : typeText(answerSchema),
      }
      const tag = raw.tags?.[0] ?? 'api'
      groups.set(tag, [...(groups.get(tag) ?? []), operation])
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations })).sort((a, b) => (a.tag < b.tag ? -1 : 1))
}

import swagger from '@fastify/swagger'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

/**
 * Names of the contract's schemas. The provider calls a schema used in a request `<name>Input`, which would
 * collide with our own `PartnerInput` beside `Partner`: those are published as `PartnerFields…`.
 */
function namedSchemas() {
  const registry = z.registry<{ id?: string | undefined }>()
  // Filters are query strings: swagger spells them out parameter by parameter and follows no reference there.
  for (const [id, schema] of z.globalRegistry._idmap)
    if (!id.endsWith('Filter')) registry.add(schema, { ...z.globalRegistry.get(schema), id: id.replace(/Input$/, 'Fields') })
  return registry
}

/** OpenAPI 3.1 from the contracts, at /api/v1/openapi.json; the browsable page is one of the web part's. */
export async function openApi(app: FastifyInstance): Promise<void> {
  const schemaRegistry = namedSchemas()
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Maillage', version: '1', description: 'HTTP contract of Maillage. Exact decimals travel as text; dates as YYYY-MM-DD.' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'maillage.session_token' } } },
      security: [{ session: [] }],
    },
    transform: createJsonSchemaTransform({ schemaRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  })
  app.get(
    '/api/v1/openapi.json',
    { config: { policy: { kind: 'public', reason: 'the contract names no data' } }, schema: { hide: true } as object },
    async (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  )
}

import swagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from '@fastify/type-provider-zod'
import type { FastifyInstance } from 'fastify'

/** OpenAPI 3.1 from the contracts, at /api/v1/openapi.json; the browsable page is one of the web part's. */
export async function openApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Maillage', version: '1', description: 'HTTP contract of Maillage. Exact decimals travel as text; dates as YYYY-MM-DD.' },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'maillage.session_token' } } },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  app.get('/api/v1/openapi.json', { config: { policy: { kind: 'public', reason: 'the contract names no data' } }, schema: { hide: true } as object },
    async (_request, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())))
}

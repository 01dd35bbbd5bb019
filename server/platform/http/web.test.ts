import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { webPages } from './web.ts'

const origins = ['https://maillage.example', 'http://localhost:3000']
const app = Fastify()
let seen: Record<string, unknown> = {}
await webPages(
  app,
  (request, response) => {
    seen = { ...request.headers }
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('page')
  },
  origins,
  undefined,
  { 'maillage-page-fact': 'told' },
)

it('what the server states to its pages, no visitor states', async () => {
  await app.inject({ url: '/fr-CA', headers: { 'maillage-page-fact': 'made up', 'maillage-page-other': 'made up' } })
  expect([seen['maillage-page-fact'], seen['maillage-page-other']]).toEqual(['told', undefined])
})

afterEach(() => {
  seen = {}
})

describe('the address that a page believes it has', () => {
  it('is the configured one, whatever host and headers a stranger sends', async () => {
    await app.inject({ url: '/fr-CA', headers: { host: 'evil.example', 'maillage-page-host': 'evil.example', 'maillage-page-protocol': 'http' } })
    expect(seen).toMatchObject({ 'maillage-page-host': 'maillage.example', 'maillage-page-protocol': 'https' })
  })

  it('is the other trusted one when that was asked for', async () => {
    await app.inject({ url: '/fr-CA', headers: { host: 'localhost:3000' } })
    expect(seen).toMatchObject({ 'maillage-page-host': 'localhost:3000', 'maillage-page-protocol': 'http' })
  })
})

describe('the address that a visitor has', () => {
  const asked = async (options: { behindProxy: boolean; headers?: Record<string, string> }) => {
    const server = Fastify({ trustProxy: options.behindProxy ? 'loopback' : false })
    server.get('/api/v1/address', async (request) => request.ip)
    let page: unknown
    await webPages(
      server,
      (request, response) => {
        page = request.headers['maillage-page-client']
        response.end('page')
      },
      origins,
    )
    await server.inject({
      url: '/fr-CA',
      remoteAddress: '127.0.0.1',
      headers: { host: 'localhost:3000', 'maillage-page-client': '6.6.6.6', ...options.headers },
    })
    const call = (globalThis as unknown as { __maillageInject: (request: Request) => Promise<Response> }).__maillageInject
    const throughPage = await (await call(new Request('https://maillage.example/api/v1/address', { headers: { 'maillage-client': '203.0.113.5' } }))).text()
    const direct = (
      await server.inject({ url: '/api/v1/address', remoteAddress: '198.51.100.4', headers: { 'maillage-client': '6.6.6.6', ...options.headers } })
    ).payload
    await server.close()
    return { page, throughPage, direct }
  }

  it('counts for a page’s own calls too, and nobody states another than their own', async () => {
    expect(await asked({ behindProxy: false, headers: { 'x-forwarded-for': '6.6.6.6' } })).toEqual({
      page: '127.0.0.1',
      throughPage: '203.0.113.5',
      direct: '198.51.100.4',
    })
  })

  it('is what the proxy on this machine saw, not what a visitor told it', async () => {
    expect(await asked({ behindProxy: true, headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' } })).toEqual({
      page: '203.0.113.9',
      throughPage: '203.0.113.5',
      direct: '198.51.100.4',
    })
  })
})

it('a page carries the protective headers', async () => {
  const answer = await app.inject({ url: '/fr-CA', headers: { host: 'localhost:3000' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY' })
})

it('an address of the API that does not exist is no page', async () => {
  const answer = await app.inject({ url: '/api/v1/nothing' })
  expect(answer.statusCode).toBe(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
})

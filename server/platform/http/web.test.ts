import Fastify from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { webPages } from './web.ts'

const origins = ['https://maillage.example', 'http://localhost:3000']
const app = Fastify()
let seen: Record<string, unknown> = {}
await webPages(app, (request, response) => {
  seen = { ...request.headers }
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('page')
}, origins)

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

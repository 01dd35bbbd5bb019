import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it, vi } from 'vitest'
import { giveMemoryBackAtRest } from './memory-at-rest.ts'

const REST = 40
let server: Server
let stop: () => void

async function watched(residentBytes: () => number, answer: (end: () => void) => void = (end) => end()) {
  const collect = vi.fn()
  server = createServer((_request, response) => answer(() => response.end('done')))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stop = giveMemoryBackAtRest(server, { collect, restMs: REST, residentBytes })
  const { port } = server.address() as AddressInfo
  return { collect, ask: async () => (await fetch(`http://127.0.0.1:${port}/`)).text() }
}

afterEach(() => {
  stop()
  server.closeAllConnections()
  server.close()
})

it('a server that came to rest gives its memory back once, however long it rests', async () => {
  let bytes = 100
  const { collect, ask } = await watched(() => bytes)
  collect.mockImplementation(() => (bytes = 60))
  await ask()
  await vi.waitFor(() => expect(collect).toHaveBeenCalledTimes(1))
  await sleep(3 * REST)
  expect(collect).toHaveBeenCalledTimes(1)
})

it('a probe that asks now and then collects nothing while the process has not grown', async () => {
  const { collect, ask } = await watched(() => 100)
  await vi.waitFor(() => expect(collect).toHaveBeenCalledTimes(1))
  await ask()
  await sleep(3 * REST)
  expect(collect).toHaveBeenCalledTimes(1)
})

it('nothing is collected while somebody waits for an answer', async () => {
  let answer: () => void = () => undefined
  const { collect, ask } = await watched(
    () => 100,
    (end) => (answer = end),
  )
  const asked = ask()
  await sleep(3 * REST)
  expect(collect).not.toHaveBeenCalled()
  answer()
  await asked
  await vi.waitFor(() => expect(collect).toHaveBeenCalledTimes(1))
})

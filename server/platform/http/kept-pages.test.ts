import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { pageKeeper } from './kept-pages.ts'

let server: Server | null = null
afterEach(() => {
  server?.close()
  server = null
})

/** A server whose pages say how often they were made; `mark` is what stands. */
async function serving(mark: () => Promise<string | null>) {
  let made = 0
  const kept = pageKeeper(mark)
  server = createServer((request, response) => {
    void kept.send(request, response).then((isSent) => {
      if (isSent) return
      made += 1
      response.setHeader('x-own', 'yes')
      response.writeHead(200, { 'content-type': 'text/html', etag: `"${made}"` })
      response.write('page ')
      response.end(String(made))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers }).then(async (answer) => ({
      status: answer.status,
      own: answer.headers.get('x-own'),
      text: await answer.text(),
    }))
}

it('a public page is made once for all as long as its mark stands, and answers 304 to whoever has it', async () => {
  const get = await serving(() => Promise.resolve('a'))
  expect((await get('/fr/p/ici')).text).toBe('page 1')
  expect(await get('/fr/p/ici')).toEqual({ status: 200, own: 'yes', text: 'page 1' })
  expect(await get('/fr/p/ici', { 'if-none-match': '"1"' })).toEqual({ status: 304, own: 'yes', text: '' })
  expect((await get('/en/p/ici')).text).toBe('page 2')
})

it('what is not public, a page of a link, a question and every other page are made each time', async () => {
  const get = await serving((): Promise<string | null> => Promise.resolve(null))
  for (const path of ['/fr/p/ici', '/fr/p/ici']) await get(path)
  expect((await get('/fr/p/ici')).text).toBe('page 3')
  const open = await serving(() => Promise.resolve('a'))
  for (const path of ['/fr/p/ici/links/secret', '/fr/p/ici?x=1', '/fr/i/ici/dashboard', '/fr/p/ici/links/secret/A']) {
    const first = (await open(path)).text
    expect((await open(path)).text, path).not.toBe(first)
  }
})

it('another mark makes the page anew; without a database the last one goes on', async () => {
  let [mark, isThere] = ['a', true]
  const get = await serving(() => (isThere ? Promise.resolve(mark) : Promise.reject(new Error('gone'))))
  expect((await get('/fr/p/ici')).text).toBe('page 1')
  const later = () => new Promise((resolve) => setTimeout(resolve, 1100))
  mark = 'b'
  await later()
  expect((await get('/fr/p/ici')).text).toBe('page 2')
  isThere = false
  await later()
  expect((await get('/fr/p/ici')).text).toBe('page 2')
})

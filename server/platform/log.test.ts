import { expect, it } from 'vitest'
import { makeLogger } from './log.ts'

it('an error is told by its name, sentence and place: neither rows nor statements nor the connection that hang on it', () => {
  let text = ''
  const log = makeLogger('warn', { write: (line: string) => void (text += line) })
  const error = Object.assign(new Error('duplicate key value'), {
    code: '23505',
    constraint: 'users_email_key',
    detail: 'Key (email)=(qui@exemple.ca) already exists.',
    client: { secretKey: 123, _activeQuery: { values: ['un secret de note'] } },
  })
  log.child({ reqId: 'r1' }).error({ err: error }, 'unexpected error')
  expect(JSON.parse(text)).toMatchObject({
    reqId: 'r1',
    msg: 'unexpected error',
    err: { message: 'duplicate key value', code: '23505', constraint: 'users_email_key', stack: expect.stringContaining('log.test.ts') },
  })
  for (const word of ['exemple.ca', 'secretKey', 'un secret']) expect(text).not.toContain(word)
})

it('an address keeps no secret: neither of a link, nor of the choices of mails, nor words looked for, nor who writes with an author', () => {
  let text = ''
  const log = makeLogger('info', { write: (line: string) => void (text += line) })
  const urls = [
    '/api/v1/links/secret',
    '/fr-CA/links/secret?x=1',
    '/api/v1/mail-preferences/secret/unsubscribe?kind=digest',
    '/fr-CA/mail/secret',
    '/notes?q=secret&x=1',
    '/api/v1/initiatives/1/notes/2/coauthors/secret',
  ]
  for (const url of urls) log.info({ req: { method: 'GET', url, id: 'r1' } }, 'answered')
  expect(text).not.toContain('secret')
  expect(text.match(/\[cut\]/g)).toHaveLength(urls.length)
})

import { describe, expect, it } from 'vitest'
import { describeApi, fieldsOf, typeText } from './describe.ts'

describe('the type of a field in one line', () => {
  it.each([
    [{ type: 'string', format: 'uuid' }, 'uuid'],
    [{ enum: ['fr', 'en'] }, 'fr | en'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Hat' } }, 'Hat[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, '(a | b)[]'],
    [undefined, 'any'],
  ])('%j is %s', (schema, text) => {
    expect(typeText(schema)).toBe(text)
  })
})

describe('the fields of an answer', () => {
  it('are opened through lists and named schemas, and stop at a second named schema', () => {
    const schemas = {
      Me: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, hats: { type: 'array', items: { $ref: '#/x/Hat' } } } },
      Hat: { type: 'object', properties: { role: { $ref: '#/x/Role' }, me: { $ref: '#/x/Me' } } },
    }
    expect(fieldsOf({ $ref: '#/x/Me' }, schemas)).toEqual([
      { name: 'name', type: 'string', required: true },
      { name: 'hats', type: 'Hat[]', required: false },
      { name: 'hats[].role', type: 'Role', required: false },
      { name: 'hats[].me', type: 'Me', required: false },
    ])
  })
})

describe('the operations', () => {
  it('are grouped by tag, with the success answer', () => {
    const groups = describeApi({
      info: { version: '1' },
      paths: {
        '/b': { post: { operationId: 'notes.create', tags: ['notes'], responses: { 201: {}, 422: {} } } },
        '/a': { get: { operationId: 'accounts.me', tags: ['accounts'], parameters: [{ name: 'q', in: 'query' }], responses: { 200: {} } } },
      },
    })
    expect(groups.map(({ tag }) => tag)).toEqual(['accounts', 'notes'])
    expect(groups[1]?.operations[0]).toMatchObject({ method: 'POST', path: '/b', status: '201' })
    expect(groups[0]?.operations[0]?.parameters).toEqual([{ name: 'q', place: 'query', required: false, type: 'any' }])
  })
})

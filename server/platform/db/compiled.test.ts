import { sql, type CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import { compiledOnce } from './compiled.ts'
import type { Trx } from './context.ts'

const sent: CompiledQuery[] = []
const trx = {
  executeQuery: async (query: CompiledQuery) => {
    sent.push(query)
    return { rows: [] }
  },
} as unknown as Trx

describe('a statement compiled once', () => {
  it('is built for the first run alone, and each run sends its own values in their places', async () => {
    let built = 0
    const named = compiledOnce((db, { initiativeId, codes, nothing }: { initiativeId: string; codes: readonly string[]; nothing: string | null }) => {
      built += 1
      return db
        .selectFrom('territories')
        .select('id')
        .where('initiative_id', '=', initiativeId)
        .where('code', '=', sql<string>`any (${codes}::text[])`)
        .where('name_fr', 'is not distinct from', nothing as string)
        .where('code', '<>', 'fixed')
        .compile()
    })
    await named(trx, { initiativeId: 'one', codes: ['A', 'B'], nothing: null })
    await named(trx, { initiativeId: 'two', codes: [], nothing: 'x' })
    expect(built).toBe(1)
    expect(sent.map(({ parameters }) => parameters)).toEqual([
      ['one', ['A', 'B'], null, 'fixed'],
      ['two', [], 'x', 'fixed'],
    ])
    expect(new Set(sent.map((query) => query.sql)).size).toBe(1)
  })
})

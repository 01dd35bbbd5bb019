import { describe, expect, it } from 'vitest'
import { sources } from './sources.ts'

const server = sources('server/**/*.ts').filter(({ path }) => !path.endsWith('.test.ts'))
const all = sources('server/**/*.ts', 'shared/**/*.ts', 'web/src/**/*.{ts,svelte}')

describe('rules that a compiler does not know', () => {
  it('the environment is read by the configuration alone', () => {
    const readers = all.filter(({ text }) => /process\.env\b/.test(text)).map(({ path }) => path)
    // main.ts and the tools hand the environment to readEnvironment(); Kit's adapter reads ORIGIN itself; PostgreSQL's child gets a PATH.
    const allowed = /^server\/(main|tools\/[a-z-]+|platform\/db\/embedded)\.ts$/
    expect(readers.filter((path) => !allowed.test(path))).toEqual([])
  })

  it('a table is written by one feature alone', () => {
    const writers = new Map<string, Set<string>>()
    for (const { path, text } of server) {
      const feature = /^server\/features\/([^/]+)\//.exec(path)?.[1]
      if (feature === undefined) continue
      const tables = [
        ...text.matchAll(/\b(?:insertInto|updateTable|deleteFrom)\('([a-z_]+)/g),
        ...text.matchAll(/\b(?:insert into|update|delete from)\s+app\.([a-z_]+)/gi),
      ]
      for (const [, table] of tables) writers.set(table as string, (writers.get(table as string) ?? new Set()).add(feature))
    }
    expect([...writers].filter(([, features]) => features.size > 1).map(([table, features]) => `${table}: ${[...features].join(', ')}`)).toEqual([])
  })

  it('only the platform opens transactions: features receive the request’s one', () => {
    const openers = server.filter(({ path, text }) => path.startsWith('server/features/') && /\.transaction\(\)/.test(text)).map(({ path }) => path)
    expect(openers).toEqual([])
  })

  it('the context is set by its functions, never by set_config or a bare SET', () => {
    const setters = server.filter(({ text }) => /set_config\(|\bset (local |session )?app\./i.test(text)).map(({ path }) => path)
    expect(setters).toEqual([])
  })

  it('Intl is used by the formatting module alone', () => {
    const users = all
      .filter(
        ({ path, text }) => !path.startsWith('shared/i18n/') && !path.endsWith('.test.ts') && /\bIntl\.|toLocale(String|DateString|TimeString)\(/.test(text),
      )
      .map(({ path }) => path)
    expect(users).toEqual([])
  })

  it('markup from text is trusted in one component alone', () => {
    const users = all.filter(({ text }) => /\{@html/.test(text)).map(({ path }) => path)
    expect(users.filter((path) => path !== 'web/src/lib/charts/SafeSvg.svelte')).toEqual([])
  })

  it('files stay one idea: none passes 350 lines', () => {
    const long = all
      .filter(({ path, text }) => path !== 'server/platform/db/schema.ts' && text.split('\n').length > 350)
      .map(({ path, text }) => `${path}: ${text.split('\n').length}`)
    expect(long).toEqual([])
  })
})

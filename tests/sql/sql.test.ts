import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { Client } from 'pg'
import { format } from 'sql-formatter'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ServedRoute } from '#server/platform/http/policy.ts'
import { CALLS, requestOf } from '../authorisation/calls.ts'
import { routesByName } from '../authorisation/check.ts'
import { isAllowed, readMatrix } from '../authorisation/matrix.ts'
import { ACTORS, openStage, type Stage } from '../authorisation/stage.ts'

/** Statements of one request: what runs beside it belongs to nobody. */
const asking = new AsyncLocalStorage<string[]>()
const real = Client.prototype.query as (...given: unknown[]) => unknown
const textOf = (given: unknown): string => (typeof given === 'string' ? given : ((given as { text?: string } | null)?.text ?? ''))

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    asking.getStore()?.push(textOf(given[0]))
    return real.apply(this, given)
  } as typeof Client.prototype.query
})
afterAll(async () => {
  Client.prototype.query = real as typeof Client.prototype.query
  await stage.close()
})

/** How many values a list brings is chance; that it is a list is not. */
const shapeOf = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\(\$\d+(?:::\w+)?(?:, \$\d+(?:::\w+)?)+\)/g, '($…)')
    .replace(/(\((?:[^()]|\([^()]*\))*\))(?:, \((?:\$|default)(?:[^()]|\([^()]*\))*\))+/g, '$1, …')
    .replace(/\$\d+/g, '$')

/** What frames every request and says nothing of it. */
const isFrame = (text: string) => text === '' || /^(begin|commit|rollback|savepoint|release|set local|reset)\b/i.test(text)

function print(text: string): string {
  try {
    return format(text.replaceAll('$…', '$0').replace(/\$(?!0|\w)/g, '$1'), { language: 'postgresql', expressionWidth: 150, keywordCase: 'lower' })
      .replaceAll('$0', '$…')
      .replaceAll('$1', '$')
  } catch {
    return text
  }
}

/** A statement asked for by this many features is the platform's: sessions, hats, the audit row. */
const SHARED_BY = 6

it('the SQL of every route is the one that was read and recorded', async () => {
  const routes = routesByName(stage.world.app.routeTable)
  const recorded = new Map<string, Map<string, string[]>>()
  for (const line of readMatrix().filter(({ id }) => routes.has(id) && CALLS[id] !== undefined)) {
    const actor = ACTORS.find((one) => isAllowed(line.cells[one]))
    if (actor === undefined) continue
    const request = requestOf(stage, routes.get(line.operation) as ServedRoute, await CALLS[line.id]!(stage))
    const texts: string[] = []
    const answer = await asking.run(texts, () => stage.send(stage.actors[actor], request))
    expect(answer.status, line.id).toBeLessThan(400)
    const feature = /^[a-z]\w*(?=\.)/i.exec(line.id)?.[0] ?? 'platform'
    const operations = recorded.get(feature) ?? new Map<string, string[]>()
    operations.set(line.id, [...new Set(texts.map(shapeOf).filter((text) => !isFrame(text)))])
    recorded.set(feature, operations)
  }

  const features = new Map<string, Set<string>>()
  for (const [feature, operations] of recorded)
    for (const text of [...operations.values()].flat()) features.set(text, (features.get(text) ?? new Set()).add(feature))
  const isShared = (text: string) => (features.get(text)?.size ?? 0) >= SHARED_BY
  const file = (name: string) => join(import.meta.dirname, `${name}.sql`)
  const platform = [...features.keys()].filter(isShared).map(print).sort()
  await expect(`-- Asked for by ${SHARED_BY} features or more.\n\n${platform.map((text) => `${text};`).join('\n\n')}\n`).toMatchFileSnapshot(file('platform'))
  for (const [feature, operations] of recorded) {
    if (feature === 'platform') continue
    const told = new Set<string>()
    const parts = [...operations].map(([id, texts]) => {
      const own = texts.filter((text) => !isShared(text) && !told.has(text))
      for (const text of own) told.add(text)
      return [`-- ${id}`, ...own.map((text) => `${print(text)};`)].join('\n\n')
    })
    await expect(`${parts.join('\n\n')}\n`).toMatchFileSnapshot(file(feature))
  }
}, 120_000)

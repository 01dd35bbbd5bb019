import { setTimeout as wait } from 'node:timers/promises'
import type { Release } from '#shared/releases/contract.ts'
import type { Asker } from './world.ts'

/** Paths of an initiative under test. */
interface Here {
  readonly path: (rest: string) => string
}

/** Builds a release as the backbone and waits until it is ready; nobody else sees it yet. */
export async function buildRelease(lead: Asker, here: Here, body: Record<string, unknown>): Promise<Release> {
  const begun = await lead.ask<Release>('POST', here.path('/releases'), { body })
  if (begun.status !== 201) throw new Error(begun.text)
  for (let tries = 0; tries < 200; tries += 1) {
    const { items } = (await lead.get<{ items: Release[] }>(here.path('/releases'))).body
    const found = items.find(({ number }) => number === begun.body.number)
    if (found !== undefined && found.state !== 'building') return found
    await wait(25)
  }
  throw new Error('the release is not built')
}

/** Builds and publishes a release. */
export async function release(lead: Asker, here: Here, body: Record<string, unknown>, isPublic = false): Promise<Release> {
  const built = await buildRelease(lead, here, body)
  if (built.state !== 'ready') throw new Error(`the release is ${built.state}`)
  const published = await lead.ask<Release>('POST', here.path(`/releases/${built.number}/publication`), {
    body: { isPublic },
    headers: { 'if-match': `"v${built.version}"` },
  })
  if (published.status !== 200) throw new Error(published.text)
  return published.body
}

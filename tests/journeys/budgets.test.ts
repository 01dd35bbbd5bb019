import { describe, expect, it } from 'vitest'
import { browserIsThere, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'

interface Budget {
  readonly html: number
  readonly css: number
  readonly js: number
  readonly requests: number
  readonly total: number
}
const P = '/fr-CA/p/grandir-entre-rives'
/** Transferred kilobytes and requests of a first visit (ux.md, section e). */
const BUDGETS: readonly [string, Budget, readonly string[]][] = [
  [
    'home, dashboard, indicator, territory, partner',
    { html: 45, css: 20, js: 60, requests: 15, total: 140 },
    [
      I,
      `${I}/dashboard`,
      `${I}/indicators/SCREEN18`,
      `${I}/indicators/PRENATAL?level=municipality`,
      `${I}/territories/CV`,
      `${I}/territories/R`,
      `${I}/partners/P02`,
    ],
  ],
  [
    'public page, embed',
    { html: 30, css: 12, js: 15, requests: 8, total: 60 },
    [P, `${P}/SCREEN18`, `${P}/versions`, `${P}/notes`, '/fr-CA/embed/grandir-entre-rives/SCREEN18', '/fr-CA/p/alliance-benkadi'],
  ],
  ['entry', { html: 40, css: 20, js: 75, requests: 15, total: 150 }, [`${I}/entry?partner=P02&period=2026-Q3`]],
  ['import', { html: 25, css: 20, js: 70, requests: 14, total: 150 }, [`${I}/import`]],
  [
    'notes, conditions, administration',
    { html: 30, css: 20, js: 70, requests: 14, total: 130 },
    [
      `${I}/notes`,
      `${I}/notes/new`,
      `${I}/conditions`,
      `${I}/conditions/agenda`,
      `${I}/conditions/activities`,
      `${I}/conditions/activities/who`,
      `${I}/conditions/activities/practices`,
      `${I}/conditions/activities/links`,
      `${I}/governance`,
      `${I}/governance/bodies`,
      `${I}/governance/leadership`,
      `${I}/governance/decisions`,
      `${I}/assessments`,
      `${I}/assessments/results/five_conditions`,
      `${I}/governance/agreement/draft`,
      `${I}/settings`,
      `${I}/settings/people`,
      `${I}/settings/territories`,
      '/fr-CA/account',
      '/fr-CA/sign-in',
    ],
  ],
]

describe.skipIf(!browserIsThere())('bytes are money on a link of 400 kbit/s', { timeout: 240_000 }, () => {
  const { visit: open } = journey({ NODE_ENV: 'production' })

  /** Bytes that travelled for a page seen for the first time. */
  async function weigh(path: string): Promise<Budget> {
    const { context, page } = await open({ width: 360 })
    if (!path.endsWith('sign-in') && !/\/(p|embed)\//.test(path)) await signInOnPage(page, 'coordination')
    await page.goto('about:blank')
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.clearBrowserCache')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const kinds = new Map<string, string>()
    const sizes = { Document: 0, Stylesheet: 0, Script: 0, Other: 0 }
    let requests = 0
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (!response.url.startsWith('data:')) kinds.set(requestId, type)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId)
      if (kind === undefined) return
      requests += 1
      sizes[kind in sizes ? (kind as keyof typeof sizes) : 'Other'] += encodedDataLength / 1024
    })
    await page.goto(path, { waitUntil: 'networkidle' })
    await context.close()
    return { html: sizes.Document, css: sizes.Stylesheet, js: sizes.Script, requests, total: Object.values(sizes).reduce((sum, size) => sum + size, 0) }
  }

  for (const [name, budget, paths] of BUDGETS) {
    it(`${name}: at most ${budget.total} KB, ${budget.js} of them script`, async () => {
      const over: string[] = []
      for (const path of paths) {
        const weight = await weigh(path)
        for (const part of ['html', 'css', 'js', 'requests', 'total'] as const)
          if (weight[part] > budget[part]) over.push(`${path}: ${part} ${weight[part].toFixed(1)} > ${budget[part]}`)
        expect(weight.html, `${path} was weighed`).toBeGreaterThan(1)
      }
      expect(over).toEqual([])
    })
  }
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const P = '/fr-CA/p/grandir-entre-rives'
const SETTINGS = '/fr-CA/i/grandir-entre-rives/settings/public'

describe.skipIf(!browserIsThere())('what anybody reads without an account', { timeout: 120_000 }, () => {
  const { visit, as, origin } = journey()

  it('a citizen reads figures, states, a map and a table without a script, a cookie or anybody else’s server', async () => {
    const { context, page, faults } = await visit({ javaScript: false, width: 360 })
    for (const path of [P, `${P}/SCREEN18`, `${P}/PRENATAL`]) {
      await page.goto(path)
      expect(await page.locator('h1').count(), path).toBe(1)
      expect(await page.locator('svg').count(), path).toBeGreaterThan(0)
      expect(await page.locator('table').count(), path).toBeGreaterThan(0)
      expect(await page.locator('body').innerText(), path).toContain('États calculés au 15 octobre 2026')
      expect(await page.locator('meta[name=robots]').getAttribute('content'), path).toBe('noindex')
    }
    const told = await page.goto(P)
    expect(await page.locator('main').innerText()).toMatch(/61,9\s%/)
    expect([told?.headers()['set-cookie'], await context.cookies(), faults]).toEqual([undefined, [], []])
    await page.click('footer a[href$="/versions"]')
    expect(await page.locator('h1').innerText()).toBe('Journal des publications')
    await context.close()
  })

  it('what is not published is not there, and says where to go', async () => {
    const { context, page } = await visit({ javaScript: false })
    const missing = await page.goto(`${P}/NULLEPART`)
    expect([missing?.status(), await page.locator('main a').last().getAttribute('href')]).toEqual([404, P])
    const none = await page.goto('/fr-CA/p/n-existe-pas')
    expect([none?.status(), await page.locator('main a').last().getAttribute('href')]).toEqual([404, '/fr-CA'])
    await context.close()
  })

  it('an indicator stands in the page of a host that a lead allowed, at its own height, and in no other', async () => {
    const lead = await as('coordination')
    await lead.page.goto(SETTINGS)
    const frame = (await lead.page.inputValue('#embed-frame')).replace('height="560"', 'height="10"')
    const script = await lead.page.inputValue('#embed-script')
    const host = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Ville</title>${frame}${script}`),
    )
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    const { port } = host.address() as AddressInfo
    const seen = async () => {
      const { context, page } = await visit()
      await page.goto(`http://ville.localhost:${port}/`, { waitUntil: 'networkidle' })
      // The browser's own page about a refused frame has headings too: what counts is the way to the source.
      const isShown = (await page.frames()[1]?.locator('a[href^="/fr-CA/p/"]').count()) === 1
      const isHigh =
        isShown && (await page.waitForFunction(() => (document.querySelector('iframe')?.clientHeight ?? 0) > 100, null, { timeout: 5000 })) !== null
      await context.close()
      return { isShown, isHigh }
    }
    expect(await seen()).toEqual({ isShown: false, isHigh: false })
    await lead.page.fill('textarea[name=embedHosts]', `ville.localhost:${port}`)
    await lead.page.click('form[action="?/display"] button')
    await lead.page.waitForLoadState('networkidle')
    // What was kept of the page before is believed for a moment.
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await seen()).toEqual({ isShown: true, isHigh: true })
    const { context, page, faults } = await visit({ width: 360, dark: true })
    await page.goto('/fr-CA/embed/grandir-entre-rives/SCREEN18')
    expect([await axeFaults(page), faults, await page.locator('html').getAttribute('lang')]).toEqual([[], [], 'fr-CA'])
    await context.close()
    host.close()
    await lead.leave()
  })

  it('a link shows its release to whoever has it until it is revoked, and leaves no trace of itself behind', async () => {
    const lead = await as('coordination')
    await lead.page.goto(SETTINGS)
    await lead.page.fill('input[name=label]', 'Conseil régional')
    await lead.page.click('form[action^="?/link"] button')
    const link = await lead.page.inputValue('#given-link')
    expect(link.startsWith(origin())).toBe(true)
    const { context, page } = await visit({ javaScript: false })
    const answer = await page.goto(link)
    expect([answer?.status(), answer?.headers()['referrer-policy'], answer?.headers()['cache-control'], answer?.headers()['x-robots-tag']]).toEqual([
      200,
      'no-referrer',
      'private, no-store',
      'noindex',
    ])
    await page.click('main h3 a')
    expect(page.url().startsWith(link)).toBe(true)
    expect(await context.request.get(`${link}/data.csv`).then((file) => file.text())).toContain('SCREEN18,')
    await lead.page.goto(SETTINGS)
    expect(await lead.page.locator('tr', { hasText: 'Conseil régional' }).innerText()).toMatch(/\t2/)
    await lead.page.click('form[action^="?/revoke"] button')
    await lead.page.waitForLoadState('networkidle')
    expect((await page.goto(link))?.status()).toBe(404)
    await context.close()
    await lead.leave()
  })
})

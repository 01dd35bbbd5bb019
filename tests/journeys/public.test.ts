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

  it('a citizen reads what the initiative learns, in the language of the page, and what is hidden is gone at the next look', async () => {
    const { context, page, faults } = await visit({ javaScript: false, width: 360 })
    await page.goto('/en/p/grandir-entre-rives')
    await page.click('main a[href$="/notes"]')
    expect(await page.locator('h1').innerText()).toBe('What we are learning')
    expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex')
    await page.click('main h2 a >> nth=2')
    expect([await page.locator('h1').getAttribute('lang'), await page.locator('main').innerText()]).toEqual(['fr', expect.stringContaining('What happened')])
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect([wide, await context.cookies(), faults]).toEqual([0, [], []])
    const address = page.url()
    const looked = await visit({ width: 1280, dark: true })
    await looked.page.goto(address)
    expect([await axeFaults(looked.page), looked.faults]).toEqual([[], []])
    await looked.context.close()

    // It exposes a third person: the backbone hides it, and shows it again once it is reworded.
    const lead = await as('coordination')
    const id = address.split('/').at(-1) ?? ''
    const me = (await (await lead.page.request.get(`${origin()}/api/v1/me`)).json()) as { initiatives: { id: string; slug: string }[] }
    const initiative = me.initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id ?? ''
    const at = `${origin()}/api/v1/initiatives/${initiative}/notes/${id}/hiding`
    expect((await lead.page.request.post(at, { data: { reason: 'Une personne y est reconnaissable' }, headers: { origin: origin() } })).status()).toBe(200)
    expect((await page.goto(address))?.status()).toBe(404)
    expect(await page.locator('main a').last().getAttribute('href')).toBe('/en/p/grandir-entre-rives/notes')
    await page.goto('/en/p/grandir-entre-rives/notes')
    expect(await page.locator(`main a[href$="${id}"]`).count()).toBe(0)
    expect((await lead.page.request.delete(at, { headers: { origin: origin() } })).status()).toBe(200)
    expect((await page.goto(address))?.status()).toBe(200)
    await context.close()
    await lead.leave()
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
  it('a decision is off the public page until its lead ticks it, tells nobody’s position there, and is gone at the next request once it is unticked', async () => {
    const [lead, staff] = [await as('coordination', false), await as('equipe', false)]
    const { context, page, faults } = await visit({ width: 360 })
    const read = async () => {
      const answer = await page.goto(P)
      return { text: await page.locator('main').innerText(), keeping: answer?.headers()['cache-control'] }
    }
    const title = 'Créer une équipe de relève partagée'
    expect((await read()).text).not.toContain(title)
    await lead.page.goto('/fr-CA/i/grandir-entre-rives/governance/decisions')
    await lead.page.click(`main a:has-text("${title}")`)
    await lead.page.waitForURL(/decisions\/[0-9a-f-]{36}$/)
    const tick = 'input[name=isPublic]'
    expect(await lead.page.isChecked(tick)).toBe(false)
    expect(await lead.page.textContent('main')).toContain('Tout le monde la lira, sans compte')
    await staff.page.goto(lead.page.url())
    expect(await staff.page.locator(tick).count(), 'who is no lead is not offered it').toBe(0)

    await lead.page.check(tick)
    await lead.page.click('button:has-text("Enregistrer ce choix")')
    await lead.page.getByText('Tout le monde lit maintenant cette décision').waitFor()
    const shown = await read()
    expect(shown.text).toContain('Ce qui a été décidé')
    expect(shown.text).toMatch(new RegExp(`${title}[\\s\\S]*Adoptée[\\s\\S]*18 mai 2025`))
    expect(shown.keeping).toBe('public, no-cache')
    expect(shown.text).not.toMatch(/votes? favorables?|pour l’instant|peut vivre avec|abstention/i)
    expect([await axeFaults(page), await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)]).toEqual([[], false])
    await page.goto(P.replace('fr-CA', 'en'))
    expect(await page.locator('main').innerText()).toContain('Create a shared relief pool')

    const seeing = await as('coordination')
    await seeing.page.goto(lead.page.url())
    expect([await axeFaults(seeing.page), await seeing.page.isChecked(tick)]).toEqual([[], true])
    await seeing.leave()

    await lead.page.uncheck(tick)
    // Asked a moment before: what is kept of the page is believed for a second, unless it is let go.
    const asked = async () => (await (await page.request.get(`${origin()}${P}`)).text()).includes(title)
    expect(await asked()).toBe(true)
    await Promise.all([
      lead.page.waitForResponse((answer) => answer.request().method() === 'POST'),
      lead.page.click('button:has-text("Enregistrer ce choix")', { noWaitAfter: true }),
    ])
    expect([await asked(), faults]).toEqual([false, []])
    await lead.page.getByText('Plus personne ne lit cette décision').waitFor()
    await context.close()
    for (const one of [lead, staff]) await one.leave()
  })
})

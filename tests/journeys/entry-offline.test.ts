import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { allSaved, cell, entryVisits, ready, text, type } from '../support/entry-visit.ts'
import { journey } from '../support/journey.ts'

describe.skipIf(!browserIsThere())('the entry sheet without a network', { timeout: 240_000 }, () => {
  const { visit: open, origin } = journey()
  const visit = entryVisits(open, origin, 'hors-ligne')

  /** Once the worker has kept the sheet. */
  const kept = (page: Page) =>
    expect
      .poll(
        () =>
          page.evaluate(async () => {
            const names = (await caches.keys()).filter((name) => name.startsWith('maillage-entry') && !name.endsWith(' shell'))
            const pages = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length))
            const shell = (await caches.keys()).find((name) => name.endsWith(' shell'))
            return pages.reduce((sum, count) => sum + count, 0) > 0 && shell !== undefined && (await (await caches.open(shell)).keys()).length > 2
          }),
        { timeout: 15_000 },
      )
      .toBe(true)
  /** Everything that a device keeps of an account. */
  const leftOn = (page: Page) =>
    page.evaluate(async () => [
      ...(await caches.keys()),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    ])
  const openAccount = (page: Page) => page.locator('header summary, header button', { hasText: 'structure de soutien' }).first().click()

  it('comes again on a reload, with what was saved after it was made and what still waits; it says that and how old it is', async () => {
    const { page, context, faults, here, at } = await visit()
    await type(page, 0, '41')
    await allSaved(page)
    await kept(page)
    await context.setOffline(true)
    await type(page, 1, '42')
    await page.locator('.sync', { hasText: 'Une valeur en attente' }).waitFor()
    await page.reload()
    await ready(page)
    expect([await text(page, 0), await text(page, 1)], 'saved after the page was made, and waiting').toEqual(['41', '42'])
    expect(await page.locator('.kept').textContent()).toMatch(/Hors ligne.*page gardée sur cet appareil le .*2026.*il y a/)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    await type(page, 2, '43')
    await page.locator('.sync', { hasText: '2 valeurs en attente' }).waitFor()

    // The tab dies, and another opens the same sheet, still without a network.
    await page.close()
    const other = await context.newPage()
    await other.goto(at)
    await ready(other)
    expect([await text(other, 0), await text(other, 1), await text(other, 2)]).toEqual(['41', '42', '43'])
    await context.setOffline(false)
    await expect.poll(async () => (await here.stored()).size, { timeout: 10_000 }).toBe(3)
    expect([...(await here.stored()).values()].map(({ version }) => version)).toEqual([1, 1, 1])
    await other.getByRole('button', { name: 'Charger la page d’aujourd’hui' }).click()
    await other.waitForFunction(() => document.querySelector('#entry-grid[data-ready]:not([data-kept-at])') !== null)
    expect([await text(other, 0), await text(other, 1), await text(other, 2)]).toEqual(['41', '42', '43'])
    expectQuiet(faults.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED')))
    await context.close()
  })

  it('shows what the network gives whenever it does, never what was kept', async () => {
    const { page, context, here } = await visit()
    await kept(page)
    await here.call('PUT', `${here.base}/observations`, { items: [{ indicator: 'C1', territory: 'TT', period: '2026-10', value: '77' }] })
    await page.reload()
    await ready(page)
    expect(await text(page, 0)).toBe('77')
    expect(await page.locator('.kept').count()).toBe(0)
    await context.close()
  })

  it('is kept for its entry page alone: another page asked for without a network is not answered from the device', async () => {
    const { page, context, at } = await visit()
    await kept(page)
    const addresses = await page.evaluate(async () => {
      const all = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))
      return all.flat()
    })
    expect(addresses.filter((one) => !/\/entry$|\.(js|css|svg)$/.test(one))).toEqual([])
    await page.goto(at.replace(/\/entry.*/, '/entry/due'))
    await context.setOffline(true)
    await expect(page.reload()).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
    await context.close()
  })

  it('leaves nothing on the device after signing out, nor in another tab, nor behind the browser’s « back »', async () => {
    const { page, context, at } = await visit()
    await page.goto(at.replace(/\/entry.*/, '/dashboard'))
    await page.goto(at)
    await ready(page)
    await type(page, 0, '41')
    await allSaved(page)
    await kept(page)
    const second = await context.newPage()
    await second.goto(at)
    await ready(second)
    await openAccount(page)
    // A sheet that is just being kept is not kept after the departure.
    await page.evaluate(() => navigator.serviceWorker.controller?.postMessage({ kind: 'keep', address: location.href }))
    await page.getByRole('button', { name: 'Fermer la session' }).click()
    await page.waitForURL(/sign-in/)
    await expect.poll(() => second.locator('table').count(), { message: 'nor in another tab' }).toBe(0)
    await expect.poll(() => leftOn(page)).toEqual([])
    await page.goBack()
    await expect.poll(() => page.locator('form[data-left]').count(), { message: 'nor behind « back »' }).toBe(0)
    await context.close()
  })

  it('waits, at sign-out, for a tab that still holds what was typed, which is empty by then', async () => {
    const { page, context } = await visit()
    await kept(page)
    await context.setOffline(true)
    await type(page, 0, '41')
    await page.locator('.sync', { hasText: 'Une valeur en attente' }).waitFor()
    await context.setOffline(false)
    const second = await context.newPage()
    await second.goto('/fr-CA/sign-in')
    await context.setOffline(true)
    await second.evaluate(async () => {
      const opening = indexedDB.open('maillage-entry')
      await new Promise((resolve) => (opening.onsuccess = resolve))
      const database = opening.result
      const seen = globalThis as unknown as { counted: number }
      // An old tab: it hears that the database goes, and takes its time.
      database.onversionchange = () => {
        const counting = database.transaction('waiting').objectStore('waiting').count()
        counting.onsuccess = () => {
          seen.counted = counting.result
          setTimeout(() => database.close(), 1500)
        }
      }
    })
    page.on('dialog', (dialog) => void dialog.accept())
    await openAccount(page)
    await page.getByRole('button', { name: 'Fermer la session' }).click()
    await page.getByText('Rien de votre compte ne reste sur cet appareil').waitFor()
    expect(await leftOn(page)).toEqual(['maillage.leaving'])
    expect(await second.evaluate(() => (globalThis as unknown as { counted: number }).counted)).toBe(0)
    await context.close()
  })

  it('leaves nothing on the device after signing out without a network, and the session ends when it is back', async () => {
    const { page, context, at } = await visit()
    await type(page, 0, '41')
    await allSaved(page)
    await kept(page)
    const second = await context.newPage()
    await second.goto(at)
    await ready(second)
    await context.setOffline(true)
    await openAccount(page)
    await page.getByRole('button', { name: 'Fermer la session' }).click()
    await page.getByText('Rien de votre compte ne reste sur cet appareil').waitFor()
    expect(await leftOn(page)).toEqual(['maillage.leaving'])
    expect(await page.locator('table').count(), 'nor on the screen').toBe(0)
    await expect.poll(() => second.locator('table').count(), { message: 'nor in another tab' }).toBe(0)
    for (const tab of [page, second]) {
      await expect(tab.goto(at), 'nor at its address').rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
      await tab.goBack().catch(() => undefined)
      await expect.poll(() => tab.locator('table, .card').count(), { message: 'nor behind « back »' }).toBe(0)
    }
    expect(await page.evaluate(async () => [await caches.keys(), await indexedDB.databases()]).catch(() => 'no page')).toSatisfy(
      (kept: unknown) => kept === 'no page' || JSON.stringify(kept) === '[[],[]]',
    )
    await context.setOffline(false)
    const later = await context.newPage()
    await later.goto('/fr-CA', { waitUntil: 'commit' })
    await later.waitForURL(/sign-in/)
    await expect.poll(() => leftOn(later)).toEqual([])
    expect((await later.goto(at))?.url()).toContain('sign-in')
    await context.close()
  })

  it('keeps nothing of one account for the next, though nobody signed out', async () => {
    const { page, context, at } = await visit()
    await kept(page)
    // The session ended elsewhere: the cookie is gone.
    await context.clearCookies()
    await page.goto(at)
    await page.waitForURL(/sign-in/)
    await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([])
    await signInOnPage(page, 'coordination')
    await context.setOffline(true)
    await expect(page.goto(at)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED/)
    await context.close()
  })

  it('keeps the sheets of one account and hat alone', async () => {
    const { page, context } = await visit()
    await kept(page)
    await page.evaluate(async () => {
      const own = (await caches.keys()).find((name) => name.startsWith('maillage-entry') && !name.endsWith(' shell')) as string
      const [prefix, build, user, initiative] = own.split(' ')
      for (const name of [
        `${prefix} ${build} somebody-else ${initiative} hat`,
        `${prefix} ${build} ${user} ${initiative} other-hat`,
        `${prefix} former-build ${user} x y`,
      ])
        await (await caches.open(name)).put('/x', new Response('private'))
    })
    await page.reload()
    await ready(page)
    await expect.poll(async () => (await page.evaluate(() => caches.keys())).filter((name) => !name.endsWith(' shell')).length).toBe(1)
    await context.close()
  })

  it('costs a first visit next to nothing: what it keeps is what the browser has just received', async () => {
    const { page, context } = await open()
    await signInOnPage(page, 'coordination')
    await page.goto('/fr-CA/i/grandir-entre-rives/entry?partner=P13&period=2026-Q3')
    await ready(page)
    await kept(page)
    const [worker] = context.serviceWorkers()
    const travelled = await worker?.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
        ({ name, transferSize }) => [new URL(name).pathname, transferSize] as const,
      ),
    )
    expect(travelled?.length).toBeGreaterThan(3)
    // A browser that draws no tab has not asked for the picture of the tab before.
    expect(travelled?.filter(([path, size]) => size > 0 && path !== '/favicon.svg')).toEqual([])
    await context.close()
  })

  it('shows in one tab what another saves', async () => {
    const { page, context, at, here, faults } = await visit()
    const other = await context.newPage()
    await other.goto(at)
    await ready(other)
    await type(page, 0, '48')
    await expect.poll(() => text(other, 0)).toBe('48')
    await allSaved(page)
    await expect.poll(() => cell(other, 0).textContent()).toContain('Enregistrée')
    // On the version that the other tab was told: nothing to choose, and nothing lost.
    await type(other, 0, '49')
    await allSaved(other)
    await expect.poll(() => text(page, 0)).toBe('49')
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '49', version: 2 })
    await page.keyboard.press('Control+z')
    expect(await text(page, 0), 'what the other tab typed is not this tab’s to take back').toBe('49')
    expectQuiet(faults)
    await context.close()
  })

  it('lets the person choose when two tabs meet over one cell, and writes nothing over in silence', async () => {
    const { page, context, at, here } = await visit()
    const other = await context.newPage()
    await other.goto(at)
    await ready(other)
    await cell(other, 0).click()
    await other.keyboard.type('52')
    await type(page, 0, '48')
    await allSaved(page)
    await other.keyboard.press('Enter')
    await expect.poll(() => cell(other, 0).textContent()).toMatch(/Modifiée par vous, dans un autre onglet.*48\. La vôtre\s: 52/)
    await other.waitForTimeout(1500)
    expect((await here.stored()).get('C1 2026-10'), 'nothing was written over').toMatchObject({ value: '48', version: 1 })
    await expect.poll(() => cell(page, 0).textContent(), { message: 'both tabs say it' }).toContain('À choisir')
    await cell(other, 0).click()
    await other.keyboard.press('Control+Enter')
    await other.getByRole('button', { name: 'Garder la mienne' }).click()
    await allSaved(other)
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '52', version: 2 })
    await expect.poll(() => text(page, 0)).toBe('52')
    await context.close()
  })

  it('keeps both values when two tabs meet without a network, and sends the chosen one', async () => {
    const { page, context, at, here } = await visit()
    const other = await context.newPage()
    await other.goto(at)
    await ready(other)
    await context.setOffline(true)
    await cell(other, 0).click()
    await other.keyboard.type('52')
    await type(page, 0, '48')
    await page.locator('.sync', { hasText: 'en attente' }).waitFor()
    await other.keyboard.press('Enter')
    await expect.poll(() => cell(other, 0).textContent()).toContain('À choisir')
    await cell(other, 0).click()
    await other.keyboard.press('Control+Enter')
    await other.getByRole('button', { name: 'Garder l’autre' }).click()
    await context.setOffline(false)
    await allSaved(other)
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '48', version: 1 })
    await context.close()
  })

  it('sends the queue from one tab at a time: each value arrives once', async () => {
    const { page, context, at, here } = await visit(12)
    const other = await context.newPage()
    await other.goto(at)
    await ready(other)
    await context.setOffline(true)
    for (let column = 1; column <= 12; column += 1) await type(page, 0, String(100 + column), column)
    for (let column = 1; column <= 12; column += 1) await type(other, 1, String(200 + column), column)
    await page.locator('.sync', { hasText: '24 valeurs en attente' }).waitFor()
    const sent: string[] = []
    await context.route('**/observations', async (route) => {
      const { items } = route.request().postDataJSON() as { items: { indicator: string; period: string }[] }
      sent.push(...items.map(({ indicator, period }) => `${indicator} ${period}`))
      await route.continue()
    })
    await context.setOffline(false)
    await Promise.all([allSaved(page), allSaved(other)])
    expect([sent.length, new Set(sent).size]).toEqual([24, 24])
    expect([...(await here.stored()).values()].map(({ version }) => version)).toEqual(Array.from({ length: 24 }, () => 1))
    await context.close()
  })
})

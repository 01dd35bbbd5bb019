import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const TITLE = 'Nos rappels arrivaient le dimanche'

describe.skipIf(!browserIsThere())('a note written without a network', { timeout: 120_000 }, () => {
  const { visit } = journey()

  it('S73 a failure is told in three fields and under three minutes from the home page, at 360 px, with the network cut in the middle: sent once, nothing left at sign-out', async () => {
    const { context, page, faults } = await visit({ width: 360 })
    await signInOnPage(page, 'contribution')
    const started = Date.now()
    await page.goto(I)
    await page.click(`main a[href="${I}/notes/new"]`)
    await page.waitForURL('**/notes/new')
    await expect
      .poll(() => page.evaluate(async () => (await caches.keys()).some((name) => name.startsWith('maillage-entry') && name.endsWith('shell'))), {
        timeout: 15_000,
      })
      .toBe(true)
    await page.check('input[name=type][value=failure]')
    await page.fill('[name=title]', TITLE)
    await context.setOffline(true)
    await page.fill('[name=whatHappened]', 'La moitié des familles a manqué le rendez-vous.')
    await page.locator('[data-notice="draft-kept"]').waitFor()

    // Reloaded in the middle of the text, still without a network: the page comes from the device, and the draft is there.
    await page.reload()
    await page.click('[data-draft-do=resume]')
    expect(await page.inputValue('[name=whatHappened]')).toContain('La moitié des familles')
    await page.click('main form button.primary[type=submit]')
    await page.locator('[data-notice="note-waiting"]', { hasText: TITLE }).waitFor()
    expect(await page.inputValue('[name=title]'), 'a next note starts empty').toBe('')
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])

    // The tab dies; another opens, and the network comes back.
    await page.close()
    const other = await context.newPage()
    await other.goto(`${I}/notes/new`)
    await other.locator('[data-notice="note-waiting"]', { hasText: TITLE }).waitFor()
    expect(await other.locator('[data-notice="draft-found"]').isVisible(), 'what waits is no draft any more').toBe(false)
    await context.setOffline(false)
    await other.locator('[data-notice="note-sent"]').waitFor()
    await other.goto(`${I}/notes?view=mine`)
    expect(await other.locator('main a', { hasText: TITLE }).count(), 'sent once').toBe(1)
    await other.click(`main a:has-text("${TITLE}")`)
    await other.waitForURL(/notes\/[0-9a-f-]{36}/)
    expect(await other.textContent('main'), 'read by its author alone until it is shared').toContain('Moi seulement')
    expect(Date.now() - started).toBeLessThan(180_000)

    // What still waits is said before it goes; then nothing of it stays.
    await other.goto(`${I}/notes/new`)
    await context.setOffline(true)
    await other.check('input[name=type][value=failure]')
    await other.fill('[name=title]', 'Celle-ci ne part pas')
    await other.fill('[name=whatHappened]', 'Écrite juste avant de fermer la session.')
    await other.click('main form button.primary[type=submit]')
    await other.locator('[data-notice="note-waiting"]', { hasText: 'Celle-ci' }).waitFor()
    await context.setOffline(false)
    await other.locator('[data-notice="note-sent"]').waitFor()
    const asked: string[] = []
    other.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.accept()
    })
    await context.setOffline(true)
    await other.fill('[name=title]', 'Ni celle-là')
    await other.check('input[name=type][value=failure]')
    await other.fill('[name=whatHappened]', 'Jamais partie.')
    await other.click('main form button.primary[type=submit]')
    await other.locator('[data-notice="note-waiting"]', { hasText: 'Ni celle-là' }).waitFor()
    await other.evaluate(() => (document.querySelector('form[data-unsent]') as HTMLFormElement).requestSubmit())
    await expect.poll(() => asked.length).toBe(1)
    await expect
      .poll(() =>
        other.evaluate(async () => [
          ...(await caches.keys()),
          ...(await indexedDB.databases()).map(({ name }) => name),
          ...Object.keys(localStorage).filter((name) => name !== 'maillage.leaving'),
          ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
        ]),
      )
      .toEqual([])
    expectQuiet(faults.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED')))
    await context.close()
  })
})

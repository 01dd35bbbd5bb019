import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const NEXT = 'main button:has-text("Enregistrer et continuer"):visible'
const SEND = 'main button:has-text("Envoyer mes réponses"):visible'

/** Ticks one word of the scale for every statement of the theme that is shown. */
async function tick(page: Page, word: string): Promise<void> {
  const fieldsets = page.locator('main [data-step]:not([hidden]) fieldset')
  await fieldsets.first().waitFor()
  for (let index = 0; index < (await fieldsets.count()); index += 1) await fieldsets.nth(index).getByText(word, { exact: true }).click()
}
/** Everything that the device keeps of this site, its address bar apart. */
const keptOn = (page: Page) =>
  page.evaluate(async () => ({
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    cookies: document.cookie,
  }))
const NOTHING = { local: [], session: [], databases: [], caches: [], workers: [], cookies: '' }
const offlineNoise = (fault: string) => !fault.includes('ERR_INTERNET_DISCONNECTED')

describe.skipIf(!browserIsThere())('answers by a link, on a phone whose network comes and goes', { timeout: 180_000 }, () => {
  const { as, visit } = journey()

  async function links(count: number): Promise<{ lead: Awaited<ReturnType<typeof as>>; paths: string[] }> {
    const lead = await as('coordination')
    await lead.page.goto(`${I}/assessments`)
    await lead.page.click('a:has-text("Suivre ce tour")')
    await lead.page.selectOption('select[name=partner]', 'P05')
    await lead.page.selectOption('select[name=people]', String(count)).catch(() => lead.page.fill('input[name=people]', String(count)))
    await lead.page.click('button:has-text("Faire des liens")')
    await lead.page.locator('#link-0').waitFor()
    const paths = []
    for (let index = 0; index < count; index += 1) paths.push(new URL(await lead.page.inputValue(`#link-${index}`)).pathname)
    return { lead, paths }
  }

  it('the network is cut in the middle: every theme is answered all the same, it is said that nothing is sent yet, and it leaves once when the network is back', async () => {
    const { lead, paths } = await links(2)
    const [path = ''] = paths
    const secret = path.split('/').at(-1) ?? ''
    const { context, page, faults } = await visit({ width: 360 })
    await page.goto(path)
    await page.click('a:has-text("Commencer")')
    await tick(page, 'En place')
    await page.click(NEXT)
    await expect.poll(() => page.textContent('main h1')).toMatch(/^2 sur 5/)
    await expect.poll(() => page.locator('main [data-step]:not([hidden]) [data-progress]').textContent()).toContain('5 énoncés sur 25')
    // With a network nothing stays: the server has it.
    await expect.poll(() => keptOn(page)).toEqual(NOTHING)

    await context.setOffline(true)
    for (const theme of [2, 3]) {
      await tick(page, 'En partie en place')
      await page.click(NEXT)
      await expect.poll(() => page.textContent('main h1')).toMatch(new RegExp(`^${theme + 1} sur 5`))
    }
    await page.locator('[data-notice="answers-waiting"]', { hasText: 'Pas encore envoyé' }).waitFor()
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    // « Page précédente » and the browser's own go where they should, without a network.
    await page.goBack()
    await expect.poll(() => page.textContent('main h1')).toMatch(/^3 sur 5/)
    await page.goForward()
    await expect.poll(() => page.textContent('main h1')).toMatch(/^4 sur 5/)
    // What lies on the device tells neither the link nor an answer, nor where it is from.
    const kept = JSON.stringify(await keptOn(page))
    expect(kept).toContain('maillage.draft.answers.')
    for (const told of [secret, 'C2.1', 'C3.1', 'grandir', 'P05']) expect(kept.includes(told), told).toBe(false)

    // The tab dies in the middle of the fourth theme.
    await page.locator('main [data-step]:not([hidden]) fieldset').first().getByText('Premiers pas', { exact: true }).click()
    await expect.poll(async () => JSON.stringify(await keptOn(page)) !== kept).toBe(true)
    await page.close()
    await context.setOffline(false)
    const other = await context.newPage()
    let saves = 0
    other.on('request', (request) => (saves += request.url().includes('?/device') ? 1 : 0))
    await other.goto(path)
    await other.locator('[data-notice="answers-arrived"]').waitFor()
    expect(saves).toBe(1)
    await other.goto(`${path}?step=4`)
    expect(await other.locator('main [data-step="3"] input[type=radio]:checked').count(), 'what waited has arrived').toBe(5)
    await expect.poll(() => other.locator('main [data-step="4"] input[type=radio]:checked').count(), { message: 'what was typed is there again' }).toBe(1)

    await tick(other, 'Premiers pas')
    await other.click(NEXT)
    await expect.poll(() => other.textContent('main h1')).toMatch(/^5 sur 5/)
    await context.setOffline(true)
    await tick(other, 'Je ne sais pas')
    await other.click(NEXT)
    // Changed on the way back and not saved there: it stands in the sheet, so it goes with it.
    await expect.poll(() => other.textContent('main h1')).toMatch(/envoyer/)
    await other.goBack()
    await expect.poll(() => other.textContent('main h1')).toMatch(/^5 sur 5/)
    await other.locator('main [data-step="5"] fieldset').first().getByText('En place', { exact: true }).click()
    await other.goForward()
    // A comment without its tick is said at once, without a network too.
    await other.fill('textarea[name=comment]', 'Un mot sans réseau')
    await other.click(SEND)
    expect(await other.locator('input[name=mayBeShared]').evaluate((field: HTMLInputElement) => field.validationMessage)).toMatch(/Cochez/)
    await other.check('input[name=mayBeShared]')
    await other.click(SEND)
    await other.locator('[data-notice="answers-waiting"]').waitFor()
    await context.setOffline(false)
    await other.getByText('Vos réponses sont envoyées').waitFor()
    expect(await other.textContent('main')).toContain('25 énoncés sur 25')
    expect(await keptOn(other)).toEqual(NOTHING)
    await other.click('a:has-text("Revoir mes réponses")')
    const fifth = other.locator('main [data-step="5"] fieldset').first()
    await expect.poll(() => fifth.locator('.choice', { has: other.locator('input:checked') }).textContent()).toContain('En place')

    // The round closes while another phone still holds answers: it says so, and keeps none.
    const late = await visit({ width: 360 })
    await late.page.goto(`${paths[1] ?? ''}?step=1`)
    await late.context.setOffline(true)
    await tick(late.page, 'En place')
    await late.page.click(NEXT)
    await late.page.locator('[data-notice="answers-waiting"]').waitFor()
    await lead.page.reload()
    await lead.page.click('button:has-text("Fermer le tour")')
    await lead.page.getByText('Le tour est fermé').waitFor()
    await late.context.setOffline(false)
    await late.page.locator('[data-notice="answers-lost"]').waitFor()
    expect(await late.page.textContent('main')).toContain('le tour est fermé')
    expect(await keptOn(late.page)).toEqual(NOTHING)
    await lead.page.click('a:has-text("Voir les résultats")')
    await expect.poll(() => lead.page.textContent('main'), { message: 'one more than the five of the demo, once' }).toContain('6 personnes de 6 partenaires')
    // What nobody came back for goes once the round is over, on whatever page is opened.
    const [over, running] = ['over', 'running'].map((name) => `maillage.draft.answers.${name}`)
    await other.evaluate(
      ([past, future]) => {
        localStorage.setItem(past ?? '', JSON.stringify({ until: Date.now() - 1 }))
        localStorage.setItem(future ?? '', JSON.stringify({ until: Date.now() + 1e9 }))
      },
      [over, running],
    )
    await other.goto('/fr-CA/sign-in')
    await expect.poll(() => other.evaluate(() => Object.keys(localStorage))).toEqual([running])
    expectQuiet(faults.filter(offlineNoise))
    await late.context.close()
    await context.close()
    await lead.leave()
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'

/** Answers every statement of the theme on the page with one word of the scale. */
async function answerTheme(page: Page, word: string): Promise<void> {
  const fieldsets = page.locator('main fieldset')
  await fieldsets.first().waitFor()
  const here = page.url()
  for (let index = 0; index < (await fieldsets.count()); index += 1) await fieldsets.nth(index).getByText(word, { exact: true }).click()
  await page.click('button:has-text("Enregistrer et continuer")')
  await page.waitForURL(({ href }) => href !== here)
}

describe.skipIf(!browserIsThere())('what partners say', { timeout: 240_000 }, () => {
  const { as, visit } = journey()

  it('is answered on a phone without JavaScript, by a member and by somebody without an account, closed, and read', async () => {
    const phone = { width: 360, javaScript: false }
    const member = await visit(phone)
    await signInOnPage(member.page, 'contribution')
    await member.page.goto(`${I}/assessments`)
    await member.page.click('main button:has-text("Répondre")')
    await member.page.waitForURL('**/answer/**')
    await expect.poll(() => member.page.textContent('main')).toMatch(/Réponses individuelles visibles\s: personne/)
    await member.page.click('a:has-text("Commencer")')
    await answerTheme(member.page, 'En place')
    await expect.poll(() => member.page.textContent('main')).toContain('5 énoncés sur 25')
    // Left there, taken up again from the list: the link is the same, and so are the answers.
    await member.page.goto(`${I}/assessments`)
    await member.page.click('main button:has-text("Répondre")')
    await member.page.click('a:has-text("Commencer")')
    await expect.poll(() => member.page.locator('main input[type=radio]:checked').count()).toBe(5)
    for (let theme = 1; theme <= 5; theme += 1) await answerTheme(member.page, 'En partie en place')
    await member.page.fill('textarea[name=comment]', 'Un mot')
    await member.page.click('button:has-text("Envoyer mes réponses")')
    await expect.poll(() => member.page.textContent('main'), { message: 'a comment is kept only with its tick' }).toMatch(/Cochez «\sPeut être partagé\s»/)
    await member.page.check('input[name=mayBeShared]')
    await member.page.click('button:has-text("Envoyer mes réponses")')
    await member.page.getByText('Vos réponses sont envoyées').waitFor()

    const lead = await as('coordination')
    await lead.page.goto(`${I}/assessments`)
    await lead.page.click('a:has-text("Suivre ce tour")')
    await lead.page.selectOption('select[name=partner]', 'P05')
    await lead.page.click('button:has-text("Faire des liens")')
    const link = await lead.page.inputValue('#link-0')
    expect([...(await axeFaults(lead.page)), ...(await pageFaults(lead.page))]).toEqual([])
    // The same pages with a script running, which axe needs.
    const looker = await visit({ width: 360 })
    for (const step of ['', '?step=1', '?step=6', '?sent']) {
      await looker.page.goto(`${new URL(link).pathname}${step}`)
      expect([...(await axeFaults(looker.page)), ...(await pageFaults(looker.page))], step).toEqual([])
    }
    await looker.context.close()
    const guest = await visit(phone)
    await guest.page.goto(new URL(link).pathname)
    await guest.page.click('a:has-text("Commencer")')
    for (let theme = 1; theme <= 5; theme += 1) await answerTheme(guest.page, 'Je ne sais pas')
    await guest.page.click('button:has-text("Envoyer mes réponses")')
    await guest.page.getByText('Vos réponses sont envoyées').waitFor()

    await lead.page.click('button:has-text("Fermer le tour")')
    await lead.page.getByText('Le tour est fermé').waitFor()
    await guest.page.goto(new URL(link).pathname)
    await expect.poll(() => guest.page.textContent('main'), { message: 'a closed round knows no link' }).not.toContain('Commencer')
    await lead.page.click('a:has-text("Voir les résultats")')
    await expect.poll(() => lead.page.textContent('main')).toContain('7 personnes de 7 partenaires')
    expectQuiet(lead.faults)
    for (const { context } of [member, guest]) await context.close()
    await lead.leave()
  })

  it('S65 is read on the wheel by keyboard: each spoke says its numbers and leads to its row of the table', async () => {
    const { page, leave } = await as('lecture')
    await page.goto(`${I}/assessments/results/five_conditions?view=wheel`)
    const spokes = page.locator('main svg[role=group] a')
    expect(await spokes.count()).toBe(5)
    await spokes.first().focus()
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Vision et plan communs\s: \d+,?\d* sur 100, attendu 90$/)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Activités qui se renforcent\s: /)
    const said = (await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))) ?? ''
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe('#row-mutually_reinforcing_activities')
    const row = page.locator('tr', { has: page.locator('#row-mutually_reinforcing_activities') })
    expect(await row.textContent()).toContain(/\s: ([\d,]+) sur/.exec(said)?.[1] ?? 'nothing')
    // A round laid over the wheel is said by the spoke and told by the table, the same.
    await page.locator('input[name=over]').first().focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await page.waitForURL(/over=round/)
    const [spoken = ''] = /Tour du [^;]+$/.exec((await spokes.nth(1).getAttribute('aria-label')) ?? '') ?? []
    const column = await page
      .locator('main th', { hasText: /^Tour du/ })
      .first()
      .textContent()
    expect(spoken).toContain(column?.trim() ?? 'nothing')
    expect(
      await page
        .locator('tr', { has: page.locator('#row-mutually_reinforcing_activities') })
        .locator('td')
        .last()
        .textContent(),
    ).toBe(/: ([\d,]+)$/.exec(spoken)?.[1])
    await leave()
  })
})

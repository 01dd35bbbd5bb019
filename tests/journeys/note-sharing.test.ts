import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const MAIN_BUTTON = 'main form button.primary[type=submit]'

describe.skipIf(!browserIsThere())('the sharing of a note', { timeout: 180_000 }, () => {
  const { as } = journey()

  it.each([false, true])(
    'scripts: %s. It is private by default; before it is shared the page says who would read and what tells of whom; then it shares at that rung',
    async (scripts) => {
      const title = `Le bac de livres est resté fermé ${scripts ? 'un' : 'deux'}`
      const writer = await as('contribution', scripts)
      const { page } = writer
      await page.goto(`${I}/notes/new`)
      expect(await page.isChecked('input[name=visibility][value=private]'), 'private by default').toBe(true)
      await page.check('input[name=type][value=failure]')
      await page.fill('[name=title]', title)
      await page.fill('[name=whatHappened]', 'Personne n’avait la clé; il fallait appeler le 418 555-0123.')
      await page.check('input[name=visibility][value=circle]')
      await page.click(MAIN_BUTTON)

      await page.locator('main', { hasText: 'Avant de partager' }).waitFor()
      const told = (await page.textContent('main')) ?? ''
      expect(told).toContain('Rien n’est encore partagé')
      expect(told).toMatch(/\d+ personnes/)
      expect(told).toMatch(/«\s418 555-0123\s» mène à quelqu’un/)
      expect((await page.textContent(MAIN_BUTTON))?.trim(), 'the button says what it does').toBe('Partager avec les partenaires')
      expect([...(scripts ? await axeFaults(page) : []), ...(await pageFaults(page))]).toEqual([])
      const reader = await as('lecture')
      await reader.page.goto(`${I}/notes?type=failure`)
      expect(await reader.page.textContent('main'), 'nothing is shared by the check').not.toContain(title)

      await page.fill('[name=whatHappened]', 'Personne n’avait la clé.')
      await page.click(MAIN_BUTTON)
      await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/)
      await reader.page.reload()
      const item = reader.page.locator('main article', { hasText: title })
      expect(await item.textContent()).toMatch(/un partenaire/i)
      expect(await item.textContent(), 'of a note that names nobody, no day').not.toMatch(/\d+ [a-zûé]+ 20\d\d/)

      // Funders come next: what would go out to them is seen first, and opened there.
      await page.click('form[action$="/preview"] button')
      await page.waitForURL('**/preview?as=funder')
      expect(await page.textContent('main')).toContain('Ce que les autres liront')
      await page.click('main form[action$="?/visibility"] button.primary')
      await page.waitForURL(/\/notes\/[0-9a-f-]{36}/)
      expect(await page.textContent('main')).toContain('Les bailleurs ne lisent pas les réponses.')
      expectQuiet([...writer.faults, ...reader.faults])
      await writer.leave()
      await reader.leave()
    },
  )

  it.each([false, true])(
    'scripts: %s. A note that is its author’s alone is opened from its page; what could tell of somebody is seen first, and nothing is shared by seeing it',
    async (scripts) => {
      const writer = await as('contribution', scripts)
      const { page } = writer
      const write = async (whatHappened: string) => {
        await page.goto(`${I}/notes/new`)
        await page.check('input[name=type][value=failure]')
        await page.fill('[name=title]', 'La clé du local')
        await page.fill('[name=whatHappened]', whatHappened)
        await page.click(MAIN_BUTTON)
        await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/)
      }
      const rung = async () => ((await page.textContent('main .rungs [aria-current=step]')) ?? '').trim()
      const share = 'main .panel form[action$="?/visibility"]:has(input[name=check]) button'
      await write('Il fallait appeler le 418 555-0123.')
      const alone = await rung()
      await page.click(share)
      await page.waitForURL('**/preview?as=partner')
      expect(await page.textContent('main')).toMatch(/«\s418 555-0123\s» mène à quelqu’un/)
      await page.click('main a:has-text("Revenir à la note")')
      await page.waitForURL(/\/notes\/[0-9a-f-]{36}$/)
      expect(await rung(), 'nothing was shared').toBe(alone)
      await page.click(share)
      await page.click('main form[action$="?/visibility"] button.primary')
      await page.waitForURL(/\/notes\/[0-9a-f-]{36}/)
      await page.locator('main .rungs .on + .on[aria-current=step]').waitFor()

      // Where there is nothing to say, one press is enough.
      await write('Personne n’avait la clé.')
      await page.click(share)
      await page.locator('main .rungs .on + .on[aria-current=step]').waitFor()
      expect(new URL(page.url()).pathname).not.toContain('preview')
      expectQuiet(writer.faults)
      await writer.leave()
    },
  )

  it('a breach that another lead has answered meanwhile keeps that answer: the page says so plainly, shows it, and asks no more', async () => {
    const lead = await as('coordination', false)
    const { page } = lead
    const close = 'main form[action="?/close"]'
    await page.goto(`${I}/notes/breaches`)
    await page.selectOption('main form[action="?/file"] [name=funderId]', { index: 1 })
    await page.fill('main form[action="?/file"] [name=whatHappened]', 'Une aide a été retirée.')
    await page.click('main form[action="?/file"] button')
    const other = await page.context().newPage()
    await page.goto(`${I}/notes/breaches`)
    await other.goto(`${I}/notes/breaches`)
    for (const [tab, outcome] of [
      [page, 'L’aide est rendue.'],
      [other, 'Rien à dire.'],
    ] as const) {
      await tab.click(`${close} >> xpath=ancestor::details/summary`)
      await tab.fill(`${close} [name=outcome]`, outcome)
      await tab.click(`${close} button`)
    }
    const told = other.locator('main', { hasText: 'On a déjà répondu à ce signalement.' })
    await told.waitFor()
    expect(await told.textContent()).toContain('L’aide est rendue.')
    expect(await other.inputValue(`${close} [name=outcome]`), 'what was typed is not lost').toBe('Rien à dire.')
    await other.goto(`${I}/notes/breaches`)
    expect(await other.locator(close).count()).toBe(0)

    // A word that was wrong in it is corrected, with the reason; the former words stay beside it.
    const correct = 'main form[action="?/correct"]'
    await other.click(`${correct} >> xpath=ancestor::details/summary`)
    await other.fill(`${correct} [name=outcome]`, 'L’aide est rendue depuis mardi.')
    await other.click(`${correct} button`)
    await expect.poll(() => other.locator(`${correct} [aria-invalid=true]`).count(), { message: 'a reason is asked' }).toBe(1)
    expect(await other.inputValue(`${correct} [name=outcome]`)).toBe('L’aide est rendue depuis mardi.')
    await other.fill(`${correct} [name=reason]`, 'Le jour manquait')
    await other.click(`${correct} button`)
    await other.getByText('La réponse est corrigée').waitFor()
    const former = other.locator('main details', { hasText: 'Le jour manquait' })
    await former.locator('summary').click()
    expect(await former.textContent()).toContain('L’aide est rendue.')
    await lead.leave()
  })
})

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
})

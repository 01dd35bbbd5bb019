import { describe, expect, it } from 'vitest'
import { browserIsThere, expectQuiet } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const AGENDA = '/fr-CA/i/grandir-entre-rives/conditions/agenda'

describe.skipIf(!browserIsThere())('the common agenda', { timeout: 120_000 }, () => {
  const { as } = journey()

  it('S04 a coordinator publishes the next version, reads what changed and sees fourteen endorsements asked again', async () => {
    const { page, faults, leave } = await as('coordination')
    await page.goto(AGENDA)
    expect(await page.textContent('#answers')).toContain('12')
    await page.click(`a[href="${AGENDA}/draft"]`)
    const vision = page.locator('textarea[name="visionFr"]')
    await vision.fill(`${await vision.inputValue()} Les parents décident avec nous.`)
    await page.locator('main form button[type="submit"], main form button:not([type])').first().click()
    await page.waitForURL(`**${AGENDA}`)
    await page.click('form[action="?/publish"] button >> nth=0')
    await page.getByText('version 3').first().waitFor()
    const answers = await page.textContent('#answers table')
    expect(answers?.match(/pas encore répondu/g)).toHaveLength(14)
    await page.locator('summary', { hasText: 'version 2' }).first().click()
    expect(await page.locator('ins', { hasText: 'Les parents décident avec nous.' }).count()).toBe(1)
    expect(await page.textContent('#answers')).toMatch(/0 sur 14/)
    expectQuiet(faults)
    await leave()
  })
})

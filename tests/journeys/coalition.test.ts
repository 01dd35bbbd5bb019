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

describe.skipIf(!browserIsThere())('what the coalition lives', { timeout: 120_000 }, () => {
  const { as } = journey()
  const I = '/fr-CA/i/grandir-entre-rives'

  it('a row of the grid that somebody else wrote meanwhile is said and kept as it is, with what was chosen; the other rows are saved', async () => {
    const { page, faults, leave } = await as('coordination', false)
    const other = await page.context().newPage()
    const address = `${I}/conditions/activities/stages/evaluation`
    await page.goto(address)
    await other.goto(address)
    await other.selectOption('[name="observed P02"]', 'intense')
    await other.click('button:has-text("Enregistrer la grille")')
    await other.getByText('C’est enregistré').waitFor()
    await page.selectOption('[name="observed P02"]', 'none')
    await page.selectOption('[name="observed P03"]', 'active')
    await page.click('button:has-text("Enregistrer la grille")')
    const told = page.locator('[role=alert]', { hasText: 'quelqu’un d’autre a écrit cette ligne entre-temps' })
    await told.waitFor()
    expect(await told.textContent()).toMatch(/observé\s: intense/)
    expect(await told.locator('a').getAttribute('href')).toBe('#f-observed-P02')
    expect([await page.inputValue('[name="observed P02"]'), await page.inputValue('[name="observed P03"]')]).toEqual(['none', 'active'])
    await other.goto(address)
    expect([await other.inputValue('[name="observed P02"]'), await other.inputValue('[name="observed P03"]')]).toEqual(['intense', 'active'])
    // Chosen with both in sight, it is kept.
    await page.click('button:has-text("Enregistrer la grille")')
    await page.getByText('C’est enregistré').waitFor()
    await other.goto(address)
    expect(await other.inputValue('[name="observed P02"]')).toBe('none')
    expectQuiet(faults)
    await leave()
  })

  it('S62 ten of fourteen active at « vision » are 71 % and an alert, on the home page of the backbone alone; with an eleventh, 79 %, it is gone', async () => {
    const { page, faults, leave } = await as('coordination', false)
    await page.goto(`${I}/conditions/activities/stages/shared_vision`)
    const observed = page.locator('select[name^="observed "]')
    expect(await observed.count()).toBe(14)
    const engage = async (active: number) => {
      await page.goto(`${I}/conditions/activities/stages/shared_vision`)
      for (let index = 0; index < 14; index += 1) await observed.nth(index).selectOption(index < active ? 'active' : 'informed')
      await page.click('button:has-text("Enregistrer la grille")')
      await page.getByText('C’est enregistré').waitFor()
    }
    const alert = (of = page) => of.locator('main a[href$="/stages/shared_vision"]', { hasText: 'Voir l’étape et qui y est' })
    await engage(10)
    // A stage that is over asks nothing any more.
    await page.goto(I)
    expect(await alert().count()).toBe(0)
    await page.goto(`${I}/conditions/activities/stages/shared_vision`)
    await page.fill('input[name=startedOn]', '2026-10-01')
    await page.fill('input[name=endedOn]', '')
    await page.click('button:has-text("Enregistrer les dates")')
    await page.getByText('C’est enregistré').waitFor()
    await page.goto(I)
    const home = await page.locator('main').innerText()
    expect(home).toMatch(/Vision commune.{0,4}: étape suivie par trop peu de partenaires/)
    expect(home).toMatch(/10 sur 14 y sont actifs \(71\s%\)/)
    for (const account of ['lecture', 'contribution', 'bailleur']) {
      const other = await as(account, false)
      await other.page.goto(I)
      expect(await alert(other.page).count(), account).toBe(0)
      await other.leave()
    }
    await alert().click()
    expect(new URL(page.url()).pathname).toBe(`${I}/conditions/activities/stages/shared_vision`)
    expect(await page.locator('main').innerText()).toMatch(/10 sur 14/)
    await engage(11)
    expect(await page.locator('main').innerText()).not.toContain('Étape suivie par trop peu')
    await page.goto(I)
    expect(await alert().count()).toBe(0)
    expectQuiet(faults)
    await leave()
  })

  it('an activity and a decision say in which meetings they were talked about, to those who read these meetings', async () => {
    const [{ page, faults, leave }, funder] = [await as('lecture', false), await as('bailleur', false)]
    await page.goto(`${I}/conditions/communication`)
    const things = [
      { at: `${I}/conditions/activities`, name: 'Halte mobile sur la Côte' },
      { at: `${I}/governance/decisions`, name: 'Reprendre la halte mobile sur la Côte avec un chauffeur partagé' },
    ]
    for (const { at, name } of things) {
      await page.goto(at)
      await page.locator('main a', { hasText: name }).first().click()
      const section = page.locator('main section', { has: page.locator('h2', { hasText: 'En rencontre' }) })
      expect(await section.textContent(), name).toMatch(/(Discuté le|À l’ordre du jour du) \d/)
      const address = page.url()
      expect(await section.locator('a').first().getAttribute('href')).toMatch(new RegExp(`^${I}/conditions/communication/meetings/`))
      await section.locator('a').first().click()
      expect(await page.locator('main').innerText(), 'and the meeting leads back').toContain(name)
      // Not invited, a funder learns of no meeting, not even of how many.
      await funder.page.goto(address)
      expect(await funder.page.locator('main h2', { hasText: 'En rencontre' }).count()).toBe(0)
    }
    expectQuiet(faults)
    for (const one of [{ leave }, funder]) await one.leave()
  })
})

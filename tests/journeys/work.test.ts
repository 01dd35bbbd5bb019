import { describe, expect, it } from 'vitest'
import { browserIsThere, expectQuiet } from '../support/browser.ts'
import { journey } from '../support/journey.ts'
import { png } from '../support/pictures.ts'

const I = '/fr-CA/i/grandir-entre-rives'

describe.skipIf(!browserIsThere())('people at work', { timeout: 240_000 }, () => {
  const { as } = journey()

  it('S76 a newcomer sees within a minute that the region is on track and the Coast is not, and the equity card says how far apart places are', async () => {
    const { page, faults, leave } = await as('coordination')
    const started = Date.now()
    await page.click(`main a[href="${I}"]`)
    await page.waitForURL(`**${I}`)
    const home = await page.textContent('main')
    expect(home).toContain('6 sont en bonne voie')
    expect(home).toMatch(/La Côte-aux-Vents[\s\S]*44,7/)
    const equity = page.locator('main section#equity')
    expect(await equity.textContent()).toMatch(/Dépistage[^.]*La Côte-aux-Vents/)
    await page.click(`nav a[href="${I}/dashboard"]`)
    await page.waitForURL(`**${I}/dashboard`)
    const coast = page.locator('tr', { has: page.locator('th', { hasText: 'La Côte-aux-Vents' }) })
    expect(await coast.first().textContent()).toContain('en difficulté')
    expect(Date.now() - started).toBeLessThan(60_000)
    expectQuiet(faults)
    await leave()
  })

  it('a coordinator types a figure for a partner, another person of the team validates it, and the Coast’s page changes', async () => {
    const coordinator = await as('coordination')
    const { page } = coordinator
    await page.goto(`${I}/entry?partner=P12&period=2026-Q3&view=form`)
    const row = page.locator('tr', { hasText: 'Pointe-Sauvage' })
    const input = row.locator('input[type=text].number').first()
    await input.fill('12 x')
    await page.click('button:has-text("Enregistrer") >> nth=0')
    await page.getByText('Doit être un nombre').first().waitFor()
    expect(await input.inputValue(), 'what was typed is kept').toBe('12 x')
    await input.fill('5')
    await page.click('button:has-text("Enregistrer et transmettre")')
    // Five times the figure before it: asked once, with its numbers.
    await row.locator('input[type=checkbox][name$=".confirmed"]').check()
    await row.locator('textarea[name$=".why"]').fill('Deux cohortes ont commencé en juillet')
    await page.click('button:has-text("Enregistrer et transmettre")')
    await page.getByText('Une valeur transmise').waitFor()
    expect(await row.textContent()).toContain('transmis')
    expect(await row.textContent()).toContain('saisi par la structure de soutien')

    // Four eyes: whoever typed it is not offered to validate it.
    expect(await page.locator('button:has-text("Valider")').count()).toBe(0)
    const second = await as('equipe', false)
    await second.page.goto(`${I}/entry?partner=P12&period=2026-Q3&view=form`)
    await second.page.click('button:has-text("Valider ce qui est coché")')
    expect(await second.page.textContent('main')).toContain('Une valeur mise à jour')
    expect(await second.page.locator('tr', { hasText: 'Pointe-Sauvage' }).textContent()).toContain('validé')
    await second.page.goto(`${I}/territories/CV3`)
    expect(await second.page.locator('tr', { hasText: 'Femmes enceintes' }).first().textContent()).toContain('T3 2026')
    expectQuiet([...coordinator.faults, ...second.faults])
    await coordinator.leave()
    await second.leave()
  })

  it('a figure is returned with a message that its partner reads beside it', async () => {
    const contributor = await as('contribution')
    await contributor.page.goto(`${I}/entry?period=2026-Q3&view=form`)
    const row = contributor.page.locator('tr', { hasText: 'Dépistage' }).filter({ hasText: 'La Vallée-aux-Bouleaux' })
    expect(await row.textContent()).toContain('transmis')
    const checker = await as('equipe')
    await checker.page.goto(`${I}/entry?partner=P02&period=2026-Q3&view=form`)
    await checker.page.click('summary:has-text("Retourner avec un message")')
    await checker.page.fill('textarea[name=returnComment]', 'Le dénominateur paraît celui du trimestre précédent.')
    await checker.page.click('button:has-text("Retourner ce qui est coché")')
    await checker.page.getByText('valeur mise à jour').waitFor()
    await contributor.page.reload()
    expect(await row.textContent()).toContain('Le dénominateur paraît celui du trimestre précédent.')
    expectQuiet([...contributor.faults, ...checker.faults])
    await contributor.leave()
    await checker.leave()
  })

  it('a funder sees what the latest release says and nothing of the figures behind it', async () => {
    const { page, faults, leave } = await as('bailleur')
    await page.goto(`${I}/dashboard`)
    const text = (await page.textContent('main')) ?? ''
    for (const released of ['61,9', '44,7', 'publication T1 2026-2027']) expect(text).toContain(released)
    // A quarter that is typed in, validated for one place even, and not released.
    for (const path of ['dashboard', 'dashboard?to=2026-Q3', 'indicators/SCREEN18?period=2026-Q3&basis=provisional', 'territories/CV3']) {
      await page.goto(`${I}/${path}`)
      const told = await page.textContent('main')
      expect(told, path).toContain('T2 2026')
      expect(told, path).not.toContain('T3 2026')
    }
    for (const closed of ['entry', 'settings', 'settings/people', 'import']) expect([403, 404], closed).toContain((await page.goto(`${I}/${closed}`))?.status())
    // Notes open once the learning commitment is accepted.
    await page.goto(`${I}/notes`)
    expect(await page.textContent('main')).toContain('Je lis ces notes pour apprendre')
    expectQuiet(faults)
    await leave()
  })

  it('a partner reads a failure told by others without learning who, then tells one in three fields', async () => {
    const reader = await as('lecture')
    await reader.page.goto(`${I}/notes?type=failure`)
    await reader.page.click('a:has-text("Trois fois le même formulaire")')
    await reader.page.waitForURL('**/notes/**')
    const note = (await reader.page.textContent('main')) ?? ''
    expect(note).toMatch(/un partenaire/i)
    const picture = reader.page.locator('main figure img')
    await picture.scrollIntoViewIfNeeded()
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(960)
    expect(await picture.getAttribute('alt')).toContain('Les trois formulaires')
    const writer = await as('contribution')
    await writer.page.goto(`${I}/notes/new`)
    await writer.page.check('input[name=type][value=failure]')
    await writer.page.fill('[name=title]', 'Notre rappel par texto arrivait le dimanche')
    await writer.page.fill('[name=whatHappened]', 'Les familles recevaient le rappel un jour où personne ne répond; la moitié a manqué le rendez-vous.')
    await writer.page.check('input[name=visibility][value=private]')
    await writer.page.click('main form button.primary[type=submit]')
    await writer.page.waitForURL(/\/notes\/[0-9a-f-]{36}/)
    expect(await writer.page.textContent('h1')).toContain('Notre rappel par texto')
    // A picture hangs on it, and is gone again.
    await writer.page.click('summary:has-text("Joindre une image")')
    await writer.page.setInputFiles('[name=file]', { name: 'chez-nous.png', mimeType: 'text/html', buffer: png('VUE') })
    await writer.page.fill('[name=caption]', 'Le rappel du dimanche')
    await writer.page.click('form[enctype] button')
    expect(await writer.page.textContent('main figcaption')).toBe('Le rappel du dimanche')
    await writer.page.click('main li [aria-label$="Le rappel du dimanche"]')
    expect(await writer.page.locator('main figure').count()).toBe(0)
    // Two people write at one moment: both texts are shown, and the choice is theirs.
    const other = await as('contribution')
    const edit = `${writer.page.url().replace(/\?.*$/, '')}/edit`
    for (const { page } of [writer, other]) await page.goto(edit)
    for (const [{ page }, told] of [
      [other, 'La moitié a manqué le rendez-vous.'],
      [writer, 'Le rappel part maintenant le mardi.'],
    ] as const) {
      await page.fill('[name=whatHappened]', told)
      await page.click('main form button.primary[type=submit]')
    }
    expect(await writer.page.textContent('main .saved')).toContain('La moitié a manqué le rendez-vous.')
    expect(await writer.page.inputValue('[name=whatHappened]')).toBe('Le rappel part maintenant le mardi.')
    await writer.page.click('main form button:has-text("Enregistrer mon texte à la place")')
    await writer.page.waitForURL(/\/notes\/[0-9a-f-]{36}$/)
    expect(await writer.page.textContent('main')).toContain('le mardi')
    const list = await as('lecture')
    await list.page.goto(`${I}/notes?type=failure`)
    expect(await list.page.textContent('main'), 'a note is its author’s alone until shared').not.toContain('Notre rappel par texto')
    expectQuiet([...reader.faults, ...list.faults])
    for (const one of [reader, writer, other, list]) await one.leave()
  })
})

import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const FORM = 'form?partner=P02&period=2026-Q3'

describe.skipIf(!browserIsThere())('checking what partners hand in', { timeout: 240_000 }, () => {
  const { as } = journey()

  it('an unusual figure is confirmed with a word, read by the backbone beside its numbers, given back alone, and its neighbour validated', async () => {
    // Without JavaScript: the form asks, says why with its numbers, and keeps the draft meanwhile.
    const contributor = await as('contribution', false)
    await contributor.page.goto(`${I}/entry?period=2026-Q3&view=form`)
    const row = contributor.page.locator('tr', { hasText: 'Attente avant un premier service' }).filter({ hasText: 'La Côte-aux-Vents' })
    await row.locator('input[type=text].number').first().fill('14')
    await contributor.page.click('button:has-text("Enregistrer et transmettre")')
    expect(await contributor.page.textContent('main')).toContain('2 valeurs sont inhabituelles')
    expect(await row.textContent()).toMatch(/Changement de .90.% depuis T2 2026 \(140,0.jours\)/)
    expect(await row.textContent()).toContain('brouillon')
    await row.locator('input[type=checkbox]').check()
    await row.locator('textarea').fill('Liste vidée en août')
    await contributor.page.click('button:has-text("Enregistrer et transmettre")')
    expect(await row.textContent()).toContain('transmis')

    // The backbone finds it under what waits for it.
    const checker = await as('coordination')
    const { page } = checker
    await page.goto(I)
    await page.click(`main a[href="${I}/review"] >> nth=0`)
    await page.waitForURL(`**${I}/review`)
    expect(await axeFaults(page)).toEqual([])
    expect(await page.locator('tbody tr').first().textContent()).toContain('CISSS du Haut-Rivage')
    // J finds the first row, R goes to its words for the partner; nothing happens while the list has no focus.
    await page.keyboard.press('r')
    expect(new URL(page.url()).pathname).toBe(`${I}/review`)
    await page.focus('form[data-review] a')
    await page.keyboard.press('j')
    await page.keyboard.press('r')
    await page.waitForURL(`**${I}/review/${FORM}**`)

    await page.click('button:has-text("Réserver")')
    await page.getByText('Réservé par moi').waitFor()
    await contributor.page.goto(`${I}/entry?period=2026-Q3&view=form`)
    expect(await contributor.page.locator('button:has-text("Reprendre")').count()).toBe(0)

    // A reply outlives a network that fails and a page that is closed; signing out forgets it (ux 9).
    const reply = page.locator('[data-review-return]')
    await reply.fill('Quels jours étaient ouverts?')
    await page.context().setOffline(true)
    await page.click('button:has-text("Renvoyer les lignes cochées")')
    expect(await page.locator('[data-reply-offline]').isVisible()).toBe(true)
    await page.context().setOffline(false)
    await page.reload()
    expect(await reply.inputValue()).toBe('Quels jours étaient ouverts?')
    await reply.fill('')
    await page.reload()
    expect(await reply.inputValue(), 'an emptied one is gone').toBe('')

    const unusual = page.locator('tr', { hasText: 'Attente avant un premier service' })
    expect(await unusual.textContent()).toMatch(/140,0.jours[\s\S]*14,0.jours/)
    expect(await unusual.textContent()).toMatch(/Confirmé par Sacha Dumoulin.:.«.Liste vidée en août/)
    const others = page.locator('tr', { hasText: 'Dépistage' })
    for (const pick of await others.locator('input[name=pick]').all()) await pick.uncheck()
    await unusual.locator('summary').click()
    await unusual.locator('textarea').fill('Jours ou semaines?')
    await page.click('button:has-text("Renvoyer les lignes cochées")')
    await page.getByText('Un chiffre mis à jour').waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(await pageFaults(page)).toEqual([])
    await contributor.page.reload()
    expect(await row.textContent()).toContain('Jours ou semaines?')

    // V validates what is ticked once the question is answered.
    page.once('dialog', (dialog) => void dialog.accept())
    await page.focus('form[data-review] input[name=pick]')
    await page.keyboard.press('v')
    await page.getByText('2 chiffres validés').waitFor()
    for (const text of await others.allTextContents()) expect(text).toContain('validé')
    await page.goto(`${I}/review`)
    expect(await page.textContent('main')).toMatch(/Rien à valider[\s\S]*Prochaine échéance.: 20 octobre 2026/)
    expectQuiet([...contributor.faults, ...checker.faults])
    await contributor.leave()
    await checker.leave()
  })

  it('a validated figure changes by a request that another person approves, without JavaScript', async () => {
    const contributor = await as('contribution', false)
    const place = new URLSearchParams({ indicator: 'SCREEN18', territory: 'CV', partner: 'P02', period: '2026-Q2' })
    await contributor.page.goto(`${I}/entry/revision?${place}`)
    expect(await contributor.page.textContent('main')).toMatch(/17 \/ 38/)
    await contributor.page.fill('input[name=numerator]', '39')
    await contributor.page.fill('input[name=denominator]', '38')
    await contributor.page.fill('textarea[name=note]', 'Deux dossiers retrouvés')
    await contributor.page.click('button:has-text("Demander la correction")')
    expect(await contributor.page.textContent('main')).toContain('Le numérateur dépasse le dénominateur')
    await contributor.page.fill('input[name=numerator]', '19')
    await contributor.page.click('button:has-text("Demander la correction")')
    expect(await contributor.page.textContent('main')).toContain('La demande est envoyée')
    await contributor.page.goto(`${I}/review`)
    expect(await contributor.page.textContent('main')).toContain('en attente')

    const checker = await as('equipe', false)
    await checker.page.goto(`${I}/review`)
    const request = checker.page.locator('li', { hasText: 'Deux dossiers retrouvés' })
    expect(await request.textContent()).toMatch(/17 \/ 38[\s\S]*19 \/ 38/)
    await request.locator('button:has-text("Approuver")').click()
    expect(await checker.page.textContent('main')).toContain('La réponse est enregistrée')
    await contributor.page.reload()
    expect(await contributor.page.textContent('main')).toContain('approuvée')
    expectQuiet([...contributor.faults, ...checker.faults])
    await contributor.leave()
    await checker.leave()
  })
})

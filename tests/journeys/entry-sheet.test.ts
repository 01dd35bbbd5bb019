import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults } from '../support/browser.ts'
import { EXCEL, LIBREOFFICE, pasteCopied } from '../support/clipboard.ts'
import { allSaved, cell, entryVisits, ready, text, type } from '../support/entry-visit.ts'
import { journey } from '../support/journey.ts'

const MEAN = 12

describe.skipIf(!browserIsThere())('the entry sheet, beyond typing', { timeout: 240_000 }, () => {
  const { visit: open, origin } = journey()
  const visit = entryVisits(open, origin, 'feuille')

  it('takes from LibreOffice the numbers behind what is shown, and leaves what is empty empty', async () => {
    const { page, context, here, faults } = await visit(12)
    await cell(page, MEAN).click()
    await pasteCopied(page, LIBREOFFICE)
    // 1,234 reads both ways, and the spreadsheet says which: nothing to ask.
    await allSaved(page)
    expect(await page.getByRole('dialog').count()).toBe(0)
    const columns = await Promise.all([1, 2].map((column) => Promise.all([0, 1, 2, 3, 4, 5, 6].map((down) => text(page, MEAN + down, column)))))
    expect(columns).toEqual([
      ['1 234,56', '20', '45,6', '7', '1 234', 'Oui', '2026-10-02'],
      ['0,3', '', '12,3456', '', '0', 'Non', ''],
    ])
    const stored = await here.stored()
    expect(stored.get('MEAN 2025-11')).toMatchObject({ value: '1234.56', sampleN: '20' })
    expect(stored.get('MEAN 2025-12'), 'not the noise of binary numbers').toMatchObject({ value: '0.3', sampleN: null })
    expect(stored.get('SCORE 2025-12')).toMatchObject({ value: '12.3456', sampleN: null })
    expect(stored.get('MONEY 2025-11')).toMatchObject({ value: '1234' })
    expect(stored.get('DONE 2025-11')).toMatchObject({ boolValue: true, achievedOn: '2026-10-02' })
    expectQuiet(faults)
    await context.close()
  })

  it('takes from Excel the same, with line ends and tabs inside cells, and a number too wide for its column', async () => {
    const { page, context, here, faults } = await visit(12)
    await cell(page, 0).click()
    await pasteCopied(page, EXCEL)
    await page.locator('.sync', { hasText: '3 valeurs à corriger' }).waitFor()
    const columns = await Promise.all([1, 2].map((column) => Promise.all([0, 1, 2, 3, 4].map((down) => text(page, down, column)))))
    expect(columns).toEqual([
      ['12', '1 234,56', '5 6', '8', 'n.d.'],
      ['3 4', '123 456 789', '', '', '0'],
    ])
    // A count has no decimals: what the spreadsheet hid behind its rounding is said, not stored.
    expect(await cell(page, 1).textContent()).toContain('Doit être un nombre entier')
    expect(await cell(page, 0, 2).textContent(), 'two lines are not thirty-four').toContain('Doit être un nombre')
    await expect.poll(async () => (await here.stored()).size).toBe(5)
    const stored = await here.stored()
    expect([stored.get('C1 2025-11')?.value, stored.get('C2 2025-12')?.value, stored.get('C4 2025-11')?.value, stored.get('C5 2025-12')?.value]).toEqual([
      '12',
      '123456789',
      '8',
      '0',
    ])
    expect([stored.get('C3 2025-12'), stored.get('C4 2025-12')], 'empty is not zero').toEqual([undefined, undefined])
    expect(stored.get('C5 2025-11')).toMatchObject({ value: null, presence: 'missing' })
    expectQuiet(faults)
    await context.close()
  })

  it('says what there is to correct and what is unusual, and leads there', async () => {
    const { page, context } = await visit(4)
    await type(page, 0, '12 x', 4)
    await type(page, 1, '100', 3)
    await type(page, 1, '900', 4)
    await page.getByRole('button', { name: 'Vérifier' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Une valeur à corriger.').waitFor()
    expect(await dialog.textContent()).toMatch(/Une valeur est inhabituelle\..*Indicateur C2.*Changement de \+800/)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    await dialog
      .getByRole('button', { name: /Indicateur C1/ })
      .first()
      .click()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('gc0-4')
    await context.close()
  })

  it('hands in the range, takes it back, and leaves the rest of the sheet', async () => {
    const { page, context, here, faults } = await visit(1)
    for (const [line, value] of ['11', '12', '13', '14'].entries()) await type(page, line, value)
    await cell(page, 0).click()
    await page.keyboard.press('Shift+ArrowDown')
    await page.getByRole('button', { name: 'Transmettre' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Transmettre 2 valeurs?' })
    await dialog.getByText('les 2 valeurs choisies').waitFor()
    await dialog.getByRole('button', { name: 'Transmettre' }).click()
    // October is over: both are late, and one reason does for both.
    await dialog.getByText('2 valeurs sont inhabituelles').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await dialog.getByLabel('Je confirme les 2 valeurs inhabituelles').check()
    await dialog.getByLabel('Pourquoi elles sont justes').fill('Registre reçu tard')
    await dialog.getByRole('button', { name: 'Transmettre' }).click()
    await dialog.waitFor({ state: 'detached' })
    const states = async () => Object.fromEntries([...(await here.stored()).values()].map((one) => [one.indicator as string, one.state as string]))
    expect(await states()).toEqual({ C1: 'submitted', C2: 'submitted', C3: 'draft', C4: 'draft' })
    expect(await cell(page, 0).getAttribute('aria-readonly')).toBe('true')
    expect(await cell(page, 0).textContent()).toContain('Transmise le')

    await page.getByRole('button', { name: 'Reprendre' }).click()
    await page.getByRole('dialog').getByText('toute la feuille').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reprendre' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await states()).toEqual({ C1: 'draft', C2: 'draft', C3: 'draft', C4: 'draft' })
    // What came back is typed in again, on the version that it has now.
    await type(page, 0, '15')
    await allSaved(page)
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '15', state: 'draft', version: 4 })
    expectQuiet(faults)
    await context.close()
  })

  it('asks why of an unusual figure before handing it in, gives back with a message, and validates', async () => {
    const { page, context, here, faults, at } = await visit(4)
    await type(page, 0, '100', 3)
    await type(page, 0, '900', 4)
    await type(page, 1, '5', 4)
    await page.getByRole('button', { name: 'Transmettre' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Changement de +800').waitFor()
    const unusual = dialog.getByRole('group', { name: /Indicateur C1.*oct/ })
    await unusual.getByLabel('Je confirme cette valeur').check()
    await dialog.getByRole('button', { name: 'Transmettre' }).click()
    await dialog.getByText('Dites en quelques mots pourquoi').first().waitFor()
    await unusual.getByLabel('Pourquoi elle est juste').fill('Deux écoles de plus')
    await dialog.getByRole('button', { name: 'Transmettre' }).click()
    // It went; the others are late, nobody confirmed them, they stay and say why.
    await page.getByRole('dialog', { name: 'Transmettre 2 valeurs?' }).getByText('jours de retard').first().waitFor()
    expect((await here.stored()).get('C1 2026-10')?.state).toBe('submitted')
    expect((await here.stored()).get('C2 2026-10')?.state).toBe('draft')
    await dialog.getByLabel('Je confirme les 2 valeurs inhabituelles').check()
    await dialog.getByLabel('Pourquoi elles sont justes').fill('Registre reçu tard')
    await dialog.getByRole('button', { name: 'Transmettre' }).click()
    await dialog.waitFor({ state: 'detached' })
    const states = async () =>
      [...(await here.stored()).values()].map((one) => `${one.indicator as string} ${one.period as string} ${one.state as string}`).sort()
    expect(await states()).toEqual(['C1 2026-09 submitted', 'C1 2026-10 submitted', 'C2 2026-10 submitted'])

    await cell(page, 0, 4).click()
    await page.keyboard.press('Shift+ArrowLeft')
    await page.getByRole('button', { name: 'Retourner' }).click()
    await dialog.getByRole('button', { name: 'Retourner' }).click()
    await dialog.getByText('Écrivez ce qu’il faut corriger').waitFor()
    await dialog.getByLabel(/Que faut-il corriger/).fill('Comptez une seule fois')
    await dialog.getByRole('button', { name: 'Retourner' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await states()).toEqual(['C1 2026-09 returned', 'C1 2026-10 returned', 'C2 2026-10 submitted'])

    expect(await cell(page, 0, 3).textContent()).toContain('Renvoyée\u00a0: Comptez une seule fois')
    await page.locator('.sync', { hasText: '2 valeurs renvoyées à revoir' }).waitFor()
    await cell(page, 2, 1).click()
    await page.keyboard.press('Alt+n')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('gc0-3')
    await page.getByRole('button', { name: 'Vérifier' }).click()
    expect(await dialog.textContent()).toMatch(/2 valeurs renvoyées à revoir\..*Indicateur C1.*Comptez une seule fois/)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Valider' }).click()
    await page.getByRole('dialog', { name: 'Valider une valeur?' }).getByRole('button', { name: 'Valider' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await states()).toEqual(['C1 2026-09 returned', 'C1 2026-10 returned', 'C2 2026-10 validated'])
    expect(await cell(page, 1, 4).textContent()).toContain('Validée le')
    expect(await page.getByRole('button', { name: 'Valider' }).isVisible(), 'nothing is left to validate').toBe(false)
    await page.goto(at)
    await ready(page)
    expect(await cell(page, 1, 4).getAttribute('aria-readonly')).toBe('true')
    expectQuiet(faults)
    await context.close()
  })

  it('hands nothing in without a network, and says so', async () => {
    const { page, context, here } = await visit(1)
    await type(page, 0, '11')
    await allSaved(page)
    await context.setOffline(true)
    await page.getByRole('button', { name: 'Transmettre' }).click()
    await page.getByRole('dialog').getByText('demande une connexion').waitFor()
    expect((await here.stored()).get('C1 2026-10')?.state).toBe('draft')
    await context.close()
  })
})

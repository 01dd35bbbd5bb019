import type { BrowserContext, Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage, type VisitOptions } from '../support/browser.ts'
import { buildEntryInitiative, COUNTS, type EntryInitiative } from '../support/entry-initiative.ts'
import { journey } from '../support/journey.ts'

const MONTHS = 12

describe.skipIf(!browserIsThere())('the entry grid', { timeout: 240_000 }, () => {
  const { visit: open, origin } = journey()
  let number = 0

  interface Visit {
    readonly context: BrowserContext
    readonly page: Page
    readonly faults: string[]
    readonly at: string
    readonly here: EntryInitiative
  }
  const ready = (page: Page) => page.locator('#entry-grid[data-ready]').waitFor()

  /** A fresh initiative, and its grid of twelve months open. */
  async function visit(options: VisitOptions = {}, span = 12): Promise<Visit> {
    number += 1
    const slug = `grille-${number}`
    const here = await buildEntryInitiative(origin(), slug)
    const { context, page, faults } = await open(options)
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await signInOnPage(page, 'admin')
    const at = `/fr-CA/i/${slug}/entry?period=2026-10&span=${span}`
    await page.goto(at)
    await ready(page)
    return { context, page, faults, at, here }
  }

  const cell = (page: Page, line: number, column: number): Locator => page.locator(`#gc${line}-${column}`)
  const text = async (page: Page, line: number, column: number) => ((await cell(page, line, column).locator('.value').textContent()) ?? '').replace(/\s/g, ' ')
  const active = (page: Page) => page.evaluate(() => document.activeElement?.closest('td')?.id ?? document.activeElement?.tagName ?? '')
  const allSaved = (page: Page) => page.locator('.sync', { hasText: 'Tout est enregistré' }).waitFor()
  async function paste(page: Page, block: string): Promise<void> {
    await page.evaluate((value) => navigator.clipboard.writeText(value), block)
    await page.keyboard.press('Control+v')
  }
  const block = (rows = COUNTS, columns = MONTHS) =>
    `${Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => String(100 + row * columns + column)).join('\t')).join('\r\n')}\r\n`

  it('is one tab stop, in and out; each cell is named by its headers, value and state', async () => {
    const { page, faults, context } = await visit()
    expect(await page.locator('table[role=grid] [tabindex="0"]').count()).toBe(1)
    await cell(page, 0, 1).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('table[role=grid]') === null)).toBe(true)
    await page.keyboard.press('Shift+Tab')
    expect(await active(page)).toBe('gc0-1')

    const shape = await page.evaluate(() => {
      const grid = document.querySelector('table[role=grid]') as HTMLTableElement
      const rows = [...grid.rows]
      const named = [...grid.querySelectorAll('td')].filter((one) => {
        const parts = (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id))
        return (
          parts.length === 3 &&
          parts.every((part) => part !== null) &&
          parts[2] === one &&
          (parts[0]?.textContent ?? '') !== '' &&
          (parts[1]?.textContent ?? '') !== ''
        )
      })
      return {
        rowcount: Number(grid.getAttribute('aria-rowcount')),
        colcount: Number(grid.getAttribute('aria-colcount')),
        rows: rows.length,
        rowIndexes: rows.every((row, index) => row.getAttribute('aria-rowindex') === String(index + 1)),
        colIndexes: rows.every((row) => [...row.cells].every((one, index) => one.getAttribute('aria-colindex') === String(index + 1))),
        cells: grid.querySelectorAll('td').length,
        named: named.length,
      }
    })
    expect(shape).toMatchObject({ rowIndexes: true, colIndexes: true, rowcount: shape.rows, colcount: MONTHS + 2, named: shape.cells })
    await cell(page, 0, 1).focus()
    await page.keyboard.type('12')
    await page.keyboard.press('Enter')
    await allSaved(page)
    const session = await page.context().newCDPSession(page)
    const { nodes } = await session.send('Accessibility.queryAXTree', { objectId: await objectOf(page, session), role: 'gridcell' })
    const names = nodes.map((node) => String(node.name?.value ?? ''))
    expect(names.find((name) => name.includes('12'))).toMatch(/Indicateur C1.*personnes.*novembre 2025.*12.*Enregistrée à/)
    expectQuiet(faults)
    await context.close()
  })

  async function objectOf(page: Page, session: Awaited<ReturnType<BrowserContext['newCDPSession']>>): Promise<string> {
    const { result } = await session.send('Runtime.evaluate', { expression: 'document.querySelector("table[role=grid]")' })
    expect(await page.locator('table[role=grid]').count()).toBe(1)
    return result.objectId as string
  }

  it('answers to each of its keys, under Caps Lock too', async () => {
    const { page, faults, context } = await visit()
    const press = (key: string) => page.keyboard.press(key)
    await cell(page, 0, 1).click()
    const goes = async (key: string, place: string) => {
      await press(key)
      expect(await active(page), key).toBe(place)
    }
    await goes('ArrowDown', 'gc1-1')
    await goes('ArrowRight', 'gc1-2')
    await goes('ArrowUp', 'gc0-2')
    await goes('ArrowLeft', 'gc0-1')
    await goes('End', 'gc0-12')
    await goes('Home', 'gc0-0')
    await goes('Control+End', 'gc18-12')
    await goes('Control+Home', 'gc0-1')

    await press('5')
    await goes('Enter', 'gc1-1')
    expect(await text(page, 0, 1)).toBe('5')
    await press('6')
    await goes('Shift+Enter', 'gc0-1')
    expect(await text(page, 1, 1)).toBe('6')
    await press('7')
    expect(await page.locator('input.editor').inputValue(), 'typing replaces').toBe('7')
    await press('Escape')
    expect(await text(page, 0, 1), 'Escape gives it up').toBe('5')
    await press('F2')
    await page.keyboard.type('1')
    await goes('Tab', 'gc0-2')
    expect(await text(page, 0, 1), 'F2 goes on with what stands').toBe('51')
    await page.keyboard.type('52')
    await goes('Shift+Tab', 'gc0-1')
    expect(await text(page, 0, 2)).toBe('52')
    await press('Enter')
    await page.keyboard.type('0')
    await goes('ArrowDown', 'gc0-1')
    await press('Enter')
    expect(await text(page, 0, 1), 'Enter opens, and arrows move in the text').toBe('510')

    await press('Control+Home')
    await press('Shift+ArrowDown')
    await press('Shift+ArrowRight')
    expect(await page.locator('td[aria-selected=true]').count()).toBe(4)
    await press('Control+C')
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('510\t52\n6\t')
    await press('Delete')
    expect([await text(page, 0, 1), await text(page, 0, 2), await text(page, 1, 1)]).toEqual(['', '', ''])
    await press('Control+Z')
    expect([await text(page, 0, 1), await text(page, 0, 2), await text(page, 1, 1)], 'under Caps Lock the key is Z').toEqual(['510', '52', '6'])
    await press('Control+Y')
    expect(await text(page, 0, 1)).toBe('')
    await press('Control+z')
    await press('Control+x')
    expect(await text(page, 0, 1)).toBe('')
    await press('Control+z')

    await press('Control+Home')
    await press('Shift+ArrowDown')
    await press('Shift+ArrowDown')
    await press('Control+D')
    expect([await text(page, 1, 1), await text(page, 2, 1)]).toEqual(['510', '510'])

    await press('F1')
    await page.getByRole('dialog').getByText('recopier vers le bas').waitFor()
    await press('Escape')
    await press('Control+Home')
    await press('Control+Enter')
    await page.getByRole('dialog').getByText('Selon le registre.').waitFor()
    await press('Escape')
    expect(await active(page), 'the focus comes back').toBe('gc0-1')
    await press('F1')
    await page.getByRole('dialog').waitFor()
    await page.evaluate(async () => {
      const dialog = document.querySelector('dialog[open]') as HTMLDialogElement
      const isClosed = new Promise((done) => dialog.addEventListener('close', done))
      dialog.close()
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }))
      await isClosed
    })
    expect(await active(page), 'a key as quick as the dialog’s end is not undone by it').toBe('gc1-1')
    await press('x')
    await press('Enter')
    await press('Control+Home')
    await goes('Alt+n', 'gc1-1')
    expect(await cell(page, 1, 1).getAttribute('aria-invalid')).toBe('true')
    expect(await page.locator('.cell-note').textContent()).toContain('Doit être un nombre')
    await press('Control+z')
    await press('Control+s')
    await allSaved(page)
    expectQuiet(faults)
    await context.close()
  })

  it('takes 10 × 12 cells of Excel at once, and one Ctrl+Z takes them back, after a reload too', async () => {
    const { page, faults, context, at, here } = await visit()
    await cell(page, 0, 1).click()
    await paste(page, block())
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nouvelles : 120').waitFor()
    await dialog.getByRole('button', { name: 'Coller', exact: true }).click()
    const values = () => page.locator('table[role=grid] tbody td .value').allTextContents()
    expect((await values()).filter((one) => /^1\d\d$|^2\d\d$/.test(one))).toHaveLength(120)
    await allSaved(page)
    expect((await here.stored()).size).toBe(120)

    await page.goto(at)
    await ready(page)
    await cell(page, 0, 1).click()
    await page.keyboard.press('Control+z')
    expect((await values()).filter((one) => one !== '')).toEqual([])
    await allSaved(page)
    expect((await here.stored()).size, 'what was never handed in is erased').toBe(0)
    await page.keyboard.press('Control+y')
    await allSaved(page)
    expect((await here.stored()).size).toBe(120)

    for (let step = 1; step <= 50; step += 1) {
      await page.keyboard.type(String(step))
      await page.keyboard.press('Enter')
      await page.keyboard.press('ArrowUp')
    }
    expect(await text(page, 0, 1)).toBe('50')
    for (let step = 0; step < 50; step += 1) await page.keyboard.press('Control+z')
    expect(await text(page, 0, 1)).toBe('100')
    expectQuiet(faults)
    await context.close()
  })

  it('takes a block for the sheet even over an open field, and one text for the field', async () => {
    const { page, faults, context } = await visit()
    await cell(page, 0, 1).click()
    await cell(page, 0, 1).click()
    await page.locator('input.editor').waitFor()
    await paste(page, '11\t12\r\n13\t14\r\n')
    await expect.poll(() => text(page, 1, 2)).toBe('14')
    expect([await text(page, 0, 1), await text(page, 0, 2), await text(page, 1, 1)]).toEqual(['11', '12', '13'])
    await cell(page, 2, 1).click()
    await cell(page, 2, 1).click()
    await page.locator('input.editor').waitFor()
    await paste(page, '15')
    await page.keyboard.press('Enter')
    expect(await text(page, 2, 1)).toBe('15')
    await allSaved(page)
    expectQuiet(faults)
    await context.close()
  })

  it('never guesses 1,234: it asks once for the block, and stores what was answered', async () => {
    const { page, faults, context, here } = await visit()
    const money = 16
    await cell(page, money, 1).click()
    await paste(page, '1,234\t2,345\n')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('se lisent de deux façons').waitFor()
    expect(await dialog.getByRole('button', { name: 'Coller' }).isDisabled()).toBe(true)
    await dialog.getByRole('radio').nth(1).check()
    await dialog.getByRole('button', { name: 'Coller' }).click()
    await allSaved(page)
    expect([await text(page, money, 1), await text(page, money, 2)]).toEqual(['1 234', '2 345'])

    // One number that reads one way settles the block; a comma never multiplies by ten.
    await cell(page, 12, 1).click()
    await paste(page, '1234,5\t1,234\n')
    expect([await text(page, 12, 1), await text(page, 12, 2)]).toEqual(['1 234,5', '1,234'])
    await cell(page, 12, 3).click()
    await page.keyboard.type('1,234')
    await page.keyboard.press('Enter')
    expect(await cell(page, 12, 3).textContent()).toContain('Se lit de deux façons')
    const stored = await here.stored()
    expect([stored.get('MONEY 2025-11')?.value, stored.get('MONEY 2025-12')?.value]).toEqual(['1234', '2345'])
    expectQuiet(faults)
    await context.close()
  })

  it('keeps every kind of figure, an absence and its reason, and what cannot be read', async () => {
    const { page, faults, context, here } = await visit({}, 1)
    await cell(page, 10, 1).click()
    // Down the column: both parts of the share, the mean and its sample, score, money, milestone and its day.
    for (const value of ['30', '40', '3,5', '20', '80', '', '1 500 F CFA', 'oui', '2026-10-02']) {
      if (value !== '') await page.keyboard.type(value)
      await page.keyboard.press(value === '' ? 'ArrowDown' : 'Enter')
    }
    expect(await cell(page, 11, 1).locator('.result').textContent()).toContain('75,0')
    await cell(page, 0, 1).click()
    for (const value of ['0', 'nd', 'so : registre fermé', 'so', '12 x']) {
      await page.keyboard.type(value)
      await page.keyboard.press('Enter')
    }
    await page.locator('.sync', { hasText: '2 valeurs à corriger' }).waitFor()
    await page.waitForTimeout(1500)
    const stored = await here.stored()
    const of = (code: string) => stored.get(`${code} 2026-10`)
    expect(of('SHARE')).toMatchObject({ numerator: '30', denominator: '40' })
    expect(of('MEAN')).toMatchObject({ value: '3.5', sampleN: '20' })
    expect(of('SCORE')).toMatchObject({ value: '80' })
    expect(of('MONEY')).toMatchObject({ value: '1500' })
    expect(of('DONE')).toMatchObject({ boolValue: true, achievedOn: '2026-10-02' })
    expect(of('C1')).toMatchObject({ value: '0', presence: 'reported' })
    expect(of('C2')).toMatchObject({ value: null, presence: 'missing' })
    expect(of('C3')).toMatchObject({ presence: 'not_applicable', presenceReason: 'registre fermé' })
    expect([of('C4'), of('C5'), of('C6')]).toEqual([undefined, undefined, undefined])
    await page.reload()
    await ready(page)
    expect([await text(page, 0, 1), await text(page, 1, 1), await text(page, 2, 1), await text(page, 4, 1), await text(page, 5, 1)]).toEqual([
      '0',
      'n.d.',
      's.o.',
      '12 x',
      '',
    ])
    expectQuiet(faults)
    await context.close()
  })

  it('goes on without a network: 50 values survive a reload and the death of the tab, and arrive once', async () => {
    const { page, context, at, here } = await visit()
    const type50 = async (on: Page) => {
      await cell(on, 0, 1).click()
      for (let index = 0; index < 50; index += 1) {
        await on.keyboard.type(String(1000 + index))
        await on.keyboard.press('Tab')
        if (index % 10 === 9) {
          await on.keyboard.press('Home')
          await on.keyboard.press('ArrowRight')
          await on.keyboard.press('ArrowDown')
        }
      }
    }
    await context.setOffline(true)
    await type50(page)
    await page.locator('.sync', { hasText: '50 valeurs en attente' }).waitFor()
    expect(await page.locator('.sync').textContent()).toContain('Hors ligne')
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Télécharger mes valeurs non envoyées' }).click()])
    const file = await saved.createReadStream()
    const lines = (await file.toArray()).join('').trim().split('\r\n')
    expect(lines).toHaveLength(51)
    await page.reload().catch(() => undefined)
    await page.close()

    // An hour later, in another tab; the network is back.
    const later = await context.newPage()
    await later.clock.install({ time: Date.now() + 3_600_000 })
    await context.setOffline(false)
    await later.goto(at)
    await ready(later)
    await later.clock.runFor(2000)
    await expect.poll(async () => (await here.stored()).size, { timeout: 60_000 }).toBe(50)
    const values = [...(await here.stored()).values()]
    expect(
      values.every((one) => one.version === 1),
      'each was written once',
    ).toBe(true)
    expect(new Set(values.map((one) => one.value)).size).toBe(50)
    await allSaved(later)
    await context.close()
  })

  it('shows how long values wait, and loses none when the answer is lost', async () => {
    const { page, context, here } = await visit({}, 1)
    let isCut = true
    await page.route('**/observations', async (route) => {
      if (route.request().method() !== 'PUT' || !isCut) return route.fallback()
      // The server does it, the answer never comes.
      await route.fetch()
      await route.abort()
    })
    await cell(page, 0, 1).click()
    await page.keyboard.type('41')
    await page.keyboard.press('Enter')
    await page.locator('.sync', { hasText: 'en attente' }).waitFor()
    await expect.poll(async () => (await here.stored()).get('C1 2026-10')?.value).toBe('41')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.type('42')
    await page.keyboard.press('Enter')
    isCut = false
    await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
    await allSaved(page)
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '42', version: 2 })
    await context.close()
  })

  it('lets two people who met choose between both values, and overwrites nothing in silence', async () => {
    const { page, faults, context, at, here } = await visit({}, 1)
    const other = await open()
    await signInOnPage(other.page, 'admin')
    await other.page.goto(at)
    await ready(other.page)
    await cell(page, 0, 1).click()
    await page.keyboard.type('48')
    await page.keyboard.press('Enter')
    await allSaved(page)
    await cell(other.page, 0, 1).click()
    await other.page.keyboard.type('52')
    await other.page.keyboard.press('Enter')
    await other.page.locator('.sync', { hasText: 'Une valeur à corriger' }).waitFor()
    await expect.poll(() => cell(other.page, 0, 1).textContent()).toMatch(/Modifiée par .+\s: 48\. La vôtre\s: 52/)
    expect((await here.stored()).get('C1 2026-10')?.value).toBe('48')
    await other.page.keyboard.press('Alt+n')
    await other.page.keyboard.press('Control+Enter')
    await other.page.getByRole('button', { name: 'Garder la mienne' }).click()
    await allSaved(other.page)
    expect((await here.stored()).get('C1 2026-10')).toMatchObject({ value: '52', version: 2 })
    expectQuiet([...faults, ...other.faults])
    await other.context.close()
    await context.close()
  })

  it('announces 50 quick saves at most three times in ten seconds, and the truth last', async () => {
    const { page, context } = await visit()
    await page.evaluate(() => {
      const said: [number, string][] = []
      ;(globalThis as unknown as { said: typeof said }).said = said
      const region = document.querySelector('#entry-grid [role=status]') as HTMLElement
      new MutationObserver(() => said.push([performance.now(), region.textContent ?? ''])).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    await cell(page, 0, 1).click()
    for (let index = 0; index < 50; index += 1) {
      await page.keyboard.type(String(index + 1))
      await page.keyboard.press(index % 10 === 9 ? 'Enter' : 'Tab')
      if (index % 10 !== 9) continue
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowRight')
    }
    await allSaved(page)
    await page.waitForTimeout(11_000)
    const said = await page.evaluate(() => (globalThis as unknown as { said: [number, string][] }).said)
    expect(said.length).toBeGreaterThan(0)
    for (const [from] of said) expect(said.filter(([time]) => time >= from && time < from + 10_000).length).toBeLessThanOrEqual(3)
    expect(said[said.length - 1]?.[1]).toBe('Tout est enregistré.')
    await context.close()
  })

  it('tells its states apart by shape and words, without colour too', async () => {
    const { page, context, at, here } = await visit({}, 1)
    const put = async (indicator: string, value: string, more: object = {}) =>
      here.call('PUT', `${here.base}/observations`, { items: [{ indicator, territory: 'TT', period: '2026-10', value, ...more }] })
    await put('C1', '5')
    await put('C2', '6', { comment: 'Deux écoles fermées' })
    const handedIn = (await here.stored()).get('C1 2026-10')
    await here.call('POST', `${here.base}/observations/submission`, { items: [{ id: handedIn?.id, version: 1, confirmed: true, comment: 'vu' }] })
    for (const [index, value] of ['100', '101', '100', '102', '101', '100', '101'].entries())
      await here.call('PUT', `${here.base}/observations`, { items: [{ indicator: 'C3', territory: 'TT', period: `2026-0${index + 3}`, value }] })
    const earlier = [...(await here.stored()).values()].filter((one) => one.indicator === 'C3')
    await here.call('POST', `${here.base}/observations/submission`, {
      items: earlier.map((one) => ({ id: one.id, version: 1, confirmed: true, comment: 'vu' })),
    })
    await put('C3', '900')
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(at)
    await ready(page)
    // A conflict, an error, a value that waits, one on its way, one saved.
    await put('C4', '48')
    const type = async (line: number, value: string) => {
      await cell(page, line, 1).click()
      await page.keyboard.type(value)
      await page.keyboard.press('Enter')
    }
    await type(3, '52')
    await expect.poll(() => cell(page, 3, 1).textContent()).toContain('Modifiée par')
    await type(4, '12 x')
    await type(5, '70')
    await expect.poll(() => cell(page, 5, 1).textContent()).toContain('Enregistrée à')
    await type(6, 'nd')
    await page.route('**/observations', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 3000))
      await route.fallback()
    })
    await type(7, '71')
    await expect.poll(() => cell(page, 7, 1).textContent()).toContain('Envoi en cours')
    await type(8, '72')
    const look = (line: number) =>
      cell(page, line, 1).evaluate((one) => ({
        words: (one.querySelector('.visually-hidden')?.textContent ?? '').trim(),
        drawing: one.querySelector('.sign path')?.getAttribute('d') ?? '',
      }))
    const states = await Promise.all([0, 1, 2, 3, 4, 5, 7, 8].map(look))
    expect(states.map(({ words }) => words)).toEqual([
      expect.stringContaining('Transmise le'),
      'Commentaire',
      expect.stringContaining('Inhabituelle'),
      expect.stringContaining('Modifiée par'),
      expect.stringContaining('Doit être un nombre'),
      expect.stringContaining('Enregistrée à'),
      'Envoi en cours',
      'Gardée sur cet appareil, pas encore envoyée',
    ])
    expect(new Set(states.map(({ drawing }) => drawing)).size).toBe(8)
    expect(states.every(({ drawing }) => drawing !== '')).toBe(true)
    expect(await text(page, 6, 1)).toBe('n.d.')
    expect(await axeFaults(page)).toEqual([])
    await context.close()
  })

  it('is one card at a time on a phone, with the same states', async () => {
    const { page, faults, context, here } = await visit({ width: 360 }, 1)
    expect(await page.locator('table[role=grid]').isVisible()).toBe(false)
    await page.getByText('1 sur 15').waitFor()
    await page.locator('#gk0').fill('33')
    await page.getByRole('button', { name: 'Suivant' }).click()
    await page.getByText('2 sur 15').waitFor()
    await page.locator('#gk0').fill('3 x')
    await page.keyboard.press('Tab')
    await page.locator('.card .state', { hasText: 'Doit être un nombre' }).waitFor()
    const sizes = await page.locator('.pager button, .card input').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height))
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(44)
    await expect.poll(async () => (await here.stored()).get('C1 2026-10')?.value).toBe('33')
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    expectQuiet(faults)
    await context.close()
  })

  it('has no fault that axe finds, in light and dark, with its dialogs', async () => {
    const found: string[] = []
    for (const dark of [false, true]) {
      const { page, context } = await visit({ dark })
      await cell(page, 0, 1).click()
      await page.keyboard.type('12 x')
      await page.keyboard.press('Enter')
      found.push(...(await axeFaults(page)), ...(await pageFaults(page)))
      await page.keyboard.press('Control+Enter')
      await page.getByRole('dialog').getByText('Selon le registre.').waitFor()
      found.push(...(await axeFaults(page)))
      await page.keyboard.press('Escape')
      await page.keyboard.press('F1')
      found.push(...(await axeFaults(page)))
      await page.keyboard.press('Escape')
      await paste(page, '1,234\t2,345')
      await page.getByRole('dialog').waitFor()
      found.push(...(await axeFaults(page)))
      await context.close()
    }
    expect(found).toEqual([])
  })

  it('never hides the active cell behind its headers', async () => {
    const { page, context } = await visit()
    await cell(page, 0, 1).click()
    const hidden: string[] = []
    for (const key of [
      'Control+End',
      'Control+Home',
      ...Array.from({ length: 18 }, () => 'ArrowDown'),
      ...Array.from({ length: 18 }, () => 'ArrowUp'),
      ...Array.from({ length: 12 }, () => 'ArrowRight'),
      ...Array.from({ length: 12 }, () => 'ArrowLeft'),
    ]) {
      await page.keyboard.press(key)
      const isSeen = await page.evaluate(() => {
        const { left, top, width, height } = (document.activeElement as HTMLElement).getBoundingClientRect()
        return document.elementFromPoint(left + width / 2, top + height / 2)?.closest('td') === document.activeElement
      })
      if (!isSeen) hidden.push(`${key} ${await active(page)}`)
    }
    expect(hidden).toEqual([])
    await context.close()
  })

  it('leaves nothing on the device after signing out, and warns of what is not sent', async () => {
    const { page, context, at } = await visit({}, 1)
    await context.setOffline(true)
    await cell(page, 0, 1).click()
    await page.keyboard.type('77')
    await page.keyboard.press('Enter')
    await page.locator('.sync', { hasText: 'en attente' }).waitFor()
    await page.route('**/observations', (route) => route.abort())
    await context.setOffline(false)
    const asked: string[] = []
    let answer = false
    page.on('dialog', (dialog) => {
      asked.push(dialog.message())
      void (answer ? dialog.accept() : dialog.dismiss())
    })
    const signOut = async () => {
      await page.locator('header summary, header button', { hasText: 'structure de soutien' }).first().click()
      await page.getByRole('button', { name: 'Fermer la session' }).click()
    }
    await signOut()
    await expect.poll(() => asked.length).toBe(1)
    expect(asked[0]).toMatch(/pas encore envoyées\s: 1/)
    expect(page.url(), 'staying keeps everything').toContain('/entry')
    answer = true
    await page.getByRole('button', { name: 'Fermer la session' }).click()
    await page.waitForURL(/sign-in/)
    expect(
      await page.evaluate(async () => [(await indexedDB.databases()).length, Object.keys(localStorage).length, Object.keys(sessionStorage).length]),
    ).toEqual([0, 0, 0])
    expect(at).toContain('entry')
    await context.close()
  })

  it('serves as a plain form without script, and on paper, filled or empty', async () => {
    const { context, page, at, here } = await visit({}, 1)
    await context.close()
    expect(page.isClosed()).toBe(true)
    const plain = await open({ javaScript: false })
    await signInOnPage(plain.page, 'admin')
    await plain.page.goto(at)
    await plain.page.locator('input[name="r0.value"]').fill('19')
    await plain.page.click('button:has-text("Enregistrer") >> nth=0')
    expect(await plain.page.textContent('main')).toContain('Une valeur enregistrée')
    expect((await here.stored()).get('C1 2026-10')?.value).toBe('19')
    await plain.page.goto(`${at}&print=filled`)
    expect(await plain.page.locator('.room').first().textContent()).toBe('19')
    await plain.page.goto(`${at}&print=empty`)
    expect(await plain.page.locator('.room').first().textContent()).toBe('')
    await plain.context.close()
  })
})

import { writeXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserIsThere, expectQuiet, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

type Cell = string | number | null
/** What a coordinator may have to do by hand for ten indicators of fourteen partners. */
const MOST_ACTIONS = 90
const PARTNERS = [
  'CLSC de la Vallée',
  'Maison de la famille',
  'Centre de services scolaire',
  'Ville de Rive',
  'CPE Les Lucioles',
  'CPE La Marelle',
  'Bibliothèque Rina-Lasnier',
  'Carrefour des parents',
  'Banque alimentaire',
  'Office d’habitation',
  'Centre de pédiatrie sociale',
  'Halte-garderie du Quai',
  'Table petite enfance',
  'Organisme Grandir',
]
const INDICATORS = [
  'Enfants dépistés',
  'Ateliers tenus',
  'Familles jointes',
  'Trousses remises',
  'Heures de halte-garderie',
  'Livres prêtés',
  'Repas servis',
  'Visites à domicile',
  'Bénévoles formés',
  'Parents aux comités',
]
const SECTORS = ['Nord', 'Sud', 'Centre']
const usual = (partner: number, indicator: number) => 20 + ((partner * 7 + indicator * 13) % 60)

/** The coalition's workbook with one quarter's figures, a row for each indicator of each partner. */
async function workbook(
  quarter: string,
  value: (partner: number, indicator: number) => Cell,
  named: (partner: number) => string = (at) => PARTNERS[at] as string,
) {
  const rows: Cell[][] = [[`Suivi ${quarter}`], [null], ['Organisme', 'Secteur', 'Indicateur', quarter]]
  for (const [partner] of PARTNERS.entries())
    for (const [indicator, name] of INDICATORS.entries())
      rows.push([named(partner), SECTORS[partner % SECTORS.length] as string, name, value(partner, indicator)])
  return {
    name: `suivi-${quarter.replace(' ', '-')}.xlsx`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(await writeXlsx({ sheets: [{ name: 'Suivi', rows }] })),
  }
}

/** Counts what a hand does: each click, text, tick, choice and file is one. */
function hand(page: Page) {
  const done: string[] = []
  const act = async <T>(what: string, work: () => Promise<T>) => {
    done.push(what)
    return work()
  }
  return {
    done,
    open: (selector: string) =>
      act(`open ${selector}`, () => Promise.all([page.waitForNavigation(), page.locator(selector).filter({ visible: true }).last().click()])),
    click: (selector: string) => act(`click ${selector}`, () => page.locator(selector).last().click()),
    tick: (selector: string) => act(`tick ${selector}`, () => page.locator(selector).last().check()),
    type: (selector: string, text: string) => act(`type ${selector}`, () => page.locator(selector).last().fill(text)),
    choose: (selector: string, value: string) => act(`choose ${selector}`, () => page.locator(selector).last().selectOption(value)),
    file: (given: { name: string; mimeType: string; buffer: Buffer }) => act('file', () => page.setInputFiles('input[type=file]', given)),
  }
}

describe.skipIf(!browserIsThere())('a month of the backbone', { timeout: 240_000 }, () => {
  const { visit } = journey()
  const at = '/fr-CA/i/vallee-verte'
  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')

  /** Answers every text that the initiative does not know, as its own thing or as the one named. */
  async function answerAll(page: Page, by: ReturnType<typeof hand>, known: Record<string, string> = {}): Promise<void> {
    for (const select of await page.locator('form[action="?/repair"] select').all()) {
      const offered = await select.locator('option').evaluateAll((all) => all.map((one) => [(one as HTMLOptionElement).value, one.textContent ?? ''] as const))
      const name = (await select.getAttribute('name')) ?? ''
      const text = await select.evaluate((one) => (one as HTMLSelectElement).labels[0]?.textContent ?? '')
      const meant = Object.entries(known).find(([said]) => text.includes(said))?.[1]
      const answer =
        offered.find(([, label]) => meant !== undefined && label.includes(meant))?.[0] ??
        ['create:persons', 'create', 'missing'].find((one) => offered.some(([value]) => value === one))
      if (answer !== undefined) await by.choose(`select[name="${name}"]`, answer)
    }
    await by.open('form[action="?/repair"] button')
  }

  it('enters, checks, releases and reports ten indicators of fourteen partners in at most ninety actions', async () => {
    const { context, page, faults } = await visit()

    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.check('input[name=preset][value=sectors]')
    await page.fill('input[name=nameFr]', 'Vallée verte')
    await page.fill('input[name=placeName]', 'La Vallée')
    const before = hand(page)
    await before.open('main form button')

    // The quarter before, when everything was new: not counted.
    await page.goto(`${at}/import`)
    await before.file(await workbook('T2 2026', usual))
    for (let step = 0; step < 3; step += 1) await before.open('main form button.primary')
    for (let asked = 0; asked < 3 && !(await main(page)).includes('Rien à réparer'); asked += 1) await answerAll(page, before)
    await before.open('main a.primary')
    await before.open('main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    await page.goto(`${at}/review`)
    await before.open('button[name=every]')

    // The month: from the home page, with a workbook that has one new spelling, one absence in words and one figure ten times too large.
    await page.goto(at)
    const by = hand(page)
    await by.open(`nav a[href="${at}/entry"]`)
    await by.open(`a[href="${at}/import"]`)
    await by.file(
      await workbook(
        'T3 2026',
        (partner, indicator) => (partner === 2 && indicator === 0 ? 'n.d.' : usual(partner, indicator) * (partner === 5 && indicator === 4 ? 10 : 1) + 1),
        (partner) => (partner === 3 ? 'Ville de Rive (2026)' : (PARTNERS[partner] as string)),
      ),
    )
    for (let step = 0; step < 3; step += 1) await by.open('main form button.primary')
    for (let asked = 0; asked < 3 && (await page.locator('form[action="?/repair"] select').count()) > 0; asked += 1)
      await answerAll(page, by, { 'Ville de Rive (2026)': 'Ville de Rive' })
    for (const tick of await page.locator('input[name^="confirm."]').all()) await by.tick(`input[name="${await tick.getAttribute('name')}"]`)
    for (const word of await page.locator('textarea[name^="why."]').all())
      await by.type(`textarea[name="${await word.getAttribute('name')}"]`, 'Vérifié avec le partenaire')
    if ((await page.locator('input[name^="confirm."]').count()) > 0) await by.open('main button:has-text("Confirmer et voir l’aperçu")')
    else await by.open('main a.primary')
    await by.open('main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    expect(await main(page)).toMatch(/Nouvelles ?140.*Refusées ?0/)
    expect(by.done, 'the figure ten times too large is asked about').toContain('tick input[name="confirm.sudden_change"]')

    // Checked: what is usual at once, what is not each for itself.
    await by.open(`nav a[href="${at}/entry"]`)
    await by.open(`a[href="${at}/review"]`)
    if ((await page.locator('button[name=every]').count()) > 0) await by.open('button[name=every]')
    for (let sheet = 0; sheet < 10 && (await page.locator('form[data-review] a').count()) > 0; sheet += 1) {
      await by.open('form[data-review] a')
      page.once('dialog', (dialog) => void dialog.accept())
      await by.open('button:has-text("Valider")')
      if (!new URL(page.url()).pathname.endsWith('/review')) await page.goto(`${at}/review`)
    }
    expect(await main(page)).toContain('Rien à valider')

    await by.open(`a[href="${at}/releases"]`)
    if (!(await page.locator('main input[name=name]').isVisible())) await by.click('main details summary')
    await by.type('main input[name=name]', 'T3 2026')
    await by.open('main form button.primary')
    await expect
      .poll(async () => {
        await page.reload()
        return main(page)
      })
      .toContain('Publier « T3 2026 »')
    await by.tick('main input[type=checkbox]')
    await by.open('main form button.primary')

    await by.open(`a[href="${at}/releases"]`)
    await by.open(`a[href="${at}/reports"]`)
    if (!(await page.locator('input[name=titleFr]').isVisible())) await by.click('main details:has(form[action="?/create"]) summary')
    await by.type('input[name=titleFr]', 'L’automne en une page')
    await by.open('form[action="?/create"] button')
    await by.type('textarea[name="section.summary.fr"]', 'Un automne bien rempli.')
    await by.open('main form[action="?/save"] button[value="preview:fr"]')
    expect(await page.content()).toContain('Un automne bien rempli.')
    await Promise.all([page.waitForNavigation(), page.goBack()])
    by.done.push('back')
    await by.open('form[action="?/freeze"] button')
    expect(await main(page)).toContain('L’automne en une page')

    process.stdout.write(`  a month of ten indicators and fourteen partners: ${by.done.length} actions\n`)
    expect(by.done.length, by.done.join('\n')).toBeLessThanOrEqual(MOST_ACTIONS)
    expectQuiet(faults)
    await context.close()
  })
})

import { writeXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

type Cell = string | number | null
const QUARTERS = ['T1 2025', 'T2 2025', 'T3 2025', 'T4 2025']
/** As people keep it: a title above, periods side by side, spaces in numbers, one absence in words, a total below. */
const ROWS: readonly Cell[][] = [
  ['Suivi trimestriel 2025'],
  [null],
  ['Organisme', 'Secteur', 'Indicateur', ...QUARTERS],
  ['CLSC de la Vallée', 'Nord', 'Enfants dépistés', 42, 48, '51 ', 55],
  ['CLSC de la Vallée', 'Sud', 'Enfants dépistés', 31, 29, 35, 'n.d.'],
  ['Maison de la famille', 'Nord', 'Ateliers tenus', '1 204', '1 310', '1 275', '1 402'],
  ['Maison de la famille', 'Sud', 'Ateliers tenus', 310, 295, '', 340],
  ['Commission scolaire', 'Nord', 'Élèves accompagnés (%)', '62,5 %', '64 %', '63,5 %', '65 %'],
  ['Commission scolaire', 'Sud', 'Élèves accompagnés (%)', '58 %', '52 %', '60 %', '67 %'],
  ['TOTAL', null, null, null, null, null, null],
]

/** One that writes its percentages without a sign and adds up its lines below, with a blank cell and no place anywhere. */
const SHORT: readonly Cell[][] = [
  ['Suivi 2025'],
  [null],
  ['Organisme', 'Indicateur', ...QUARTERS],
  ['Maison des familles', 'Enfants inscrits', 84, 97, 104, 112],
  ['Maison des familles', 'Présence aux sorties (%)', '71,5', '74,2', 'n.d.', '78,0'],
  ['CLSC de la Rive', 'Enfants inscrits', 61, 70, 66, '72'],
  ['CLSC de la Rive ', 'Présence aux sorties (%)', '66,0', null, '70,1', '72,8'],
  ['Total', 'Enfants inscrits', 145, 167, 170, 184],
]

/** One whose column of towns is all that it says of places, with numbers that send to notes. */
const TOWNS: readonly Cell[][] = [
  ['Municipalité', 'Indicateur', 'T1 2025', 'T2 2025'],
  ['Rive-Nord', 'Enfants dépistés', 96, '104*'],
  ['Rive-Sud', 'Enfants dépistés', 48, '51 p'],
  ['Saint-Éloi', 'Enfants dépistés', 33, 37],
]

/** A newcomer's own: totals without a place, a partner written in two ways, an absence in words, a total that says more than its lines. */
const NEWCOMER: readonly Cell[][] = [
  ['Suivi des indicateurs — Petite enfance, secteur des Rivières'],
  ['Organisme', 'Municipalité', 'Indicateur', ...QUARTERS],
  ['CLSC des Rivières', 'Ville-Haute', 'Familles rencontrées', 42, 51, 38, 47],
  ['Maison de la famille', 'Ville-Haute', 'Familles rencontrées', 23, 19, 27, 31],
  ['CPE Les Lucioles', 'Sainte-Anne', 'Familles rencontrées', 12, 15, 14, 'n.d.'],
  ['Total', null, 'Familles rencontrées', 77, 85, 79, 96],
  ['CLSC des Rivières', 'Ville-Haute', 'Enfants dépistés à 18 mois', 31, 36, 29, 40],
  ['Maison de la famille', 'Ville-Haute', 'Enfants dépistés à 18 mois', 8, 11, 9, 13],
  ['CPE Les Lucioles', 'Sainte-Anne', 'Enfants dépistés à 18 mois', 22, 25, 24, 26],
  ['Total', null, 'Enfants dépistés à 18 mois', 61, 72, 62, 79],
  ['CLSC des Rivières', 'Ville-Haute', 'Ateliers parents-enfants offerts', 6, 8, 5, 9],
  ['Maison de la Famille ', 'Ville-Haute', 'Ateliers parents-enfants offerts', 10, 12, 11, 14],
  ['CPE Les Lucioles', 'Sainte-Anne', 'Ateliers parents-enfants offerts', 4, 4, 3, 5],
  ['Total', null, 'Ateliers parents-enfants offerts', 20, 24, 19, 28],
]

describe.skipIf(!browserIsThere())('a coalition’s first file', { timeout: 240_000 }, () => {
  const { visit } = journey()
  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
  const press = async (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.locator(selector).last().click()])

  /** Takes pictures at both widths, where somebody asks for them. */
  async function look(page: Page, name: string): Promise<void> {
    const folder = process.env.MAILLAGE_SHOTS
    if (folder === undefined) return
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
    }
  }

  /** Sends a workbook of one sheet and goes on to what its columns say. */
  async function toColumns(page: Page, rows: readonly Cell[][]): Promise<void> {
    const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: 'Suivi', rows: rows.map((row) => [...row]) }] }))
    await page.setInputFiles('input[type=file]', { name: 'suivi-2025.xlsx', mimeType: 'application/octet-stream', buffer })
    await press(page, 'main form button.primary')
    await press(page, 'main form button.primary')
  }

  /** Freezes a release and waits until it can be published. */
  async function prepareRelease(page: Page, name: string): Promise<void> {
    await page.fill('main input[name=name]', name)
    await press(page, 'main form button.primary')
    await expect
      .poll(
        async () => {
          await page.reload()
          return main(page)
        },
        { timeout: 60_000 },
      )
      .toContain(`Publier « ${name} »`)
    await page.check('main input[type=checkbox]')
  }

  /** What a person answers for each text that the initiative does not know yet. */
  async function answerAll(page: Page): Promise<void> {
    for (const select of await page.locator('form[action="?/repair"] select').all()) {
      const offered = await select.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      const text = await select.evaluate((one) => (one as HTMLSelectElement).labels[0]?.textContent ?? '')
      const answer = offered.includes('create:ratio')
        ? `create:${text.includes('%') ? 'ratio' : text.includes('Enfants') ? 'persons' : 'things'}`
        : offered.includes('create')
          ? 'create'
          : offered.includes('missing')
            ? 'missing'
            : null
      if (answer !== null) await select.selectOption(answer)
    }
    await press(page, 'form[action="?/repair"] button')
  }

  it('makes its sectors, partners and indicators, and its figures are validated, released and public within a few pages', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.check('input[name=preset][value=sectors]')
    await page.fill('input[name=nameFr]', 'Vallée verte')
    await page.fill('input[name=placeName]', 'La Vallée')
    await press(page, 'main form button')
    const at = '/fr-CA/i/vallee-verte'
    expect(new URL(page.url()).pathname).toBe(`${at}/settings/first-run`)

    await page.goto(`${at}/import`)
    await toColumns(page, ROWS)
    await press(page, 'main form button.primary')
    for (let round = 1; (await page.locator('form[action="?/repair"] button').count()) > 0; round += 1) {
      expect(round, 'answers are asked once, or once more for what they bring to light').toBeLessThan(3)
      expect([...(await axeFaults(page)), ...(await pageFaults(page))], `answers ${round}`).toEqual([])
      await answerAll(page)
    }
    expect(await main(page)).toContain('Rien à réparer')
    await press(page, 'main a.primary')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')

    // Nobody has looked at them yet, and the dashboard says so instead of calling them missing.
    await page.goto(`${at}/dashboard`)
    expect(await main(page)).toContain('24 chiffres transmis attendent d’être validés')
    await page.goto(`${at}/review`)
    await press(page, 'button[name=every]')
    expect(await main(page)).toContain('24 chiffres validés')
    expect(await page.locator('main a', { hasText: 'Préparer une publication' }).getAttribute('href')).toBe(`${at}/releases?new=1#new`)
    await page.goto(`${at}/dashboard`)
    expect(await main(page)).toMatch(/Ateliers tenus ?1\s742/)
    // Nothing has a target: that is said in place of a tally of states, and a value is not « without data » for that.
    expect(await main(page)).toMatch(/Aucune cible n’est encore fixée.*1\s742.*sans cible/)
    expect(await main(page)).not.toContain('en bonne voie')

    await page.goto(`${at}/releases`)
    expect(await main(page)).toMatch(/Avant de publier.*3 définitions ou utilités sont à écrire.*3 indicateurs n’ont pas de cible.*Indiquer un contact/)
    await prepareRelease(page, 'T4 2025')
    expect(await main(page)).not.toContain('Empreinte')
    await press(page, 'main form button.primary')
    expect(await main(page)).toMatch(/« T4 2025 » est publiée.*Adresse de cet ordinateur seulement.*Empreinte/)
    const address = await page.inputValue('#public-address')
    expect(new URL(address).pathname).toBe('/fr-CA/p/vallee-verte')
    await page.goto(address)
    expect(await main(page)).toMatch(/Ateliers tenus.*1\s742/)
    expect(await main(page)).toMatch(/Aucune cible n’est encore fixée.*sans cible/)
    expect(await main(page)).not.toMatch(/en bonne voie|Définition à écrire|À préciser|Aucune cible n’est fixée/)
    // The last quarter lacks one of two figures: its sum says so, and not whose it is.
    await page.goto(`${new URL(address).pathname}/ENFANTS-DEPISTES`)
    expect(await main(page)).toContain('55 (partiel)')
    expect(await main(page)).not.toContain('CLSC')
    // A percentage without its two numbers is never added up, and each sector keeps its own.
    await page.goto(`${at}/indicators/ELEVES-ACCOMPAGNES`)
    expect(await main(page)).toContain('65,0')
    expectQuiet(faults)
    await context.close()
  })

  it('reads 71,5 as 71,5 %, leaves the total line out, is about the only territory, and says each of these', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.check('input[name=preset][value=sectors]')
    await page.fill('input[name=nameFr]', 'Dehors en famille')
    await press(page, 'main form button')
    expect(await main(page)).toContain('Commencez par lui')
    await press(page, 'main .notice a.primary')
    await toColumns(page, SHORT)
    expect(await main(page)).toContain('« Organisme » (le partenaire) et « Indicateur » (l’indicateur)')
    expect(await main(page)).toContain('Tout le fichier parle de : Dehors en famille')
    expect(await page.locator('select[name=periodFrom]').isVisible(), 'nothing is left to choose').toBe(false)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))], 'columns').toEqual([])
    await press(page, 'main form button.primary')
    const total = page.locator('tr', { hasText: /^\s*Total/ }).locator('select')
    expect(await total.inputValue(), 'a line that adds up others is not proposed as a partner').toBe('skip')
    for (const select of await page.locator('form[action="?/repair"] select').all()) {
      if ((await select.inputValue()) === 'skip') continue
      const offered = await select.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      const text = await select.evaluate((one) => (one as HTMLSelectElement).labels[0]?.textContent ?? '')
      await select.selectOption(
        offered.includes('create:ratio') ? (text.includes('%') ? 'create:ratio' : 'create:persons') : offered.includes('create') ? 'create' : 'missing',
      )
    }
    await press(page, 'form[action="?/repair"] button')
    const checked = await main(page)
    expect(checked).toContain('Lues comme des pourcentages : 78 = 78 %')
    expect(checked, 'the empty cell is a figure that did not come').toMatch(/1 ligne de total \(jamais additionnée\)\./)
    expect(checked).toMatch(/Lues ?16 ?valeurs/)
    expect(checked).not.toContain('Au-dessus de 100 %')
    expect([...(await axeFaults(page)), ...(await pageFaults(page))], 'check').toEqual([])
    await press(page, 'form[action="?/shares"] button')
    expect(await main(page)).toContain('Au-dessus de 100 %')
    await press(page, 'form[action="?/shares"] button')
    await press(page, 'main a.primary')
    expect(await main(page)).toContain('2 partenaires et 2 indicateurs')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    expect(await main(page)).toContain('1 ligne de total (jamais additionnée)')
    expectQuiet(faults)
    await context.close()
  })

  it('a partner written in two ways is one, totals are left out and held against their lines, and an error throws no answer away', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.fill('input[name=nameFr]', 'Petite enfance des Rivières')
    await press(page, 'main form button')
    const at = '/fr-CA/i/petite-enfance-des-rivieres'
    await page.goto(`${at}/import`)
    await toColumns(page, NEWCOMER)
    expect(await main(page)).toMatch(/C’est le nom de la démarche : écrivez plutôt celui du lieu.*Continuer : vérifier les valeurs/)
    expect(await main(page)).not.toMatch(/créé en continuant|Vérifier sans écrire/)
    expect(await main(page)).toContain('se lit 1er trimestre 2025 (du 1er janvier au 31 mars 2025)')
    await look(page, 'first-columns')
    await page.fill('input[name=newTerritory]', 'MRC des Rivières')
    await press(page, 'main form button.primary')

    const asked = await main(page)
    expect(asked).toContain('3 lignes de total reconnues, laissées de côté : rien à faire')
    expect(asked).toContain('T4 2025, Familles rencontrées : votre total dit 96, les lignes donnent 78 (1 ligne est sans valeur).')
    expect(asked.match(/votre total dit/g), 'the other totals are those of their lines').toHaveLength(1)
    expect(asked).toMatch(/En valeurs, une par case du fichier :.*Lues ?36 ?valeurs.*En lignes du fichier :.*Sautées ?3 ?lignes/)
    expect(asked).not.toContain('À corriger dans le fichier')
    expect(asked).toMatch(/« Maison de la famille » \(.{0,20}ligne 4\) et « Maison de la Famille » \(.{0,20}ligne 12\) : le même nom, une seule réponse/)
    const row = (text: string) => page.locator('form[action="?/repair"] tr', { hasText: text })
    expect(await page.locator('form[action="?/repair"] option[value=create]:checked', { hasText: 'Créer ce partenaire' }).count(), 'three partners').toBe(3)
    expect(await row('Familles rencontrées').locator('option[value="create:shared_households"]').textContent()).toMatch(
      /T1\s2025\s: de 42 à 77, pas de simple somme/,
    )
    await look(page, 'first-check')
    expect([...(await axeFaults(page)), ...(await pageFaults(page))], 'check').toEqual([])

    await row('Familles rencontrées').locator('select').selectOption('create:shared_households')
    await row('Enfants dépistés').locator('select').selectOption('create:persons')
    await row('Ateliers').locator('select').selectOption('create:things')
    await row('CPE Les Lucioles').locator('input').fill('Zanzibar')
    await press(page, 'form[action="?/repair"] button:not([formaction])')
    expect(await main(page)).toContain('« Zanzibar » ne nous dit rien')
    expect(await row('Familles rencontrées').locator('select').inputValue(), 'what was chosen stays').toBe('create:shared_households')
    expect(await row('CPE Les Lucioles').locator('input').inputValue(), 'and what was typed').toBe('Zanzibar')
    await look(page, 'first-error')
    // Totals are taken back and left out again: the answers stay, and nothing of them is applied yet.
    await press(page, 'button[name=totals][value=read]')
    expect(await main(page)).toMatch(/Les lignes de total sont lues comme les autres.*le territoire manque/)
    expect(await row('Ateliers').locator('select').inputValue()).toBe('create:things')
    await press(page, 'button[name=totals][value=skip]')
    expect(await main(page)).toContain('3 lignes de total reconnues')
    await row('CPE Les Lucioles').locator('input').fill('')
    await press(page, 'form[action="?/repair"] button:not([formaction])')
    expect(await main(page)).toMatch(/Rien à réparer.*Obligatoire : quelques mots/)
    await look(page, 'first-unusual')
    await page.locator('form[action="?/confirm"] input[type=checkbox]').last().check()
    await page.locator('form[action="?/confirm"] textarea').last().fill('Petits groupes')
    await press(page, 'form[action="?/confirm"] button.primary')
    expect(await main(page)).toMatch(/3 partenaires et 3 indicateurs.*Refusées ?0.*3 lignes de total \(jamais additionnées\)/)
    expect(await main(page), 'nothing stands that a blank could erase').not.toContain('Effacer les valeurs vides')
    await look(page, 'first-preview')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    await page.goto(`${at}/review`)
    await press(page, 'button[name=every]')
    await page.goto(`${at}/releases`)
    expect(await main(page), 'who may be counted twice was said at the import').not.toContain('comptées deux fois')
    await page.goto(`${at}/indicators/FAMILLES-RENCONTREES`)
    expect(await main(page)).toMatch(/47.{0,5}(à|–|-).{0,5}78/)
    expectQuiet(faults)
    await context.close()
  })

  it('a column of towns brings them under the territory of the whole, marked numbers are kept, and the public page adds them up', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.fill('input[name=nameFr]', 'Rives en forme')
    await press(page, 'main form button')
    const at = '/fr-CA/i/rives-en-forme'
    await page.goto(`${at}/import`)
    await toColumns(page, TOWNS)
    expect(await page.inputValue('input[name=newTerritory]')).toBe('Rives en forme')
    const levels = await page.locator('select[name=newTerritoryLevel] option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
    expect(levels, 'the whole is of a wider level than its towns').toEqual(['province', 'region', 'mrc'])
    expect(await page.inputValue('select[name=newTerritoryLevel]')).toBe('mrc')
    expect([...(await axeFaults(page)), ...(await pageFaults(page))], 'columns').toEqual([])
    await page.fill('input[name=newTerritory]', 'MRC des Rives')
    await press(page, 'main form button.primary')
    expect([await page.inputValue('select[name=createLevel]'), await page.inputValue('select[name=createUnder]')]).toEqual(['municipality', 'MRC-DES-RIVES'])
    expect(await main(page)).toMatch(/« 104\* » se lit 104.*« 51 p » se lit 51/)
    await page.locator('tr', { hasText: 'Enfants dépistés' }).locator('select').selectOption('create:persons')
    await press(page, 'form[action="?/repair"] button')
    expect(await main(page), 'towns and marks were answered beforehand').toMatch(/Rien à réparer.*2 valeurs portent une marque/)
    await press(page, 'main a.primary')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    await page.goto(`${at}/review`)
    await press(page, 'button[name=every]')
    await page.goto(`${at}/releases`)
    await prepareRelease(page, 'T2 2025')
    await press(page, 'main form button.primary')
    await page.goto('/fr-CA/p/rives-en-forme')
    expect(await main(page)).toMatch(/MRC des Rives.*Enfants dépistés ?192.*Rive-Nord.*104.*Rive-Sud.*51.*Saint-Éloi.*37/)
    expectQuiet(faults)
    await context.close()
  })
})

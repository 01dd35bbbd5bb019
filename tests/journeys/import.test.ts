import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { BAD_ROWS, fiveHundredRows, GOOD_COUNT } from '../support/import-fixture.ts'
import { signIn } from '../support/server-process.ts'
import { journey } from '../support/journey.ts'

const DATA = join(ROOT, '../shared/data')
const POVERTY = join(DATA, 'indicators/canada/indicator_1-1-1.csv')
const SHOTS = process.env.MAILLAGE_SHOTS
const DEFINITION = {
  definitionFr: 'Selon le producteur.',
  purposeFr: 'Essai.',
  sourceKind: 'administrative',
  frequency: 'quarter',
  temporalKind: 'flow',
  direction: 'increase',
}

describe.skipIf(!browserIsThere())('importing a file in steps', { timeout: 240_000 }, () => {
  const { visit: open, origin } = journey()
  let admin: Awaited<ReturnType<typeof signIn>>
  beforeAll(async () => {
    admin = await signIn(origin(), 'admin')
  }, 120_000)

  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await admin(method, path, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }

  /** An initiative with these indicators, two levels and these places. */
  async function initiative(
    slug: string,
    indicators: Record<string, Record<string, unknown>>,
    places: readonly string[],
    dimensions: readonly string[] = [],
    scope?: 'population',
  ): Promise<string> {
    const { id } = (await ok('POST', '/api/v1/initiatives', { slug, nameFr: slug, preset: 'generic' })) as { id: string }
    const base = `/api/v1/initiatives/${id}`
    await ok('PUT', `${base}/territory-levels`, {
      items: [
        { code: 'tout', rank: 12, nameFr: 'ensemble' },
        { code: 'lieu', rank: 11, nameFr: 'lieu' },
      ],
    })
    await ok('POST', `${base}/territories`, {
      items: [
        { code: 'TOUT', levelCode: 'tout', nameFr: 'Ensemble' },
        ...places.map((nameFr, index) => ({ code: `L${index + 1}`, levelCode: 'lieu', nameFr, parentCode: 'TOUT' })),
      ],
      topCode: 'TOUT',
    })
    if (dimensions.length > 0) await ok('PUT', `${base}/dimensions`, { items: dimensions.map((code) => ({ code, nameFr: code, categories: [] })) })
    for (const [code, definition] of Object.entries(indicators))
      await ok('POST', `${base}/indicators`, {
        code,
        scope: scope ?? (definition.isProportion === true ? 'population' : 'performance'),
        dimensionCodes: dimensions,
        definition: {
          nameFr: `Indicateur ${code}`,
          unitKind: 'count',
          countingUnit: 'things',
          ...(scope === 'population' || definition.isProportion === true ? {} : { resultType: 'how_much' }),
          ...DEFINITION,
          ...definition,
        },
      })
    await ok('POST', `${base}/partners`, { code: 'P1', name: 'Maison des familles', joinedOn: '1980-01-01' })
    return base
  }

  async function visit(slug: string, javaScript = true) {
    const { context, page, faults } = await open({ javaScript })
    await signInOnPage(page, 'admin')
    return { context, page, faults, at: `/fr-CA/i/${slug}` }
  }

  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
  const seen: Record<string, string[]> = {}
  /** Looks at a step as everybody must be able to: axe, the rules of every page, at both widths and in both themes. */
  async function look(page: Page, name: string): Promise<void> {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [360, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      const found = [...(await axeFaults(page)), ...(await pageFaults(page))]
      if (found.length > 0) seen[`${name} ${width}`] = found
      if (SHOTS !== undefined) {
        mkdirSync(SHOTS, { recursive: true })
        await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true })
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await page.locator('ol [aria-current="step"]').count(), `${name}: where we are`).toBe(1)
  }
  const choose = async (page: Page, field: string, column: string) =>
    page.selectOption(
      `select[name="${field}"]`,
      (await page.locator(`select[name="${field}"] option`, { hasText: column }).first().getAttribute('value')) as string,
    )
  const press = async (page: Page, name: string, address: RegExp) => {
    await Promise.all([page.waitForURL(address, { timeout: 30_000 }), page.click(`main button:has-text("${name}")`)])
    // What was recognised is told in a sentence; whoever chooses otherwise opens the lists.
    const folded = page.locator('main details:not([open]) > summary:has-text("Changer")')
    if (page.url().endsWith('/columns') && (await folded.count()) > 0) await folded.click()
  }

  /** To the preview; unusual figures are confirmed on the way, with one word: for all kinds where there are several. */
  async function toPreview(page: Page, why = 'Vérifié avec le producteur'): Promise<void> {
    const ticks = page.locator('input[name^="confirm."]')
    if ((await ticks.count()) > 0) {
      // What is asked last is enough.
      await ticks.last().check()
      await page.locator('textarea[name^="why."]').last().fill(why)
      await press(page, 'Confirmer et voir l’aperçu', /\/preview$/)
    } else await Promise.all([page.waitForURL(/\/preview$/), page.click('main a:has-text("Voir l’aperçu")')])
  }

  it('500 rows with 37 bad ones: 463 in, 37 to download, walked back and forth, then undone', async () => {
    const base = await initiative('cinq-cents', { AIDES: {} }, ['La Côte-aux-Vents', 'Pointe-Sauvage', 'Saint-Élie'])
    const count = async () => ((await ok('GET', `${base}/observations?limit=500`)) as { items: unknown[] }).items.length
    const { context, page, faults, at } = await visit('cinq-cents')
    await page.goto(`${at}/import`)
    await look(page, '1-file')
    const text = fiveHundredRows(['La Côte-aux-Vents', 'Pointe-Sauvage', 'Saint-Élie'], 'Maison des familles')
    await page.setInputFiles('input[type=file]', { name: 'aides 500.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await press(page, 'Lire le fichier', /\/format$/)
    expect(await main(page)).toContain('500 lignes')
    expect(await main(page)).toMatch(/« 2\d{3}-Q\d » se lit \d.{1,3} trimestre|« 19\d\d-Q\d » se lit \d.{1,3} trimestre/)
    await look(page, '2-format')

    // Closed and taken up again later: nothing is lost.
    await page.goto(`${at}/import`)
    await look(page, '1-resume')
    await page.click('main a:has-text("Reprendre")')
    await page.waitForURL(/\/format$/)
    await press(page, 'Continuer', /\/columns$/)
    expect(await page.locator('select[name=territoryFrom] option:checked').textContent(), 'found by what it holds').toContain('Lieu')
    expect(await page.locator('select[name=partnerFrom] option:checked').textContent()).toContain('Organisme')
    expect(await page.locator('select[name=periodFrom] option:checked').textContent()).toContain('Trimestre')
    await look(page, '3-columns')
    await page.click('main button:has-text("Vérifier sans écrire")')
    expect(await main(page), 'what is missing is told beside its field').toContain('Choisissez d’où vient cette information')
    await page.selectOption('select[name=indicatorFrom]', 'constant:AIDES')
    await press(page, 'Vérifier sans écrire', /\/check$/)
    const checked = await main(page)
    expect(checked).toMatch(/Prêtes à entrer ?463/)
    expect(checked).toMatch(/Lignes refusées ?37/)
    expect(checked).toContain('Territoires que nous ne connaissons pas')
    expect(checked).toContain('14 valeurs')
    await look(page, '4-check')
    expect(await count(), 'nothing is written before it is confirmed').toBe(0)

    // What is unusual is told with its numbers, and waits for a tick and a word.
    expect(checked).toContain('Changement de plus de la moitié')
    expect(checked).toMatch(/Changement de \+300 % depuis .{1,4}trim\. 1990 \(1\)|Changement de \+300 %/)
    await page.goto(page.url().replace(/check$/, 'preview'))
    expect(await main(page)).toContain('Des valeurs inhabituelles attendent votre confirmation')
    expect(await page.locator('main button:has-text("Importer")').count()).toBe(0)
    await page.goBack()
    await page.click('main button:has-text("Confirmer et voir l’aperçu")')
    expect(await main(page), 'no word, no import').toContain('Cochez pour confirmer, ou corrigez le fichier')
    await look(page, '4-unconfirmed')
    await toPreview(page, 'Montée du service')
    expect(await main(page)).toMatch(/Nouvelles ?\+463/)
    await look(page, '5-preview')
    await page.click('nav[aria-label="Étapes de l’importation"] a:has-text("Vérification")')
    await page.waitForURL(/\/check$/)
    await page.goBack()
    expect(await count()).toBe(0)
    await press(page, 'Importer 463 valeurs', /\/result$/)
    expect(await main(page)).toContain('C’est importé')
    await look(page, '6-result')
    expect(await count()).toBe(GOOD_COUNT)

    const [csv, xlsx] = await Promise.all(
      ['csv', 'xlsx'].map(async (format) => (await page.request.get(page.url().replace(/result$/, `rejected?format=${format}`))).body()),
    )
    const lines = (csv as Buffer).toString('utf8').replace(/\r\n$/, '').split('\r\n')
    expect(lines[0]).toBe('\ufeffLieu;Organisme;Trimestre;Valeur;Remarque;Feuille;Ligne;Colonne;Raison')
    expect(lines).toHaveLength(38)
    expect(lines.filter((line) => line.includes('territoire inconnu'))).toHaveLength(BAD_ROWS.territory_unknown)
    expect(
      lines.some((line) => /;=1\+1/.test(line)),
      'inert in a spreadsheet',
    ).toBe(false)
    expect((await readXlsx(xlsx as Buffer)).sheets[0]?.rows).toHaveLength(38)

    await page.click('main a:has-text("Annuler cette importation")')
    await page.waitForURL(/\/undo\//)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    await page.click('main button:has-text("Oui, tout remettre comme avant")')
    await page.getByText('Tout est comme avant.').waitFor()
    expect(await count()).toBe(0)
    expect(((await ok('GET', `${base}/periods`)) as { items: unknown[] }).items, 'no period is left').toEqual([])
    expectQuiet(faults)
    expect(seen).toEqual({})
    await context.close()
  })

  it('a pasted table is repaired once for all: other names, words instead of numbers, a new place; the next file remembers', async () => {
    const base = await initiative('colle', { AIDES: {} }, ['La Côte-aux-Vents', 'Pointe-Sauvage'])
    const { context, page, faults, at } = await visit('colle')
    const paste = async (rows: string) => {
      await page.goto(`${at}/import`)
      await page.fill('textarea[name=paste]', `Lieu\tOrganisme\tTrimestre\tValeur\n${rows}`)
      await press(page, 'Lire le fichier', /\/format$/)
      await press(page, 'Continuer', /\/columns$/)
    }
    await paste(
      'Cote aux vents\tMaison des familles\t2026-Q1\t5\nCote aux vents\tMaison des familles\t2026-Q2\tà venir\nÎle Neuve\tMaison des familles\t2026-Q1\t7\n',
    )
    await page.selectOption('select[name=indicatorFrom]', 'constant:AIDES')
    await page.selectOption('select[name=partnerFrom]', 'constant:P1')
    await choose(page, 'territoryFrom', 'Lieu')
    await choose(page, 'periodFrom', 'Trimestre')
    await choose(page, 'value', 'Valeur')
    await press(page, 'Vérifier sans écrire', /\/check$/)
    await look(page, '4-repairs')
    const answer = (text: string) => page.locator('tr', { hasText: text }).first().locator('select')
    expect(await answer('Cote aux vents').inputValue(), 'what is likely is proposed').toBe('use:L1')
    await answer('Île Neuve').selectOption('create')
    await page.selectOption('select[name=createLevel]', 'lieu')
    await page.selectOption('select[name=createUnder]', 'TOUT')
    await answer('à venir').selectOption('missing')
    await page.click('main button:has-text("Appliquer et revérifier")')
    await page.waitForLoadState('load')
    expect(await main(page)).toContain('Rien à réparer')
    await toPreview(page)
    expect(await main(page)).toMatch(/Territoires créés ?\+1/)
    await press(page, 'Importer 3 valeurs', /\/result$/)
    const { items } = (await ok('GET', `${base}/territories`)) as { items: { nameFr: string }[] }
    expect(items.map(({ nameFr }) => nameFr)).toContain('Île Neuve')

    await paste('Cote aux vents\tMaison des familles\t2026-Q1\t6\nÎle Neuve\tMaison des familles\t2026-Q1\t\n')
    expect(await main(page)).toContain('Comme la dernière fois')
    await press(page, 'Vérifier sans écrire', /\/check$/)
    expect(await main(page)).toContain('Rien à réparer')
    await toPreview(page)
    expect(await page.locator('del').first().textContent(), 'the old figure is struck').toContain('5')
    expect(await page.locator('ins').first().textContent()).toContain('6')
    await page.check('input[name=eraseBlanks]')
    await page.click('main button:has-text("Appliquer et revérifier")')
    await page.waitForLoadState('load')
    expect(await page.locator('del').count(), 'a blank erases only when somebody says so').toBe(2)
    await look(page, '5-changes')
    expectQuiet(faults)
    expect(seen).toEqual({})
    await context.close()
  })

  it('goes from file to result without JavaScript', async () => {
    const base = await initiative('sans-script', { AIDES: {} }, ['Pointe-Sauvage'])
    const { context, page, faults, at } = await visit('sans-script', false)
    await page.goto(`${at}/import`)
    await page.fill('textarea[name=paste]', 'Lieu\tTrimestre\tValeur\nPointe-Sauvage\t2026-Q1\t5\nAilleurs\t2026-Q1\t6\n')
    await press(page, 'Lire le fichier', /\/format$/)
    await press(page, 'Continuer', /\/columns$/)
    await page.selectOption('select[name=indicatorFrom]', 'constant:AIDES')
    await page.selectOption('select[name=partnerFrom]', 'constant:P1')
    await press(page, 'Vérifier sans écrire', /\/check$/)
    await toPreview(page)
    await press(page, 'Importer 1 valeurs', /\/result$/)
    expect(await main(page)).toContain('C’est importé')
    expect(((await ok('GET', `${base}/observations?limit=500`)) as { items: unknown[] }).items).toHaveLength(1)
    expectQuiet(faults)
    await context.close()
  })

  it('files that cannot be read, and files of people, are refused with a sentence; nothing of them is kept', async () => {
    await initiative('refus', { AIDES: {} }, ['Pointe-Sauvage'])
    const { context, page, at } = await visit('refus')
    const give = async (name: string, buffer: Buffer) => {
      await page.goto(`${at}/import`)
      await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer })
      await page.click('main button:has-text("Lire le fichier")')
      await page.waitForLoadState('load')
      return main(page)
    }
    expect(await give('noms.csv', Buffer.from('Prénom;Date de naissance;Valeur\nAwa;2019-02-03;1\n'))).toMatch(/dates de naissance|noms de personnes/)
    // One click opens an incident (situation 18): the register knows why and when, nothing of the file.
    await page.click('main button:has-text("Ouvrir un incident")')
    await page.getByText('Incident nº 1 inscrit au registre').waitFor()
    await page.goto(`${at}/settings/incidents`)
    expect(await main(page)).toMatch(/Dates de naissance|Noms/)
    expect(await main(page)).not.toMatch(/noms\.csv|Awa/)
    await page.click('main a:has-text("Incident nº 1")')
    expect(await page.inputValue('textarea[name=circumstances]')).toContain('Un fichier importé semblait contenir des renseignements personnels')
    await page.check('input[name=risk][value=not_serious]')
    await page.click('main button:has-text("Enregistrer")')
    expect(await main(page), 'a judgement comes with its reasons').toContain('À remplir')
    await page.fill('textarea[name=riskReasons]', 'Resté sur le poste d’une seule personne')
    await page.click('main button:has-text("Enregistrer")')
    await page.getByText('C’est enregistré.').waitFor()
    expect(await give('vieux.xls', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))).toMatch(/ancien format|protégé/)
    expect(await give('vide.csv', Buffer.alloc(0))).toContain('Choisissez un fichier')
    await page.goto(`${at}/import`)
    expect(await page.locator('main a:has-text("Reprendre")').count()).toBe(0)
    await context.close()
  })

  it.skipIf(!existsSync(POVERTY))('a real file of 6,041 figures goes on after its answer, and the dashboard changes', async () => {
    await initiative(
      'pauvrete',
      {
        POV: {
          nameFr: 'Taux de pauvreté',
          unitKind: 'ratio',
          countingUnit: 'persons',
          temporalKind: 'stock',
          direction: 'decrease',
          isProportion: true,
          partsUnknown: true,
          displayFactor: '100',
          decimals: 1,
          unitLabelFr: '%',
          frequency: 'year',
          sourceKind: 'official',
        },
      },
      [],
      ['age', 'gender', 'family'],
    )
    const { context, page, faults, at } = await visit('pauvrete')
    await page.goto(`${at}/import`)
    await page.setInputFiles('input[type=file]', { name: 'indicator_1-1-1.csv', mimeType: 'text/csv', buffer: readFileSync(POVERTY) })
    await press(page, 'Lire le fichier', /\/format$/)
    expect(await main(page)).toContain('6 041 lignes')
    await press(page, 'Continuer', /\/columns$/)
    await page.selectOption('select[name=indicatorFrom]', 'constant:POV')
    await choose(page, 'territoryFrom', 'Geography')
    await page.selectOption('select[name=territoryBy]', 'name')
    await choose(page, 'periodFrom', 'Year')
    await page.selectOption('select[name=periodPattern]', 'year')
    await choose(page, 'value', 'Value')
    await page.check('input[name=isPercent][value=percent]')
    if (!(await page.locator('select[name=createLevel]').isVisible())) await page.click('summary:has-text("Cases vides")')
    await page.selectOption('select[name=createLevel]', 'lieu')
    await page.selectOption('select[name=createUnder]', 'TOUT')
    await page.selectOption('select[name=blankTerritory]', 'Ensemble')
    await page.selectOption('select[name=blank]', 'missing')
    await page.selectOption('select[name=duplicates]', 'same')
    for (const [dimension, column, total] of [
      ['age', 'Age group', 'Total'],
      ['gender', 'Gender', 'All genders'],
      ['family', 'Economic family', 'Total'],
    ] as const) {
      await choose(page, `category.${dimension}`, column)
      await page.check(`input[name="categoryCreate.${dimension}"]`)
      await page.fill(`input[name="categoryTotal.${dimension}"]`, total)
    }
    await press(page, 'Vérifier sans écrire', /\/check$/)
    expect(await main(page)).toMatch(/Prêtes à entrer ?6 041/)
    await toPreview(page)
    await press(page, 'Importer 6 041 valeurs', /\/result$/)
    expect(await main(page), 'a long import says that it goes on').toMatch(/continue|C’est importé/)
    await page.getByText('C’est importé').waitFor({ timeout: 60_000 })
    await page.click('a:has-text("Voir le tableau de bord")')
    await page.waitForURL(`**${at}/dashboard`)
    const after = await main(page)
    expect(after).toContain('10,4 %')
    expect(after).toContain('Quebec')
    expectQuiet(faults)
    await context.close()
  })

  it.skipIf(!existsSync(join(DATA, 'messy')))(
    'every messy file that staff receive goes in through the screen, with its totals, and a second time changes nothing',
    async () => {
      const thing = { countingUnit: 'things', temporalKind: 'flow', frequency: 'year' }
      const money = { ...thing, unitKind: 'currency', countingUnit: 'money', currencyCode: 'EUR' }
      const base = await initiative(
        'desordre',
        {
          NAISSANCES: { ...thing, frequency: 'month' },
          MARIAGES: { ...thing, frequency: 'month' },
          BUDGET: money,
          POPULATION: thing,
          LOGEMENTS: thing,
          EFFORT: { ...thing, unitKind: 'ratio', countingUnit: 'persons', partsUnknown: true, isProportion: false, decimals: 4 },
          DOTATION: money,
          ENFANTS: thing,
          CLASSES: thing,
          INSATISFAITS: { ...thing, unitKind: 'mean', temporalKind: 'stock', displayFactor: '100', decimals: 1, sourceKind: 'survey' },
          SUBVENTIONS: money,
          JEUX: thing,
          ETP: { ...thing, unitKind: 'index', indexMin: '0', indexMax: '50', frequency: 'ad_hoc', decimals: 2 },
          DECES: thing,
          'DECES-HORS': thing,
          'SANS-VIE': thing,
        },
        [],
        [],
        'population',
      )
      await ok('PUT', `${base}/territory-levels`, {
        items: [
          { code: 'ville', rank: 10, nameFr: 'ville' },
          { code: 'aire', rank: 9, nameFr: 'aire' },
        ],
      })
      await ok('POST', `${base}/territories`, { items: [{ code: 'MTP', levelCode: 'ville', nameFr: 'Montpellier' }] })
      const { context, page, faults, at } = await visit('desordre')
      const through = async (file: string) => {
        await page.goto(`${at}/import`)
        await page.setInputFiles('input[type=file]', join(DATA, 'messy', `VilleMTP_MTP_${file}`))
        await page.check('input[name=dropContacts]')
        await press(page, 'Lire le fichier', /\/format$/)
        await press(page, 'Continuer', /\/columns$/)
        await page.selectOption('select[name=mappingName]', MESSY[file]?.[0] ?? '')
        await press(page, 'Vérifier sans écrire', /\/check$/)
      }
      for (const name of new Set(Object.values(MESSY).map(([mapping]) => mapping)))
        await ok('PUT', `${base}/import-mappings`, {
          name,
          mapping: JSON.parse(readFileSync(join(ROOT, 'tests/exchange/mappings', `${name}.json`), 'utf8')) as object,
        })
      for (const [file, [, read, created]] of Object.entries(MESSY)) {
        await through(file)
        const text = (await main(page)).replace(/(\d) (?=\d{3})/g, '$1')
        const told = (label: string) => Number(new RegExp(`${label} ?(\\d+)`).exec(text)?.[1])
        expect([file, `${told('Lues') + told('Sautées')}`, /Prêtes à entrer ?(\d+)/.exec(text)?.[1], /Lignes refusées ?(\d+)/.exec(text)?.[1]]).toEqual([
          file,
          `${read}`,
          `${created}`,
          '0',
        ])
        await toPreview(page)
        await press(page, 'Importer', /\/result$/)
        await page.getByText('C’est importé').waitFor({ timeout: 60_000 })
      }
      await through('NbreDeces.csv')
      await toPreview(page)
      expect(await main(page)).toContain('Tout est déjà là')
      expectQuiet(faults)
      await context.close()
    },
  )
})

/** Messy files: kept mapping, figures read, figures that go in; the totals of the manifest are proved beside (tests/exchange/messy.test.ts). */
const MESSY: Record<string, [mapping: string, read: number, created: number]> = {
  'EtatCivil.csv': ['etat-civil', 352, 336],
  'BudgetPri_2014.csv': ['budget', 1448, 4],
  'FinancesLocal_2011.csv': ['finances', 39, 4],
  'EffectifSco_2012.csv': ['ecoles', 238, 2],
  'EffectifSco_2013.csv': ['ecoles', 240, 2],
  'EffectifSco_2014.csv': ['ecoles', 240, 2],
  'QVEnquete_2012.xlsx': ['enquete', 224, 182],
  'AttribSub_2013.csv': ['subventions', 938, 3],
  'JeuEnfantAge.csv': ['jeux', 97, 97],
  'ETP.csv': ['etp', 473, 406],
  'NbreDeces.csv': ['deces', 42, 42],
}

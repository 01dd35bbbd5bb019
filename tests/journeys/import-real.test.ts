import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { MappingInput } from '#shared/exchange/mapping.ts'
import { ROOT } from '#server/platform/root.ts'
import { browserIsThere, expectQuiet, signInOnPage } from '../support/browser.ts'
import { signIn } from '../support/server-process.ts'
import { journey } from '../support/journey.ts'

const DATA = join(ROOT, '../shared/data/indicators')
const DHIS2 = join(ROOT, '../shared/data/dhis2-sierra-leone')
const isThere = existsSync(DATA)
if (!isThere) process.stdout.write(`Skipped: real indicator files through the screen: no real files at ${DATA}\n`)

/** A share published in per cent, without its parts. */
const SHARE = {
  unitKind: 'ratio',
  countingUnit: 'persons',
  temporalKind: 'stock',
  isProportion: true,
  partsUnknown: true,
  displayFactor: '100',
  decimals: 1,
  unitLabelFr: '%',
  frequency: 'year',
  direction: 'decrease',
  sourceKind: 'official',
}
const COUNT = { unitKind: 'count', countingUnit: 'persons', temporalKind: 'stock', frequency: 'month', direction: 'decrease', sourceKind: 'official' }
/** Published above 100 % in places: no whole bounds it. */
const UNBOUNDED = { ...SHARE, isProportion: false, direction: 'increase' }
const RATE = { ...SHARE, isProportion: false, displayFactor: '1', unitLabelFr: 'pour 100 000 adultes', countingUnit: 'places' }
const mapping = (name: string) => JSON.parse(readFileSync(join(ROOT, 'tests/real/mappings', `${name}.json`), 'utf8')) as MappingInput

describe.skipIf(!browserIsThere() || !isThere)('real indicator files through the screen', { timeout: 300_000 }, () => {
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

  /** An initiative with levels from the smallest, places, dimensions, indicators and kept mappings. */
  async function initiative(
    slug: string,
    given: {
      levels: readonly { code: string; hierarchy?: string }[]
      places: readonly { code: string; levelCode: string; nameFr: string; parentCode?: string }[]
      dimensions: readonly { code: string; categories?: readonly string[] }[]
      indicators: Record<string, Record<string, unknown>>
      mappings: Record<string, MappingInput>
    },
  ): Promise<string> {
    const { id } = (await ok('POST', '/api/v1/initiatives', { slug, nameFr: slug, preset: 'generic' })) as { id: string }
    const base = `/api/v1/initiatives/${id}`
    const ranked = given.levels.map(({ code, hierarchy }, index) => ({
      code,
      rank: 10 + index,
      nameFr: code,
      ...(hierarchy === undefined ? {} : { hierarchy }),
    }))
    await ok('PUT', `${base}/territory-levels`, { items: ranked })
    await ok('POST', `${base}/territories`, { items: given.places, topCode: given.places[0]?.code })
    await ok('PUT', `${base}/dimensions`, {
      items: given.dimensions.map(({ code, categories = [] }) => ({ code, nameFr: code, categories: categories.map((one) => ({ code: one, nameFr: one })) })),
    })
    for (const [code, definition] of Object.entries(given.indicators))
      await ok('POST', `${base}/indicators`, {
        code,
        scope: 'population',
        dimensionCodes: given.dimensions.map((one) => one.code),
        definition: { nameFr: code, definitionFr: 'Selon le producteur.', purposeFr: 'Essai.', ...definition },
      })
    for (const [name, one] of Object.entries(given.mappings)) await ok('PUT', `${base}/import-mappings`, { name, mapping: one })
    return base
  }

  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ').replace(/(\d) (?=\d{3})/g, '$1')
  const press = (page: Page, name: string, address: RegExp) => Promise.all([page.waitForURL(address), page.click(`main button:has-text("${name}")`)])

  /** From the file to its result; everything unusual is confirmed on the way. */
  async function through(page: Page, at: string, file: string, choose: () => Promise<unknown>): Promise<{ read: number; ready: number; refused: number }> {
    await page.goto(`${at}/import`)
    await page.setInputFiles('input[type=file]', join(DATA, file))
    await press(page, 'Lire le fichier', /\/format$/)
    await press(page, 'Continuer', /\/columns$/)
    await choose()
    // A check that takes long says so, and goes on: asked again, it is there.
    for (let asked = 0; asked < 6 && !page.url().endsWith('/check'); asked += 1) {
      if (asked > 0) await choose()
      await Promise.all([page.waitForEvent('load'), page.click('main button:has-text("Vérifier sans écrire")')])
    }
    const text = await main(page)
    const count = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN)
    const counts = { read: count(/Lues ?(\d+)/) + count(/Sautées ?(\d+)/), ready: count(/Prêtes à entrer ?(\d+)/), refused: count(/Lignes refusées ?(\d+)/) }
    const ticks = page.locator('input[name^="confirm."]')
    // The last is for all kinds where there are several.
    if ((await ticks.count()) > 0) {
      await ticks.last().check()
      await page.locator('textarea[name^="why."]').last().fill('Tel que publié par le producteur')
      await press(page, 'Confirmer et voir l’aperçu', /\/preview$/)
    } else await Promise.all([page.waitForURL(/\/preview$/), page.click('main a:has-text("Voir l’aperçu")')])
    if ((await page.locator('main button:has-text("Importer")').count()) > 0) {
      await press(page, 'Importer', /\/result$/)
      await page.getByText('C’est importé').waitFor()
    } else expect(await main(page)).toContain('Tout est déjà là')
    return counts
  }
  const kept = (page: Page, name: string) => () => page.selectOption('select[name=mappingName]', name)
  /** Everything that the initiative exports, through the screen again: it is all there. */
  async function back(page: Page, at: string, base: string): Promise<void> {
    const written = await page.request.get(`${base}/exports?format=csv`)
    expect(written.status()).toBe(200)
    await page.goto(`${at}/import`)
    await page.setInputFiles('input[type=file]', { name: 'retour.csv', mimeType: 'text/csv', buffer: await written.body() })
    await press(page, 'Lire le fichier', /\/format$/)
    await press(page, 'Continuer', /\/columns$/)
    await press(page, 'Vérifier sans écrire', /\/check$/)
    await Promise.all([page.waitForURL(/\/preview$/), page.click('main a:has-text("Voir l’aperçu")')])
    expect(await main(page)).toContain('Tout est déjà là')
  }
  async function start(slug: string) {
    const { context, page, faults } = await open()
    // The server waits up to a minute for a large file on a slow machine; how fast it is belongs to the bench.
    page.setDefaultTimeout(90_000)
    await signInOnPage(page, 'admin')
    return { context, page, faults, at: `/fr-CA/i/${slug}` }
  }

  it('Canada: 39,942 of 39,960 figures with 11,749 blanks that stay missing, and the headline on the dashboard', async () => {
    const provinces = [
      'Alberta',
      'British Columbia',
      'Manitoba',
      'New Brunswick',
      'Newfoundland and Labrador',
      'Nova Scotia',
      'Ontario',
      'Prince Edward Island',
      'Quebec',
      'Saskatchewan',
      'Yukon',
      'Northwest Territories',
      'Nunavut',
    ]
    await initiative('canada', {
      levels: [{ code: 'city' }, { code: 'province' }, { code: 'country' }, { code: 'grouping', hierarchy: 'groupings' }],
      places: [
        { code: 'CA', levelCode: 'country', nameFr: 'Canada' },
        ...provinces.map((nameFr, index) => ({ code: `P${index}`, levelCode: 'province', nameFr, parentCode: 'CA' })),
      ],
      dimensions: [{ code: 'family' }, { code: 'group' }, { code: 'status' }, { code: 'gender' }, { code: 'age' }],
      indicators: { 'CA-2-1-1': SHARE, 'CA-4-1-1': UNBOUNDED },
      mappings: { alimentation: mapping('canada-2-1-1'), etudes: mapping('canada-4-1-1') },
    })
    const { context, page, faults, at } = await start('canada')
    const counts = await through(page, at, 'canada/indicator_2-1-1.csv', kept(page, 'alimentation'))
    expect(counts).toEqual({ read: 39_960, ready: 39_942, refused: 0 })
    await page.goto(`${at}/dashboard`)
    expect(await main(page)).toContain('18,4 %')
    // High-school completion, with its three values above 100 %; poverty goes through beside (import.test.ts).
    expect(await through(page, at, 'canada/indicator_4-1-1.csv', kept(page, 'etudes'))).toEqual({ read: 3570, ready: 3570, refused: 0 })
    await page.goto(`${at}/dashboard?period=2021`)
    expect(await main(page)).toContain('82,0 %')
    expectQuiet(faults)
    await context.close()
  })

  it('Québec: months named by their files, 56 figures each, and a file again changes nothing', async () => {
    const regions = Array.from({ length: 17 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`)
    const base = await initiative('quebec', {
      levels: [{ code: 'region' }, { code: 'province' }],
      places: [
        { code: 'QC', levelCode: 'province', nameFr: 'Québec' },
        ...regions.map((code) => ({ code, levelCode: 'region', nameFr: `Région ${code}`, parentCode: 'QC' })),
      ],
      dimensions: [{ code: 'sexe', categories: ['femmes', 'hommes'] }],
      indicators: { 'AS-SANS-CONTRAINTES': COUNT, 'AS-ADULTES': COUNT },
      mappings: { aide: mapping('quebec-aide-sociale') },
    })
    const { context, page, faults, at } = await start('quebec')
    for (const month of ['202301', '202312', '202412', '202508']) {
      const counts = await through(page, at, `quebec-aide-sociale/as-adultes-${month}.csv`, kept(page, 'aide'))
      expect([month, counts.ready, counts.refused]).toEqual([month, 56, 0])
    }
    await through(page, at, 'quebec-aide-sociale/as-adultes-202508.csv', kept(page, 'aide'))
    await page.goto(`${at}/dashboard?indicator=AS-SANS-CONTRAINTES&period=2025-08`)
    expect(await main(page)).toContain('114504')
    await back(page, at, base)
    expectQuiet(faults)
    await context.close()
  })

  it('United Kingdom: 4,680 rates of bank branches, their 374 authorities made under regions and countries', async () => {
    const regions = ['East', 'East Midlands', 'London', 'North East', 'North West', 'South East', 'South West', 'West Midlands', 'Yorkshire and The Humber']
    const countries = ['England', 'Northern Ireland', 'Scotland', 'Wales']
    const base = await initiative('royaume-uni', {
      levels: [{ code: 'authority' }, { code: 'region' }, { code: 'country' }, { code: 'kingdom' }],
      places: [
        { code: 'UK', levelCode: 'kingdom', nameFr: 'United Kingdom' },
        ...countries.map((nameFr) => ({ code: nameFr.slice(0, 1), levelCode: 'country', nameFr, parentCode: 'UK' })),
        ...regions.map((nameFr, index) => ({ code: `E${index}`, levelCode: 'region', nameFr, parentCode: 'E' })),
      ],
      dimensions: [{ code: 'series' }],
      indicators: { 'UK-8-10-1': RATE },
      mappings: { agences: mapping('uk-8-10-1') },
    })
    const { context, page, faults, at } = await start('royaume-uni')
    const counts = await through(page, at, 'uk/indicator_8-10-1.csv', kept(page, 'agences'))
    expect(counts).toEqual({ read: 4680, ready: 4680, refused: 0 })
    const { items } = (await ok('GET', `${base}/territories`)) as { items: { levelCode: string }[] }
    expect(items.filter(({ levelCode }) => levelCode === 'authority')).toHaveLength(374)
    await back(page, at, base)
    expectQuiet(faults)
    await context.close()
  })

  it('England: 6,646 early learning goals and 5,190 shares of organised learning, 47 of them missing', async () => {
    const names = ['North East', 'North West', 'Yorkshire and The Humber', 'East Midlands', 'West Midlands', 'East of England', 'London', 'South East']
    await initiative('angleterre', {
      levels: [{ code: 'authority' }, { code: 'region' }, { code: 'country' }],
      places: [
        { code: 'ENG', levelCode: 'country', nameFr: 'England' },
        ...[...names, 'South West', 'Inner London', 'Outer London'].map((nameFr, index) => ({
          code: `E${index}`,
          levelCode: 'region',
          nameFr,
          parentCode: 'ENG',
        })),
      ],
      dimensions: ['gender', 'ethnicity', 'meals', 'learning', 'goal', 'age'].map((code) => ({ code })),
      indicators: { 'UK-4-2-1': { ...SHARE, frequency: 'school_year', direction: 'increase' }, 'UK-4-2-2': UNBOUNDED },
      mappings: { objectifs: mapping('uk-4-2-1'), participation: mapping('uk-4-2-2') },
    })
    const { context, page, faults, at } = await start('angleterre')
    expect(await through(page, at, 'uk/indicator_4-2-1.csv', kept(page, 'objectifs'))).toEqual({ read: 6646, ready: 6646, refused: 0 })
    await page.goto(`${at}/dashboard?period=SY2018`)
    expect(await main(page), 'England in 2018-2019').toContain('70,7 %')
    expect(await through(page, at, 'uk/indicator_4-2-2.csv', kept(page, 'participation'))).toEqual({ read: 5190, ready: 5190, refused: 0 })
    expectQuiet(faults)
    await context.close()
  })

  it('DHIS2: six sets through the page, 607 values that add up to 11,198, the last two change nothing', async () => {
    const { id } = (await ok('POST', '/api/v1/initiatives', { slug: 'sierra-leone', nameFr: 'Sierra Leone', preset: 'generic' })) as { id: string }
    const { context, page, faults, at } = await start('sierra-leone')
    const base = `/api/v1/initiatives/${id}`
    /** Looks at the file, chooses it again and imports it. @returns read, new, changed, the same, left out, refused */
    const bring = async (file: string | { name: string; mimeType: string; buffer: Buffer }) => {
      const run = page.getByRole('button', { name: 'Importer de DHIS2' })
      await page.goto(`${at}/import`)
      await page.setInputFiles('input[type=file]', file)
      await page.click('main button:has-text("Lire le fichier")')
      await run.waitFor({ timeout: 60_000 })
      await page.setInputFiles('input[type=file]', file)
      await run.click()
      await page.getByText('C’est importé').waitFor({ timeout: 60_000 })
      const told = /Lues ?(\d+) ?Nouvelles ?(\d+) ?Modifiées ?(\d+) ?Identiques ?(\d+) ?Sautées ?(\d+) ?Refusées ?(\d+)/.exec(await main(page))
      return told?.slice(1).map(Number)
    }
    const exported = async () => {
      const written = await page.request.get(`${base}/exports?format=dhis2`)
      const { dataValues } = (await written.json()) as { dataValues: { value: string }[] }
      return { bytes: await written.body(), count: dataValues.length, sum: dataValues.reduce((sum, { value }) => sum + Number(value), 0) }
    }
    for (const name of ['all_organisation_units_with_groups', 'data_elements']) await bring(join(DHIS2, `${name}.json`))
    for (const [name, read, fresh] of [
      ['get_period_1', 132, 132],
      ['get_period_2', 108, 108],
      ['get_period_3', 226, 226],
      ['get_period_4', 141, 141],
      ['get_start_end_1', 358, 0],
      ['get_start_end_2', 249, 0],
    ] as const)
      expect([name, await bring(join(DHIS2, `${name}.dataValueSet.json`))]).toEqual([name, [read, fresh, 0, read - fresh, 0, 0]])
    const { bytes, count, sum } = await exported()
    expect([count, sum]).toEqual([607, 11_198])
    expect(await bring({ name: 'retour.json', mimeType: 'application/json', buffer: bytes })).toEqual([607, 0, 0, 607, 0, 0])
    expectQuiet(faults)
    await context.close()
  })
})

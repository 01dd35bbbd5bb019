import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report, ReportVersion } from '#shared/reports/contract.ts'
import { pagePrinter } from '#server/platform/print-page.ts'
import { axeFaults, browserIsThere, expectQuiet, findChromium, pageFaults, signInOnPage } from '../support/browser.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { journey } from '../support/journey.ts'
import { release } from '../support/release.ts'
import { signIn } from '../support/server-process.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const chromium = findChromium() ?? ''

describe.skipIf(!browserIsThere())('a report for funders', { timeout: 180_000 }, () => {
  const { visit, as, origin } = journey({ CHROMIUM_PATH: chromium })

  it('is begun, written, reordered, previewed and frozen without a script, and its funder reads the very page', async () => {
    const { context, page, faults } = await visit({ javaScript: false })
    await signInOnPage(page, 'coordination')
    await page.goto(`${I}/releases`)
    await page.click('main nav a[href$="/reports"]')
    await page.click('main details:has(form[action="?/create"]) summary')
    await page.fill('input[name=titleFr]', 'Bilan de l’automne')
    await page.click('form[action="?/create"] button')
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/)
    const draft = new URL(page.url()).pathname

    await page.fill('textarea[name="section.summary.fr"]', 'Un automne <occupé>.\n\nEt après?')
    await page.uncheck('input[name="shown.annex"]')
    await page.click('button[value="section:method:up"]')
    expect(await page.locator('main [role=status]').innerText()).toMatch(/«\sSources et méthode\s» est maintenant en position 6 sur 8/)
    expect(await page.inputValue('textarea[name="section.summary.fr"]')).toBe('Un automne <occupé>.\n\nEt après?')
    await page.uncheck('input[name="chosen.READFAM"]')
    await page.click('main form[action="?/save"] button[value="preview:fr"] >> nth=0')
    await page.waitForURL(/\/preview\?language=fr$/)
    const previewed = await page.content()
    expect(await page.locator('html').getAttribute('lang')).toBe('fr-CA')
    expect(await page.locator('h2').allInnerTexts()).toEqual([
      'En bref',
      'Où en sommes-nous?',
      'Indicateur par indicateur',
      'Écarts entre territoires',
      'Sources et méthode',
      'Ce qui a été corrigé',
    ])
    expect(await page.locator('.indicator').count()).toBe(9)
    expect(await page.locator('svg[role=img]').count()).toBeGreaterThan(6)

    await page.goto(draft)
    await page.click('form[action="?/freeze"] button')
    await page.waitForURL(/\/2026-10-15-v1$/)
    const frozen = new URL(page.url()).pathname
    await page.click('main a[href*="/page?"]')
    const content = (html: string) => html.replace(/[\s\S]*<\/header>/, '')
    expect(content(await page.content())).toBe(content(previewed))
    expectQuiet(faults)
    await context.close()

    const reader = await visit()
    await signInOnPage(reader.page, 'bailleur')
    const answer = await reader.page.goto(frozen)
    expect(answer?.status()).toBe(200)
    const kept = await reader.page.request.get(`${frozen}/page?language=fr`)
    const again = await reader.page.request.get(`${frozen}/page?language=fr`)
    expect(
      createHash('sha256')
        .update(await again.body())
        .digest('hex'),
    ).toBe(
      createHash('sha256')
        .update(await kept.body())
        .digest('hex'),
    )
    expect(await kept.text()).toContain('Un automne &lt;occupé&gt;.')
    expect((await reader.page.request.get(`${draft}/preview?language=fr`)).status()).toBe(404)
    expect((await reader.page.request.get(`${frozen}/page?language=en`)).status()).toBe(404)
    await reader.context.close()
  })

  it('that quotes notes asks a funder for the learning commitment first', async () => {
    const { page, leave } = await as('bailleur')
    await page.goto(`${I}/reports`)
    await page.click('main table tr:has-text("Compte rendu aux bailleurs, T1") a')
    await page.click('main a[href*="/page?"] >> nth=0')
    await page.waitForURL(/problem=commitment_required/)
    expect(await page.locator('main [role=status] a').getAttribute('href')).toBe(`${I}/notes/commitment`)
    await leave()
  })

  it('reads on a phone and on a desk without a fault that axe finds, and without a sideways scroll', async () => {
    for (const width of [360, 1280]) {
      const { context, page, faults } = await visit({ width })
      await signInOnPage(page, 'coordination')
      await page.goto(`${I}/reports`)
      await page.click('main table ul a >> nth=-1')
      for (const language of ['fr', 'en']) {
        await page.goto(`${new URL(page.url()).pathname.replace(/\/page$/, '')}/page?language=${language}`)
        expect(await axeFaults(page), `${width} ${language}`).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
        expect(await page.locator('h1').count()).toBe(1)
      }
      expectQuiet(faults)
      await context.close()
    }
  })

  it('its builder and its versions have no fault at two widths and in two themes, for whoever may see them', async () => {
    for (const width of [360, 1280])
      for (const dark of [false, true])
        for (const account of ['coordination', 'bailleur']) {
          const { context, page, faults } = await visit({ width, dark })
          await signInOnPage(page, account)
          await page.goto(`${I}/reports`)
          const addresses = await page.locator('main table a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
          expect(addresses.length).toBeGreaterThan(0)
          for (const address of addresses) {
            await page.goto(address)
            expect([...(await axeFaults(page)), ...(await pageFaults(page))], `${address} ${width} ${account}`).toEqual([])
          }
          expectQuiet(faults)
          await context.close()
        }
  })

  it('is printed by the server, tagged, in the language of its page', async () => {
    const call = await signIn(origin(), 'coordination')
    const { body: me } = await call('GET', '/api/v1/me')
    const id = (me as unknown as { initiatives: { id: string; slug: string }[] }).initiatives.find(({ slug }) => slug === 'grandir-entre-rives')?.id
    const { body } = await call('GET', `/api/v1/initiatives/${id}/reports`)
    const version = (body as unknown as { items: { versions: ReportVersion[] }[] }).items
      .flatMap(({ versions }) => versions)
      .find(({ languages }) => languages.includes('en'))
    const { context, page } = await visit()
    await signInOnPage(page, 'coordination')
    for (const [language, tag] of [
      ['fr', 'fr-CA'],
      ['en', 'en'],
    ]) {
      const answer = await page.request.get(`${I}/reports/${version?.reportId}/${version?.frozenOn}-v${version?.number}/pdf?language=${language}`)
      expect(answer.headers()['content-type']).toBe('application/pdf')
      const pdf = (await answer.body()).toString('latin1')
      expect(pdf).toContain('/StructTreeRoot')
      expect(pdf).toContain(`/Lang (${tag})`)
    }
    await context.close()
  })
})

describe.skipIf(!browserIsThere())('a report of twenty indicators', { timeout: 300_000 }, () => {
  const QUARTERS = ['2023', '2024', '2025'].flatMap((year) => [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`))
  let world: World
  let here: TestInitiative
  let lead: Asker
  beforeAll(async () => {
    world = await openWorld()
    here = await world.buildInitiative({ clockFrozenAt: '2026-02-15T13:00:00Z' })
    const figures = figuresOf(world, here)
    lead = await here.person({ role: 'backbone', lead: true })
    for (let number = 1; number <= 20; number += 1) {
      const indicator = await figures.indicator(`IND${String(number).padStart(2, '0')}`, {
        name_fr: `Familles rejointes par la mesure numéro ${number}`,
        definition_fr: 'Familles qui ont été rejointes au moins une fois pendant le trimestre, comptées une seule fois dans chaque territoire.',
        source_fr: 'Registres des partenaires',
        counting_unit: 'things',
        unit_label_fr: 'familles',
      })
      await figures
        .target(indicator, '2026-Q4', String(400 + number * 10), { approved_on: '2023-01-01' })
        .catch(() => figures.target(indicator, '2026-Q4', String(400 + number * 10)))
      for (const [index, quarter] of QUARTERS.entries())
        for (const territory of ['A1', 'A2', 'B1'])
          await figures.figure(indicator, territory, 'P1', quarter, { value: String(30 + number + index * 7 + territory.charCodeAt(0)) })
    }
    await figures.recompute()
    await release(lead, here, { name: 'T4 2025', throughPeriod: '2025-Q4' })
  }, 240_000)
  afterAll(() => world.close())

  it.each([
    ['letter', true],
    ['A4', false],
  ] as const)('prints to a tagged PDF with an alternative text for each drawing: %s, colour %s', async (paper, isColour) => {
    const made = await lead.ask<Report>('POST', here.path('/reports'), { body: { titleFr: 'Vingt indicateurs', release: 1, paper, isColour } })
    expect(made.body.indicators.length).toBe(20)
    const frozen = await lead.ask<ReportVersion>('POST', here.path(`/reports/${made.body.id}/versions`), { body: {}, headers: { 'if-match': '"v1"' } })
    const { text } = await lead.get(here.path(`/reports/${made.body.id}/versions/${frozen.body.id}/page`))
    const started = Date.now()
    const pdf = await pagePrinter(chromium)(text)
    process.stdout.write(`  20 indicators, ${paper}: ${((Date.now() - started) / 1000).toFixed(1)} s, ${(pdf.length / 1024).toFixed(0)} KiB\n`)
    const written = pdf.toString('latin1')
    const count = (pattern: RegExp) => written.match(pattern)?.length ?? 0
    expect(count(/\/StructTreeRoot/g)).toBeGreaterThan(0)
    expect(written).toContain('/Lang (fr-CA)')
    // Each drawing is a figure with its words, and nothing else is one.
    expect([count(/\/S\s*\/Figure\b/g), count(/\/Alt[ (<]/g)]).toEqual([20, 20])
    expect(count(/\/S\s*\/TH\b/g)).toBeGreaterThan(100)
    expect(count(/\/S\s*\/H[23]\b/g)).toBeGreaterThanOrEqual(25)
    expect(written).toContain('/Outlines')
    expect(count(/\/Type\s*\/Page\b(?!s)/g)).toBeGreaterThanOrEqual(22)
    expect(pdf.length).toBeLessThan(1.5 * 1024 * 1024)
    // Letter is 612 by 792 points, A4 595 by 842.
    expect(written).toMatch(paper === 'A4' ? /\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/ : /\/MediaBox \[0 0 612 792\]/)
  })
})

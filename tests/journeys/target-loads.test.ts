import { writeXlsx } from 'hucre/xlsx'
import { mkdirSync, readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const SHOTS = process.env.MAILLAGE_SHOTS
const I = '/fr-CA/i/grandir-entre-rives'
type Cell = string | number | null
const HEADER: Cell[] = ['Code', 'Indicateur', 'Territoire', 'Unité', 'Situation de départ', 'Cible', 'Année de la cible', 'Réel', 'Année du réel']
const WALK: Cell[] = ['MARCHE-1', 'Enfants qui marchent vers l’école', 'VB', 'Nombre', 100, 180, 2028, 120, 2025]
const READ: Cell[] = ['LECTURE-1', 'Familles qui lisent ensemble', 'CV', '%', '22,5 %', '40 %', 2028, '30,5 %', 2025]
const LOST: Cell[] = ['PERDU-1', 'Sans lieu', 'Atlantide', 'Nombre', 1, 2, 2028, null, null]
const TEN: Cell[] = ['DIX-1', 'En toutes lettres', 'CV', 'Nombre', 'dix', 20, 2028, null, null]

const sheet = async (...rows: Cell[][]) => Buffer.from(await writeXlsx({ sheets: [{ name: 'Cadre', rows: [HEADER, ...rows] }] }))
const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
const press = async (page: Page, name: string) => Promise.all([page.waitForNavigation(), page.getByRole('button', { name, exact: true }).click()])
const choose = async (page: Page, name: string, buffer: Buffer) => {
  await page.goto(`${I}/import/targets`)
  await page.setInputFiles('input[name=file]', { name, mimeType: 'application/octet-stream', buffer })
  await press(page, 'Lire le fichier')
}
async function look(page: Page, name: string): Promise<void> {
  expect(await axeFaults(page), name).toEqual([])
  expect(await pageFaults(page), name).toEqual([])
  if (SHOTS === undefined) return
  mkdirSync(SHOTS, { recursive: true })
  await page.screenshot({ path: `${SHOTS}/targets-${name}.png`, fullPage: true })
}

describe.skipIf(!browserIsThere())('baselines and targets from a file', { timeout: 240_000 }, () => {
  const { visit, as } = journey()

  for (const javaScript of [true, false])
    it(`are checked, loaded and taken back on a telephone, ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
      const { context, page, faults } = await visit({ javaScript, width: 360 })
      await signInOnPage(page, 'coordination')
      const watched = async (name: string) => (javaScript ? look(page, name) : undefined)
      await page.goto(`${I}/import`)
      await Promise.all([page.waitForNavigation(), page.getByRole('link', { name: 'Charger des situations de départ et des cibles d’un fichier' }).click()])
      // The first of the two finds nothing loaded yet.
      if (javaScript) expect(await main(page)).toContain('Aucun fichier n’a encore été chargé.')
      await watched('empty')
      await press(page, 'Lire le fichier')
      expect(await main(page)).toContain('Choisissez un fichier')

      await choose(page, 'cadre.xlsx', await sheet(WALK, LOST, READ, TEN))
      expect(await page.inputValue('select[name=column-baseline]')).toBe('Situation de départ')
      await press(page, 'Vérifier sans écrire')
      expect(await main(page)).toContain('Vérifié : des lignes sont refusées, rien n’est écrit')
      expect(await main(page)).toContain('2 endroits refusés')
      expect(await main(page)).toContain('le code ou le nom d’un territoire de la démarche')
      await watched('checked')
      if (javaScript) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Lignes refusées (CSV)' }).click()])
        const csv = readFileSync(await download.path(), 'utf8')
          .trim()
          .split('\r\n')
        expect(csv).toHaveLength(3)
        expect(csv[1]).toMatch(/^PERDU-1;.*;Cadre;3;Territoire;.*\(Atlantide\)$/)
      }
      // All or nothing, and never without a reason.
      await press(page, 'Charger')
      expect(await main(page)).toContain('Dites pourquoi : une phrase publique')
      await page.fill('input[name=reasonFr]', 'Cadre adopté par le comité')
      await page.fill('input[name=decision]', 'Rencontre du 12 octobre')
      await press(page, 'Charger')
      expect(await main(page)).toContain('Rien n’est écrit : des lignes sont refusées')
      await page.check('input[name=partial]')
      await press(page, 'Charger')
      expect(await main(page)).toContain('Le fichier est chargé')
      await watched('done')
      const file = page.url()
      await page.goto(`${I}/settings/indicators/LECTURE-1/targets`)
      expect(await main(page)).toContain('Cadre adopté par le comité')
      expect(await main(page)).toContain('Rencontre du 12 octobre')

      await choose(page, 'cadre.xlsx', await sheet(WALK, READ))
      await page.fill('input[name=reasonFr]', 'Encore')
      await press(page, 'Charger')
      expect(await main(page)).toContain('Tout est déjà là : rien de nouveau à écrire')
      await watched('nothing')

      await page.goto(file)
      await press(page, 'Annuler ce chargement')
      expect(await main(page)).toContain('Le chargement est annulé : tout est comme avant')
      await watched('undone')
      expect((await page.goto(`${I}/settings/indicators/LECTURE-1/targets`))?.status()).toBe(404)
      expectQuiet(faults)
      await context.close()
    })

  it('say plainly what is no such file', async () => {
    const { page, leave } = await as('coordination')
    await choose(page, 'vide.csv', Buffer.from('Code;Indicateur\n'))
    await press(page, 'Vérifier sans écrire')
    expect(await main(page)).toContain('Ce fichier ne contient aucun indicateur')
    await choose(page, 'image.xlsx', Buffer.from('PK\u0003\u0004 ceci n’est pas un classeur'))
    expect(new URL(page.url()).pathname).toBe(`${I}/import/targets`)
    expect(await main(page)).toContain('le fichier est illisible')
    await leave()
  })

  it('are proposed by staff who are no lead, and are nobody else’s', async () => {
    const staff = await as('equipe')
    await choose(staff.page, 'cadre.xlsx', await sheet(['MARCHE-2', ...WALK.slice(1)]))
    expect(await main(staff.page)).toContain('Vous proposez, la direction approuve')
    await staff.page.fill('input[name=reasonFr]', 'Proposition de l’équipe')
    await press(staff.page, 'Charger et proposer')
    expect(await main(staff.page)).toContain('les situations de départ et les cibles sont proposées')
    await staff.leave()
    for (const who of ['contribution', 'bailleur']) {
      const other = await as(who)
      expect((await other.page.goto(`${I}/import/targets`))?.status()).toBe(403)
      await other.leave()
    }
  })
})

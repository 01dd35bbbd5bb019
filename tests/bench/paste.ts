/**
 * Pastes 10 × 12 cells into the entry grid on a processor slowed down four times, seven times over, beside the same
 * page writing 120 texts into a bare table: `node tests/bench/paste.ts`. Promised: 200 ms (ux.md, check 22).
 */
import { launchBrowser, newVisitor } from '../support/browser.ts'
import { allSaved, cell, entryVisits } from '../support/entry-visit.ts'
import { freePort, makeDataFolder, startServer } from '../support/server-process.ts'

const ROUNDS = 7
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const block = (seed: number) =>
  Array.from({ length: 10 }, (_, row) => Array.from({ length: 12 }, (__, column) => String(seed + row * 12 + column)).join('\t')).join('\r\n')

const folder = makeDataFolder()
const server = startServer(folder, await freePort())
await server.ready()
const browser = await launchBrowser()
try {
  const open = entryVisits(
    (options = {}) => newVisitor(browser, server.origin, options),
    () => server.origin,
    'collage',
  )
  const { page, context } = await open(12)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const session = await context.newCDPSession(page)
  const grid: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await cell(page, 0, 1).click()
    // A second click on a cell opens its field.
    await page.keyboard.press('Escape')
    await page.evaluate((value) => navigator.clipboard.writeText(value), block(100 + round * 1000))
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await page.keyboard.press('Control+v')
    await page.locator('dialog button', { hasText: 'Coller' }).waitFor()
    const took = await page.evaluate(() => {
      const rectangle = (selector: string) => document.querySelector(selector)?.getBoundingClientRect()
      const started = performance.now()
      ;[...document.querySelectorAll<HTMLButtonElement>('dialog button')].find((one) => one.textContent === 'Coller')?.click()
      rectangle('table[role=grid]')
      const pasted = performance.now()
      const table = document.body.appendChild(document.createElement('table'))
      for (let row = 0; row < 10; row += 1) {
        const line = table.insertRow()
        for (let column = 0; column < 12; column += 1) line.insertCell().textContent = String(row * column)
      }
      table.getBoundingClientRect()
      const written = performance.now()
      table.remove()
      return [pasted - started, written - pasted] as const
    })
    grid.push(took[0])
    bare.push(took[1])
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await allSaved(page)
  }
  const [pasted, written] = [median(grid), median(bare)]
  console.log(`120 cells pasted at a quarter of the speed: ${pasted.toFixed(0)} ms (promised: 200), × ${(pasted / written).toFixed(1)} of 120 bare cells`)
} finally {
  await browser.close()
  server.child.kill('SIGTERM')
  await server.exited(10_000)
  await folder.remove()
}

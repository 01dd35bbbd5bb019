import type { BrowserContext, Locator, Page } from 'playwright-core'
import { newVisitor, signInOnPage, type VisitOptions } from './browser.ts'
import { buildEntryInitiative, type EntryInitiative } from './entry-initiative.ts'

/** A fresh initiative with its sheet open, in a browser of its own. */
export interface EntryVisit {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: string[]
  /** Address of the sheet. */
  readonly at: string
  readonly here: EntryInitiative
}

export const ready = (page: Page) => page.locator('#entry-grid[data-ready]').waitFor()
export const cell = (page: Page, line: number, column = 1): Locator => page.locator(`#gc${line}-${column}`)
export const text = async (page: Page, line: number, column = 1) => ((await cell(page, line, column).locator('.value').textContent()) ?? '').replace(/\s/g, ' ')
export const allSaved = (page: Page) => page.locator('.sync', { hasText: 'Tout est enregistré' }).waitFor()

/** Types in a cell as people do. */
export async function type(page: Page, line: number, value: string, column = 1): Promise<void> {
  await cell(page, line, column).click()
  await page.keyboard.type(value)
  await page.keyboard.press('Enter')
}

/** Opens sheets, one initiative each. */
export function entryVisits(open: (options?: VisitOptions) => ReturnType<typeof newVisitor>, origin: () => string, prefix: string) {
  let number = 0
  return async (span: 1 | 4 | 12 = 1, options: VisitOptions = {}): Promise<EntryVisit> => {
    number += 1
    const slug = `${prefix}-${number}`
    const here = await buildEntryInitiative(origin(), slug)
    const { context, page, faults } = await open(options)
    await signInOnPage(page, 'admin')
    const at = `/fr-CA/i/${slug}/entry?period=2026-10&span=${span}`
    await page.goto(at)
    await ready(page)
    return { context, page, faults, at, here }
  }
}

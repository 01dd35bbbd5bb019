import axe from 'axe-core'
import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { expect } from 'vitest'

/** A Chromium of this machine: `CHROMIUM_PATH`, else where Debian and others put it; the one that draws no window takes a third less time. */
export function findChromium(): string | null {
  const places = [
    process.env.CHROMIUM_PATH ?? '',
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  return places.find((path) => path !== '' && existsSync(path)) ?? null
}

/** Whether journeys can run. Without a browser they are skipped with a line; where one is required they fail. */
export function browserIsThere(): boolean {
  if (findChromium() !== null) return true
  if (process.env.MAILLAGE_REQUIRE_BROWSER === '1') throw new Error('The journeys need Chromium: install it, or set CHROMIUM_PATH.')
  process.stdout.write('No Chromium on this machine: the journeys are skipped. Install it, or set CHROMIUM_PATH.\n')
  return false
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() as string,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run', '--disable-sync'],
  })
}

export interface VisitOptions {
  readonly width?: number
  readonly dark?: boolean
  readonly javaScript?: boolean
}

/** The server that each visitor came for. */
const origins = new WeakMap<BrowserContext, string>()

/** A fresh visitor; a request to any other host fails the test. */
export async function newVisitor(
  browser: Browser,
  origin: string,
  { width = 1280, dark = false, javaScript = true }: VisitOptions = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'fr-CA',
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  })
  origins.set(context, origin)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`)
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('response', (response) => {
    if (response.status() === 500) faults.push(`500 of ${response.url()}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text())) faults.push(message.text())
  })
  return { context, page, faults }
}

/** Who has signed in through the page once, by server, account and language: the cookie, and where it led. */
const signedIn = new Map<string, { readonly cookies: Awaited<ReturnType<BrowserContext['cookies']>>; readonly landing: string }>()

/**
 * Signs a demo account in through the page that people use. Who did so before in this file comes with that session while it
 * lasts: the page, and the hash that a password costs, are waited for once.
 */
export async function signInOnPage(page: Page, account: string, locale = 'fr-CA'): Promise<void> {
  const key = `${origins.get(page.context())} ${account} ${locale}`
  const known = signedIn.get(key)
  if (known !== undefined) {
    await page.context().addCookies(known.cookies)
    await page.goto(known.landing)
    if (page.url() === known.landing) return
    await page.context().clearCookies()
  }
  await page.goto(`/${locale}/sign-in`)
  await page.fill('input[name=email]', `${account}@demo.maillage.example`)
  await page.fill('input[name=password]', 'maillage-demo-2026')
  await Promise.all([page.waitForURL((url) => !url.pathname.endsWith('/sign-in')), page.click('main button[type=submit]')])
  signedIn.set(key, { cookies: await page.context().cookies(), landing: page.url() })
}

const ALL_RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
/** The rules of these levels that look at colours. A theme changes nothing else: its page is the same document. */
const RULES_OF_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** Violations of WCAG 2.2 A and AA that axe finds, as one line each; of a page that was looked at in the other theme, those of colour. */
export async function axeFaults(page: Page, look: 'whole' | 'colours' = 'whole'): Promise<string[]> {
  if (await page.evaluate(() => !('axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate(
    async (runOnly) => {
      const { axe: engine } = globalThis as unknown as {
        axe: { run: (context: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations } = await engine.run(document, { runOnly, resultTypes: ['violations'] })
      return violations.map(
        (one) =>
          `${one.id}: ${one.nodes
            .slice(0, 3)
            .map((node) => node.html.slice(0, 120))
            .join(' | ')}`,
      )
    },
    look === 'whole' ? ALL_RULES : RULES_OF_COLOUR,
  )
}

/** What must hold on every page: one h1, its title unique, no raw key, no NaN, no sideways scroll, the skip link first. */
export async function pageFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const text = document.body.innerText
    if (document.querySelectorAll('h1').length !== 1) faults.push(`${document.querySelectorAll('h1').length} h1`)
    if (/\bNaN\b|undefined|\bnull\b|Invalid Date|\[object/.test(text))
      faults.push(`shows ${/\bNaN\b|undefined|\bnull\b|Invalid Date|\[object/.exec(text)?.[0]}`)
    const raw = /\b[a-z]+(_[a-z0-9]+){2,}\b/.exec(text)
    if (raw !== null) faults.push(`raw key ${raw[0]}`)
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) faults.push(`scrolls sideways: ${document.documentElement.scrollWidth} px`)
    // The reference of the API quotes versions and examples as they are, and licences are called by their names.
    if (
      document.documentElement.lang.startsWith('fr') &&
      !location.pathname.endsWith('/api') &&
      /\d\.\d/.test(text.replace(/https?:\S+|\d+\.\d+\.\d+|[A-Za-z0-9]+-\d\.\d/g, ''))
    )
      faults.push(`a point in a French number: ${/\S*\d\.\d\S*/.exec(text)?.[0]}`)
    if (document.querySelector('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])') !== null) faults.push('positive tabindex')
    const first = document.querySelector('a[href], button')
    if (first === null || !(first.getAttribute('href') ?? '').startsWith('#')) faults.push('the skip link is not first')
    return faults
  })
}

/** Nothing went wrong behind the page. */
export function expectQuiet(faults: readonly string[]): void {
  expect(faults).toEqual([])
}

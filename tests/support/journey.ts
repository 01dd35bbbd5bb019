import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, inject } from 'vitest'
import { launchBrowser, newVisitor, signInOnPage, type VisitOptions } from './browser.ts'
import { freePort, makeDataFolder, startServer, type DataFolder, type ServerProcess } from './server-process.ts'

/** A suite's own server on its own copy of the demo, and a browser: there before its first test, gone after its last. */
export interface Journey {
  readonly origin: () => string
  readonly visit: (options?: VisitOptions) => ReturnType<typeof newVisitor>
  /** One of the demo's people, signed in. */
  readonly as: (account: string, javaScript?: boolean) => Promise<{ page: Page; faults: string[]; leave: () => Promise<void> }>
}

/** To be called where a suite is described. @param environment of the server, beside the usual one */
export function journey(environment: Record<string, string> = {}): Journey {
  let folder: DataFolder
  let server: ServerProcess
  let browser: Browser
  beforeAll(async () => {
    folder = makeDataFolder(inject('demoFolder'))
    server = startServer(folder, await freePort(), environment)
    await server.ready()
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    server?.child.kill('SIGTERM')
    await server?.exited(10_000)
    await folder?.remove()
  })
  const visit = (options: VisitOptions = {}) => newVisitor(browser, server.origin, options)
  return {
    origin: () => server.origin,
    visit,
    async as(account, javaScript = true) {
      const { context, page, faults } = await visit({ javaScript })
      await signInOnPage(page, account)
      return { page, faults, leave: () => context.close() }
    },
  }
}

import type { TestProject } from 'vitest/node'
import { browserIsThere } from './browser.ts'
import { freePort, makeDataFolder, startServer } from './server-process.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A data folder with both demo initiatives, nothing running on it: journeys start on a copy. */
    demoFolder: string
  }
}

/** One first use for all journeys: the demo is loaded once, and each suite copies the folder that it left. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = makeDataFolder()
  if (browserIsThere()) {
    const server = startServer(folder, await freePort())
    await server.ready()
    server.child.kill('SIGTERM')
    await server.exited(10_000)
  }
  project.provide('demoFolder', folder.path)
  return () => folder.remove()
}

import { join, resolve } from 'node:path'
import type { Config } from '../platform/config.ts'
import { openConfiguredDatabase, type OpenedDatabase } from '../platform/db/open.ts'
import { folderHolder, lockFolder } from '../platform/folder-lock.ts'
import { ROOT } from '../platform/root.ts'

/**
 * Opens the configured database for a command. Beside a running server it works through that server's
 * PostgreSQL; alone, it holds the data folder until it is done.
 */
export async function openForCommand(config: Config): Promise<{ opened: OpenedDatabase; close: () => Promise<void> }> {
  const folder = resolve(config.dataFolder)
  const unlock = config.databaseUrl === null && folderHolder(folder) === null ? lockFolder(folder) : () => undefined
  try {
    const opened = await openConfiguredDatabase(config, join(ROOT, 'migrations'))
    return {
      opened,
      close: async () => {
        if (opened.managed !== null && !opened.managed.adopted) await opened.managed.stop()
        unlock()
      },
    }
  } catch (error) {
    unlock()
    throw error
  }
}

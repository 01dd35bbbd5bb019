import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readEnvironment, toConfig } from '../platform/config.ts'
import { openConfiguredDatabase, ownerClient } from '../platform/db/open.ts'
import { ROOT } from '../platform/root.ts'
import { tableTypes } from './table-types.ts'

const [command] = process.argv.slice(2)
const config = toConfig(readEnvironment(process.env))
const opened = await openConfiguredDatabase(config, join(ROOT, 'migrations'))
const client = ownerClient(opened.address)
await client.connect()
try {
  switch (command) {
    case 'migrate':
      process.stdout.write(`${opened.applied.length} migrations applied.\n`)
      break
    case 'types':
      writeFileSync(join(ROOT, 'server/platform/db/schema.ts'), await tableTypes(client))
      break
    default:
      process.stderr.write('Usage: npm run db -- migrate|seed|backup FILE|restore FILE|verify|types\n')
      process.exitCode = 2
  }
} finally {
  await client.end()
  if (opened.managed !== null && !opened.managed.adopted) await opened.managed.stop()
}

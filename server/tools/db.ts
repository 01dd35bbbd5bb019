import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { hashPassword } from 'better-auth/crypto'
import { readEnvironment, toConfig } from '../platform/config.ts'
import { ownerClient } from '../platform/db/open.ts'
import { ROOT } from '../platform/root.ts'
import { checkBackup, restoreBackup, writeBackup } from './backup.ts'
import { openForCommand } from './open-for-command.ts'
import { seedDemo } from './seed-demo.ts'
import { tableTypes } from './table-types.ts'
import { verifyDatabase } from './verify.ts'

const USAGE = `Usage: npm run db -- COMMAND
  migrate          bring the schema up to date
  seed             load both demo initiatives into an empty database
  backup FILE      write everything into one file, while people go on working
  restore FILE     read such a file into an empty database
  verify [FILE]    recompute every total and compare; with FILE, check a backup without restoring it
`

async function run(command: string, file: string | undefined): Promise<number> {
  if (command === 'verify' && file !== undefined) {
    const { takenAt, rows, initiatives } = await checkBackup(file)
    process.stdout.write(`The backup of ${takenAt} is whole: ${initiatives} initiatives, ${rows} rows, every checksum right.\n`)
    return 0
  }
  const { opened, close } = await openForCommand(toConfig(readEnvironment(process.env)))
  const client = ownerClient(opened.address)
  await client.connect()
  try {
    switch (command) {
      case 'migrate':
        process.stdout.write(`${opened.applied.length} migrations applied now; the schema is up to date.\n`)
        return 0
      case 'seed':
        await seedDemo({ client, hashPassword, now: new Date() })
        process.stdout.write('Both demo initiatives are loaded.\n')
        return 0
      case 'backup': {
        const { rows, initiatives } = await writeBackup(client, file as string, new Date())
        await checkBackup(file as string)
        process.stdout.write(`${file}: ${initiatives} initiatives, ${rows} rows, read back and whole. It holds accounts and confidences: keep it encrypted.\n`)
        return 0
      }
      case 'restore': {
        const { rows, initiatives, takenAt } = await restoreBackup(client, file as string)
        process.stdout.write(`Restored the backup of ${takenAt}: ${initiatives} initiatives, ${rows} rows. People sign in again.\n`)
        return 0
      }
      case 'types':
        writeFileSync(join(ROOT, 'server/platform/db/schema.ts'), await tableTypes(client))
        return 0
      default: {
        const report = await verifyDatabase(opened.address)
        process.stdout.write(report.lines.map((line) => `${line}\n`).join(''))
        return report.faults === 0 ? 0 : 1
      }
    }
  } finally {
    await client.end()
    await close()
  }
}

const [command = '', file, ...extra] = process.argv.slice(2)
const needsFile = command === 'backup' || command === 'restore'
if (!['migrate', 'seed', 'backup', 'restore', 'verify', 'types'].includes(command) || extra.length > 0 || (needsFile && file === undefined)) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  try {
    process.exitCode = await run(command, file)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}

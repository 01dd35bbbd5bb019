import { mkdtempSync, writeFileSync } from 'node:fs'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import { buildSynthetic } from './synthetic.ts'
const folder = mkdtempSync('/tmp/bw/pg-')
const pg = await startManagedPostgres({ folder, password: 'password-of-a-throwaway-server' })
const made = []
for (const size of process.argv.slice(2).map(Number)) {
  const t = Date.now()
  made.push(await buildSynthetic(pg, size))
  console.log(size, Date.now() - t, 'ms')
}
writeFileSync('/tmp/bw/made.json', JSON.stringify({ folder, port: pg.port, made }, null, 1))
console.log(folder, pg.port)
process.exit(0)

import { closeSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openLog } from './embedded.ts'

const folder = mkdtempSync(join(tmpdir(), 'maillage-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('the log of PostgreSQL does not grow for ever: a start begins a new one after 16 MiB and keeps the one before', () => {
  const path = join(folder, 'postgres.log')
  writeFileSync(path, 'a complaint')
  closeSync(openLog(folder))
  expect(readdirSync(folder)).toEqual(['postgres.log'])
  truncateSync(path, 17 * 1024 * 1024)
  closeSync(openLog(folder))
  expect(readdirSync(folder).sort()).toEqual(['postgres.log', 'postgres.log.1'])
  expect([statSync(path).size, statSync(path).mode & 0o777]).toEqual([0, 0o600])
})

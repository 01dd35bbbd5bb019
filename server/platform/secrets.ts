import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const Secrets = z.object({ postgres: z.string(), roles: z.string(), sessions: z.string() })
/** Secrets this installation made for itself: database passwords and the key that signs sessions. */
export type Secrets = z.infer<typeof Secrets>

/** Reads the secrets of a data folder, making them (file mode 0600) the first time. */
export function loadSecrets(dataFolder: string): Secrets {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const path = join(dataFolder, 'secrets.json')
  if (existsSync(path)) return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')))
  const make = () => randomBytes(32).toString('base64url')
  const secrets: Secrets = { postgres: make(), roles: make(), sessions: make() }
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(secrets, null, 2), { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, path)
  return secrets
}

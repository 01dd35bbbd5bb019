import { z } from 'zod'

/** Checked configuration of one server process; everything else takes what it needs from here. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly origin: string
  /** A proxy on this machine stands in front: people type another address than the one listened on. Then, and only then, it is believed who they are. */
  readonly behindProxy: boolean
  readonly dataFolder: string
  readonly databaseUrl: string | null
  /** Load the demo initiatives into an empty database. */
  readonly demo: boolean
  readonly secret: string | null
  readonly smtpUrl: string | null
  /** The address that mails come from. */
  readonly mailFrom: string
  /** Browser that prints reports; null leaves printing to the reader's own. */
  readonly chromiumPath: string | null
  readonly production: boolean
}

export class ConfigurationError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`Configuration refused:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

const flatEnvironment = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a port number, such as 3000')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65535, 'must be between 1 and 65535')
    .default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  ORIGIN: z.url({ protocol: /^https?$/, error: 'must be a full address, such as https://maillage.example' }).optional(),
  MAILLAGE_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
  MAILLAGE_DEMO: z.enum(['0', '1'], 'must be 0 or 1').optional(),
  MAILLAGE_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be a smtp:// or smtps:// address' }).optional(),
  MAIL_FROM: z.email('must be an e-mail address, such as maillage@example.org').optional(),
  CHROMIUM_PATH: z.string().startsWith('/', 'must be the full path of a Chromium, such as /usr/bin/chromium').optional(),
  NODE_ENV: z.string().optional(),
})
export type FlatEnvironment = z.output<typeof flatEnvironment>

/** A value as a fault may show it: the console is read by others, and a password in an address is one too. */
function shown(name: string, value: string): string {
  if (name === 'MAILLAGE_SECRET') return `${value.length} characters`
  return JSON.stringify(value.replace(/^(.*:\/\/)?([^:/@]*):[^@]*@/, '$1$2:…@'))
}

/** Reads the environment, listing every fault at once. Empty variables count as absent. */
export function readEnvironment(env: Record<string, string | undefined>): FlatEnvironment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = flatEnvironment.safeParse(given)
  if (parsed.success) return parsed.data
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message} (found ${shown(String(issue.path[0]), given[String(issue.path[0])] ?? '')})`),
  )
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/** Puts the flat values together and checks what holds between them. */
export function toConfig(flat: FlatEnvironment): Config {
  const loopback = LOOPBACK.has(flat.HOST)
  const demo = flat.MAILLAGE_DEMO === undefined ? loopback && flat.DATABASE_URL === undefined : flat.MAILLAGE_DEMO === '1'
  const faults: string[] = []
  if (!loopback && flat.ORIGIN === undefined) {
    faults.push('ORIGIN: is needed when HOST is not loopback: the address people type, such as https://maillage.example')
  }
  if (flat.DATABASE_URL !== undefined && flat.MAILLAGE_SECRET === undefined && !loopback) {
    faults.push('MAILLAGE_SECRET: is needed with DATABASE_URL on a public address, so that sessions outlive this machine')
  }
  if (faults.length > 0) throw new ConfigurationError(faults)
  const origin = flat.ORIGIN === undefined ? null : new URL(flat.ORIGIN)
  const shownHost = flat.HOST === '0.0.0.0' || flat.HOST === '::' ? '127.0.0.1' : flat.HOST
  return {
    port: flat.PORT,
    host: flat.HOST,
    origin: (flat.ORIGIN ?? `http://${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${flat.PORT}`).replace(/\/+$/, ''),
    behindProxy: loopback && origin !== null && !LOOPBACK.has(origin.hostname.replace(/^\[|\]$/g, '')),
    dataFolder: flat.MAILLAGE_DATA,
    databaseUrl: flat.DATABASE_URL ?? null,
    demo,
    secret: flat.MAILLAGE_SECRET ?? null,
    smtpUrl: flat.SMTP_URL ?? null,
    mailFrom: flat.MAIL_FROM ?? `maillage@${origin === null || LOOPBACK.has(origin.hostname) ? 'localhost' : origin.hostname}`,
    chromiumPath: flat.CHROMIUM_PATH ?? null,
    production: flat.NODE_ENV === 'production',
  }
}

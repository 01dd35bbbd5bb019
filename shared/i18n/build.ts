/** Joins, checks and compiles the messages: run before anything that shows text (see README.md). */
import { compile } from '@inlang/paraglide-js'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { build } from 'vite'
import { declareMessages } from './declarations.ts'
import { buildCatalog, toMessageFormat, type AuthoredFiles, type AuthoredMessage } from './catalog.ts'
import { BASE_LOCALE, LOCALES, type Locale } from './locales.ts'

const HERE = import.meta.dirname
const ROOT = join(HERE, '../..')
const OUTPUT = join(HERE, 'paraglide')
const PROJECT = join(ROOT, 'node_modules/.cache/i18n/project.inlang')
const STAMP = join(OUTPUT, '.stamp')
/** Compiled here, then put in place at once: whoever reads meanwhile finds the former messages whole. */
const NEXT = join(ROOT, 'node_modules/.cache/i18n', `next-${process.pid}`)

function readFiles(locale: Locale): AuthoredFiles {
  const folder = join(HERE, 'messages', locale)
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  return Object.fromEntries(
    names.map((name) => {
      try {
        return [name.slice(0, -5), JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, AuthoredMessage>]
      } catch (error) {
        throw new Error(`${locale}/${name} is no JSON: ${(error as Error).message}`, { cause: error })
      }
    }),
  )
}

/**
 * All messages as one file beside the compiled ones, for whoever chooses a message at run time: Node keeps the
 * text and the books of every module that it has read, and these are thousands.
 */
async function joinMessages(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: folder,
    build: { ssr: 'messages/_index.js', outDir: 'whole', minify: true, rolldownOptions: { output: { entryFileNames: 'messages.js' } } },
  })
  writeFileSync(join(folder, 'whole/messages.d.ts'), "export * from '../messages/_index.js'\n")
}

/** Compiles when something changed; returns the number of messages. @throws with every fault, or when the plugin is absent */
export async function buildMessages(): Promise<{ messages: number; compiled: boolean }> {
  const files = { 'fr-CA': readFiles('fr-CA'), fr: readFiles('fr'), en: readFiles('en') }
  const { catalog, faults } = buildCatalog(files)
  if (faults.length > 0) throw new Error(`${faults.length} fault(s) in the messages:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  const keys = Object.keys(catalog[BASE_LOCALE])

  // Resolving it ourselves: a plugin that is not found is only a warning to the compiler (D6).
  const plugin = createRequire(import.meta.url).resolve('@inlang/plugin-message-format')
  const settings = {
    $schema: 'https://inlang.com/schema/project-settings',
    baseLocale: BASE_LOCALE,
    locales: [...LOCALES],
    telemetry: 'off',
    modules: [`./${relative(join(PROJECT, '..'), plugin)}`],
    'plugin.inlang.messageFormat': { pathPattern: './messages/{locale}.json' },
  }
  // What fr says as fr-CA does is left out: the compiler then points to the same function.
  const own = (locale: Locale) =>
    Object.fromEntries(
      Object.entries(catalog[locale]).filter(
        ([key, message]) => locale === BASE_LOCALE || JSON.stringify(message) !== JSON.stringify(catalog[BASE_LOCALE][key]),
      ),
    )
  const merged = LOCALES.map((locale) => JSON.stringify(toMessageFormat(own(locale))))
  const versions = ['@inlang/paraglide-js', '@inlang/plugin-message-format'].map((name) =>
    readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
  )
  const stamp = createHash('sha256')
    .update(JSON.stringify([settings, merged, versions, ...['build.ts', 'declarations.ts'].map((name) => readFileSync(join(HERE, name), 'utf8'))]))
    .digest('hex')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return { messages: keys.length, compiled: false }

  mkdirSync(join(PROJECT, '../messages'), { recursive: true })
  mkdirSync(PROJECT, { recursive: true })
  writeFileSync(join(PROJECT, 'settings.json'), JSON.stringify(settings))
  LOCALES.forEach((locale, index) => writeFileSync(join(PROJECT, `../messages/${locale}.json`), merged[index] ?? '{}'))
  await compile({
    project: PROJECT,
    outdir: NEXT,
    strategy: ['globalVariable', 'baseLocale'],
    emitGitIgnore: false,
    emitPrettierIgnore: false,
    emitReadme: false,
    isServer: 'import.meta.env?.SSR ?? typeof window === "undefined"',
  })
  const written = existsSync(join(NEXT, 'messages')) ? declareMessages(NEXT) : 0
  if (written < keys.length) throw new Error(`the compiler wrote ${written} of ${keys.length} messages`)
  await joinMessages(NEXT)
  writeFileSync(join(NEXT, '.stamp'), stamp)
  rmSync(OUTPUT, { recursive: true, force: true })
  renameSync(NEXT, OUTPUT)
  return { messages: keys.length, compiled: true }
}

if (process.argv[1] === import.meta.filename) {
  try {
    const { messages, compiled } = await buildMessages()
    process.stdout.write(`${messages} messages in ${LOCALES.length} languages, ${compiled ? 'compiled' : 'unchanged'}\n`)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(1)
  }
}

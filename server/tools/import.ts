import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Rejection } from '#shared/exchange/contract.ts'
import { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { ConfigurationError, readEnvironment, toConfig } from '../platform/config.ts'
import { openDatabase, openPool } from '../platform/db/connect.ts'
import { FolderInUse } from '../platform/folder-lock.ts'
import { importFigures, importPartners, importTerritories, UnknownInitiative } from './import-files.ts'
import { openForCommand } from './open-for-command.ts'
import { textTable } from './text-table.ts'

const USAGE = `Usage: npm run import -- FILE… --initiative SLUG --mapping MAP.json [--dry-run] [--partial] [--json]
       npm run import -- territories FILE… --initiative SLUG [--mapping MAP.json] [--level CODE] [--source TEXT] [--dry-run] [--json]
       npm run import -- partners FILE… --initiative SLUG [--mapping MAP.json] [--dry-run] [--json]
       npm run import -- schema [territories|partners]
FILE is a CSV or an .xlsx; for territories also GeoJSON or TopoJSON. Mappings are described in shared/exchange/README.md.
`

/** The command was not understood. */
class UsageError extends Error {}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        initiative: { type: 'string' },
        mapping: { type: 'string' },
        level: { type: 'string' },
        source: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        partial: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function readMappingFile<T extends z.ZodType>(schema: T, path: string): z.output<T> {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`${path}: ${(error as Error).message}`)
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new UsageError(`${path} is not a mapping:\n${parsed.error.issues.map((issue) => `  /${issue.path.join('/')}: ${issue.message}`).join('\n')}`)
}

interface Line {
  readonly file: string
  readonly state: string
  readonly counts: Record<string, number>
  readonly rejections: readonly Rejection[]
}

function print(lines: readonly Line[], json: boolean): void {
  if (json) {
    process.stdout.write(
      `${JSON.stringify(
        lines.map(({ file, state, counts, rejections }) => ({ file, state, ...counts, rejections })),
        null,
        2,
      )}\n`,
    )
    return
  }
  for (const { file, state, counts, rejections } of lines) {
    process.stdout.write(
      `${file}: ${state}. ${Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}.\n`,
    )
    if (rejections.length > 0) {
      process.stderr.write(
        textTable(
          ['sheet', 'row', 'column', 'code', 'value'],
          rejections.map((one) => [one.sheet ?? '', String(one.row ?? ''), one.column ?? '', one.code, one.value ?? '']),
        ),
      )
    }
  }
}

async function run(): Promise<number> {
  const { values, positionals } = readArguments()
  const [first = '', ...others] = positionals
  if (first === 'schema') {
    const schema = others[0] === 'territories' ? TerritoryLoad : others[0] === 'partners' ? PartnerLoad : Mapping
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`)
    return 0
  }
  const kind = first === 'territories' || first === 'partners' ? first : 'figures'
  const files = kind === 'figures' ? positionals : others
  const { initiative, mapping: mappingPath } = values
  if (files.length === 0 || initiative === undefined || (kind === 'figures' && mappingPath === undefined))
    throw new UsageError('A file, --initiative and, for figures, --mapping are needed.')
  const absent = files.filter((file) => !existsSync(file))
  if (absent.length > 0) throw new UsageError(`No such file: ${absent.join(', ')}`)
  const figures = kind === 'figures' ? readMappingFile(Mapping, mappingPath as string) : null
  const territories = kind === 'territories' && mappingPath !== undefined ? readMappingFile(TerritoryLoad, mappingPath) : null
  const partners = kind === 'partners' && mappingPath !== undefined ? readMappingFile(PartnerLoad, mappingPath) : null

  const { opened, close } = await openForCommand(toConfig(readEnvironment(process.env)))
  const pool = openPool(opened.address, 'api', 2, () => undefined)
  const db = openDatabase(pool)
  const lines: Line[] = []
  try {
    for (const file of files) {
      const input = { initiative, fileName: basename(file), bytes: readFileSync(file), dryRun: values['dry-run'] }
      const now = new Date()
      if (figures !== null) {
        const { state, result } = await importFigures(db, now, { ...input, mapping: figures, partial: values.partial })
        const { read, created, changed, unchanged, skipped, rejected, territoriesCreated, categoriesCreated } = result
        lines.push({
          file,
          state: values['dry-run'] ? `${state} (dry run, nothing written)` : state,
          rejections: result.rejections,
          counts: {
            read,
            created,
            changed,
            unchanged,
            skipped,
            rejected,
            ...(territoriesCreated === 0 ? {} : { territoriesCreated }),
            ...(categoriesCreated === 0 ? {} : { categoriesCreated }),
          },
        })
      } else {
        const outcome =
          kind === 'territories'
            ? await importTerritories(db, now, { ...input, mapping: territories, level: values.level ?? null, source: values.source ?? null })
            : await importPartners(db, now, { ...input, mapping: partners })
        const { read, created, changed, unchanged, skipped, shapes, rejections } = outcome
        const state = rejections.length > 0 ? 'refused' : 'done'
        lines.push({
          file,
          state: values['dry-run'] ? `${state} (dry run, nothing written)` : state,
          counts: { read, created, changed, unchanged, skipped, shapes },
          rejections,
        })
      }
    }
  } finally {
    await db.destroy()
    await close()
  }
  print(lines, values.json)
  return lines.some(({ rejections }) => rejections.length > 0) ? 1 : 0
}

try {
  process.exitCode = await run()
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${USAGE}`)
  else if (error instanceof ConfigurationError || error instanceof FolderInUse || error instanceof UnknownInitiative) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = error instanceof UsageError || error instanceof UnknownInitiative ? 2 : 1
}

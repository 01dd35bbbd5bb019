import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ImportResult, Rejection } from '#shared/exchange/contract.ts'
import { PartnerLoad, TerritoryLoad } from '#shared/exchange/load-mapping.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import { ConfigurationError, readEnvironment, toConfig } from '../platform/config.ts'
import { openDatabase, openPool } from '../platform/db/connect.ts'
import { FolderInUse } from '../platform/folder-lock.ts'
import { importDhis2 } from './import-dhis2.ts'
import { importFigures, importPartners, importTargets, importTerritories, UnknownInitiative } from './import-files.ts'
import { openForCommand } from './open-for-command.ts'
import { textTable } from './text-table.ts'

const USAGE = `Usage: npm run import -- FILE… --initiative SLUG --mapping MAP.json [--dry-run] [--partial] [--json]
       npm run import -- territories FILE… --initiative SLUG [--mapping MAP.json] [--level CODE] [--source TEXT] [--dry-run] [--json]
       npm run import -- partners FILE… --initiative SLUG [--mapping MAP.json] [--dry-run] [--json]
       npm run import -- FILE… --initiative SLUG --dhis2 [--dry-run] [--partial] [--json]
       npm run import -- targets FILE… --initiative SLUG --mapping MAP.json [--dry-run] [--json]
       npm run import -- schema [territories|partners|targets]
FILE is a CSV or an .xlsx; for territories also GeoJSON or TopoJSON;
with --dhis2 (or --format dhis2) metadata and dataValueSet files of DHIS2. Mappings are described in shared/exchange/README.md.
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
        dhis2: { type: 'boolean', default: false },
        format: { type: 'string' },
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
  /** Absent: refused when anything is rejected. */
  readonly isRefused?: boolean
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

function figuresLine(file: string, state: string, result: ImportResult, dryRun: boolean): Line {
  const { read, created, changed, unchanged, skipped, rejected, territoriesCreated, categoriesCreated } = result
  return {
    file,
    state: dryRun ? `${state} (dry run, nothing written)` : state,
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
  }
}

async function run(): Promise<number> {
  const { values, positionals } = readArguments()
  const [first = '', ...others] = positionals
  if (first === 'schema') {
    const schema = others[0] === 'territories' ? TerritoryLoad : others[0] === 'partners' ? PartnerLoad : others[0] === 'targets' ? TargetLoad : Mapping
    process.stdout.write(`${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`)
    return 0
  }
  const kind = first === 'territories' || first === 'partners' || first === 'targets' ? first : 'figures'
  const files = kind === 'figures' ? positionals : others
  const { initiative, mapping: mappingPath } = values
  if (values.format !== undefined && values.format !== 'dhis2') throw new UsageError(`No such format: ${values.format}.`)
  const isDhis2 = values.dhis2 || values.format === 'dhis2'
  if (files.length === 0 || initiative === undefined || ((kind === 'figures' || kind === 'targets') && mappingPath === undefined && !isDhis2))
    throw new UsageError('A file, --initiative and, for figures and targets, --mapping are needed.')
  const absent = files.filter((file) => !existsSync(file))
  if (absent.length > 0) throw new UsageError(`No such file: ${absent.join(', ')}`)
  const figures = kind === 'figures' && !isDhis2 ? readMappingFile(Mapping, mappingPath as string) : null
  const territories = kind === 'territories' && mappingPath !== undefined ? readMappingFile(TerritoryLoad, mappingPath) : null
  const targets = kind === 'targets' ? readMappingFile(TargetLoad, mappingPath as string) : null
  const partners = kind === 'partners' && mappingPath !== undefined ? readMappingFile(PartnerLoad, mappingPath) : null

  const { opened, close } = await openForCommand(toConfig(readEnvironment(process.env)))
  const pool = openPool(opened.address, 'api', 2, () => undefined)
  const db = openDatabase(pool)
  const lines: Line[] = []
  try {
    if (isDhis2) {
      const given = files.map((file) => ({ fileName: basename(file), bytes: readFileSync(file) }))
      for (const { files: names, state, result } of await importDhis2(db, new Date(), {
        initiative,
        files: given,
        dryRun: values['dry-run'],
        partial: values.partial,
      }))
        lines.push(figuresLine(names.join(', '), state, result, values['dry-run']))
    }
    for (const file of isDhis2 ? [] : files) {
      const input = { initiative, fileName: basename(file), bytes: readFileSync(file), dryRun: values['dry-run'] }
      const now = new Date()
      if (figures !== null) {
        const { state, result } = await importFigures(db, now, { ...input, mapping: figures, partial: values.partial })
        lines.push(figuresLine(file, state, result, values['dry-run']))
      } else if (targets !== null) {
        const {
          read,
          skipped,
          indicators,
          baselines,
          targets: points,
          figures: actuals,
          aside,
          rejections,
        } = await importTargets(db, now, { ...input, mapping: targets })
        const all = ({ created, changed, unchanged }: typeof indicators) => created + changed + unchanged
        const state = rejections.length > 0 ? 'refused' : 'done'
        lines.push({
          file,
          state: values['dry-run'] ? `${state} (dry run, nothing written)` : state,
          counts: {
            read,
            ...indicators,
            skipped,
            baselines: all(baselines),
            targets: all(points),
            actuals: all(actuals),
            figuresCreated: actuals.created,
            figuresChanged: actuals.changed,
            aside: aside.length,
          },
          rejections: [...rejections, ...aside],
          isRefused: rejections.length > 0,
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
  return lines.some(({ rejections, isRefused }) => isRefused ?? rejections.length > 0) ? 1 : 0
}

try {
  process.exitCode = await run()
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n${USAGE}`)
  else if (error instanceof ConfigurationError || error instanceof FolderInUse || error instanceof UnknownInitiative) process.stderr.write(`${error.message}\n`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = error instanceof UsageError || error instanceof UnknownInitiative ? 2 : 1
}

import type { Client } from 'pg'

const TYPES: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  numeric: 'string',
  int8: 'number',
  int4: 'number',
  int2: 'number',
  bool: 'boolean',
  timestamptz: 'Date',
  bytea: 'Buffer',
  jsonb: 'Json',
  _text: 'string[]',
  _uuid: 'string[]',
  tsvector: 'string',
}

interface ColumnRow {
  table: string
  column: string
  type: string
  nullable: boolean
  optional: boolean
  always: boolean
}

/** TypeScript of every table of schema app, read from a migrated database: migrations stay the only description. */
export async function tableTypes(client: Client): Promise<string> {
  const { rows } = await client.query<ColumnRow>(`
    select c.relname as table, a.attname as column, t.typname as type, not a.attnotnull as nullable,
      (a.atthasdef or a.attidentity <> '') as optional, (a.attidentity = 'a' or a.attgenerated <> '') as always
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'app'
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relkind in ('r', 'p') order by c.relname, a.attnum`)
  const tables = new Map<string, ColumnRow[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  const lines = [
    '// Written by `npm run db -- types` from a migrated database; a test compares the two.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely'",
    '',
    '/** jsonb: read as a value, written as JSON text. */',
    'export type Json = ColumnType<unknown, string, string>',
    '',
  ]
  const pascal = (name: string) =>
    name
      .split('_')
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join('')
  for (const [table, columns] of tables) {
    lines.push(`export interface ${pascal(table)}Table {`)
    for (const { column, type, nullable, optional, always } of columns) {
      const known = TYPES[type]
      if (known === undefined) throw new Error(`No TypeScript type for column ${table}.${column} of type ${type}`)
      const inner =
        known === 'Json'
          ? optional
            ? 'ColumnType<unknown, string | undefined, string>'
            : nullable
              ? 'ColumnType<unknown, string | null | undefined, string | null>'
              : 'Json'
          : `${known}${nullable ? ' | null' : ''}`
      lines.push(`  ${column}: ${known === 'Json' ? inner : always ? `GeneratedAlways<${inner}>` : optional ? `Generated<${inner}>` : inner}`)
    }
    lines.push('}', '')
  }
  lines.push('/** Every table of schema app, under its own name. */', 'export interface Database {')
  for (const table of tables.keys()) lines.push(`  ${table}: ${pascal(table)}Table`)
  lines.push('}', '')
  return lines.join('\n')
}

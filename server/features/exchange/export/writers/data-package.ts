import { Readable } from 'node:stream'
import type { Column, ColumnType } from '#shared/exchange/export/columns.ts'
import type { ExportDocument, Row, Writer } from '../document.ts'
import type { VersionFacts } from '../queries.ts'
import { csvLines } from './csv.ts'
import { aboutFacts } from './json.ts'
import { zipStream } from './zip-stream.ts'

const FIELD_TYPES: Readonly<Record<ColumnType, string>> = { text: 'string', number: 'number', integer: 'integer', date: 'date', instant: 'datetime' }
const DIALECT = { delimiter: ',', decimal: '.' }

const text = (id: string, description: string): Column => ({ id, fr: id, type: 'text', width: 0, description })

/** Columns of the table of definitions, with where each comes from. */
const DEFINITIONS: readonly (Column & { readonly of: (version: VersionFacts) => string | null })[] = [
  { ...text('indicator', 'Code of the indicator'), of: (one) => one.indicator },
  { ...text('version', 'Number of the definition'), type: 'integer', of: (one) => String(one.number) },
  { ...text('valid_from', 'First day of the definition; blank: always'), type: 'date', of: (one) => (one.validFrom === '0001-01-01' ? null : one.validFrom) },
  { ...text('valid_to', 'Last day of the definition'), type: 'date', of: (one) => one.validTo },
  { ...text('name_fr', 'Name in French'), of: (one) => one.nameFr },
  { ...text('name_en', 'Name in English'), of: (one) => one.nameEn },
  { ...text('definition_fr', 'Definition in French'), of: (one) => one.definitionFr },
  { ...text('definition_en', 'Definition in English'), of: (one) => one.definitionEn },
  { ...text('formula_fr', 'Formula in French'), of: (one) => one.formulaFr },
  { ...text('formula_en', 'Formula in English'), of: (one) => one.formulaEn },
  { ...text('purpose_fr', 'What the figure is for, in French'), of: (one) => one.purposeFr },
  { ...text('purpose_en', 'What the figure is for, in English'), of: (one) => one.purposeEn },
  { ...text('limits_fr', 'Limits, in French'), of: (one) => one.limitsFr },
  { ...text('limits_en', 'Limits, in English'), of: (one) => one.limitsEn },
  { ...text('scope', 'population or performance'), of: (one) => one.scope },
  { ...text('conditions', 'Conditions of collective impact, between bars'), of: (one) => one.conditions.join('|') },
  { ...text('unit_kind', 'Kind of unit'), of: (one) => one.unitKind },
  { ...text('counting_unit', 'What is counted'), of: (one) => one.countingUnit },
  { ...text('temporal_kind', 'flow, stock or snapshot'), of: (one) => one.temporalKind },
  { ...text('frequency', 'How often it is reported'), of: (one) => one.frequency },
  { ...text('direction', 'increase, decrease or maintain'), of: (one) => one.direction },
  { ...text('overlap_partners', 'Whether partners may count the same people: none, possible or unknown'), of: (one) => one.overlapPartners },
  { ...text('overlap_territories', 'Whether territories may count the same people'), of: (one) => one.overlapTerritories },
  { ...text('display_factor', 'Multiplies the stored value for people: 100 for %'), type: 'number', of: (one) => one.displayFactor },
  { ...text('decimals', 'Decimals shown'), type: 'integer', of: (one) => String(one.decimals) },
  { ...text('unit_fr', 'Unit in French'), of: (one) => one.unitLabelFr },
  { ...text('unit_en', 'Unit in English'), of: (one) => one.unitLabelEn },
  { ...text('currency', 'Currency of the values'), of: (one) => one.currencyCode },
  { ...text('source_kind', 'partner, official, survey or administrative'), of: (one) => one.sourceKind },
  { ...text('source_fr', 'Source in French'), of: (one) => one.sourceFr },
  { ...text('source_en', 'Source in English'), of: (one) => one.sourceEn },
  { ...text('licence', 'Licence of the source'), of: (one) => one.licence },
  { ...text('responsible', 'Who answers for the indicator'), of: (one) => one.responsible },
]
const TERRITORIES = [text('code', 'Code'), text('level', 'Level'), text('name_fr', 'Name in French'), text('name_en', 'Name in English')]
const PARTNERS = [text('code', 'Code'), text('name', 'Name')]

async function* inOnePage(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield await Promise.resolve(rows)
}

interface TableToWrite {
  readonly name: string
  readonly title: string
  readonly columns: readonly Column[]
  readonly pages: () => AsyncIterable<readonly Row[]>
  readonly primaryKey?: string | readonly string[]
}

function tablesOf({ about, columns, pages, versions, places, partners }: ExportDocument): TableToWrite[] {
  return [
    { name: about.content, title: about.lines[1] ?? about.content, columns, pages, primaryKey: ['indicator', 'territory', 'partner', 'period', 'category'] },
    {
      name: 'indicators',
      title: 'Definitions of the indicators',
      columns: DEFINITIONS,
      pages: () => inOnePage(versions.map((version) => DEFINITIONS.map(({ of }) => of(version)))),
      primaryKey: ['indicator', 'version'],
    },
    {
      name: 'territories',
      title: 'Territories',
      columns: TERRITORIES,
      pages: () => inOnePage(places.map((one) => [one.code, one.level, one.nameFr, one.nameEn])),
    },
    { name: 'partners', title: 'Partners', columns: PARTNERS, pages: () => inOnePage(partners.map((one) => [one.code, one.name])), primaryKey: 'code' },
  ]
}

/** The descriptor of Frictionless Data Package 1: schema of every table, sources, what the export is. */
function descriptor(document: ExportDocument, tables: readonly TableToWrite[]): string {
  const { about, versions } = document
  const sources = [...new Set(versions.map((one) => one.sourceFr ?? one.sourceEn).filter((source) => source !== null))]
  return JSON.stringify(
    {
      profile: 'data-package',
      name: `${about.slug}-${about.content}`,
      title: about.name,
      description: about.lines.join('\n'),
      created: about.exportedAt.toISOString(),
      version: about.exportedAt.toISOString(),
      ...aboutFacts(about),
      sources: sources.map((title) => ({ title })),
      licenses: [...new Set(versions.flatMap(({ licence }) => licence ?? []))].map((name) => ({ name, title: name })),
      resources: tables.map(({ name, title, columns, primaryKey }) => ({
        name,
        title,
        path: `data/${name}.csv`,
        profile: 'tabular-data-resource',
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
        schema: {
          fields: columns.map(({ id, type, description }) => ({
            name: id,
            type: FIELD_TYPES[type],
            description,
            ...(type === 'instant' ? { format: 'default' } : {}),
          })),
          missingValues: [''],
          ...(primaryKey === undefined ? {} : { primaryKey }),
        },
      })),
    },
    null,
    2,
  )
}

async function* once(content: string): AsyncGenerator<string> {
  yield await Promise.resolve(content)
}

/** A zip with the figures, the definitions behind them, and a descriptor; names, codes and numbers as programs read them. */
export const dataPackageWriter: Writer = {
  extension: 'zip',
  mediaType: 'application/zip',
  write: (document) => {
    const tables = tablesOf(document)
    return Readable.from(
      zipStream([
        { name: 'datapackage.json', content: once(descriptor(document, tables)) },
        ...tables.map(({ name, columns, pages }) => ({
          name: `data/${name}.csv`,
          content: csvLines(
            columns.map(({ id }) => id),
            columns,
            pages(),
            DIALECT,
          ),
        })),
      ]),
      { objectMode: false },
    )
  },
}

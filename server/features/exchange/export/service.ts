import { CELL_COLUMNS, FIGURE_COLUMNS, type ExportContent } from '#shared/exchange/export/columns.ts'
import type { ExportFilter } from '#shared/exchange/export/contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { ReleaseName } from '#shared/releases/name.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { withoutStandIns } from '#shared/indicators/unwritten.ts'
import { ProgressFilter } from '#shared/progress/contract.ts'
import { readProgressKnownOn } from '#server/features/progress/service.ts'
import { aboutExport, exportLanguage } from './about.ts'
import { cellRows } from './cell-rows.ts'
import type { ExportDocument, Row } from './document.ts'
import { excusedRows, listExcused } from './excused.ts'
import { figureRow, named } from './figure-rows.ts'
import { figurePages, inOrder, PAGE, type Again, type Books } from './pages.ts'
import { countSlots, initiativeName, listPartnerFacts, listPeriodFacts, listPlaceFacts, listVersionFacts } from './queries.ts'
import { latestSlots, questionOf, type Known } from './question.ts'
import type * as Template from './template.ts'

/** A template to fill in, as a workbook; see `template.ts`, which is read when somebody asks for one. */
export const readTemplate: typeof Template.readTemplate = async (...asked) => (await import('./template.ts')).readTemplate(...asked)

/** Before any figure: a span without a beginning. */
const FIRST_YEAR = '1000'

const keyed = <T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T> => new Map(items.map((item) => [keyOf(item), item]))

/**
 * Who may have which content (domain 5, row 25): live figures are of the backbone, and of a contributor its own partner's.
 * @throws not_allowed, export_figures_are_live (figures of a release or of a former day)
 */
function contentFor(actor: Actor, { format, content, release, asKnownOn }: ExportFilter): ExportContent {
  const hasFigures = actor.role === 'backbone' || actor.role === 'partner_contributor'
  const asked = format === 'dhis2' || format === 'dhis2csv' ? 'figures' : content
  if (asked === 'figures' && !hasFigures) throw problem('not_allowed')
  const isAsItWas = release !== undefined || asKnownOn !== undefined
  if (asked === 'figures' && isAsItWas) throw problem('export_figures_are_live')
  return asked ?? (hasFigures && !isAsItWas ? 'figures' : 'cells')
}

async function readKnown(trx: Trx, { role, initiative: { id: initiativeId } }: Actor): Promise<Known> {
  const [versions, places, partners, periods] = await Promise.all([
    listVersionFacts(trx, initiativeId, null),
    listPlaceFacts(trx, initiativeId),
    listPartnerFacts(trx, initiativeId),
    listPeriodFacts(trx, initiativeId),
  ])
  return { versions: role === 'funder' ? versions.map(withoutStandIns) : versions, places, partners, periods }
}

async function* mapped<A, B>(pages: AsyncIterable<readonly A[]>, toRow: (item: A) => B): AsyncGenerator<B[]> {
  for await (const page of pages) yield page.map(toRow)
}

async function* inPages(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += PAGE) yield await Promise.resolve(rows.slice(start, start + PAGE))
}

async function* followed<T>(first: AsyncIterable<T>, second: AsyncIterable<T>): AsyncGenerator<T> {
  yield* first
  yield* second
}

type Contents = Pick<ExportDocument, 'columns' | 'versions' | 'pages' | 'figures'> & {
  readonly basis: string
  readonly release: ReleaseName | null
  readonly count: number
}

async function figureContents(trx: Trx, actor: Actor, filter: ExportFilter, known: Known, language: 'fr' | 'en', again: Again): Promise<Contents> {
  const question = await questionOf(trx, actor, filter, known)
  const counted = await countSlots(trx, question)
  const books: Books = {
    versions: keyed(known.versions, ({ id }) => id),
    places: keyed(known.places, ({ id }) => id),
    partners: keyed(known.partners, ({ id }) => id),
    periods: keyed(known.periods, ({ id }) => id),
  }
  const slots = inOrder(filter.period === 'latest' ? latestSlots(counted, known, actor.today) : counted, books)
  const used = new Set(slots.map(({ versionId }) => versionId))
  const figures = () => figurePages(again, question, slots, books)
  const isAnyPeriod = filter.period !== 'latest'
  const excused = (await listExcused(trx, question)).filter(
    ({ versionId, periodId }) => isAnyPeriod || slots.some((slot) => slot.versionId === versionId && slot.periodId === periodId),
  )
  for (const { versionId } of excused) used.add(versionId)
  return {
    columns: FIGURE_COLUMNS,
    versions: known.versions.filter(({ id }) => used.has(id)),
    pages: () =>
      followed(
        mapped(figures(), (figure) => figureRow(figure, language)),
        inPages(excusedRows(excused, books, language)),
      ),
    figures,
    basis: filter.basis ?? 'validated',
    release: null,
    count: slots.reduce((sum, { count }) => sum + count, excused.length),
  }
}

async function cellContents(trx: Trx, actor: Actor, filter: ExportFilter, known: Known, language: 'fr' | 'en'): Promise<Contents> {
  const { format: _format, content: _content, language: _language, ...asked } = filter
  const { basis, release, cells } = await readProgressKnownOn(
    trx,
    actor,
    ProgressFilter.parse(asked.period === 'all' ? { ...asked, period: undefined, from: asked.from ?? FIRST_YEAR } : asked),
  )
  const used = new Set(cells.map(({ indicator }) => indicator))
  const versions = known.versions.filter(({ indicator }) => used.has(indicator))
  const books = {
    versions,
    places: keyed(known.places, ({ code }) => code),
    partners: keyed(known.partners, ({ code }) => code),
    periods: keyed(known.periods, ({ code }) => code),
  }
  const rows = cellRows(cells, books, basis, language)
  return { columns: CELL_COLUMNS, versions, pages: () => inPages(rows), figures: null, basis, release, count: rows.length }
}

/**
 * Prepares an export inside the request's transaction: what the hat may have, how much it is, and its audit row. The
 * figures themselves are read page by page while they are written, each page in a transaction of its own.
 * @throws not_allowed, export_figures_are_live, unknown_reference, invalid_period, too_many_cells
 */
export async function prepareExport(trx: Trx, actor: Actor, now: Date, filter: ExportFilter, again: Again): Promise<ExportDocument> {
  const content = contentFor(actor, filter)
  const language = exportLanguage(actor, filter.language)
  const known = await readKnown(trx, actor)
  const { nameFr, nameEn } = await initiativeName(trx, actor.initiative.id)
  const { basis, release, count, ...contents } =
    content === 'figures' ? await figureContents(trx, actor, filter, known, language, again) : await cellContents(trx, actor, filter, known, language)
  const about = aboutExport(actor, now, { content, language, name: named(nameFr, nameEn, language) ?? actor.initiative.slug, basis, release, filter })
  await audit(
    trx,
    actor,
    { action: 'export.make', objectType: 'export', details: { format: filter.format, content, filters: about.filters, rows: count } },
    now,
  )
  return { about, ...contents, places: known.places, partners: known.partners }
}

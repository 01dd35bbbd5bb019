import { Readable } from 'node:stream'
import { FORMAT_MARK, FORMAT_VERSION } from '#shared/exchange/export/columns.ts'
import type { About, ExportDocument, Writer } from '../document.ts'

/** What an export says of itself, for programs. */
export function aboutFacts(about: About) {
  return {
    [FORMAT_MARK]: FORMAT_VERSION,
    content: about.content,
    language: about.language,
    initiative: { slug: about.slug, name: about.name },
    exportedAt: about.exportedAt.toISOString(),
    asOf: about.asOf,
    productVersion: about.productVersion,
    isFictional: about.isDemo,
    release: about.release,
    filters: about.filters,
  }
}

async function* pieces({ about, columns, pages }: ExportDocument): AsyncGenerator<string> {
  yield `${JSON.stringify(aboutFacts(about)).slice(0, -1)},${JSON.stringify(about.content)}:[`
  let isFirst = true
  for await (const page of pages()) {
    const objects = page.map((row) =>
      JSON.stringify(
        Object.fromEntries(columns.map(({ id, type }, index) => [id, type === 'integer' && row[index] != null ? Number(row[index]) : (row[index] ?? null)])),
      ),
    )
    if (objects.length === 0) continue
    yield `${isFirst ? '' : ','}\n${objects.join(',\n')}`
    isFirst = false
  }
  yield '\n]}\n'
}

/** JSON: what the export is, then one object a row; exact decimals stay text. */
export const jsonWriter: Writer = {
  extension: 'json',
  mediaType: 'application/json; charset=utf-8',
  write: (document) => Readable.from(pieces(document), { objectMode: false }),
}

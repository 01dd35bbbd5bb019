import { Readable } from 'node:stream'
import { dataValueHeader, dataValueLine, writeDataValue, type LeftOut } from '#shared/exchange/dhis2/write.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { PeriodKind } from '#shared/values/period.ts'
import type { ExportDocument, ExportFigure, Writer } from '../document.ts'
import { aboutFacts } from './json.ts'

const canonical = (text: string | null) => (text === null ? null : canonicalText(text))

function toDhis2({ row, version, place, partner, period }: ExportFigure): Parameters<typeof writeDataValue>[0] {
  const { unitKind, partsUnknown, displayFactor, indicator } = version
  return {
    unitKind,
    partsUnknown,
    displayFactor,
    indicator,
    territory: place.code,
    territoryExternalId: place.externalId,
    partner: partner?.code ?? null,
    period: { kind: period.kind as PeriodKind, code: period.code },
    category: row.category,
    presence: row.presence,
    value: canonical(row.value),
    numerator: canonical(row.numerator),
    sampleN: canonical(row.sampleN),
    boolValue: row.boolValue,
    isDirectTotal: row.isDirectTotal,
    comment: row.comment,
  }
}

async function* pieces({ about, figures }: ExportDocument): AsyncGenerator<string> {
  const leftOut: Partial<Record<LeftOut, number>> = {}
  yield '{"dataValues":['
  let isFirst = true
  for await (const page of figures?.() ?? []) {
    const values: string[] = []
    for (const figure of page) {
      const value = writeDataValue(toDhis2(figure), about.starts)
      if (typeof value === 'string') leftOut[value] = (leftOut[value] ?? 0) + 1
      else values.push(JSON.stringify(value))
    }
    if (values.length === 0) continue
    yield `${isFirst ? '' : ','}\n${values.join(',\n')}`
    isFirst = false
  }
  yield `\n],"maillage":${JSON.stringify({ ...aboutFacts(about), leftOut })}}\n`
}

/** A DHIS2 `dataValueSet`: what has a place there; the rest is counted by its reason under `maillage`. */
export const dhis2Writer: Writer = {
  extension: 'json',
  mediaType: 'application/json; charset=utf-8',
  write: (document) => Readable.from(pieces(document), { objectMode: false }),
}

async function* lines({ about, figures }: ExportDocument): AsyncGenerator<string> {
  yield `${dataValueHeader(about.lines.join(' '))}\n`
  for await (const page of figures?.() ?? []) {
    const written = page.flatMap((figure) => {
      const value = writeDataValue(toDhis2(figure), about.starts)
      return typeof value === 'string' ? [] : [dataValueLine(value)]
    })
    if (written.length > 0) yield `${written.join('\n')}\n`
  }
}

/** As `dhis2Writer`, as the CSV that DHIS2 reads by the place of its columns. */
export const dhis2CsvWriter: Writer = {
  extension: 'csv',
  mediaType: 'text/csv; charset=utf-8',
  write: (document) => Readable.from(lines(document), { objectMode: false }),
}

import { dateOf } from '#shared/i18n/format.ts'
import type { Note } from '#shared/notes/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isMasked } from '#shared/progress/masked.ts'
import type { Release, ReleaseCatalogue, ReleaseTerritory } from '#shared/releases/contract.ts'
import type { IndicatorFacts, ReportFacts } from '#shared/reports/page/facts.ts'
import { readNote } from '#server/features/notes/service.ts'
import { readChanges, readRelease, readReleaseCells } from '#server/features/releases/service.ts'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import { actorIdOf, NO_ACCOUNT, type Actor } from '#server/platform/http/actor.ts'
import { Problem, problem } from '#server/platform/http/problem.ts'
import type { ReportRow } from './queries.ts'

/**
 * Runs work as a funder who accepted the learning commitment: what a report says is what its readers may read, and the walls of
 * the database see to it. The actor's own context comes back afterwards.
 */
export async function asFunder<T>(trx: Trx, actor: Actor, work: (reader: Actor) => Promise<T>): Promise<T> {
  const initiativeId = actor.initiative.id
  await setContext(trx, { initiativeId, actorId: null, role: 'funder', partnerId: null, commitment: true })
  const result = await work({ ...actor, userId: NO_ACCOUNT, hatId: NO_ACCOUNT, role: 'funder', isLead: false, partnerId: null, commitment: true })
  await setContext(trx, { initiativeId, actorId: actorIdOf(actor), role: actor.role, partnerId: actor.partnerId, commitment: actor.commitment })
  return result
}

/** The published release with what is frozen in it. @throws unknown_reference when funders have no such release */
export async function releaseFor(trx: Trx, reader: Actor, number: number) {
  const unknown = () =>
    problem('unknown_reference', { field: 'release', value: String(number) }, [
      { pointer: '/release', code: 'unknown_reference', params: { value: String(number) } },
    ])
  const found = await readRelease(trx, reader, String(number)).catch((cause: unknown) => {
    throw cause instanceof Problem && cause.code === 'not_found' ? unknown() : cause
  })
  if (found.release.state !== 'published' || found.catalogue === null) throw unknown()
  return { release: found.release, catalogue: found.catalogue, territories: found.territories }
}

/** Those of the notes that funders may read today, in the given order. */
export async function readableNotes(trx: Trx, reader: Actor, ids: readonly string[]): Promise<Note[]> {
  const notes: Note[] = []
  for (const id of ids) {
    const note = await readNote(trx, reader, id).catch((cause: unknown) => {
      if (cause instanceof Problem && cause.code === 'not_found') return null
      throw cause
    })
    if (note !== null) notes.push(note)
  }
  return notes
}

/** Figures of one indicator for the whole, oldest first: of the kind of period that its last figure has. */
function seriesOf(catalogue: ReleaseCatalogue, code: string, cells: readonly ProgressCell[]): ProgressCell[] {
  const periods = new Map(catalogue.periods.map((period) => [period.code, period]))
  const own = cells.filter((cell) => cell.indicator === code && periods.has(cell.period))
  const kind = periods.get(catalogue.latest[code] ?? own.at(-1)?.period ?? '')?.kind
  const startOf = (cell: ProgressCell) => periods.get(cell.period)?.startsOn ?? ''
  return own
    .filter((cell) => periods.get(cell.period)?.kind === kind)
    .filter((cell) => cell.value !== null || cell.presence === 'missing' || cell.presence === 'not_applicable' || isMasked(cell))
    .sort((a, b) => (startOf(a) < startOf(b) ? -1 : 1))
}

/** The day of publication. */
function publishedOn(release: Release, { initiative: { timeZone } }: Actor): string {
  return dateOf(release.publishedAt ?? release.builtAt ?? `${release.asOf}T12:00:00.000Z`, timeZone)
}

/** The level right below the whole in its hierarchy that has at least two places. */
function levelBelow(catalogue: ReleaseCatalogue, territories: readonly ReleaseTerritory[]) {
  const top = territories.find(({ isTop }) => isTop)
  return [...catalogue.levels]
    .filter(({ code, hierarchy }) => hierarchy === top?.hierarchy && territories.filter((one) => one.level === code && !one.isTop).length > 1)
    .sort((a, b) => b.rank - a.rank)[0]
}

/**
 * Everything that a report says, read from its release as a funder reads it.
 * @throws unknown_reference when its release is none that funders have
 */
export function gatherFacts(trx: Trx, actor: Actor, report: ReportRow, version: ReportFacts['version']): Promise<ReportFacts> {
  return asFunder(trx, actor, async (reader) => {
    const { release, catalogue, territories } = await releaseFor(trx, reader, report.release)
    const chosen = report.indicators.flatMap(({ code }) => catalogue.indicators.find((one) => one.code === code) ?? [])
    const level = levelBelow(catalogue, territories)
    const from = catalogue.periods.toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1))[0]?.code
    const common = { by: 'territory', category: 'TOTAL', indicator: chosen.map(({ code }) => code).join(',') } as const
    const read = async (filter: { from: string } | { level: string }) =>
      (await readReleaseCells(trx, reader, release.number, { ...common, ...filter }))?.cells ?? []
    const whole = chosen.length === 0 || from === undefined ? [] : await read({ from })
    const placed = chosen.length === 0 || level === undefined ? [] : await read({ level: level.code })
    const indicators: IndicatorFacts[] = chosen.map((indicator) => {
      const series = seriesOf(catalogue, indicator.code, whole)
      return {
        indicator,
        series,
        latest: whole.find((cell) => cell.indicator === indicator.code && cell.period === catalogue.latest[indicator.code]) ?? null,
        places: placed.filter((cell) => cell.indicator === indicator.code),
      }
    })
    return {
      initiative: catalogue.initiative,
      title: { fr: report.titleFr, en: report.titleEn },
      release: { ...release, publishedOn: publishedOn(release, actor) },
      version,
      paper: report.paper,
      isColour: report.isColour,
      sections: report.sections,
      texts: report.indicators,
      indicators,
      level: level ?? null,
      placeNames: new Map(territories.map((one) => [one.code, one])),
      // A partner's own figure is not what a report tells.
      changes: (await readChanges(trx, reader, String(release.number))).filter(({ partner }) => partner === null),
      notes: await readableNotes(trx, reader, report.noteIds),
    }
  })
}

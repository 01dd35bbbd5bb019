import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Indicator } from '#shared/indicators/contract.ts'
import { countsPeople } from '#shared/indicators/definition.ts'
import { isUnwritten } from '#shared/indicators/unwritten.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { hasTarget } from '#shared/progress/shown-status.ts'
import { localName } from '#lib/state/local-name.ts'

/** Indicators of one line that are named and linked; the others are counted. */
const MOST_NAMED = 5

/** Something that readers of a release would miss, with where it is mended. */
export interface CheckItem {
  readonly key: 'waiting' | 'whole' | 'apart' | 'definitions' | 'targets' | 'overlap' | 'summary' | 'contact'
  readonly text: string
  readonly links: readonly { readonly label: string; readonly href: string }[]
  /** How many more there are than are linked. */
  readonly more: number
}

interface Facts {
  readonly indicators: readonly Indicator[]
  readonly cells: readonly ProgressCell[]
  readonly partners: number
  /** Whether the initiative has the territory where all figures come together: the first one that readers see. */
  readonly hasWhole: boolean
  readonly summary: string | null
  readonly contact: string | null
  /** Figures handed in that nobody has validated yet: a release would leave them out. */
  readonly waiting: number
}

/** People of several partners are added up and nobody knows whether they are the same ones. */
const isUndeclared = ({ current }: Indicator) => countsPeople(current) && current.overlapPartners === 'unknown'

/** What a release is better for before it is published. It advises: none of it keeps anybody from publishing. */
export function checklistOf({ indicators, cells, partners, hasWhole, summary, contact, waiting }: Facts, root: string, locale: Locale): CheckItem[] {
  const settings = `${root}/settings`
  const standing = indicators.filter(({ archivedOn }) => archivedOn === null)
  const cellOf = new Map(cells.map((cell) => [cell.indicator, cell]))
  const line = (key: CheckItem['key'], found: readonly Indicator[], tab: string, text: (count: number) => string): CheckItem[] =>
    found.length === 0
      ? []
      : [
          {
            key,
            text: text(found.length),
            links: found
              .slice(0, MOST_NAMED)
              .map(({ code, current }) => ({
                label: localName(current.nameFr, current.nameEn, locale),
                href: `${settings}/indicators/${encodeURIComponent(code)}/${tab}`,
              })),
            more: Math.max(0, found.length - MOST_NAMED),
          },
        ]
  const one = (key: CheckItem['key'], isMissing: boolean, text: string, label: string, href: string): CheckItem[] =>
    isMissing ? [{ key, text, links: [{ label, href }], more: 0 }] : []
  const untold = standing.filter(({ current }) => isUnwritten(current.definitionFr) || isUnwritten(current.purposeFr))
  const apart = standing.filter(({ code }) => cellOf.get(code)?.reason === 'not_put_together')
  const aimless = standing.filter(({ code, current }) => cellOf.has(code) && !hasTarget(cellOf.get(code), current))
  return [
    ...one('waiting', waiting > 0, m.releases_check_waiting({ count: waiting }), m.releases_check_waiting_do(), `${root}/review`),
    ...one('whole', !hasWhole, m.releases_check_whole(), m.releases_check_whole_do(), `${settings}/territories`),
    ...line('apart', apart, 'definition', (count) => m.releases_check_apart({ count })),
    ...line('definitions', untold, 'definition', (count) => m.releases_check_definitions({ count })),
    ...line('targets', aimless, 'targets', (count) => m.releases_check_targets({ count })),
    ...line('overlap', partners > 1 ? standing.filter(isUndeclared) : [], 'definition', (count) => m.releases_check_overlap({ count })),
    ...one('summary', (summary ?? '').trim() === '', m.releases_check_summary(), m.releases_check_summary_do(), `${settings}/general`),
    ...one('contact', (contact ?? '').trim() === '', m.releases_check_contact(), m.releases_check_contact_do(), `${settings}/public`),
  ]
}

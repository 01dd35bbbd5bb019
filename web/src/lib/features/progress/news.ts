import { formatDateOrMonth, formatList, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { News, Standing } from '#shared/progress/news.ts'
import { localName } from '#lib/state/local-name.ts'
import { STATUS_WORDS } from '#lib/ui/words.ts'
import { REASON_WORDS } from './revision-words.ts'

/** One new thing as a sentence with its link. */
export interface NewsLine {
  readonly key: string
  readonly text: string
  readonly href: string
  readonly on: string | null
  /** What a person typed is in a language of its own. */
  readonly lang: string | null
  readonly isMarked: boolean
}

export interface NewsGroup {
  readonly key: News['kind']
  readonly title: string
  readonly lines: readonly NewsLine[]
}

export interface Names {
  readonly indicator: (code: string) => string
  readonly place: (code: string) => string
  readonly partner: (code: string) => string
  /** Sentence of a reason of revision. */
  readonly reason: (reason: string) => string
}

/** Names of what news speak of. */
export function namesOf(
  indicators: readonly Pick<Indicator, 'code' | 'current'>[],
  territories: readonly { readonly code: string; readonly nameFr: string; readonly nameEn: string | null }[],
  partners: readonly { readonly code: string; readonly name: string }[],
  locale: Locale,
): Names {
  const indicatorNames = new Map(indicators.map(({ code, current }) => [code, localName(current.nameFr, current.nameEn, locale)]))
  const placeNames = new Map(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const partnerNames = new Map(partners.map((one) => [one.code, one.name]))
  return {
    indicator: (code) => indicatorNames.get(code) ?? code,
    place: (code) => placeNames.get(code) ?? code,
    partner: (code) => partnerNames.get(code) ?? code,
    reason: (reason) => REASON_WORDS[reason]?.() ?? reason,
  }
}

const stateWord = ({ status, reason }: Standing) => STATUS_WORDS[reason === 'target_met' ? 'target_met' : status]()

function lineOf(one: News, names: Names, locale: Locale, root: string): NewsLine {
  const line = (key: string, text: string, href: string, on: string | null): NewsLine => ({
    key: `${one.kind} ${key}`,
    text,
    href,
    on: on === null ? null : formatDateOrMonth(locale, on),
    lang: null,
    isMarked: false,
  })
  const period = (code: string) => formatPeriod(locale, code, 'short')
  switch (one.kind) {
    case 'status': {
      const told = { from: stateWord(one.from), fromPeriod: period(one.from.period), to: stateWord(one.to), toPeriod: period(one.to.period) }
      return line(
        one.indicator,
        m.news_status({ indicator: names.indicator(one.indicator), ...told }),
        `${root}/dashboard/explain?indicator=${one.indicator}`,
        null,
      )
    }
    case 'release': {
      const name = { name: one.name, edition: String(one.edition) }
      return line(
        String(one.number),
        one.revised > 0 ? m.news_release({ ...name, count: one.revised }) : m.news_release_plain(name),
        `${root}/dashboard`,
        one.on,
      )
    }
    case 'figures': {
      const text = m.news_figures({ indicator: names.indicator(one.indicator), count: one.count, period: formatPeriod(locale, one.period) })
      return line(`${one.indicator} ${one.period}`, text, `${root}/indicators/${one.indicator}`, one.on)
    }
    case 'revision': {
      const reasons = one.reasons.length === 0 ? m.news_revision_unsaid() : formatList(locale, one.reasons.map(names.reason))
      const said = { indicator: names.indicator(one.indicator), place: names.place(one.territory), period: formatPeriod(locale, one.period), reasons }
      const text = one.partner === null ? m.news_revision(said) : m.news_revision_by({ ...said, partner: names.partner(one.partner) })
      const key = `${one.indicator} ${one.period} ${one.territory} ${one.partner ?? ''} ${one.on}`
      return { ...line(key, text, `${root}/indicators/${one.indicator}`, one.on), isMarked: one.isMaterial === true }
    }
    case 'note':
      return { ...line(one.id, one.title, `${root}/notes/${one.id}`, one.on), lang: one.language }
  }
}

/** News by kind, those that change a reading first. */
export function newsGroups(items: readonly News[], names: Names, locale: Locale, root: string): NewsGroup[] {
  const titles = [
    ['status', m.news_group_status()],
    ['release', m.news_group_figures()],
    ['figures', m.news_group_figures()],
    ['revision', m.news_group_revision()],
    ['note', m.news_group_note()],
  ] as const
  const groups = new Map<string, NewsGroup>()
  for (const [kind, title] of titles) {
    const lines = items.filter((one) => one.kind === kind).map((one) => lineOf(one, names, locale, root))
    const before = groups.get(title)
    if (lines.length > 0) groups.set(title, { key: before?.key ?? kind, title, lines: [...(before?.lines ?? []), ...lines] })
  }
  return [...groups.values()]
}

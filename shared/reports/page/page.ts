import { formatDate, formatInteger, formatMeasure } from '#shared/i18n/format.ts'
import type { MessageKey } from '#shared/i18n/translate.ts'
import type { Note } from '#shared/notes/contract.ts'
import { measureOf } from '#shared/progress/measure.ts'
import type { ReportLanguage } from '../contract.ts'
import type { SectionKind } from '../sections.ts'
import type { ReportFacts } from './facts.ts'
import { annexPart, equityPart, figuresPart, indicatorPart, placeName } from './figures.ts'
import { markup, Markup, paragraphs, type Piece } from './html.ts'
import { table, writtenText } from './parts.ts'
import { pageStyle, wordStyle } from './style.ts'
import { shortPeriod, voiceFor, type Voice } from './voice.ts'

/** The page itself, or the copy for word processors: the same content without drawings. */
export type PageForm = 'page' | 'word'

/** What a page of a report may load: nothing. It stands in the page too, for whoever keeps a copy. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

function header(voice: Voice, facts: ReportFacts): Markup {
  const { release, version } = facts
  const name = release.edition > 1 ? `${release.name}, ${voice.say('releases_edition', { edition: release.edition })}` : release.name
  const day = (date: string) => formatDate(voice.locale, date)
  return markup`<header><p class="kicker">${voice.say('reports_kind')} · ${voice.told(facts.initiative.nameFr, facts.initiative.nameEn)}</p>
<h1>${voice.told(facts.title.fr, facts.title.en)}</h1>
<p class="about">${version === null ? voice.say('reports_page_draft') : voice.say('reports_page_version', { number: version.number, date: day(version.frozenOn) })}</p>
${version?.reason != null && markup`<p class="about">${voice.say('reports_page_reason', { reason: version.reason })}</p>`}<p class="about">${voice.say('public_release', { release: name, date: day(release.publishedOn) })} ${voice.say('public_as_of', { date: day(release.asOf) })}</p>
${release.isPreliminary && markup`<p class="notice">${voice.say('reports_page_preliminary')}</p>`}
${facts.initiative.isDemo && markup`<p class="notice">${voice.say('public_demo')}</p>`}</header>`
}

function signature(voice: Voice, { signature: by }: Note): string {
  if (by.kind === 'named_person') return voice.say('notes_by_person', { person: by.person ?? '', partner: by.partnerName ?? '' })
  if (by.kind === 'named_partner') return by.partnerName ?? ''
  return voice.say(`notes_by_${by.kind}`)
}

/** Notes in the words of their authors, signed as they want to be. */
function notesPart(voice: Voice, facts: ReportFacts): Markup | null {
  if (facts.notes.length === 0) return null
  const told = (label: MessageKey, text: string | null) =>
    text !== null && text !== '' && markup`<p><strong>${voice.say(label)}</strong></p>${paragraphs(text)}`
  return markup`<p>${voice.say('reports_notes_lead')}</p>${facts.notes.map(
    (note) =>
      markup`<article class="note"${note.language !== voice.language && markup` lang="${note.language}"`}><h3>${note.title}</h3>
<p class="small"${note.language !== voice.language && markup` lang="${voice.language}"`}>${voice.say(`notes_type_${note.type}`)} · ${signature(voice, note)}</p>
${paragraphs(note.whatHappened)}${told('reports_note_learned', note.whatWeLearned)}${told('reports_note_would_do', note.whatWeWouldDo)}${note.adaptations.map(
        (one) => markup`<p><strong>${voice.say('reports_note_decided', { date: formatDate(voice.locale, one.decidedOn) })}</strong></p>${paragraphs(one.text)}`,
      )}</article>`,
  )}`
}

/** What the release tells otherwise than the one before it, for the chosen indicators. */
function changesPart(voice: Voice, facts: ReportFacts): Markup {
  const rows = facts.changes.flatMap((change) => {
    const one = facts.indicators.find(({ indicator }) => indicator.code === change.indicator)
    if (one === undefined || change.category !== 'TOTAL') return []
    const measure = measureOf(one.indicator.current, voice.locale)
    const amount = (value: string | null) => (value === null ? '–' : formatMeasure(voice.locale, value, measure))
    return [
      [
        voice.told(one.indicator.current.nameFr, one.indicator.current.nameEn),
        placeName(voice, facts, change.territory),
        shortPeriod(voice, change.period),
        amount(change.oldValue),
        amount(change.newValue),
        change.isMaterial ? voice.say('releases_material') : '–',
      ],
    ]
  })
  if (rows.length === 0) return markup`<p>${voice.say('reports_changes_none')}</p>`
  return table(
    voice,
    voice.say('releases_changes_caption'),
    [
      { head: voice.say('releases_indicator'), isName: true },
      { head: voice.say('releases_territory') },
      { head: voice.say('charts_period') },
      { head: voice.say('releases_was'), isFigure: true },
      { head: voice.say('releases_is'), isFigure: true },
      { head: voice.say('reports_remark') },
    ],
    rows,
  )
}

function methodPart(voice: Voice, facts: ReportFacts): Markup {
  const { release } = facts
  return markup`<p>${voice.say('reports_method_frozen', { number: release.number })}</p>
<p>${voice.say('public_method_status')}</p>
<p>${voice.say('public_method_masked')}</p>
${release.checksum !== null && markup`<p class="small">${voice.say('reports_checksum_before')} ${release.checksum}</p>`}
${table(
  voice,
  voice.say('reports_method_caption'),
  [
    { head: voice.say('releases_indicator'), isName: true },
    { head: voice.say('reports_definition') },
    { head: voice.say('reports_formula') },
    { head: voice.say('reports_source') },
  ],
  facts.indicators.map(({ indicator: { current } }) => [
    voice.told(current.nameFr, current.nameEn),
    current.definitionFr === '' ? '–' : voice.told(current.definitionFr, current.definitionEn),
    voice.told(current.formulaFr, current.formulaEn) ?? '–',
    voice.told(current.sourceFr, current.sourceEn) ?? '–',
  ]),
)}`
}

/** What a section shows beside what was written for it; null where it has nothing of its own. */
function contentOf(voice: Voice, facts: ReportFacts, kind: SectionKind): Piece {
  switch (kind) {
    case 'summary':
      return null
    case 'figures':
      return facts.indicators.length === 0 ? null : figuresPart(voice, facts)
    case 'indicators':
      return facts.indicators.length === 0 ? null : facts.indicators.map((one) => indicatorPart(voice, facts, one))
    case 'equity':
      return equityPart(voice, facts)
    case 'notes':
      return notesPart(voice, facts)
    case 'changes':
      return changesPart(voice, facts)
    case 'method':
      return methodPart(voice, facts)
    case 'annex':
      return annexPart(voice, facts)
  }
}

function sections(voice: Voice, facts: ReportFacts): Markup[] {
  return facts.sections
    .filter(({ isShown }) => isShown)
    .flatMap((section) => {
      const text = writtenText(voice, section)
      const content = contentOf(voice, facts, section.kind)
      if (text === null && content === null) return []
      const own = section.kind
      return [markup`<section class="${own}" aria-labelledby="${own}"><h2 id="${own}">${voice.say(`reports_section_${own}`)}</h2>${text}${content}</section>\n`]
    })
}

/**
 * The whole page of a report in one language. It depends on nothing but what it is given: the same facts give the same bytes,
 * and the page itself asks for nothing, no script, no picture, no style from elsewhere.
 */
export function reportPage(facts: ReportFacts, language: ReportLanguage, timeZone: string, form: PageForm): string {
  const voice = voiceFor(language, timeZone)
  const title = voice.plain(facts.title.fr, facts.title.en)
  const ending =
    facts.version === null ? voice.say('reports_page_draft') : voice.say('reports_page_foot', { number: formatInteger(voice.locale, facts.version.number) })
  const body = markup`${header(voice, facts)}<main>${sections(voice, facts)}</main>`
  const isWord = form === 'word'
  const style = isWord ? wordStyle(facts) : pageStyle({ ...facts, foot: `${title} · ${ending}` })
  // Word processors draw no SVG inside a page: the words beside each mark and the table under each drawing say the same.
  const content = isWord ? new Markup(body.text.replace(/<div class="drawing">[\s\S]*?<\/div>|<svg[\s\S]*?<\/svg> ?/g, '')) : body
  const root = isWord
    ? markup`<html lang="${voice.locale}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">`
    : markup`<html lang="${voice.locale}">`
  return markup`<!doctype html>\n${root}\n<head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="robots" content="noindex" />
<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}" />
<title>${title} · ${voice.plain(facts.initiative.nameFr, facts.initiative.nameEn)}</title>
<style>${new Markup(style)}</style></head>\n<body>${content}</body></html>`.text
}

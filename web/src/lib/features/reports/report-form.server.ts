import type { ReportChange, ReportLanguage } from '#shared/reports/contract.ts'
import { moved, SECTION_KINDS, type SectionKind } from '#shared/reports/sections.ts'
import type { SentForm } from '#lib/api/form.server.ts'

const isKind = (text: string): text is SectionKind => SECTION_KINDS.some((kind) => kind === text)
const isLanguage = (text: string): text is ReportLanguage => text === 'fr' || text === 'en'

/** What was moved, as the button of the form names it: `section:summary:up`. */
export function moveOf(form: SentForm): { list: 'section' | 'indicator'; what: string; way: 'up' | 'down' } | null {
  const [, list, what, way] = /^(section|indicator):([^:]+):(up|down)$/.exec(form.text('move')) ?? []
  return list === undefined || what === undefined ? null : { list: list as 'section', what, way: way as 'up' }
}

/** The draft as the form sends it, with one thing moved where a button to move was pressed. */
export function changeOf(form: SentForm): ReportChange {
  const texts = (name: string) => ({ textFr: form.orNull(`${name}.fr`), textEn: form.orNull(`${name}.en`) })
  const move = moveOf(form)
  const sections = form
    .many('section')
    .filter(isKind)
    .map((kind) => ({ kind, isShown: form.isTicked(`shown.${kind}`), ...texts(`section.${kind}`) }))
  const indicators = form
    .many('indicator')
    .filter((code) => form.isTicked(`chosen.${code}`))
    .map((code) => ({ code, ...texts(`indicator.${code}`) }))
  return {
    titleFr: form.text('titleFr'),
    titleEn: form.orNull('titleEn'),
    release: Number(form.text('release')),
    languages: form.many('languages').filter(isLanguage),
    paper: form.text('paper') === 'A4' ? 'A4' : 'letter',
    isColour: form.text('colour') !== 'grey',
    sections: move?.list === 'section' ? moved(sections, ({ kind }) => kind === move.what, move.way) : sections,
    indicators: move?.list === 'indicator' ? moved(indicators, ({ code }) => code === move.what, move.way) : indicators,
    notes: form.many('notes'),
  }
}

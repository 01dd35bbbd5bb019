import type { Locale } from './locales.ts'
import { faultOf, typeset } from './typography.ts'

/** A plain text, or one text per plural category of a number: `{ "count": { "one": "…", "other": "…" } }`. */
export type AuthoredMessage = string | Readonly<Record<string, Readonly<Record<string, string>>>>
/** Authored files by name (`notes` for `notes.json`) and key. */
export type AuthoredFiles = Readonly<Record<string, Readonly<Record<string, AuthoredMessage>>>>

/** A message ready to compile. */
export interface Message {
  readonly plural: string | null
  /** Texts by plural category; a message without number has `other` alone. */
  readonly texts: Readonly<Record<string, string>>
  readonly params: readonly string[]
}
export type Catalog = Readonly<Record<Locale, Readonly<Record<string, Message>>>>

const KEY = /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/
const CATEGORIES = ['one', 'many', 'other']

function paramsOf(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g)].map((match) => match[1] ?? ''))
  return [...new Set(names)].sort()
}

function read(message: AuthoredMessage, locale: Locale): Message | string {
  if (typeof message === 'string') return { plural: null, texts: { other: typeset(message, locale) }, params: paramsOf([message]) }
  const [plural, ...others] = Object.keys(message)
  const forms = plural === undefined ? undefined : message[plural]
  if (plural === undefined || forms === undefined || others.length > 0) return 'must name exactly one number'
  const unknown = Object.keys(forms).filter((category) => !CATEGORIES.includes(category))
  if (unknown.length > 0) return `has the plural form ${unknown.join(', ')}; only ${CATEGORIES.join(', ')} exist`
  if (forms.one === undefined || forms.other === undefined) return 'needs the plural forms one and other'
  const texts = Object.fromEntries(Object.entries(forms).map(([category, text]) => [category, typeset(text, locale)]))
  return { plural, texts, params: [...new Set([plural, ...paramsOf(Object.values(forms))])].sort() }
}

interface Layer {
  readonly messages: Readonly<Record<string, Message>>
  readonly faults: readonly string[]
}

/** The files of one language, typeset for a locale. */
function readLayer(files: AuthoredFiles, from: Locale, locale: Locale): Layer {
  const messages: Record<string, Message> = {}
  const faults: string[] = []
  for (const [file, authored] of Object.entries(files)) {
    const prefix = `${file.replaceAll('-', '_')}_`
    for (const [key, text] of Object.entries(authored)) {
      const place = `${from}/${file}.json: ${key}`
      if (!KEY.test(key) || !key.startsWith(prefix)) faults.push(`${place} must be lower_snake_case and begin with ${prefix}`)
      if (messages[key] !== undefined) faults.push(`${place} exists in another file too`)
      const message = read(text, locale)
      if (typeof message === 'string') faults.push(`${place} ${message}`)
      else {
        messages[key] = message
        for (const one of Object.values(message.texts)) {
          const fault = faultOf(one)
          if (fault !== null) faults.push(`${place} ${fault}`)
        }
      }
    }
  }
  return { messages, faults }
}

function compare(locale: Locale, messages: Layer['messages'], base: Layer['messages']): string[] {
  const missing = Object.keys(base)
    .filter((key) => messages[key] === undefined)
    .map((key) => `${locale}: ${key} is missing`)
  const different = Object.entries(messages).flatMap(([key, here]) => {
    const there = base[key]
    if (there === undefined) return [`fr-CA: ${key} is missing (it exists in ${locale})`]
    const same = here.params.join() === there.params.join() && here.plural === there.plural
    return same ? [] : [`${locale}: ${key} takes {${here.params.join(', ')}}, fr-CA takes {${there.params.join(', ')}}`]
  })
  return [...missing, ...different]
}

/**
 * Joins the authored files of all languages, `fr` being fr-CA with its overrides, and checks them.
 * Returns every fault with the exact file and key, so that one run tells all.
 */
export function buildCatalog(files: Readonly<Record<Locale, AuthoredFiles>>): { catalog: Catalog; faults: string[] } {
  const canada = readLayer(files['fr-CA'], 'fr-CA', 'fr-CA')
  const english = readLayer(files.en, 'en', 'en')
  const overrides = readLayer(files.fr, 'fr', 'fr')
  const french = { ...readLayer(files['fr-CA'], 'fr-CA', 'fr').messages, ...overrides.messages }
  const idle = Object.entries(files.fr).flatMap(([file, messages]) =>
    Object.keys(messages)
      .filter((key) => canada.messages[key] === undefined)
      .map((key) => `fr/${file}.json: ${key} overrides nothing in fr-CA`),
  )
  const strays = compare('fr', overrides.messages, canada.messages).filter((fault) => fault.startsWith('fr: ') && !fault.endsWith('is missing'))
  return {
    catalog: { 'fr-CA': canada.messages, fr: french, en: english.messages },
    faults: [...canada.faults, ...overrides.faults, ...english.faults, ...idle, ...strays, ...compare('en', english.messages, canada.messages)],
  }
}

/** One language in the shape that Paraglide's message-format plugin reads. */
export function toMessageFormat(messages: Readonly<Record<string, Message>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(messages)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { plural, texts, params }]) => {
        if (plural === null) return [key, texts.other]
        const match = Object.fromEntries(
          Object.entries(texts)
            .filter(([category]) => category !== 'other')
            .map(([category, text]) => [`form=${category}`, text]),
        )
        return [
          key,
          [
            {
              declarations: [...params.map((name) => `input ${name}`), `local form = ${plural}: plural`],
              selectors: ['form'],
              match: { ...match, 'form=*': texts.other },
            },
          ],
        ]
      }),
  )
}

/**
 * Units are named once for each indicator, in the plural (« femmes enceintes »). Beside a quantity that a language counts
 * as one (in French anything below two, in English one alone) the words take the singular. Only what is known to be safe is
 * changed: names after a preposition stay (« pour 1 000 naissances »), and so does a word that looks the same in both.
 */
import { languageOf, type Locale } from './locales.ts'

/** Words after which a name no longer counts what is measured. */
const STOPS: Readonly<Record<'fr' | 'en', ReadonlySet<string>>> = {
  fr: new Set('à au aux avec chez contre dans de des du d en et entre hors ou par pour sans selon sous sur vers'.split(' ')),
  en: new Set('a aged an and at by for from in of on or per to under who with without'.split(' ')),
}

/** Singulars that end like a plural, and words of one form. */
const SAME: Readonly<Record<'fr' | 'en', ReadonlySet<string>>> = {
  fr: new Set(
    'abus accès ans-là appentis avis bas bois bras bus cas choix colis corps cours croix décès dos frais fois gros mois noix os parcours pas pays permis plus poids prix procès progrès propos puits recours refus repas sens souris succès tas temps tiers tous toux univers vieux voix'.split(
      ' ',
    ),
  ),
  en: new Set('access bus business campus census class congress gas headquarters means news process progress series species status virus'.split(' ')),
}

const IRREGULAR: Readonly<Record<'fr' | 'en', Readonly<Record<string, string>>>> = {
  fr: { travaux: 'travail', vitraux: 'vitrail', yeux: 'œil', nouveaux: 'nouveau', beaux: 'beau' },
  en: { people: 'person', persons: 'person', women: 'woman', men: 'man', children: 'child', feet: 'foot', lives: 'life', wives: 'wife', movies: 'movie' },
}

function singularFr(word: string): string {
  if (/eaux$|eux$|oux$|œux$/.test(word)) return word.slice(0, -1)
  if (/aux$/.test(word)) return `${word.slice(0, -3)}al`
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word
}

function singularEn(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2)
  return /[^su]s$/.test(word) ? word.slice(0, -1) : word
}

/** A plural word in the singular; as it is when both look alike or nothing says that it is a plural. */
function singular(word: string, language: 'fr' | 'en'): string {
  const low = word.toLowerCase()
  // Symbols and abbreviations are no words: ms, kWh, CFA.
  if (low.length < 3 || (word !== low && word !== `${word[0]?.toUpperCase() ?? ''}${low.slice(1)}`) || SAME[language].has(low)) return word
  const one = IRREGULAR[language][low] ?? (language === 'fr' ? singularFr(low) : singularEn(low))
  return word === low ? one : `${one[0]?.toUpperCase() ?? ''}${one.slice(1)}`
}

/** A unit as it stands beside one: « femmes enceintes » is « femme enceinte », « jours par mois » is « jour par mois ». */
export function unitForOne(locale: Locale, unit: string): string {
  const language = languageOf(locale)
  const parts = unit.split(/([\s-]+)/)
  // Words up to the first that is none: a preposition, a number, a sign, an article cut short (« d’heures »).
  const end = parts.findIndex((part) => !/^[\s-]+$/.test(part) && (!/^\p{L}+$/u.test(part) || STOPS[language].has(part.toLowerCase())))
  // In English the last of them carries the plural (« school days »), in French all do (« femmes enceintes »).
  const head = end === -1 ? parts : parts.slice(0, end)
  const rest = end === -1 ? [] : parts.slice(end)
  const last = head.findLastIndex((part) => /^\p{L}+$/u.test(part))
  return [...head.map((part, index) => (language === 'fr' || index === last ? singular(part, language) : part)), ...rest].join('')
}

import { fold, tidy } from './text.ts'

/** Why a file may hold people's data. Those of `NEVER_ALLOWED` stop the import even in a column that is dropped. */
export type PersonalKind = 'health_number' | 'social_insurance_number' | 'birth_date' | 'person_names' | 'names_with_dates' | 'phone' | 'email'

const NEVER_ALLOWED = new Set<PersonalKind>(['health_number', 'social_insurance_number', 'birth_date'])

/** Where personal data was seen. The value itself is never repeated. */
export interface PersonalFinding {
  readonly kind: PersonalKind
  /** 1 is the first row of the file; the header's row when its name gave it away. */
  readonly row: number
  readonly column: string
}

const HEADERS: readonly { kind: PersonalKind; pattern: RegExp }[] = [
  { kind: 'birth_date', pattern: /^(date (de )?naissance|naissance|ddn|dob|birth ?date|date of birth|birthday|nee?( e)? le)$/ },
  {
    kind: 'health_number',
    pattern:
      /^(nam|ramq|no ramq|numero (d )?assurance maladie|carte (d )?assurance maladie|health (card|insurance)( number| no)?|medicare number|nhs number|numero de securite sociale|nir)$/,
  },
  { kind: 'social_insurance_number', pattern: /^(nas|sin|numero (d )?assurance sociale|social insurance( number| no)?|ssn|social security number)$/ },
  { kind: 'person_names', pattern: /^(prenoms?|first ?names?|given names?|nom (complet|et prenom)|prenom et nom|full name|surname|last name|nom de famille)$/ },
  {
    kind: 'person_names',
    pattern:
      /^(nom|name|prenom)s? (du |de la |de l |des |d |of (the )?)?(client|participant|beneficiaire|eleve|patient|usager|enfant|parent|child|student|beneficiary|user)e?s?$|^(client|participant|patient|student|child)s? names?$/,
  },
  { kind: 'phone', pattern: /^(telephone|tel|no (de )?tel(ephone)?|numero de telephone|cellulaire|portable|mobile|phone( number| no)?|cell( phone)?|numtel)$/ },
  { kind: 'email', pattern: /^(courriel|e ?mail|adresse (de )?(courriel|e ?mail)|email address)$/ },
]
const NAME_HEADER = /^(noms?|names?|client|cliente?s?|participant|participante?s?|eleves?|patients?|usagers?|beneficiaires?)$/

const HEALTH = /\b[A-Z]{4} ?\d{2}(?:0[1-9]|1[0-2]|5[1-9]|6[0-2]) ?(?:0[1-9]|[12]\d|3[01])\d{2}\b/i
const PHONES = [
  /(?<![\d.,-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[.-] ?|\d{3} (?=\d{3}-))\d{3}[ .-]\d{4}(?![\d.,-])/,
  /(?<![\d.,-])(?:\+|00)\d{1,3}(?:[ .-]?\d{2,3}){3,5}(?![\d.,])/,
  /(?<![\d.,-])0[1-9](?:[ .-]\d{2}){4}(?![\d.,-])/,
]
const EMAIL = /[^\s@;,]+@[^\s@;,]+\.[a-z]{2,}/i
const DASHED_SIN = /(?<![\d-])\d{3}-\d{3}-\d{3}(?![\d-])/
const NINE_DIGITS = /^\d{3} ?\d{3} ?\d{3}$/
const FULL_DATE = /^(?:(\d{4})-\d{2}-\d{2}|\d{2}[/.-]\d{2}[/.-](\d{4}))$/

/** The check digit of Canadian social insurance numbers. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const weighed = index % 2 === 1 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return sum % 10 === 0
}

function kindOfValue(text: string): PersonalKind | null {
  if (HEALTH.test(text)) return 'health_number'
  const dashed = DASHED_SIN.exec(text)
  if (dashed !== null && passesLuhn(dashed[0].replaceAll('-', ''))) return 'social_insurance_number'
  if (text.length >= 8 && PHONES.some((phone) => phone.test(text))) return 'phone'
  return text.includes('@') && EMAIL.test(text) ? 'email' : null
}

/** One column as it is looked at. */
export interface LookedColumn {
  readonly name: string
  readonly headerRow: number
  /** Dropped by the mapping: contact details of organisations may be, identifiers of people may not. */
  readonly dropped: boolean
  readonly values: readonly { readonly row: number; readonly text: string }[]
}

interface ColumnLook {
  finding: PersonalFinding | null
  manyDates: boolean
}

const LIKELY_SIN = { atLeast: 3, share: 0.9 }
const LIKELY_BIRTHS = { atLeast: 3, share: 0.8, years: 8 }

function look(column: LookedColumn): ColumnLook {
  const allowed = (kind: PersonalKind) => column.dropped && !NEVER_ALLOWED.has(kind)
  const header = fold(column.name)
  const named = HEADERS.find(({ pattern }) => pattern.test(header))
  let nine = 0
  let valid = 0
  let dates = 0
  let [first, last] = [Infinity, -Infinity]
  let filled = 0
  let finding: PersonalFinding | null = null
  let firstNine = column.headerRow
  for (const { row, text: raw } of column.values) {
    const text = tidy(raw)
    if (text === '') continue
    filled += 1
    const kind = text.length < 6 ? null : kindOfValue(text)
    if (kind !== null && finding === null && !allowed(kind)) finding = { kind, row, column: column.name }
    if (NINE_DIGITS.test(text)) {
      if (nine === 0) firstNine = row
      nine += 1
      if (passesLuhn(text.replaceAll(' ', ''))) valid += 1
    }
    const date = FULL_DATE.exec(text)
    if (date !== null) {
      dates += 1
      const year = Number(date[1] ?? date[2])
      first = Math.min(first, year)
      last = Math.max(last, year)
    }
  }
  if (finding === null && nine >= LIKELY_SIN.atLeast && nine === filled && valid / nine >= LIKELY_SIN.share) {
    finding = { kind: 'social_insurance_number', row: firstNine, column: column.name }
  }
  // A column of that name without a single value holds nobody's data.
  if (finding === null && named !== undefined && filled > 0 && !allowed(named.kind)) finding = { kind: named.kind, row: column.headerRow, column: column.name }
  return { finding, manyDates: dates >= LIKELY_BIRTHS.atLeast && dates / filled >= LIKELY_BIRTHS.share && last - first >= LIKELY_BIRTHS.years }
}

/**
 * Looks for people's data in the headers and values of a file, before anything is stored (domain 8.18):
 * names with dates, birth dates, health numbers (RAMQ form), social insurance numbers (Luhn),
 * telephone numbers, addresses of mail.
 */
export function findPersonalData(columns: readonly LookedColumn[]): PersonalFinding[] {
  const looks = columns.map(look)
  const findings = looks.flatMap(({ finding }) => finding ?? [])
  const names = columns.find((column) => !column.dropped && NAME_HEADER.test(fold(column.name)) && column.values.length > 0)
  const dates = columns.find((column, index) => !column.dropped && looks[index]?.manyDates === true)
  if (findings.length === 0 && names !== undefined && dates !== undefined) findings.push({ kind: 'names_with_dates', row: dates.headerRow, column: dates.name })
  return findings
}

/** Reasons of the 37 bad rows of the fixture, with how many of each. */
export const BAD_ROWS = { territory_unknown: 14, not_a_number: 10, period_unreadable: 6, partner_unknown: 4, negative: 3 } as const
export const GOOD_COUNT = 463

const HEADER = 'Lieu;Organisme;Trimestre;Valeur;Remarque'

/**
 * A table of 500 rows as somebody keeps it, 37 of them wrong in five ways.
 * @param places names of territories; 463 good rows are spread over them and over quarters
 */
export function fiveHundredRows(places: readonly string[], partner: string, firstYear = 1990): string {
  const rows: string[] = []
  for (let index = 0; index < GOOD_COUNT; index += 1) {
    const quarter = Math.floor(index / places.length)
    rows.push(`${places[index % places.length]};${partner};${firstYear + Math.floor(quarter / 4)}-Q${(quarter % 4) + 1};${index + 1};`)
  }
  // Periods that only refused rows name: nothing may be left of them.
  for (let index = 0; index < 14; index += 1) rows.push(`Lieu perdu ${index % 2};${partner};1980-Q1;1;=1+1`)
  for (let index = 0; index < 10; index += 1) rows.push(`${places[0]};${partner};1981-Q${(index % 4) + 1};${index % 2 === 0 ? 'à venir' : 'confidentiel'};`)
  for (let index = 0; index < 6; index += 1) rows.push(`${places[0]};${partner};printemps ${index};1;`)
  for (let index = 0; index < 4; index += 1) rows.push(`${places[0]};Club inconnu;1983-Q${index + 1};1;`)
  for (let index = 0; index < 3; index += 1) rows.push(`${places[0]};${partner};1984-Q${index + 1};-5;`)
  // Bad rows among the good ones, the same at every run.
  rows.sort((a, b) => hash(a) - hash(b))
  return `${HEADER}\n${rows.join('\n')}\n`
}

function hash(text: string): number {
  let value = 7
  for (const sign of text) value = (value * 31 + sign.charCodeAt(0)) % 1_000_003
  return value
}

/** Identifiers that every DHIS2 knows, and those that this product adds for what DHIS2 leaves open. */

/** The category option combo of a value that is not divided: the same on every server. */
export const DEFAULT_OPTION_COMBO = 'HllvX50cXC0'
/** The category combo of data elements that are not divided. */
export const DEFAULT_CATEGORY_COMBO = 'bjDvmb4bfuf'

/** Dimension of option combos whose category combo nobody described. */
export const UNKNOWN_COMBOS = 'dhis2-coc'
/** Dimension of attribute option combos. */
export const ATTRIBUTE_COMBOS = 'dhis2-aoc'
/** How an attribute option combo names a partner of the initiative. */
export const PARTNER_PREFIX = 'partner:'

/** Whether a text has the form of a DHIS2 identifier: a letter and ten letters or digits. */
export function isUid(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]{10}$/.test(text)
}

/** Whether a dimension holds option combos of DHIS2: a category combo's identifier, or one of the two above. */
export function isComboDimension(code: string): boolean {
  return code === UNKNOWN_COMBOS || isUid(code)
}

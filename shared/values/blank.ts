/** An optional text of a form or a file: blank is none. Undefined stays undefined, for what was not given. */
export function blankToNull<T extends string | null | undefined>(text: T): T | null {
  return typeof text === 'string' && text.trim() === '' ? null : text
}

/** As `blankToNull` for every text of a row that is about to be written. */
export function blanksToNull<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? blankToNull(value) : value])) as Row
}

const WIDEST = 60

/** A table for a terminal: columns as wide as their longest text, long texts cut. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cut = (text: string) => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text)
  const lines = [header, ...rows].map((row) => row.map(cut))
  const widths = header.map((_name, index) => Math.max(...lines.map((line) => (line[index] ?? '').length)))
  return `${lines
    .map((line) =>
      line
        .map((text, index) => text.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n`
}

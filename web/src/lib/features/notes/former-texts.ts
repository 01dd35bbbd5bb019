/** A text of before, as it is shown again: everything that was written, one part after the other. */
export interface FormerText {
  readonly number: number
  readonly changedOn: string
  readonly title: string
  readonly text: string
  readonly captions: readonly string[]
}

const PARTS = ['what_happened', 'what_was_expected', 'why', 'what_we_learned', 'what_we_would_do'] as const

/** Captions of what hung on a former text; texts older than attachments have none. */
const captionsOf = (kept: unknown) => (Array.isArray(kept) ? kept : []).map((one: { caption?: unknown }) => String(one.caption ?? ''))

/** Former texts as they were kept, latest first. */
export function formerTexts(items: readonly { number: number; changedOn: string; content: Record<string, unknown> }[]): FormerText[] {
  return items
    .map(({ number, changedOn, content }) => ({
      number,
      changedOn,
      title: String(content.title ?? ''),
      text: PARTS.flatMap((part) => (typeof content[part] === 'string' && content[part] !== '' ? [content[part]] : [])).join('\n\n'),
      captions: captionsOf(content.attachments),
    }))
    .reverse()
}

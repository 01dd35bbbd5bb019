import { AUDIENCES } from '#shared/meetings/audience.ts'
import type { SentForm } from '#lib/api/form.server.ts'

/** The state that a button asks for: publishing, sending away, or nothing but the words. */
export function stateOf(form: SentForm): 'published' | 'dismissed' | undefined {
  const act = form.text('act')
  if (act === 'publish') return 'published'
  return act === 'dismiss' ? 'dismissed' : undefined
}

/** Who may read, as it was chosen. */
export const audienceOf = (form: SentForm) => AUDIENCES.find((one) => one === form.text('audience')) ?? 'circle'

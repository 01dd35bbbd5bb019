/**
 * Canaries: texts that only some readers may see. Every test client checks each answer it gets for
 * the canaries that its actor may not know, whatever the test was about (reliability C2, rule 3).
 */
export interface Canary {
  readonly text: string
  /** Whether this hat may read it. */
  readonly mayRead: (hat: { initiativeSlug: string | null; role: string | null; partner: string | null; email: string | null }) => boolean
}

const canaries: Canary[] = []

/** Plants a canary for the rest of the file; returns its text. */
export function plantCanary(name: string, mayRead: Canary['mayRead']): string {
  const text = `Ω${name}Ω${canaries.length}`
  canaries.push({ text, mayRead })
  return text
}

/** Canaries in this answer that the actor may not see. */
export function leakedCanaries(payload: string, hat: Parameters<Canary['mayRead']>[0]): string[] {
  return canaries.filter((canary) => payload.includes(canary.text) && !canary.mayRead(hat)).map((canary) => canary.text)
}

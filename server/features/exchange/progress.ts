/** How far imports that go on after their answer are: known to this process, which does the work. */
const known = new Map<string, { done: number; total: number }>()

export function tellProgress(importId: string, done: number, total: number): void {
  known.set(importId, { done, total })
}

export function progressOf(importId: string): { done: number; total: number } | null {
  return known.get(importId) ?? null
}

export function forgetProgress(importId: string): void {
  known.delete(importId)
}

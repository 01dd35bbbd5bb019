async function wait(): Promise<void> {
  await Promise.resolve()
}

/** Two faults that only types show: a promise that nobody waits for, and a case that nobody handles. */
export function planted(kind: 'known' | 'forgotten'): number {
  wait()
  switch (kind) {
    case 'known':
      return 1
  }
  return 2
}

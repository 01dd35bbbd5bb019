import type { Hat } from '#shared/accounts/contract.ts'

export const ENTRIES = ['home', 'entry', 'dashboard', 'releases', 'notes', 'conditions', 'settings'] as const
export type Entry = (typeof ENTRIES)[number]

const HIDDEN: Readonly<Record<Hat['role'], readonly Entry[]>> = {
  backbone: [],
  partner_contributor: ['settings'],
  partner_viewer: ['entry', 'settings'],
  funder: ['entry', 'settings'],
}

/** The entries of an initiative that this role can use; the server decides all the same. */
export function entriesFor(role: Hat['role']): readonly Entry[] {
  return ENTRIES.filter((entry) => !HIDDEN[role].includes(entry))
}

export function entryPath(base: string, entry: Entry): string {
  return entry === 'home' ? base : `${base}/${entry}`
}

/** The entry that an address belongs to: pages beside the seven belong to the dashboard they are reached from, or to none. */
export function currentEntry(base: string, path: string): Entry | null {
  if (path === base || path === `${base}/`) return 'home'
  const first = path.startsWith(`${base}/`) ? path.slice(base.length + 1).split('/')[0] : undefined
  if (first === 'indicators' || first === 'territories' || first === 'partners') return 'dashboard'
  if (first === 'quality' || first === 'contests' || first === 'assessments' || first === 'governance') return 'conditions'
  if (first === 'reports') return 'releases'
  return ENTRIES.find((entry) => entry === first) ?? null
}

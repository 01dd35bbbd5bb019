/** Below this number neither readers nor those who have not read are told apart. */
export const TOLD_FROM = 5

/** How many organisations of an audience opened an update, as far as it may be told (S40). */
export type Readership =
  | { readonly kind: 'fewer'; readonly readers: number; readonly audience: number }
  | { readonly kind: 'exact'; readonly readers: number; readonly audience: number }
  | { readonly kind: 'at_least'; readonly readers: number; readonly audience: number }

/**
 * Fewer than five readers are « moins de 5 »; where fewer than five have not read, as many as leave five of them: else the
 * number would tell who did. Nothing of an audience of fewer than five.
 */
export function readershipOf(readers: number, audience: number): Readership | null {
  if (audience < TOLD_FROM) return null
  if (readers < TOLD_FROM) return { kind: 'fewer', readers: TOLD_FROM, audience }
  if (audience - readers < TOLD_FROM) return { kind: 'at_least', readers: Math.max(TOLD_FROM, audience - TOLD_FROM), audience }
  return { kind: 'exact', readers, audience }
}

import type { ProgressCell } from '#shared/progress/contract.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { ConcealedCell } from './conceal.ts'
import type { ReleaseChange } from './shapes.ts'

/** Share of the former value from which a change is announced (domain 3.12). */
const MATERIAL_SHARE = '0.05'

/**
 * What a release says otherwise of one figure than the release before it; null where it says the same, where the figure is
 * new, and where either is hidden: the change would tell the hidden one.
 */
export function changeBetween(
  before: (Pick<ProgressCell, 'value' | 'status'> & { readonly isMasked: boolean }) | undefined,
  after: ConcealedCell,
): Omit<ReleaseChange, 'reasons' | 'partner'> | null {
  if (before === undefined || before.isMasked || after.mask !== 'none') return null
  if (before.value === null && after.value === null) return null
  if (before.value !== null && after.value !== null && decimal(before.value).eq(after.value)) return null
  const isLarge =
    before.value === null || after.value === null || decimal(after.value).minus(before.value).abs().gte(decimal(before.value).abs().times(MATERIAL_SHARE))
  return {
    indicator: after.indicator,
    period: after.period,
    territory: after.territory,
    category: after.category,
    oldValue: before.value,
    newValue: after.value,
    oldStatus: before.status,
    newStatus: after.status,
    isMaterial: isLarge || before.status !== after.status,
  }
}

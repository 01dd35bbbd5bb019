import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { circleOf } from './circle.ts'
import { keyText, type ResolvedFigure } from './figures.ts'
import { figuresForUpdate, type StoredFigure } from './queries.ts'

/** Whether a figure is its partner's alone: typed there and not handed in. */
export const isOwnDraft = ({ state, origin }: Pick<StoredFigure, 'state' | 'origin'>) => state === 'draft' && origin === 'partner'

/** Partners of these figures for whom nobody of their own can type: what they left there, the backbone may replace (situation 13). */
export async function unattendedAmong(trx: Trx, actor: Actor, figures: readonly Pick<ResolvedFigure, 'partnerId'>[]): Promise<ReadonlySet<string>> {
  const asked = new Set(figures.flatMap(({ partnerId }) => partnerId ?? []))
  if (actor.role !== 'backbone' || asked.size === 0) return new Set()
  const { unattended } = await circleOf(trx, actor)
  return new Set([...asked].filter((id) => unattended.has(id)))
}

/** Drafts that unattended partners left at the places of these figures, locked: the backbone writes over them, and reads none. */
export async function draftsLeftBehind(
  trx: Trx,
  initiativeId: string,
  figures: readonly ResolvedFigure[],
  unattended: ReadonlySet<string>,
): Promise<StoredFigure[]> {
  const places = figures.filter(({ partnerId }) => partnerId !== null && unattended.has(partnerId))
  if (places.length === 0) return []
  const asked = new Set(places.map(keyText))
  const found = await withPurpose(trx, 'maintenance', () => figuresForUpdate(trx, initiativeId, places))
  return found.filter((row) => isOwnDraft(row) && asked.has(keyText(row)))
}

import { createHash } from 'node:crypto'
import type { ChangedFigure, DraftCheck, ImportDraft, UnusualGroup } from '#shared/exchange/draft-contract.ts'
import { needsComment } from '#shared/observations/checks.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { openDraft, saveDraft, toDraft, type Confirmed, type Draft } from './drafts.ts'
import { unusualGroups, type UnusualFigure, type WrittenFigure } from './unusual.ts'

/** Figures of each kind that a check shows; all are counted and confirmed. */
const SHOWN = 20

/** Unusual figures as the person confirms them: a kind that was confirmed stays so while it is of the same figures and numbers. */
export async function toConfirm(
  unusual: readonly UnusualFigure[],
  confirmed: Readonly<Record<string, Confirmed>>,
  name: (figures: readonly WrittenFigure[]) => Promise<ChangedFigure[]>,
): Promise<UnusualGroup[]> {
  const groups: UnusualGroup[] = []
  for (const { code, members } of unusualGroups(unusual)) {
    // By their places in the file: what the import itself would make has no lasting id.
    const hash = createHash('sha256')
    for (const { unusual: one, numbers } of members) {
      const { sheet, row, column, category, value, numerator, denominator } = one.figure
      hash.update(JSON.stringify([sheet, row, column, category, value, numerator, denominator, numbers]))
    }
    const digest = hash.digest('hex')
    const shown = members.slice(0, SHOWN)
    const figures = await name(shown.map(({ unusual: one }) => one))
    const former = confirmed[code]
    groups.push({
      code,
      count: members.length,
      digest,
      needsComment: needsComment([{ code }]),
      examples: figures.map((figure, place) => ({ figure, numbers: { ...shown[place]?.numbers } })),
      confirmed: former?.digest === digest ? { comment: former.comment } : null,
    })
  }
  return groups
}

const unusualOfCheck = ({ row }: Draft) => (row.checked as DraftCheck | null)?.unusual ?? []

/**
 * Keeps what a person confirms of the last check; a kind that is left out is no longer confirmed.
 * @throws not_found, version_stale, import_draft_done, invalid_request (nothing of that kind was found, or no word where one is needed)
 */
export async function confirmDraft(
  trx: Trx,
  actor: Actor,
  now: Date,
  draftId: string,
  items: readonly { code: UnusualGroup['code']; comment?: string | null | undefined }[],
  seen: number,
): Promise<ImportDraft> {
  const draft = await openDraft(trx, actor, now, draftId)
  if (draft.row.import_id !== null) throw problem('import_draft_done')
  const groups = unusualOfCheck(draft)
  const byCode = new Map(items.map(({ code, comment }) => [code, comment == null || comment === '' ? null : comment]))
  const faults = [...byCode].flatMap(([code, comment]) => {
    const group = groups.find((one) => one.code === code)
    if (group === undefined) return [{ pointer: `/items/${code}`, code: 'unknown_reference' }]
    return group.needsComment && comment === null ? [{ pointer: `/items/${code}`, code: 'required' }] : []
  })
  if (faults.length > 0) throw problem('invalid_request', {}, faults)
  const kept = groups.map((group) => ({ ...group, confirmed: byCode.has(group.code) ? { comment: byCode.get(group.code) ?? null } : null }))
  const confirmed = Object.fromEntries(kept.flatMap(({ code, digest, confirmed: one }) => (one === null ? [] : [[code, { digest, ...one }] as const])))
  return toDraft(
    await saveDraft(trx, actor, draft, seen, { checked: { ...(draft.row.checked as DraftCheck), unusual: kept }, facts: { ...draft.facts, confirmed } }),
  )
}

/** Refuses to import what was never checked, or what is unusual and nobody confirmed. @throws import_draft_incomplete, import_unconfirmed */
export function refuseUnconfirmed(draft: Draft): void {
  const open = unusualOfCheck(draft).filter(({ confirmed }) => confirmed === null)
  if (open.length > 0) throw problem('import_unconfirmed', { codes: open.map(({ code }) => code) })
  if (draft.row.checked === null) throw problem('import_draft_incomplete', { missing: ['check'] })
}

/** What was confirmed, by kind of warning. */
export function confirmedOf(draft: Draft): ReadonlyMap<string, string | null> {
  return new Map(unusualOfCheck(draft).flatMap(({ code, confirmed }) => (confirmed === null ? [] : [[code, confirmed.comment] as const])))
}

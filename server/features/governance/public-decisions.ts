import type { Decision, PublicDecision } from '#shared/governance/decision-contract.ts'
import { namesSomebody } from '#shared/wins/crossing.ts'
import { asReleaseReader, pageMark, type Visitor } from '#server/features/releases/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listSeatRows } from './bodies-queries.ts'
import { lockDecision, readDecision } from './decisions-service.ts'
import { updateDecision } from './decisions-queries.ts'
import { deleteShown, insertShown, isShown, shownDecisions } from './public-decisions-queries.ts'

/** Most decisions that a public page tells; the rest is older. */
const MOST = 30

/** Who sits and who decides is the circle's to know, also where the words of a decision say it. @throws person_in_text */
async function requireNobodyNamed(trx: Trx, actor: Actor, id: string): Promise<void> {
  const { titleFr, titleEn, textFr, textEn, details } = await readDecision(trx, actor, id)
  const people = [details?.delegateName ?? null, ...(await listSeatRows(trx, actor.initiative.id)).map(({ holderName }) => holderName)]
  if ([titleFr, titleEn, textFr, textEn].some((text) => namesSomebody(text ?? '', people))) throw problem('person_in_text')
}

/**
 * Shows a decision to everybody on the public page, or takes it back at once. It is another choice than what funders read.
 * @throws not_found, version_stale, decision_open (nothing is decided yet), person_in_text (its words name who has a seat or decides)
 */
export async function showDecision(trx: Trx, actor: Actor, id: string, isPublic: boolean, expected: number, now: Date): Promise<Decision> {
  const row = await lockDecision(trx, actor, id, expected)
  if (row.result === null) throw problem('decision_open')
  const { id: initiativeId } = actor.initiative
  if ((await isShown(trx, initiativeId, id)) !== isPublic) {
    if (isPublic) await requireNobodyNamed(trx, actor, id)
    await (isPublic ? insertShown(trx, initiativeId, id, actor.today) : deleteShown(trx, initiativeId, id))
    await updateDecision(trx, initiativeId, id, {})
    await audit(trx, actor, { action: isPublic ? 'decision.show' : 'decision.hide', objectType: 'decision', objectId: id }, now)
  }
  return readDecision(trx, actor, id)
}

/**
 * Decisions for everybody, read as the role that sees their words, results and days, and nothing of who said what.
 * @returns them and the mark of the page that tells them @throws not_found when the initiative has no public page
 */
export async function readPublicDecisions(trx: Trx, visitor: Visitor): Promise<{ mark: string; items: PublicDecision[] }> {
  const mark = await pageMark(trx, visitor)
  return { mark, items: await asReleaseReader(trx, () => shownDecisions(trx, visitor.initiative.id, MOST)) }
}

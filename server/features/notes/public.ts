import { asReleaseReader, openRelease, type OpenRelease, type Visitor } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { AttachmentKind } from '#shared/notes/attachments.ts'
import { dayFor, namesNobody, signatureOf, type Signature } from '#shared/notes/attribution.ts'
import type { Attribution, Cause, NoteType } from '#shared/notes/life.ts'
import type { PublicNote, PublicNoteSummary } from '#shared/notes/public.ts'
import { recognisableLinks } from '#shared/notes/recognition.ts'
import { findContent } from './attachment-queries.ts'
import { attachmentViews } from './attachment-views.ts'
import {
  findPublicNote,
  publicAdaptations,
  publicChecks,
  publicLinks,
  publicFacts,
  publicNotes,
  publicTrial,
  type PublicFactsRow,
  type PublicNoteRow,
} from './public-queries.ts'
import { extractOf } from './reading.ts'

/** The database tells the day that a partner left once it has passed: by then it is before any day that is asked about. */
const AFTER_ALL_DAYS = '9999-12-31'

function signed(row: Pick<PublicNoteRow, 'attribution' | 'collective_agreed_on'>, names: PublicFactsRow | undefined): Signature {
  const isNamed = names !== undefined && (names.personName !== null || names.partnerName !== null || names.partnerLeftOn !== null)
  return signatureOf(
    {
      attribution: row.attribution as Attribution,
      isCollectiveAgreed: row.collective_agreed_on !== null,
      named: isNamed ? { person: names.personName, partnerCode: null, partnerName: names.partnerName, partnerLeftOn: names.partnerLeftOn } : null,
    },
    AFTER_ALL_DAYS,
  )
}

/** Whether everybody is told months in place of the days of a note. */
const inMonths = (row: Pick<PublicNoteRow, 'attribution'>) => namesNobody(row.attribution as Attribution)

function faceOf(row: Omit<PublicNoteRow, 'list_day'>, names: readonly PublicFactsRow[]) {
  return {
    id: row.id,
    type: row.type as NoteType,
    title: row.title,
    language: row.language,
    sharedOn: dayFor(row.shared_on, inMonths(row)),
    signature: signed(
      row,
      names.find(({ noteId }) => noteId === row.id),
    ),
  }
}

/** The indicators that everybody is told of: of a note that names nobody, none by which its author could be recognised. */
function toldIndicators(fact: PublicFactsRow | undefined): ReadonlySet<string> {
  const things = (fact?.indicators ?? []).map((key) => {
    const reporters = fact?.reporters?.[key]
    return { kind: 'indicator' as const, key, partners: reporters === undefined ? null : new Set(reporters.map(String)) }
  })
  const keptBack = new Set(recognisableLinks(things).map(({ key }) => key))
  return new Set(things.flatMap(({ key }) => (keptBack.has(key) ? [] : [key])))
}

/** Looks as the role that reads what is public and nothing else. @throws not_found when the initiative shows nothing to everybody, or under a link */
async function within<T>(trx: Trx, visitor: Visitor, work: (open: OpenRelease) => Promise<T | null>): Promise<T> {
  const found = await asReleaseReader(trx, async () => {
    const open = await openRelease(trx, visitor, visitor.number)
    return open === null ? null : { told: await work(open) }
  })
  if (found === null || found.told === null) throw problem('not_found')
  return found.told
}

/** Notes that are public, newest first. @param after day and note that the former page ended with. @throws not_found when nothing is public */
export function listPublicNotes(
  trx: Trx,
  visitor: Visitor,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: PublicNoteSummary[]; next: string | null }> {
  return within(trx, visitor, async () => {
    const [day, id] = (after ?? '').split('_')
    const rows = await publicNotes(trx, visitor.initiative.id, day === undefined || id === undefined ? null : { day, id }, limit + 1)
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const names = await publicFacts(
      trx,
      page.map((row) => row.id),
    )
    return {
      items: page.map((row) => ({ ...faceOf(row, names), extract: extractOf(row.what_happened) })),
      next: last === undefined ? null : `${last.list_day}_${last.id}`,
    }
  })
}

/** One public note. @throws not_found for any other, in the same words whether there is one */
export function readPublicNote(trx: Trx, visitor: Visitor, noteId: string): Promise<PublicNote> {
  const initiativeId = visitor.initiative.id
  return within(trx, visitor, async (open) => {
    const row = await findPublicNote(trx, initiativeId, noteId)
    if (row === undefined) return null
    const facts = await publicFacts(trx, [noteId])
    const [fact] = facts
    const told = toldIndicators(fact)
    const links = await publicLinks(trx, initiativeId, noteId)
    const trial = await publicTrial(trx, initiativeId, noteId)
    const checks = await publicChecks(trx, initiativeId, noteId)
    const adaptations = await publicAdaptations(trx, initiativeId, noteId)
    return {
      ...faceOf(row, facts),
      whatHappened: row.what_happened,
      whatWasExpected: row.what_was_expected,
      why: row.why,
      whatWeLearned: row.what_we_learned,
      whatWeWouldDo: row.what_we_would_do,
      causes: row.causes as Cause[],
      happenedOn: dayFor(fact?.happenedOn ?? null, inMonths(row)),
      editedOn: dayFor(row.edited_on, inMonths(row)),
      noAdaptationReason: row.no_adaptation_reason,
      conditions: links.flatMap(({ condition }) => (condition === null ? [] : [condition as PublicNote['conditions'][number]])),
      stages: links.flatMap(({ stage }) => (stage === null ? [] : [stage as PublicNote['stages'][number]])),
      indicators: open.catalogue.indicators
        .filter(({ code, archivedOn }) => archivedOn === null && told.has(code))
        .map(({ code, current }) => ({ code, nameFr: current.nameFr, nameEn: current.nameEn })),
      trial:
        trial === undefined
          ? null
          : {
              title: trial.title,
              hypothesis: trial.hypothesis,
              costLimit: trial.cost_limit,
              startsOn: dayFor(fact?.startsOn ?? '', inMonths(row)),
              endsOn: dayFor(fact?.endsOn ?? '', inMonths(row)),
              signItWorks: trial.sign_it_works,
              signItFails: trial.sign_it_fails,
              declaredOn: dayFor(fact?.declaredOn ?? '', inMonths(row)),
            },
      attachments: await attachmentViews(trx, initiativeId, noteId),
      adaptations: adaptations.map(({ id, decision, text, decided_on }) => ({
        id,
        decision: decision as PublicNote['adaptations'][number]['decision'],
        text,
        decidedOn: decided_on,
        checks: checks
          .filter((check) => check.adaptation_id === id)
          .map((check) => ({ id: check.id, checkedOn: check.checked_on, result: check.result as 'helped', note: check.note, next: check.next })),
      })),
    }
  })
}

/** One file of a note that is public at this moment. @throws not_found */
export function readPublicContent(trx: Trx, visitor: Visitor, noteId: string, attachmentId: string): Promise<{ kind: AttachmentKind; content: Buffer }> {
  return within(trx, visitor, async () => (await findContent(trx, visitor.initiative.id, noteId, attachmentId)) ?? null)
}

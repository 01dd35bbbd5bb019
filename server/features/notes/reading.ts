import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { dayFor, isAnonymous, namesNobody, signatureOf, tellsCarrier } from '#shared/notes/attribution.ts'
import type { Adaptation, Note, NoteComment, NoteLink, NoteSummary } from '#shared/notes/contract.ts'
import { checkDay, followUpOf, isInCircle, needsAnswer } from '#shared/notes/life.ts'
import { abilitiesOf, isOfCircle } from './access.ts'
import { attachmentViews } from './attachment-views.ts'
import {
  adaptationsOf,
  checksOf,
  commentsOf,
  linksOf,
  signaturesOf,
  type AdaptationRow,
  type CheckRow,
  type CommentRow,
  type LinkRow,
  type SignatureRow,
} from './part-queries.ts'
import { attachedTrials, type AttachedRow } from './trial-queries.ts'
import { hasLeft } from './place-queries.ts'
import { countVersions, writtenByActor, type NoteRow } from './queries.ts'
import { isPointer, pointerName, recognisableAmong, workOn, type Pointer } from './recognition.ts'
import { writersOf, writtenTogether } from './coauthor-queries.ts'

/** Everything around notes that the actor may read, before attribution is applied. */
export interface Surroundings {
  readonly own: ReadonlyMap<string, { backbone_may_contact: boolean }>
  /** Notes that the actor co-writes: told as to their author, without what only the author decides. */
  readonly cowritten: ReadonlySet<string>
  /** Own notes that somebody else writes too. */
  readonly together: ReadonlySet<string>
  readonly signatures: readonly SignatureRow[]
  readonly links: readonly LinkRow[]
  readonly adaptations: readonly AdaptationRow[]
  readonly checks: readonly CheckRow[]
  readonly trials: readonly AttachedRow[]
  readonly comments: readonly CommentRow[]
  /** Of each note that names nobody, what it is linked to that could tell its author to readers. */
  readonly keptBack: ReadonlyMap<string, ReadonlySet<string>>
}

/** Whether the actor's partner has left: the circle is of active partners (domain 4.4). */
export async function isOfLeftPartner(trx: Trx, actor: Actor): Promise<boolean> {
  const { partnerId } = actor
  return (
    (actor.role === 'partner_contributor' || actor.role === 'partner_viewer') && partnerId !== null && hasLeft(trx, actor.initiative.id, partnerId, actor.today)
  )
}

function anonymous(row: NoteRow): boolean {
  return isAnonymous({ attribution: row.attribution, isCollectiveAgreed: row.collective_agreed_on !== null })
}

/** What a note and the checks of its decisions point to. */
function pointersOf(noteId: string, links: readonly LinkRow[], checks: readonly CheckRow[]): Pointer[] {
  const linked = links.filter((link) => link.note_id === noteId).map(toLink)
  const shown = checks.flatMap((check) => (check.note_id === noteId && check.indicator_code !== null ? [{ kind: 'indicator', key: check.indicator_code }] : []))
  return [...linked, ...shown].filter(isPointer)
}

/** Of notes that readers must not tie to their author: what would, alone or together. */
async function keptBackOf(trx: Trx, actor: Actor, guarded: readonly NoteRow[], links: readonly LinkRow[], checks: readonly CheckRow[]) {
  const pointers = guarded.map((row) => ({ id: row.id, of: pointersOf(row.id, links, checks) })).filter(({ of }) => of.length > 0)
  if (pointers.length === 0) return new Map<string, Set<string>>()
  const work = await workOn(
    trx,
    actor,
    pointers.flatMap(({ of }) => of),
  )
  return new Map(pointers.map(({ id, of }) => [id, new Set(recognisableAmong(work, of).map(pointerName))]))
}

/**
 * @param asReader as if nobody had written them: what a preview shows, or a report that leaves the reader's hands
 * @param told kinds of links that this reader gets, where they are fewer than all; then no check shows an indicator either
 */
export async function surroundingsOf(trx: Trx, actor: Actor, rows: readonly NoteRow[], asReader = false, told?: readonly string[]): Promise<Surroundings> {
  const initiativeId = actor.initiative.id
  const ids = rows.map((row) => row.id)
  const written = asReader ? [] : await writtenByActor(trx, initiativeId, ids)
  const own = new Map(written.filter((row) => row.is_author).map((row) => [row.note_id, row]))
  const cowritten = new Set(written.filter((row) => !row.is_author).map((row) => row.note_id))
  const links = (await linksOf(trx, initiativeId, ids)).filter(({ kind }) => told?.includes(kind) !== false)
  const checks = (await checksOf(trx, initiativeId, ids)).map((check) => (told === undefined ? check : { ...check, indicator_code: null }))
  const guarded = rows.filter((row) => anonymous(row) && !own.has(row.id) && !cowritten.has(row.id))
  return {
    own,
    cowritten,
    together: await writtenTogether(trx, initiativeId, [...own.keys()]),
    links,
    signatures: await signaturesOf(trx, initiativeId, ids),
    adaptations: await adaptationsOf(trx, initiativeId, ids),
    checks,
    trials: await attachedTrials(trx, initiativeId, ids),
    comments: isOfCircle(actor) ? await commentsOf(trx, initiativeId, ids) : [],
    keptBack: await keptBackOf(trx, actor, guarded, links, checks),
  }
}

/** Whether the actor writes the note, as author or co-author: what attribution keeps from readers is not kept from who writes. */
const writes = (around: Surroundings, noteId: string) => around.own.has(noteId) || around.cowritten.has(noteId)

/** Whether this reader is told months in place of the days of a note. */
const isMonthAlone = (row: NoteRow, around: Surroundings) => namesNobody(row.attribution) && !writes(around, row.id)

function toLink(row: LinkRow): NoteLink {
  const key = row.indicator_code ?? row.territory_code ?? row.condition ?? row.stage ?? row.activity_id ?? row.goal_id ?? ''
  return { kind: row.kind as NoteLink['kind'], key, nameFr: row.name_fr, nameEn: row.name_en, period: row.period_code }
}

/** Whether readers of the note are told of what it points to. */
const isTold = (around: Surroundings, noteId: string, to: { kind: string; key: string }) => around.keptBack.get(noteId)?.has(pointerName(to)) !== true

/** The links that may leave: of a note that names nobody, none by which its author could be recognised. */
function visibleLinks(row: NoteRow, around: Surroundings): NoteLink[] {
  return around.links
    .filter((link) => link.note_id === row.id)
    .map(toLink)
    .filter((link) => isTold(around, row.id, link))
}

/** The part that list and page share, attribution applied. */
function faceOf(actor: Actor, row: NoteRow, around: Surroundings) {
  const named = around.signatures.find((signature) => signature.note_id === row.id && signature.audience === 'readers')
  const adaptations = around.adaptations.filter((adaptation) => adaptation.note_id === row.id)
  const followUp = followUpOf(
    {
      type: row.type,
      state: row.state,
      visibility: row.visibility,
      sharedOn: row.shared_on,
      adaptations: adaptations.map((adaptation) => ({
        decidedOn: adaptation.decided_on,
        dueOn: adaptation.due_on,
        isChecked: around.checks.some((check) => check.adaptation_id === adaptation.id && check.result !== 'too_early'),
      })),
    },
    actor.today,
  )
  return {
    id: row.id,
    type: row.type,
    title: row.title,
    language: row.language,
    visibility: row.visibility,
    state: row.state,
    sharedOn: dayFor(row.shared_on, isMonthAlone(row, around)),
    causes: row.causes,
    signature: signatureOf(
      {
        attribution: row.attribution,
        isCollectiveAgreed: row.collective_agreed_on !== null,
        named:
          named === undefined
            ? null
            : { person: named.person_name, partnerCode: named.partner_code, partnerName: named.partner_name, partnerLeftOn: named.partner_left_on },
      },
      actor.today,
    ),
    links: visibleLinks(row, around),
    // Discussing and deciding are counted from the day of sharing, checking from that of the decision.
    followUp: followUp === null ? null : { ...followUp, dueOn: dayFor(followUp.dueOn, followUp.step !== 'check' && isMonthAlone(row, around)) },
    isMine: around.own.has(row.id),
    isCowritten: around.cowritten.has(row.id),
    isHidden: row.hidden_reason !== null,
  }
}

/** First words of a text, cut between words. */
export function extractOf(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  return flat.length <= 240 ? flat : `${flat.slice(0, 240).replace(/\s+\S*$/, '')}…`
}

export function toSummary(actor: Actor, row: NoteRow, around: Surroundings): NoteSummary {
  const comments = around.comments.filter((comment) => comment.note_id === row.id).length
  return {
    ...faceOf(actor, row, around),
    isTogether: around.cowritten.has(row.id) || around.together.has(row.id),
    extract: extractOf(row.what_happened),
    awaitsAnswer: actor.role === 'backbone' && needsAnswer({ type: row.type, sharedOn: row.shared_on, comments }, actor.today),
    commentCount: comments,
    adaptationCount: around.adaptations.filter((adaptation) => adaptation.note_id === row.id).length,
  }
}

function toComment(row: CommentRow, today: string): NoteComment {
  const left = row.partner_left_on !== null && row.partner_left_on < today
  return {
    id: row.id,
    kind: row.kind as NoteComment['kind'],
    body: row.body,
    language: row.language,
    saidOn: row.said_on,
    isMine: row.is_mine,
    signature: left ? { kind: 'former_partner', name: null } : { kind: row.signature as 'a_partner', name: row.signed_name },
  }
}

/** Who carries a decision, as this hat is told; one rule for the note, its preview, the follow-up and whatever is made of them. */
export function carrierOf(actor: Actor, row: NoteRow, adaptation: AdaptationRow, around: Surroundings) {
  const isTold = tellsCarrier({
    isAnonymousNote: anonymous(row),
    writes: writes(around, row.id),
    isBackbone: actor.role === 'backbone',
    carries: adaptation.owner_partner_id !== null && adaptation.owner_partner_id === actor.partnerId,
  })
  const isCarried = adaptation.owner_partner_id !== null || adaptation.owner_name !== null
  if (!isTold) return { ownerName: null, ownerPartnerCode: null, ownerPartnerName: null, isOwnerKept: isCarried }
  return { ownerName: adaptation.owner_name, ownerPartnerCode: adaptation.owner_code, ownerPartnerName: adaptation.owner_partner_name, isOwnerKept: false }
}

function toAdaptation(actor: Actor, note: NoteRow, row: AdaptationRow, around: Surroundings, may: { write: boolean; isOpen: boolean }): Adaptation {
  const owns = actor.role === 'partner_contributor' && row.owner_partner_id !== null && row.owner_partner_id === actor.partnerId
  const mayWrite = may.isOpen && (may.write || owns)
  return {
    id: row.id,
    decision: row.decision as Adaptation['decision'],
    text: row.text,
    decidedOn: row.decided_on,
    decidedIn: row.decided_in,
    ...carrierOf(actor, note, row, around),
    dueOn: row.due_on,
    checkOn: checkDay({ decidedOn: row.decided_on, dueOn: row.due_on }),
    version: row.version,
    abilities: { change: mayWrite, check: mayWrite },
    checks: around.checks
      .filter((check) => check.adaptation_id === row.id)
      .map((check) => ({
        id: check.id,
        checkedOn: check.checked_on,
        result: check.result as 'helped',
        note: check.note,
        next: check.next,
        evidence:
          check.indicator_code === null || !isTold(around, note.id, { kind: 'indicator', key: check.indicator_code })
            ? null
            : { kind: 'indicator', key: check.indicator_code, nameFr: check.name_fr, nameEn: check.name_en, period: null },
      })),
  }
}

/** The trial as it was declared; its days are months where they could tell who wrote. */
function toTrial(row: AttachedRow | undefined, inMonths: boolean): Note['trial'] {
  if (row === undefined) return null
  const told = (day: string) => dayFor(day, inMonths)
  return {
    title: row.title,
    hypothesis: row.hypothesis,
    costLimit: row.cost_limit,
    startsOn: told(row.starts_on),
    endsOn: told(row.ends_on),
    signItWorks: row.sign_it_works,
    signItFails: row.sign_it_fails,
    declaredOn: told(row.declared_on),
  }
}

/** Second acts that wait for the backbone; the author sees them too. */
export function awaitsOf(row: NoteRow): Note['awaits'] {
  if (row.hidden_reason !== null || row.state === 'withdrawn') return []
  return [
    ...(row.public_asked_on !== null && row.visibility === 'funder' ? (['public'] as const) : []),
    ...(row.attribution === 'initiative' && row.collective_agreed_on === null && isInCircle(row.visibility) ? (['initiative'] as const) : []),
  ]
}

/** One note as this hat may read it: what attribution keeps back never leaves `composeNote`. */
export async function toNote(trx: Trx, actor: Actor, row: NoteRow): Promise<Note> {
  const around = await surroundingsOf(trx, actor, [row])
  const note = composeNote(actor, row, around)
  const attachments = await attachmentViews(trx, actor.initiative.id, row.id)
  if (!writes(around, row.id)) return { ...note, attachments }
  return {
    ...note,
    attachments,
    writing: { ...(await writersOf(trx, actor, row.id, note.isMine)), formerVersions: await countVersions(trx, actor.initiative.id, row.id) },
  }
}

/** Without what hangs on it and without who writes it: a report leaves the reader's hands. @param around of notes among which this one is */
export function composeNote(actor: Actor, row: NoteRow, around: Surroundings): Note {
  const face = faceOf(actor, row, around)
  const mine = around.own.get(row.id)
  const isOfOthers = !writes(around, row.id)
  const trial = around.trials.find((one) => one.note_id === row.id)
  const backbone = actor.role === 'backbone'
  const awaits = mine !== undefined || backbone ? awaitsOf(row) : []
  const abilities = abilitiesOf(actor, {
    state: row.state,
    visibility: row.visibility,
    isHidden: face.isHidden,
    isMine: face.isMine,
    isCowritten: face.isCowritten,
    awaits: awaitsOf(row),
    isPublicAsked: row.public_asked_on !== null,
  })
  const contact = backbone && isOfOthers ? around.signatures.find((signature) => signature.note_id === row.id && signature.audience === 'backbone') : undefined
  const namesSomebody = face.signature.kind === 'named_partner' || face.signature.kind === 'named_person'
  const isOpen = row.state !== 'closed' && row.state !== 'withdrawn' && !face.isHidden
  return {
    ...face,
    abilities,
    awaits,
    version: row.version,
    whatHappened: row.what_happened,
    whatWasExpected: row.what_was_expected,
    why: row.why,
    whatWeLearned: row.what_we_learned,
    whatWeWouldDo: row.what_we_would_do,
    failureKind: isOfOthers && (namesSomebody || !isOfCircle(actor)) ? null : row.failure_kind,
    happenedOn: dayFor(row.happened_on, isMonthAlone(row, around)),
    editedOn: dayFor(row.edited_on, isMonthAlone(row, around)),
    noAdaptationReason: row.no_adaptation_reason,
    trial: toTrial(trial, isMonthAlone(row, around)),
    attachments: [],
    adaptations: around.adaptations
      .filter((adaptation) => adaptation.note_id === row.id)
      .map((adaptation) => toAdaptation(actor, row, adaptation, around, { write: backbone || mine !== undefined, isOpen })),
    comments: around.comments.filter((comment) => comment.note_id === row.id).map((comment) => toComment(comment, actor.today)),
    hiddenReason: !isOfOthers || backbone ? row.hidden_reason : null,
    contact: contact === undefined ? null : { partnerCode: contact.partner_code, partnerName: contact.partner_name },
    own:
      mine === undefined
        ? null
        : {
            attribution: row.attribution,
            backboneMayContact: mine.backbone_may_contact,
            publicAskedOn: row.public_asked_on,
            isCollectiveAgreed: row.collective_agreed_on !== null,
            trialId: trial?.trial_id ?? null,
          },
    writing: null,
  }
}

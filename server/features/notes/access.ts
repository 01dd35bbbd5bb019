import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { isEditable, isInCircle, mayMove, type NoteState, type Rung } from '#shared/notes/life.ts'
import type { Author } from './write-queries.ts'

/** What decides who may do what with a note that the actor may read. */
export interface NoteFacts {
  readonly state: NoteState
  readonly visibility: Rung
  readonly isHidden: boolean
  readonly isMine: boolean
  /** The author named the actor, under this hat. */
  readonly isCowritten: boolean
  readonly awaits: readonly string[]
  readonly isPublicAsked: boolean
}

/**
 * Funders read no note before the learning commitment, nor while their access is suspended, whatever its address (domain 4.5): the answer
 * is the same for a note that does not exist.
 */
export function requireCommitment(actor: Actor): void {
  if (actor.role === 'funder' && !actor.commitment) throw problem(actor.notesSuspended === true ? 'note_access_suspended' : 'commitment_required')
}

/** People of the circle: they answer notes, funders only read. */
export function isOfCircle(actor: Actor): boolean {
  return actor.role !== 'funder'
}

/**
 * What this hat may do with this note; the screen offers nothing else. Co-authors write its text, and decide nothing: who reads it, what it is
 * signed with and who writes with them stay with the author, whose name or silence it is. What somebody else than the author must do, they may not do.
 */
export function abilitiesOf(actor: Actor, note: NoteFacts) {
  const backbone = actor.role === 'backbone'
  const inCircle = isInCircle(note.visibility) && note.state !== 'withdrawn'
  const editable = isEditable(note.state)
  const isOfOthers = !note.isMine && !note.isCowritten
  const follows = (backbone || note.isMine) && inCircle && !note.isHidden
  return {
    edit: !isOfOthers && editable,
    // A file that is taken off is gone: that is not left to whoever writes along.
    attach: note.isMine && editable && !note.isHidden,
    // To name somebody is to show the note, which a hidden one is not.
    nameCoauthors: note.isMine && editable && !note.isHidden,
    leave: note.isCowritten,
    share: note.isMine && editable && !note.isHidden && note.visibility !== 'public' && !(note.visibility === 'funder' && note.isPublicAsked),
    narrow: note.isMine && note.visibility !== 'private' && note.state !== 'withdrawn',
    withdraw: note.isMine && note.state !== 'withdrawn',
    hide: backbone && isOfOthers && inCircle && !note.isHidden,
    unhide: backbone && note.isHidden && isOfOthers,
    agree: backbone && isOfOthers && !note.isHidden && note.awaits.length > 0,
    comment: isOfCircle(actor) && inCircle && !note.isHidden,
    discuss: follows && note.state === 'shared',
    decide: follows && mayMove(note.state, 'adaptation_decided'),
    close: follows && mayMove(note.state, 'closed'),
  }
}
export type NoteAbilities = ReturnType<typeof abilitiesOf>

/** Refuses what the screen would not offer. The note is visible to the actor, so its existence is no secret: 403. */
export function requireAbility(abilities: NoteAbilities, ability: keyof NoteAbilities): void {
  if (!abilities[ability]) throw problem('not_allowed')
}

/** Under which hat somebody writes. */
export function authorOf(actor: Actor): Author {
  return { initiativeId: actor.initiative.id, authorId: actor.userId, partnerId: actor.partnerId, asBackbone: actor.role === 'backbone' }
}

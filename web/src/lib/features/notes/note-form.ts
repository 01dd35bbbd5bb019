import type { Note, NoteInput, NoteLink, NoteLinkInput } from '#shared/notes/contract.ts'
import { ATTRIBUTIONS, CAUSES, NOTE_TYPES } from '#shared/notes/life.ts'

/** What the form of a note holds, as text: what was typed is never lost, whatever the answer. */
export interface NoteValues {
  type: string
  title: string
  whatHappened: string
  whatWasExpected: string
  why: string
  causes: string[]
  whatWeLearned: string
  whatWeWouldDo: string
  failureKind: string
  happenedOn: string
  language: string
  attribution: string
  backboneMayContact: boolean
  visibility: string
  links: NoteLinkInput[]
  /** The trial whose outcome is told, or empty. */
  trialId: string
}

const one = <T extends string>(values: readonly T[], text: string): T | undefined => values.find((value) => value === text)

/** A link as one form value, and back: `indicator|SCREEN18|2024-Q3`. */
export function linkValue(link: Pick<NoteLink, 'kind' | 'key'> & { period?: string | null | undefined }): string {
  return [link.kind, link.key, link.period ?? ''].join('|')
}

export function linkFrom(value: string): NoteLinkInput | null {
  const [kind = '', key = '', period = ''] = value.split('|')
  if (key === '') return null
  switch (kind) {
    case 'indicator':
      return { kind, key, ...(period === '' ? {} : { period }) }
    case 'condition':
      return { kind, key: key as Extract<NoteLinkInput, { kind: 'condition' }>['key'] }
    case 'stage':
      return { kind, key: key as Extract<NoteLinkInput, { kind: 'stage' }>['key'] }
    case 'goal':
    case 'activity':
    case 'territory':
      return { kind, key }
    default:
      return null
  }
}

/** Links of the form: those kept, those chosen in the lists, and what was decided of the recognisable ones. */
function readLinks(form: FormData): NoteLinkInput[] {
  const text = (name: string) => String(form.get(name) ?? '')
  const chosen = [
    ...form.getAll('link').map(String),
    `indicator|${text('indicator')}|${text('indicatorPeriod')}`,
    ...(['condition', 'stage', 'territory', 'activity', 'goal'] as const).map((kind) => `${kind}|${text(kind)}`),
  ]
  const links = new Map<string, NoteLinkInput>()
  for (const value of chosen) {
    const link = linkFrom(value)
    if (link === null) continue
    const decision = text(`recognised.${link.kind}.${link.key}`)
    if (decision === 'drop') continue
    const kept: NoteLinkInput = link.kind === 'territory' && decision.startsWith('wider:') ? { kind: 'territory', key: decision.slice(6) } : link
    links.set(linkValue(kept), kept)
  }
  return [...links.values()]
}

/** Reads the form. */
export function readNoteForm(form: FormData): NoteValues {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    type: text('type'),
    title: text('title'),
    whatHappened: text('whatHappened'),
    whatWasExpected: text('whatWasExpected'),
    why: text('why'),
    causes: form.getAll('causes').map(String),
    whatWeLearned: text('whatWeLearned'),
    whatWeWouldDo: text('whatWeWouldDo'),
    failureKind: text('failureKind'),
    happenedOn: text('happenedOn'),
    language: text('language'),
    attribution: text('attribution'),
    backboneMayContact: form.get('backboneMayContact') !== null,
    visibility: text('visibility'),
    links: readLinks(form),
    trialId: text('trialId'),
  }
}

/** Names of the mandatory fields that are empty. */
export function missingFields(values: NoteValues): ('type' | 'title' | 'whatHappened')[] {
  return [
    ...(one(NOTE_TYPES, values.type) === undefined ? (['type'] as const) : []),
    ...(values.title === '' ? (['title'] as const) : []),
    ...(values.whatHappened === '' ? (['whatHappened'] as const) : []),
  ]
}

/** Whether the author signs with a name: then there is nothing to recognise. */
export function namesAuthor(values: Pick<NoteValues, 'attribution'>): boolean {
  return values.attribution === 'named_person' || values.attribution === 'named_partner'
}

/** The body of the API; call it when `missingFields` finds none. */
export function noteInput(values: NoteValues): Omit<NoteInput, 'visibility'> {
  const attribution = one(ATTRIBUTIONS, values.attribution)
  const kind = one(['preventable', 'complex', 'trial'] as const, values.failureKind)
  return {
    type: one(NOTE_TYPES, values.type) ?? 'failure',
    title: values.title,
    whatHappened: values.whatHappened,
    whatWasExpected: values.whatWasExpected,
    why: values.why,
    causes: values.causes.flatMap((cause) => one(CAUSES, cause) ?? []),
    whatWeLearned: values.whatWeLearned,
    whatWeWouldDo: values.whatWeWouldDo,
    failureKind: values.type === 'failure' ? (kind ?? null) : null,
    happenedOn: values.happenedOn === '' ? null : values.happenedOn,
    ...(values.language === '' ? {} : { language: values.language }),
    // A co-author's form has no signature, and changes none.
    ...(attribution === undefined ? {} : { attribution, backboneMayContact: values.backboneMayContact }),
    links: values.links,
    ...(values.trialId === '' ? {} : { trialId: values.trialId }),
  }
}

/** The text of a note, for the hints. */
export function proseOf(values: Pick<NoteValues, 'title' | 'whatHappened' | 'whatWasExpected' | 'why' | 'whatWeLearned' | 'whatWeWouldDo'>): string {
  return [values.title, values.whatHappened, values.whatWasExpected, values.why, values.whatWeLearned, values.whatWeWouldDo]
    .filter((text) => text !== '')
    .join('\n')
}

/** The form of a note that exists. */
export function valuesOf(note: Note): NoteValues {
  return {
    type: note.type,
    title: note.title,
    whatHappened: note.whatHappened,
    whatWasExpected: note.whatWasExpected ?? '',
    why: note.why ?? '',
    causes: note.causes,
    whatWeLearned: note.whatWeLearned ?? '',
    whatWeWouldDo: note.whatWeWouldDo ?? '',
    failureKind: note.failureKind ?? '',
    happenedOn: note.happenedOn ?? '',
    language: note.language,
    attribution: note.own?.attribution ?? '',
    backboneMayContact: note.own?.backboneMayContact ?? false,
    visibility: note.visibility,
    links: note.links.flatMap((link) => linkFrom(linkValue(link)) ?? []),
    trialId: note.own?.trialId ?? '',
  }
}

/** An empty form, its author's alone; what may be told without a name by default is told without a name. */
export function emptyNote(start: { type: string; language: string; trialId?: string; link?: string }): NoteValues {
  return {
    type: one(NOTE_TYPES, start.type) ?? '',
    title: '',
    whatHappened: '',
    whatWasExpected: '',
    why: '',
    causes: [],
    whatWeLearned: '',
    whatWeWouldDo: '',
    failureKind: '',
    happenedOn: '',
    language: start.language,
    attribution: 'a_partner',
    backboneMayContact: false,
    visibility: 'private',
    links: [linkFrom(start.link ?? '') ?? []].flat(),
    trialId: start.trialId ?? '',
  }
}

import { importForm } from '../../support/import-form.ts'
import { png } from '../../support/pictures.ts'
import type { MakeCall, Parts } from '../calls.ts'
import type { ActorName, Stage } from '../stage.ts'
import { atVersion, create, type Made } from './things.ts'

type Rung = 'private' | 'partner' | 'circle' | 'funder' | 'public'
interface Note extends Made {
  readonly adaptations: readonly Made[]
  readonly comments: readonly Made[]
  readonly attachments: readonly Made[]
}

const act = (stage: Stage, by: ActorName, method: string, { id }: Made, rest: string, body?: object, version?: number) =>
  stage.make<Note>(by, method, `/api/v1/initiatives/${stage.here}/notes/${id}${rest}`, body, version === undefined ? {} : atVersion(version))

const widen = (stage: Stage, by: ActorName, note: Note, visibility: Rung) => act(stage, by, 'PUT', note, '/visibility', { visibility }, note.version)

/** A note on the rung that is asked, by the contributor of P02 unless somebody else is named; every rung is climbed as its author must. */
async function newNote(stage: Stage, rung: Rung, by: ActorName = 'contribution'): Promise<Note> {
  const first = rung === 'private' || rung === 'partner' ? rung : 'circle'
  let note = await create<Note>(stage, by, '/notes', { type: 'failure', title: stage.unique(), whatHappened: 'Un essai', visibility: first })
  if (rung === 'funder' || rung === 'public') note = await widen(stage, by, note, 'funder')
  if (rung === 'public') {
    await widen(stage, by, note, 'public')
    note = await act(stage, by === 'equipe' ? 'coordination' : 'equipe', 'POST', note, '/agreements', { to: 'public' })
  }
  return note
}

async function withdrawn(stage: Stage): Promise<Note> {
  return act(stage, 'contribution', 'POST', await newNote(stage, 'circle'), '/withdrawal')
}

async function hidden(stage: Stage): Promise<Note> {
  return act(stage, 'coordination', 'POST', await newNote(stage, 'circle'), '/hiding', { reason: 'Une personne y est reconnaissable' })
}

/** A note whose author asked that it be public: the second act waits. */
async function askedPublic(stage: Stage, by: ActorName): Promise<Note> {
  return widen(stage, by, await newNote(stage, 'funder', by), 'public')
}

/** A note of the contributor of P02 that the contributor of P14 writes too. */
async function cowritten(stage: Stage, rung: Rung = 'private'): Promise<Note> {
  const note = await newNote(stage, rung)
  await act(stage, 'contribution', 'POST', note, '/coauthors', { hatId: stage.actors.deux_chapeaux_p14.hatId })
  return note
}

/** A decision after a note, that P14 shall carry out. */
async function decided(stage: Stage): Promise<{ note: Note; adaptation: Made }> {
  const note = await act(stage, 'contribution', 'POST', await newNote(stage, 'circle'), '/adaptations', {
    decision: 'adapt',
    text: 'Faire autrement',
    decidedOn: '2026-10-01',
    ownerPartnerCode: 'P14',
  })
  return { note, adaptation: note.adaptations[0] as Made }
}

const trial = (title: string) => ({
  title,
  hypothesis: 'Une halte par mois suffit',
  costLimit: '500 $',
  startsOn: '2027-01-10',
  endsOn: '2027-03-10',
  signItWorks: 'Dix familles viennent',
  signItFails: 'Moins de trois familles',
  stoppedBy: 'L’équipe de la halte',
})

/** A trial of the contributor of P02, to be offered to the circle or taken back from it. */
async function declared(stage: Stage, visibility: 'private' | 'circle'): Promise<Parts> {
  const made = await create<Made>(stage, 'contribution', '/notes/trials', { ...trial(stage.unique()), visibility })
  return { params: { trialId: made.id }, headers: atVersion(made.version), body: { visibility } }
}

/** A funder that wears no account: suspending it closes nothing to the others. */
async function newFunder(stage: Stage): Promise<string> {
  const [row] = await stage.rows<{ id: string }>(
    `with s as (insert into app.persons (initiative_id, name) values ($1, 'Fonds de passage') returning id)
     insert into app.role_assignments (initiative_id, person_id, role, starts_on) select $1, id, 'funder', current_date from s returning person_id as id`,
  )
  return row?.id ?? ''
}
async function breach(stage: Stage): Promise<Made> {
  return create<Made>(stage, 'contribution', '/note-breaches', { funderId: await newFunder(stage), whatHappened: 'Une note a servi à refuser' })
}

const on =
  (make: (stage: Stage) => Promise<Note>, rest: (note: Note, stage: Stage) => Parts = () => ({})): MakeCall =>
  async (stage) => {
    const note = await make(stage)
    return { params: { noteId: note.id }, ...rest(note, stage) }
  }
const alongP14 = (stage: Stage) => cowritten(stage)
const at = (rung: Rung, by?: ActorName) => (stage: Stage) => newNote(stage, rung, by)
const text = (note: Note, stage: Stage) => ({ headers: atVersion(note.version), body: { whatWeLearned: stage.unique() } })
const to = (visibility: Rung) => (note: Note) => ({ headers: atVersion(note.version), body: { visibility } })

const form = () => importForm('essai.png', png('VUE'), { caption: 'Essai' })
const file = (note: Note) => ({ headers: atVersion(note.version), body: form() })
/** A note with a picture, and what is then done to it. */
const withFile =
  (make: (stage: Stage) => Promise<Note>, then?: (stage: Stage, note: Note) => Promise<Note>): MakeCall =>
  async (stage) => {
    const bare = await make(stage)
    let note = await act(stage, 'contribution', 'POST', bare, '/attachments', form(), bare.version)
    const attachmentId = note.attachments[0]?.id ?? ''
    if (then !== undefined) note = await then(stage, note)
    return { params: { noteId: note.id, attachmentId }, headers: atVersion(note.version) }
  }

/** What everybody asks of the address of an initiative whose release is public. */
const everybody =
  (make: MakeCall): MakeCall =>
  async (stage) => {
    await stage.rows('update app.releases set is_public = true where initiative_id = $1 and is_latest')
    const { params } = await make(stage)
    return { params: { ...params, slug: 'grandir-entre-rives' } }
  }
/** A public note with a picture. */
const publicFile = withFile(at('circle'), async (stage, note) => {
  const asked = await widen(stage, 'contribution', await widen(stage, 'contribution', note, 'funder'), 'public')
  return act(stage, 'equipe', 'POST', asked, '/agreements', { to: 'public' })
})

/** Learning notes (domain 4.4, 4.5; domain 5, rows 26–30): the rungs, each seen by its readers alone. */
export const noteCalls: Readonly<Record<string, MakeCall>> = {
  'search.find': () => ({ query: { q: 'dépistage' } }),
  'noteBreaches.list': () => ({}),
  'noteBreaches.file': async (stage) => ({ body: { funderId: await newFunder(stage), whatHappened: stage.unique() } }),
  'noteBreaches.close': async (stage) => {
    const made = await breach(stage)
    return { params: { breachId: made.id }, headers: atVersion(made.version), body: { outcome: stage.unique() } }
  },
  'noteBreaches.correct': async (stage) => {
    const made = await breach(stage)
    const path = `/api/v1/initiatives/${stage.here}/note-breaches/${made.id}`
    const closed = await stage.make<Made>('coordination', 'PATCH', path, { outcome: stage.unique() }, atVersion(made.version))
    return { params: { breachId: made.id }, headers: atVersion(closed.version), body: { outcome: stage.unique(), reason: 'Une faute' } }
  },
  'noteBreaches.suspensions': () => ({}),
  'noteBreaches.suspend': async (stage) => ({ body: { funderId: await newFunder(stage), reason: 'Une note a servi' } }),
  'noteBreaches.lift': async (stage) => {
    const made = await create<Made>(stage, 'coordination', '/note-suspensions', { funderId: await newFunder(stage), reason: 'Une note a servi' })
    return { params: { suspensionId: made.id }, headers: atVersion(made.version), body: { reason: 'Nous avons parlé' } }
  },
  'noteBreaches.commitment': () => ({}),
  'notes.list': () => ({}),
  'notes.list#hidden': () => ({ query: { view: 'hidden' } }),
  'notes.create': (stage) => ({ body: { type: 'success', title: stage.unique(), whatHappened: 'Un essai' } }),
  'notes.choices': () => ({}),
  'notes.checkDraft': () => ({ body: { text: 'Un essai' } }),
  'notes.facets': () => ({}),
  'notes.measures': () => ({}),
  'notes.followUp': () => ({}),
  'notes.yearReport': () => ({ query: { audience: 'funder' } }),
  'notes.trials': () => ({}),
  'notes.declareTrial': (stage) => ({ body: trial(stage.unique()) }),
  'notes.changeTrial': (stage) => declared(stage, 'circle'),
  'notes.changeTrial#private': (stage) => declared(stage, 'private'),
  'notes.reportingChannel': () => ({}),
  'notes.setReportingChannel': async (stage) => {
    const [row] = await stage.rows<{ version: number }>('select version from app.reporting_channels where initiative_id = $1')
    return { headers: atVersion(row?.version ?? 0), body: { textFr: stage.unique() } }
  },
  'notes.read': on(at('funder')),
  'notes.read#private': on(at('private')),
  'notes.read#cowritten': on(alongP14),
  'notes.read#partner': on(at('partner')),
  'notes.read#circle': on(at('circle')),
  'notes.read#public': on(at('public')),
  'notes.read#withdrawn': on(withdrawn),
  'notes.read#hidden': on(hidden),
  'notes.read#private_of_backbone': on(at('private', 'equipe')),
  'notes.read#team_of_backbone': on(at('partner', 'equipe')),
  'notes.similar': on(at('funder')),
  'notes.similar#private': on(at('private')),
  'notes.preview': on(at('circle'), () => ({ query: { as: 'funder' } })),
  'notes.preview#private': on(at('private'), () => ({ query: { as: 'circle' } })),
  'notes.change': on(at('circle'), text),
  'notes.change#private': on(at('private'), text),
  'notes.change#cowritten': on(alongP14, text),
  'notes.coauthors': on(at('circle')),
  'notes.coauthors#private': on(at('private')),
  'notes.coauthors#cowritten': on(alongP14),
  'notes.nameCoauthor': on(at('circle'), (_, stage) => ({ body: { hatId: stage.actors.equipe.hatId } })),
  'notes.nameCoauthor#private': on(at('private'), (_, stage) => ({ body: { hatId: stage.actors.equipe.hatId } })),
  'notes.nameCoauthor#cowritten': on(alongP14, (_, stage) => ({ body: { hatId: stage.actors.equipe.hatId } })),
  'notes.removeCoauthor': async (stage) => {
    const note = await cowritten(stage, 'circle')
    return { params: { noteId: note.id, hatId: stage.actors.deux_chapeaux_p14.hatId ?? '' } }
  },
  'notes.removeCoauthor#private': async (stage) => {
    const note = await cowritten(stage)
    return { params: { noteId: note.id, hatId: stage.actors.deux_chapeaux_p14.hatId ?? '' } }
  },
  'notes.leave': on((stage) => cowritten(stage, 'circle')),
  'notes.leave#private': on(alongP14),
  'notes.attach': on(at('circle'), file),
  'notes.attach#private': on(at('private'), file),
  'notes.attachment': withFile(at('circle'), (stage, note) => widen(stage, 'contribution', note, 'funder')),
  'notes.attachment#private': withFile(at('private')),
  'notes.attachment#partner': withFile(at('partner')),
  'notes.attachment#circle': withFile(at('circle')),
  'notes.attachment#hidden': withFile(at('circle'), (stage, note) => act(stage, 'coordination', 'POST', note, '/hiding', { reason: 'Un visage' })),
  'notes.detach': withFile(at('circle')),
  'notes.detach#private': withFile(at('private')),
  'notes.versions': on(at('circle')),
  'notes.versions#private': on(at('private')),
  'notes.versions#cowritten': on(alongP14),
  'notes.setVisibility': on(at('circle'), to('funder')),
  'notes.setVisibility#private': on(at('private'), to('partner')),
  'notes.setVisibility#cowritten': on(alongP14, to('partner')),
  'notes.setVisibility#narrower': on(at('funder'), to('circle')),
  'notes.withdraw': on(at('circle')),
  'notes.withdraw#private': on(at('private')),
  'notes.withdraw#cowritten': on(alongP14),
  'notes.setState': on(at('circle'), (note) => ({ headers: atVersion(note.version), body: { state: 'discussed' } })),
  'notes.agree': on(
    (stage) => askedPublic(stage, 'contribution'),
    () => ({ body: { to: 'public' } }),
  ),
  'notes.agree#own': on(
    (stage) => askedPublic(stage, 'equipe'),
    () => ({ body: { to: 'public' } }),
  ),
  'notes.hide': on(at('circle'), () => ({ body: { reason: 'Une personne y est reconnaissable' } })),
  'notes.hide#own': on(at('circle', 'equipe'), () => ({ body: { reason: 'Une personne y est reconnaissable' } })),
  'notes.unhide': on(hidden),
  'notes.comment': on(at('circle'), () => ({ body: { kind: 'thanks' } })),
  'notes.removeComment': async (stage) => {
    const note = await act(stage, 'lecture', 'POST', await newNote(stage, 'circle'), '/comments', { kind: 'us_too' })
    return { params: { noteId: note.id, commentId: note.comments[0]?.id ?? '' } }
  },
  'notes.adapt': on(at('circle'), (_, stage) => ({ body: { decision: 'adapt', text: stage.unique(), decidedOn: '2026-10-01' } })),
  // P14 owns the decision: its contributor may say what became of it.
  'notes.changeAdaptation': async (stage) => {
    const { note, adaptation } = await decided(stage)
    return { params: { noteId: note.id, adaptationId: adaptation.id }, headers: atVersion(adaptation.version), body: { text: stage.unique() } }
  },
  'notes.check': async (stage) => {
    const { note, adaptation } = await decided(stage)
    return { params: { noteId: note.id, adaptationId: adaptation.id }, body: { checkedOn: '2026-10-10', result: 'helped' } }
  },
  'publicNotes.list': everybody(() => ({})),
  'publicNotes.read': everybody(on(at('public'))),
  'publicNotes.attachment': everybody(publicFile),
}

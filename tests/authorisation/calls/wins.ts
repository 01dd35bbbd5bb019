import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create } from './things.ts'

const newWin = (stage: Stage) => create(stage, 'coordination', '/wins', { textFr: stage.unique(), state: 'published' })
const newRecognition = (stage: Stage) => create(stage, 'coordination', '/recognitions', { partner: 'P02', whatFr: stage.unique(), state: 'published' })
/** Consent is of the partner P02: another's is not to be found, and the backbone only takes names away. */
const answer =
  (consent: string): MakeCall =>
  async (stage) => ({ params: { recognitionId: (await newRecognition(stage)).id }, headers: atVersion(1), body: { consent } })

/** Wins and recognitions (domain 5, row 38). */
export const winCalls: Readonly<Record<string, MakeCall>> = {
  'wins.list': () => ({}),
  'wins.choices': () => ({}),
  'wins.create': (stage) => ({ body: { textFr: stage.unique() } }),
  'wins.create#published': (stage) => ({ body: { textFr: stage.unique(), state: 'published' } }),
  'wins.change': async (stage) => {
    const { id, version } = await newWin(stage)
    return { params: { winId: id }, headers: atVersion(version), body: { audience: 'funder' } }
  },
  'wins.public': async (stage) => {
    await stage.rows('update app.releases set is_public = true where initiative_id = $1 and is_latest')
    return { params: { slug: 'grandir-entre-rives' } }
  },
  'recognitions.list': () => ({}),
  'recognitions.create': (stage) => ({ body: { partner: 'P02', whatFr: stage.unique() } }),
  'recognitions.create#published': (stage) => ({ body: { partner: 'P02', whatFr: stage.unique(), state: 'published' } }),
  'recognitions.change': async (stage) => {
    const { id, version } = await newRecognition(stage)
    return { params: { recognitionId: id }, headers: atVersion(version), body: { audience: 'funder' } }
  },
  'recognitions.answer': answer('given'),
  'recognitions.answer#withdrawn': answer('withdrawn'),
}

/** Wins of every state, audience and note, and recognitions of everybody with and without consent, straight in the tables. */
export async function fillWins(stage: Stage, initiativeId: string): Promise<void> {
  await stage.rows(
    `
    with bare as (insert into app.wins (initiative_id, text_fr, audience, state, published_on, proposed_by)
      select $1, 'Essai', a, s, case when s = 'published' then date '2026-10-01' end, p.id
      from unnest(array['circle', 'funder', 'public']) a, unnest(array['proposed', 'published', 'dismissed']) s,
        (select id from app.partners where initiative_id = $1 and code in ('P02', 'P05') union all select null) p)
    insert into app.wins (initiative_id, text_fr, audience, state, published_on, note_id, guard)
    select $1, 'Essai', 'public', 'published', '2026-10-01', n.id, n.guard from app.learning_notes n where n.initiative_id = $1`,
    [],
    initiativeId,
  )
  await stage.rows(
    `
    with who as (
      select id as partner_id, null::uuid as person_id, null::uuid as user_id from app.partners where initiative_id = $1 and code in ('P02', 'P05', 'P14')
      union all select null, id, user_id from app.persons where initiative_id = $1 and user_id is not null),
    made as (
      select gen_random_uuid() as id, who.*, a, s, c, (select id from app.partners where initiative_id = $1 and code = 'P02' and c = 'given') as proposed_by
      from who, unnest(array['circle', 'funder', 'public']) a, unnest(array['proposed', 'published', 'dismissed']) s, unnest(array['asked', 'given']) c),
    told as (insert into app.recognitions (initiative_id, id, what_fr, audience, state, published_on, proposed_by)
      select $1, id, 'Essai', a, s, case when s = 'published' then date '2026-10-01' end, proposed_by from made returning id, guard)
    insert into app.recognition_subjects (initiative_id, recognition_id, guard, partner_id, person_id, user_id, consent_state, name)
    select $1, id, guard, partner_id, person_id, user_id, c, case when c = 'given' then 'Un nom' end from made join told using (id)`,
    [],
    initiativeId,
  )
}

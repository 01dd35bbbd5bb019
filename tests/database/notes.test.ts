import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let api: Pool
const AUTHOR = randomUUID()
const BACKBONE_AUTHOR = randomUUID()
/** Who asks the database, as the context says it. */
type Context = readonly [actor: string, role: string | null, partner: string | null, commitment?: boolean]
let readers: Record<string, Context>

const PARTS = ['note_attachments', 'note_trials', 'note_links', 'adaptations', 'follow_up_checks', 'note_comments', 'note_signatures'] as const

beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative()
  api = world.database.pool('api')
  const { P1, P2, P3 } = here.partner as { P1: string; P2: string; P3: string }
  readers = {
    author: [AUTHOR, 'partner_contributor', P2],
    colleague: [randomUUID(), 'partner_contributor', P2],
    viewer: [randomUUID(), 'partner_viewer', P2],
    other: [randomUUID(), 'partner_contributor', P3],
    backbone: [randomUUID(), 'backbone', P1],
    host: [randomUUID(), 'partner_contributor', P1],
    coordinator: [BACKBONE_AUTHOR, 'backbone', P1],
    funder: [randomUUID(), 'funder', null, true],
    reluctant: [randomUUID(), 'funder', null, false],
    'author as funder': [AUTHOR, 'funder', null, true],
    'author elsewhere': [AUTHOR, 'partner_contributor', P3],
    nobody: [randomUUID(), null, null],
  }
})
afterAll(() => world.close())

/** Runs one statement as the API's role under a context, and takes it back. */
async function asking<Row extends object = { id: string }>(
  who: Context,
  statement: string,
  values: unknown[] = [],
  cowrites: readonly string[] = [],
): Promise<{ rows: Row[]; rowCount: number | null }> {
  const client = await api.connect()
  try {
    await client.query('begin')
    await client.query('select app.set_ctx($1, $2, $3, $4, $5)', [here.id, who[0], who[1], who[2], who[3] ?? false])
    // What app.enter finds that the hat co-writes.
    await client.query(`select set_config('app.cowrites', $1, true)`, [cowrites.length === 0 ? '' : `{${cowrites.join(',')}}`])
    return await client.query<Row>(statement, values)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** A note with one of everything that can hang on it, written past the API. */
async function plant(
  more: { visibility?: string; state?: string; hidden?: string; attribution?: string; backbone?: boolean; contact?: boolean } = {},
): Promise<string> {
  const id = randomUUID()
  const { visibility = 'circle', state = 'shared', hidden = null, attribution = 'a_partner', backbone = false, contact = false } = more
  const [author, partner] = backbone ? [BACKBONE_AUTHOR, here.partner.P1] : [AUTHOR, here.partner.P2]
  await world.maintain(here.id, async (client) => {
    await client.query(
      `insert into app.learning_notes (initiative_id, id, type, title, what_happened, visibility, state, attribution, hidden_reason, shared_on, author_id, partner_id, as_backbone, public_asked_on, public_agreed_on)
       values ($1, $2, 'failure', 'Titre', 'Récit', $3, $4, $5, $6, '2026-01-01', $7, $8, $9, '2026-01-01', '2026-01-01')`,
      [here.id, id, visibility, state, attribution, hidden, author, partner, backbone],
    )
    const { guard } = (await client.query<{ guard: string }>('select guard from app.learning_notes where initiative_id = $1 and id = $2', [here.id, id]))
      .rows[0] as { guard: string }
    const adaptation = randomUUID()
    const comment = randomUUID()
    await client.query('insert into app.note_authorships (initiative_id, note_id, author_id, partner_id, as_backbone) values ($1, $2, $3, $4, $5)', [
      here.id,
      id,
      author,
      partner,
      backbone,
    ])
    if (attribution === 'named_person')
      await client.query(`insert into app.note_signatures values ($1, $2, 'readers', $3, 'Aïssata Diarra', $4)`, [here.id, id, partner, guard])
    if (contact) await client.query(`insert into app.note_signatures values ($1, $2, 'backbone', $3, null, $4)`, [here.id, id, partner, guard])
    await client.query(`insert into app.note_links (initiative_id, note_id, kind, condition, guard) values ($1, $2, 'condition', 'common_agenda', $3)`, [
      here.id,
      id,
      guard,
    ])
    await client.query(
      `insert into app.adaptations (initiative_id, id, note_id, decision, text, decided_on, guard) values ($1, $2, $3, 'adapt', 'Décision', '2026-02-01', $4)`,
      [here.id, adaptation, id, guard],
    )
    await client.query(
      `insert into app.follow_up_checks (initiative_id, note_id, adaptation_id, checked_on, result, guard) values ($1, $2, $3, '2026-03-01', 'helped', $4)`,
      [here.id, id, adaptation, guard],
    )
    await client.query(
      `insert into app.note_comments (initiative_id, id, note_id, kind, said_on, signature, guard) values ($1, $2, $3, 'thanks', '2026-01-02', 'a_partner', $4)`,
      [here.id, comment, id, guard],
    )
    await client.query(
      `insert into app.note_attachments (initiative_id, note_id, position, kind, caption, pages, content, guard) values ($1, $2, 1, 'pdf', 'Légende', 1, 'x', $3)`,
      [here.id, id, guard],
    )
    await client.query(
      `with declared as (
         insert into app.safe_to_fail_trials (initiative_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, stopped_by, declared_on, author_id, partner_id, as_backbone)
         values ($1, 'Essai', 'Hypothèse', '0', '2026-01-01', '2026-02-01', 'oui', 'non', 'nous', '2025-12-01', $4, $5, $6) returning *)
       insert into app.note_trials (initiative_id, note_id, trial_id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on, guard)
       select initiative_id, $2, id, title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, declared_on, $3 from declared`,
      [here.id, id, guard, author, partner, backbone],
    )
    await client.query('insert into app.note_comment_authorships values ($1, $2, $3)', [here.id, comment, readers.other?.[0]])
    await client.query(`insert into app.note_versions values ($1, $2, 1, '{"title": "Ancien titre"}', '2026-01-03', $3, $4)`, [here.id, id, author, partner])
  })
  return id
}

/** Runs one statement as somebody without an account: the readers' role, entered by the address of the initiative. */
async function askingAsPublic(statement: string, values: unknown[] = [], role = ''): Promise<{ rows: { id: string }[] }> {
  const client = await api.connect()
  try {
    await client.query('begin')
    await client.query('select app.enter_public($1)', [here.slug])
    await client.query('select app.become_release_reader()')
    await client.query(`set local app.role = '${role}'`)
    return await client.query<{ id: string }>(statement, values)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

async function whoReads(table: string, noteId: string): Promise<string[]> {
  const found: string[] = []
  const [column, select] = table === 'learning_notes' ? ['id', 'id'] : ['note_id', 'note_id as id']
  for (const [name, who] of Object.entries(readers)) {
    if ((await asking(who, `select ${select} from app.${table} where initiative_id = $1 and ${column} = $2`, [here.id, noteId])).rows.length > 0)
      found.push(name)
  }
  return found
}

const CIRCLE = ['author', 'colleague', 'viewer', 'other', 'backbone', 'host', 'coordinator', 'author elsewhere']
const FUNDERS = ['funder', 'author as funder']
/** Written by hand from domain 5, rows 26–28. */
const EXPECTED: readonly [what: string, more: Parameters<typeof plant>[0], note: string[], parts: string[]][] = [
  ['private', { visibility: 'private', state: 'draft' }, ['author'], ['author']],
  ['partner', { visibility: 'partner' }, ['author', 'colleague', 'viewer'], ['author', 'colleague', 'viewer']],
  ['circle', {}, CIRCLE, CIRCLE],
  ['funder', { visibility: 'funder' }, [...CIRCLE, ...FUNDERS], [...CIRCLE, ...FUNDERS]],
  ['public', { visibility: 'public' }, [...CIRCLE, ...FUNDERS], [...CIRCLE, ...FUNDERS]],
  ['withdrawn', { state: 'withdrawn' }, ['author'], ['author']],
  ['hidden', { hidden: 'Expose quelqu’un' }, ['author', 'backbone', 'coordinator'], ['backbone', 'coordinator']],
  ['private of the backbone', { visibility: 'private', backbone: true }, ['coordinator'], ['coordinator']],
  ['partner of the backbone', { visibility: 'partner', backbone: true }, ['backbone', 'coordinator'], ['backbone', 'coordinator']],
]

describe('in SQL alone, whatever the code asks', () => {
  it.each(EXPECTED)('a note that is %s and everything that hangs on it is read by its readers only', async (_what, more, note, parts) => {
    const id = await plant({ ...more, attribution: 'named_person' })
    const sorted = (names: string[]) => [...names].sort()
    expect(sorted(await whoReads('learning_notes', id))).toEqual(sorted(note))
    for (const table of PARTS) {
      const expected = table === 'note_comments' ? parts.filter((name) => !FUNDERS.includes(name)) : parts
      expect(sorted(await whoReads(table, id)), table).toEqual(sorted(expected))
    }
  })

  it('everybody without an account reads what is public, by the readers’ role alone, and of everything else not a row', async () => {
    const published = await plant({ visibility: 'public', attribution: 'named_person' })
    const unsigned = await plant({ visibility: 'public', contact: true })
    const kept = await Promise.all(EXPECTED.filter(([what]) => what !== 'public').map(([, more]) => plant({ ...more, attribution: 'named_person' })))
    const open = ['learning_notes', 'note_links', 'note_trials', 'note_attachments', 'adaptations', 'follow_up_checks']
    for (const table of open) {
      const column = table === 'learning_notes' ? 'id' : 'note_id'
      const ask = (id: string) => askingAsPublic(`select ${column} as id from app.${table} where initiative_id = $1 and ${column} = $2`, [here.id, id])
      expect([(await ask(published)).rows.length, (await ask(unsigned)).rows.length], table).toEqual([1, 1])
      for (const id of kept) expect((await ask(id)).rows, table).toEqual([])
      // A request that has entered as nobody reads none of it under its own role, and under a share link nobody does.
      expect(await whoReads(table, published)).not.toContain('nobody')
      const linked = await askingAsPublic(`select ${column} as id from app.${table} where initiative_id = $1`, [here.id], 'link')
      expect(linked.rows, table).toEqual([])
      for (const write of [
        `delete from app.${table}`,
        `update app.${table} set initiative_id = initiative_id`,
        `insert into app.${table} (initiative_id) values ('${here.id}')`,
      ])
        await expect(askingAsPublic(write), write).rejects.toMatchObject({ code: '42501' })
    }
    for (const statement of [
      ...['author_id', 'partner_id', 'as_backbone', 'happened_on', 'failure_kind', 'hidden_reason', 'search', 'visibility', 'state'].map(
        (column) => `select ${column} from app.learning_notes`,
      ),
      ...['territory_id', 'activity_id', 'goal_id', 'indicator_id'].map((column) => `select ${column} from app.note_links`),
      ...['owner_name', 'owner_partner_id', 'decided_in'].map((column) => `select ${column} from app.adaptations`),
      ...['starts_on', 'ends_on', 'declared_on'].map((column) => `select ${column} from app.note_trials`),
      ...['note_comments', 'note_signatures', 'note_authorships', 'note_versions', 'safe_to_fail_trials', 'partners', 'organizations'].map(
        (table) => `select initiative_id from app.${table}`,
      ),
      `select count(*) from app.learning_notes group by partner_id`,
    ])
      await expect(askingAsPublic(statement), statement).rejects.toMatchObject({ code: '42501' })
  })

  it('of a public note, a name is told where its author gave one, and a day where it could not tell who wrote', async () => {
    const [named, unsigned] = [await plant({ visibility: 'public', attribution: 'named_person' }), await plant({ visibility: 'public', contact: true })]
    const circle = await plant({ attribution: 'named_person' })
    await world.maintain(here.id, (client) =>
      client.query(`update app.learning_notes set happened_on = '2026-03-17' where initiative_id = $1 and id = any($2)`, [here.id, [named, unsigned, circle]]),
    )
    const facts = `select note_id as id, person_name, partner_name is not null as has_partner, happened_on, trial_starts_on from app.public_note_facts() where note_id = any($1) order by note_id = $2`
    expect((await askingAsPublic(facts, [[named, unsigned, circle], unsigned])).rows).toEqual([
      { id: named, person_name: 'Aïssata Diarra', has_partner: true, happened_on: '2026-03-17', trial_starts_on: '2026-01-01' },
      { id: unsigned, person_name: null, has_partner: false, happened_on: '2026-03', trial_starts_on: '2026-01' },
    ])
    // For the readers' role alone: no hat asks for it.
    for (const who of Object.values(readers))
      await expect(asking(who, 'select note_id as id from app.public_note_facts()')).rejects.toMatchObject({ code: '42501' })
  })

  it('who wrote is read by the author alone, under the hat it was written with', async () => {
    const id = await plant({ visibility: 'public' })
    expect(await whoReads('note_authorships', id)).toEqual(['author'])
    expect(await whoReads('note_versions', id)).toEqual(['author'])
    for (const column of ['author_id', 'partner_id', 'as_backbone']) {
      for (const statement of [
        `select ${column} from app.learning_notes`,
        `select id from app.learning_notes order by ${column}`,
        `select count(*) from app.learning_notes group by ${column}`,
      ]) {
        await expect(asking(readers.backbone as Context, statement), statement).rejects.toMatchObject({ code: '42501' })
      }
    }
  })

  it.each(EXPECTED)('whoever co-writes a note that is %s reads with it what its author reads, and of a withdrawn one nothing', async (_what, more) => {
    const [id, beside] = [await plant({ ...more, attribution: 'named_person' }), await plant({ ...more, attribution: 'named_person' })]
    const author = more?.backbone === true ? 'coordinator' : 'author'
    const count = async (who: string, table: string, note: string, cowrites: readonly string[]) => {
      const column = table === 'learning_notes' ? 'id' : 'note_id'
      return (
        await asking(readers[who] as Context, `select ${column} as id from app.${table} where initiative_id = $1 and ${column} = $2`, [here.id, note], cowrites)
      ).rows.length
    }
    const isWithdrawn = more?.state === 'withdrawn'
    for (const table of ['learning_notes', ...PARTS, 'note_versions']) {
      // The service ends who co-writes with the note; in SQL alone the note itself is closed.
      if (isWithdrawn && table !== 'learning_notes') continue
      expect(await count('other', table, id, [id]), table).toBe(isWithdrawn ? 0 : await count(author, table, id, []))
      // One note is one note.
      expect(await count('other', table, beside, [id]), table).toBe(await count('other', table, beside, []))
    }
    expect(await count('other', 'note_authorships', id, [id]), 'who wrote stays with the author').toBe(0)
  })

  it('what a hat co-writes ends with its context, and by it nobody withdraws a note or takes anything off one', async () => {
    const id = await plant({ visibility: 'private', attribution: 'named_person' })
    const { other } = readers as Record<string, Context>
    const as = (statement: string) => asking(other as Context, statement, [here.id, id], [id])
    expect((await as(`update app.learning_notes set title = 'x' where initiative_id = $1 and id = $2`)).rowCount).toBe(1)
    await expect(as(`update app.learning_notes set state = 'withdrawn' where initiative_id = $1 and id = $2`)).rejects.toMatchObject({ code: '42501' })
    for (const table of ['note_attachments', 'note_signatures', 'note_trials', 'note_comments'])
      expect((await as(`delete from app.${table} where initiative_id = $1 and note_id = $2`)).rowCount, table).toBe(0)
    await expect(as(`update app.adaptations set text = 'x' where initiative_id = $1 and note_id = $2`)).rejects.toMatchObject({ code: '42501' })
    const client = await api.connect()
    try {
      await client.query('begin')
      await client.query(`select set_config('app.cowrites', $1, true)`, [`{${id}}`])
      await client.query('select app.set_ctx($1, $2, $3, $4, false)', [here.id, ...(other as Context).slice(0, 3)])
      expect((await client.query('select id from app.learning_notes where id = $1', [id])).rows).toEqual([])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  it('who answered is read by that person alone', async () => {
    await plant()
    for (const [name, who] of Object.entries(readers)) {
      const { rows } = await asking(who, 'select comment_id as id from app.note_comment_authorships where initiative_id = $1', [here.id])
      expect(rows.length > 0, name).toBe(name === 'other')
    }
  })

  it('the partner of an author who may be contacted is read by the backbone alone', async () => {
    expect((await whoReads('note_signatures', await plant({ contact: true }))).sort()).toEqual(['backbone', 'coordinator'])
  })

  it('a stored answer does not tell who wrote: idempotency keys are read by their own actor', async () => {
    await world.maintain(here.id, (client) =>
      client.query(`insert into app.idempotency_keys values ($1, $2, 'key-of-the-author', 'x', 201, '{"id": "note"}')`, [here.id, AUTHOR]),
    )
    expect((await asking(readers.backbone as Context, 'select actor_id as id from app.idempotency_keys')).rows).toEqual([])
    expect((await asking(readers.author as Context, 'select actor_id as id from app.idempotency_keys')).rows).toHaveLength(1)
  })

  it('nobody writes in the name of somebody else, nor under a hat that does not write', async () => {
    const insert = `insert into app.learning_notes (initiative_id, type, title, what_happened, author_id, partner_id, as_backbone) values ($1, 'failure', 't', 'w', $2, $3, $4)`
    const writes = (who: Context, author: string, partner: string | null | undefined, backbone = false) =>
      asking(who, insert, [here.id, author, partner ?? null, backbone])
    const { author, viewer, funder, other } = readers as Record<string, Context>
    await expect(writes(author as Context, AUTHOR, here.partner.P2)).resolves.toMatchObject({ rowCount: 1 })
    await expect(writes(other as Context, AUTHOR, here.partner.P2)).rejects.toMatchObject({ code: '42501' })
    await expect(writes(author as Context, AUTHOR, here.partner.P3)).rejects.toMatchObject({ code: '42501' })
    await expect(writes(author as Context, AUTHOR, here.partner.P2, true)).rejects.toMatchObject({ code: '42501' })
    await expect(writes(viewer as Context, (viewer as Context)[0], here.partner.P2)).rejects.toMatchObject({ code: '42501' })
    await expect(writes(funder as Context, (funder as Context)[0], null)).rejects.toMatchObject({ code: '42501' })
  })

  it('others of the circle cannot change a note, and the backbone cannot narrow, withdraw or take it over', async () => {
    const id = await plant()
    const change = (who: string, set: string) =>
      asking(readers[who] as Context, `update app.learning_notes set ${set} where initiative_id = $1 and id = $2`, [here.id, id])
    for (const who of ['colleague', 'other', 'viewer', 'funder', 'author as funder', 'author elsewhere'])
      expect((await change(who, `title = 'x'`)).rowCount, who).toBe(0)
    for (const set of [`visibility = 'private'`, `visibility = 'partner'`, `state = 'withdrawn'`])
      await expect(change('backbone', set), set).rejects.toMatchObject({ code: '42501' })
    await expect(change('backbone', `author_id = '${AUTHOR}'`)).rejects.toMatchObject({ code: '42501' })
    expect((await change('author', `title = 'x'`)).rowCount).toBe(1)
  })

  it('a part cannot be read more widely than its note: the foreign key holds the guard', async () => {
    const id = await plant({ visibility: 'private', state: 'draft' })
    await expect(
      asking(
        readers.other as Context,
        `insert into app.note_comments (initiative_id, note_id, kind, said_on, signature, guard) values ($1, $2, 'thanks', '2026-01-01', 'a_partner', 'circle')`,
        [here.id, id],
      ),
    ).rejects.toMatchObject({ code: '23503' })
    await expect(
      asking(readers.author as Context, `update app.adaptations set guard = 'circle' where initiative_id = $1 and note_id = $2`, [here.id, id]),
    ).rejects.toMatchObject({ code: '23503' })
  })

  it('a note is not shared without its day, nor public without two acts', async () => {
    const id = await plant({ visibility: 'funder' })
    const change = (set: string) =>
      world.maintain(here.id, (client) => client.query(`update app.learning_notes set ${set} where initiative_id = $1 and id = $2`, [here.id, id]))
    await expect(change('shared_on = null')).rejects.toMatchObject({ constraint: 'learning_notes_shared_check' })
    await expect(change(`visibility = 'public', public_agreed_on = null`)).rejects.toMatchObject({ constraint: 'learning_notes_public_check' })
  })

  it('the measures give numbers only, to whoever asks, and leave the context as it was', async () => {
    const { rows } = await asking<Record<string, unknown>>(
      readers.funder as Context,
      `select m.*, current_setting('app.purpose') as purpose from app.note_measures('2026-12-31', true) m`,
    )
    const { days, failure_days: failureDays, purpose, ...numbers } = rows[0] as Record<string, unknown>
    expect(Object.values(numbers).every((value) => typeof value === 'number')).toBe(true)
    expect([days, failureDays].flat().every((value) => typeof value === 'number')).toBe(true)
    expect(purpose).toBe('')
  })
})

describe('every policy on notes is needed', () => {
  const tables = ['learning_notes', ...PARTS, 'note_authorships', 'note_versions', 'note_comment_authorships']

  /** What a reader who may know none of it gets from each table, as «table by reader». */
  async function leaks(ids: readonly string[]): Promise<string[]> {
    const found: string[] = []
    const { backbone, other, funder } = readers as Record<string, Context>
    for (const [name, who] of [
      ['other', other],
      ['funder', funder],
      ['backbone', backbone],
    ] as [string, Context][]) {
      for (const table of tables) {
        const column = table === 'learning_notes' ? 'id' : table === 'note_comment_authorships' ? 'comment_id' : 'note_id'
        const statement =
          table === 'note_comment_authorships'
            ? `select comment_id as id from app.${table} where initiative_id = $1 and author_id <> '${who[0]}' and $2::uuid[] is not null`
            : `select ${column} as id from app.${table} where initiative_id = $1 and ${column} = any($2)`
        if ((await asking(who, statement, [here.id, ids])).rows.length > 0) found.push(`${table} by ${name}`)
      }
    }
    return found
  }

  it('removing any restrictive policy for reading opens something', async () => {
    const secret = await plant({ visibility: 'private', attribution: 'named_person' })
    const contact = await plant({ contact: true })
    const owner = world.owner
    const { rows: policies } = await owner.query<{ table: string; name: string; cmd: string; qual: string; check: string | null }>(
      `
      select c.relname as table, p.polname as name, case p.polcmd when 'r' then 'select' else 'all' end as cmd, pg_get_expr(p.polqual, p.polrelid) as qual, pg_get_expr(p.polwithcheck, p.polrelid) as check
      from pg_policy p join pg_class c on c.oid = p.polrelid where not p.polpermissive and p.polcmd in ('r', '*') and c.relname = any($1)`,
      [tables],
    )
    expect(policies.map((policy) => policy.name).sort()).toEqual([
      'adaptations_reader',
      'follow_up_checks_reader',
      'learning_notes_reader',
      'note_attachments_reader',
      'note_authorships_author',
      'note_comment_authorships_author',
      'note_comments_reader',
      'note_links_reader',
      'note_signatures_audience',
      'note_signatures_reader',
      'note_trials_reader',
      'note_versions_reader',
    ])
    const base = await leaks([secret])
    expect(base).toEqual([])
    for (const policy of policies) {
      await owner.query(`drop policy ${policy.name} on app.${policy.table}`)
      const opened =
        policy.name === 'note_signatures_audience'
          ? (
              await asking(readers.other as Context, 'select note_id as id from app.note_signatures where initiative_id = $1 and note_id = $2', [
                here.id,
                contact,
              ])
            ).rows
          : await leaks([secret])
      await owner.query(
        `create policy ${policy.name} on app.${policy.table} as restrictive for ${policy.cmd} using (${policy.qual})${policy.check === null ? '' : ` with check (${policy.check})`}`,
      )
      expect(opened, policy.name).not.toEqual([])
    }
    expect(await leaks([secret])).toEqual([])
  })
})

import { randomUUID } from 'node:crypto'
import { cleanPng } from '#server/features/notes/attachments/png.ts'
import type { DemoContent, DemoNote } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** How the demo files sign a comment: without a name, as the backbone, or with the name of a partner or of a body. */
function signatureOf({ names }: Seeding, { initiative }: DemoContent, as: string) {
  if (as === 'un partenaire') return { signature: 'a_partner', signed_name: null, signed_partner_id: null }
  if (as === 'équipe de soutien') return { signature: 'backbone', signed_name: null, signed_partner_id: null }
  const partner = initiative.partners.find(({ name }) => name === as)
  return { signature: 'named_partner', signed_name: as, signed_partner_id: names.find('partner', partner?.code) }
}

function stateOf(note: DemoNote): string {
  if (note.shared_on === undefined) return 'draft'
  if (note.adaptation?.check !== undefined) return 'followed_up'
  if (note.adaptation !== undefined) return 'adaptation_decided'
  return (note.comments ?? []).length > 0 ? 'discussed' : 'shared'
}

/** The demo account that may have written for this partner, if one exists. */
function accountOf({ initiative }: DemoContent, note: DemoNote): string | undefined {
  return note.by ?? initiative.hats.find((hat) => hat.partner === note.partner && hat.role !== 'partner_viewer')?.email
}

/** Learning notes with their authorship, links, adaptations, checks and answers. */
export async function seedNotes(seeding: Seeding, content: DemoContent, people: ReadonlyMap<string, string>): Promise<void> {
  const { client, initiativeId, names } = seeding
  const base = { initiative_id: initiativeId }
  for (const note of content.notes) {
    const note_id = randomUUID()
    const account = accountOf(content, note)
    // Most partners of the demo have no account: their notes belong to nobody who can sign in.
    const author_id = names.find('user', account) ?? randomUUID()
    const partner_id = names.get('partner', note.partner)
    const as_backbone = content.initiative.hats.some((hat) => hat.email === account && hat.role === 'backbone')
    await insertRows(client, 'app.learning_notes', [
      {
        ...base,
        id: note_id,
        type: note.type,
        title: note.title,
        what_happened: note.what_happened,
        what_was_expected: note.what_was_expected,
        why: note.why,
        causes: note.causes ?? [],
        what_we_learned: note.what_we_learned,
        what_we_would_do: note.what_we_would_do,
        failure_kind: note.failure_kind,
        visibility: note.visibility,
        attribution: note.attribution,
        state: stateOf(note),
        shared_on: note.shared_on,
        author_id,
        partner_id,
        as_backbone,
        public_asked_on: note.visibility === 'public' ? note.shared_on : null,
        public_agreed_on: note.visibility === 'public' ? note.shared_on : null,
        collective_agreed_on: note.attribution === 'initiative' ? note.shared_on : null,
      },
    ])
    // Everything that hangs on the note may be read by whoever may read it.
    const {
      rows: [made],
    } = await client.query<{ guard: string }>('select guard from app.learning_notes where initiative_id = $1 and id = $2', [initiativeId, note_id])
    const part = { ...base, note_id, guard: made?.guard }
    await insertRows(client, 'app.note_authorships', [{ ...base, note_id, author_id, partner_id, as_backbone }])
    if (note.attribution === 'named_partner' || note.attribution === 'named_person') {
      const person_name = note.attribution === 'named_person' ? (note.author_name ?? people.get(account ?? '') ?? null) : null
      await insertRows(client, 'app.note_signatures', [{ ...part, audience: 'readers', partner_id, person_name }])
    }
    await insertRows(
      client,
      'app.note_links',
      (note.links ?? []).map((link) => ({
        ...part,
        kind: link.indicator === undefined ? 'condition' : 'indicator',
        indicator_id: names.find('indicator', link.indicator),
        period_id: names.find('period', link.period),
        condition: link.condition,
      })),
    )
    await insertRows(
      client,
      'app.note_attachments',
      (note.pictures ?? []).map(({ file, caption }, index) => {
        const { content: bytes, width, height } = cleanPng(content.picture(file))
        return { ...part, position: index + 1, kind: 'png', caption, width, height, content: bytes }
      }),
    )
    await insertRows(
      client,
      'app.note_comments',
      (note.comments ?? []).map((comment) => ({
        ...part,
        kind: comment.kind,
        body: comment.body,
        said_on: comment.on,
        ...signatureOf(seeding, content, comment.as),
      })),
    )
    if (note.adaptation !== undefined) await seedAdaptation(seeding, part, note.adaptation)
  }
}

/** The reporting channel, and trials of the demo's people. */
export async function seedLearning({ client, initiativeId, names }: Seeding, { initiative, learning }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(client, 'app.reporting_channels', [{ ...base, ...learning.reporting_channel }])
  await insertRows(
    client,
    'app.safe_to_fail_trials',
    learning.trials.map(({ by, ...trial }) => {
      const hat = initiative.hats.find((one) => one.email === by && one.role !== 'partner_viewer')
      return { ...base, ...trial, author_id: names.find('user', by), partner_id: names.find('partner', hat?.partner), as_backbone: hat?.role === 'backbone' }
    }),
  )
}

interface NotePart {
  initiative_id: string
  note_id: string
  guard: string | undefined
}

async function seedAdaptation({ client, names }: Seeding, part: NotePart, { check, ...adaptation }: NonNullable<DemoNote['adaptation']>): Promise<void> {
  const adaptation_id = randomUUID()
  await insertRows(client, 'app.adaptations', [{ ...part, id: adaptation_id, ...adaptation }])
  await insertRows(
    client,
    'app.follow_up_checks',
    check === undefined
      ? []
      : [
          {
            ...part,
            adaptation_id,
            checked_on: check.on,
            result: check.result,
            evidence_indicator_id: names.find('indicator', check.indicator),
            note: check.note,
          },
        ],
  )
}

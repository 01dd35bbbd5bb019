import { importForm } from '../../support/import-form.ts'
import type { MakeCall, Parts } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion } from './things.ts'

const ROWS = 'Lieu;Organisme;Trimestre;Valeur\nVB1;P02;2026-07;7\n'

async function form(): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const sent = new Response(importForm('essai.csv', Buffer.from(ROWS), {}))
  return { body: Buffer.from(await sent.arrayBuffer()), headers: { 'content-type': sent.headers.get('content-type') ?? '' } }
}

interface Made {
  readonly id: string
  readonly version: number
  readonly choices: Record<string, unknown>
}

async function made(stage: Stage): Promise<Made> {
  const { body, headers } = await form()
  const base = `/api/v1/initiatives/${stage.here}/import-drafts`
  const draft = await stage.make<Made>('coordination', 'POST', base, body, headers)
  const choices = {
    ...draft.choices,
    indicatorFrom: 'constant:PRENATAL',
    territoryFrom: 'column:#1',
    territoryBy: 'code',
    partnerFrom: 'column:#2',
    partnerBy: 'code',
    periodFrom: 'column:#3',
    value: 'column:#4',
  }
  return stage.make<Made>('coordination', 'PUT', `${base}/${draft.id}`, { choices }, atVersion(draft.version))
}

type MakeParts = (draft: Made, stage: Stage) => Parts | Promise<Parts>

/** The draft checked, with what of it has to be confirmed. */
const checked = (stage: Stage, { id }: Made) =>
  stage.make<Made & { checked: { unusual: { code: string }[] } }>('coordination', 'POST', `/api/v1/initiatives/${stage.here}/import-drafts/${id}/check`)

async function confirmed(stage: Stage, draft: Made): Promise<void> {
  const { version, checked: found } = await checked(stage, draft)
  const items = found.unusual.map(({ code }) => ({ code, comment: 'Vérifié' }))
  await stage.make('coordination', 'PUT', `/api/v1/initiatives/${stage.here}/import-drafts/${draft.id}/confirmations`, { items }, atVersion(version))
}

/** A draft of the coordination: it is nobody else's. */
const own =
  (parts: MakeParts): MakeCall =>
  async (stage) => {
    const draft = await made(stage)
    return { params: { draftId: draft.id }, ...(await parts(draft, stage)) }
  }

const ROUTES: Readonly<Record<string, MakeParts>> = {
  read: () => ({}),
  change: ({ version, choices }) => ({ body: { choices }, headers: atVersion(version) }),
  check: () => ({}),
  confirm: async (draft, stage) => ({ body: { items: [] }, headers: atVersion((await checked(stage, draft)).version) }),
  run: async (draft, stage) => {
    await confirmed(stage, draft)
    return {}
  },
  rejected: () => ({}),
  remove: () => ({}),
}

const TARGETS = 'Code;Indicateur;Situation de départ\n'

/** A file of indicators, checked: what it writes is of `tests/api/target-loads.test.ts`. */
async function targets(stage: Stage): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const fields = { reasons: JSON.stringify({ reasonFr: 'Essai' }) }
  const sent = new Response(importForm('cadre.csv', Buffer.from(`${TARGETS}${stage.unique()};Essai;7\n`), fields))
  return { body: Buffer.from(await sent.arrayBuffer()), headers: { 'content-type': sent.headers.get('content-type') ?? '' } }
}

const none = { created: 0, changed: 0, unchanged: 0 }
const NOTHING = {
  id: null,
  state: 'done',
  dryRun: false,
  partial: false,
  fileName: 'cadre.csv',
  read: 0,
  skipped: 0,
  indicators: none,
  baselines: none,
  targets: none,
  figures: none,
  columns: null,
  refused: 0,
  refusals: [],
  undoableUntil: null,
}

/** A file that was loaded a moment ago by an account: one of a lead's is in force, one of anybody else's is proposed. */
const loadedBy =
  (account: string): MakeCall =>
  async (stage) => {
    const isProposed = account !== 'coordination'
    const [row] = await stage.rows<{ id: string }>(
      `insert into app.target_loads (initiative_id, file_name, file_hash, reason_fr, is_proposed, result, loaded_by, loaded_at)
       select $1, 'cadre.csv', 'x', 'Essai', $2, $3, id, now() from auth.users where email = $4 returning id`,
      [isProposed, JSON.stringify({ ...NOTHING, isProposed }), `${account}@demo.maillage.example`],
    )
    return { params: { loadId: row?.id ?? '' } }
  }

/** Imports being prepared (domain 5, row 24): each is of the person who began it. */
export const importDraftCalls: Readonly<Record<string, MakeCall>> = {
  'importDrafts.create': form,
  'importDrafts.list': () => ({}),
  // Baselines and targets from files (row 15).
  'targetLoads.upload': targets,
  'targetLoads.list': () => ({}),
  'targetLoads.undo': loadedBy('coordination'),
  'targetLoads.undo#own_proposal': loadedBy('equipe'),
  'targetLoads.undo#proposal_of_another': loadedBy('deux-chapeaux'),
  'targetLoads.draft': own(() => ({ body: { choices: { columns: { code: '#1', name: '#2' } }, reasons: {}, dryRun: true, partial: false } })),
  ...Object.fromEntries(Object.entries(ROUTES).map(([name, parts]) => [`importDrafts.${name}`, own(parts)])),
}

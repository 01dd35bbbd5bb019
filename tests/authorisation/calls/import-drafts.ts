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

/** Imports being prepared (domain 5, row 24): each is of the person who began it. */
export const importDraftCalls: Readonly<Record<string, MakeCall>> = {
  'importDrafts.create': form,
  'importDrafts.list': () => ({}),
  ...Object.fromEntries(Object.entries(ROUTES).map(([name, parts]) => [`importDrafts.${name}`, own(parts)])),
}

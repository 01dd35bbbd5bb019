import { importForm } from '../../support/import-form.ts'
import type { MakeCall } from '../calls.ts'
import type { ActorName, Stage } from '../stage.ts'
import { atVersion, create, newIndicator } from './things.ts'

interface SaveAnswer {
  readonly results: readonly { outcome: string; version: number }[]
}
interface Place {
  readonly indicator: string
  readonly partner: string
}

/** One indicator for all figures of a stage, and a month that none of them has yet. */
const places = new WeakMap<Stage, { code: string; months: number }>()
async function freshPlace(stage: Stage): Promise<{ indicator: string; territory: string; period: string }> {
  const place = places.get(stage) ?? { code: (await newIndicator(stage)).code, months: 0 }
  places.set(stage, place)
  place.months += 1
  const month = new Date(Date.UTC(2026, 8 - place.months, 1)).toISOString().slice(0, 7)
  return { indicator: place.code, territory: 'VB1', period: month }
}

/** A draft of somebody, as the API makes it. */
export async function newFigure(
  stage: Stage,
  by: ActorName,
  partner: string,
): Promise<{ id: string; version: number } & Place & { territory: string; period: string }> {
  const place = { ...(await freshPlace(stage)), partner }
  const saved = await stage.make<SaveAnswer>(by, 'PUT', `/api/v1/initiatives/${stage.here}/observations`, { items: [{ ...place, value: '5' }] })
  const [row] = await stage.rows<{ id: string }>(
    `select o.id from app.observations o join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
     join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
     where o.initiative_id = $1 and i.code = $2 and p.code = $3`,
    [place.indicator, place.period],
  )
  return { id: row?.id ?? '', version: saved.results[0]?.version ?? 0, ...place }
}

export async function submitted(stage: Stage, by: ActorName, partner: string): Promise<{ id: string; version: number }> {
  const { id, version } = await newFigure(stage, by, partner)
  const moved = await create<SaveAnswer>(stage, by, '/observations/submission', { items: [{ id, version, confirmed: true, comment: 'Vérifié' }] })
  return { id, version: moved.results[0]?.version ?? 0 }
}

const MAPPING = JSON.stringify({
  readings: [
    {
      indicator: { source: { column: 'Indicateur' } },
      territory: [{ source: { column: 'Lieu' } }],
      partner: { source: { column: 'Partenaire' } },
      period: { source: { column: 'Mois' }, pattern: 'code' },
      figure: { value: { source: { column: 'Valeur' } } },
    },
  ],
})

/** A form with a file, as bytes: the same for whoever sends it. */
async function upload(rows: string, fields: Record<string, string>): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const form = new Response(importForm('essai.csv', Buffer.from(rows), fields))
  return { body: Buffer.from(await form.arrayBuffer()), headers: { 'content-type': form.headers.get('content-type') ?? '' } }
}

async function fileOf(stage: Stage, partner: string): Promise<{ body: Buffer; headers: Record<string, string> }> {
  const { indicator, territory, period } = await freshPlace(stage)
  return upload(`Indicateur;Lieu;Partenaire;Mois;Valeur\n${indicator};${territory};${partner};${period};7\n`, { mapping: MAPPING })
}

async function storedImport(stage: Stage, partnerCode: string | null): Promise<string> {
  const [row] = await stage.rows<{ id: string }>(
    `insert into app.imports (initiative_id, file_name, file_hash, state, partner_id)
     values ($1, 'essai.csv', 'x', 'done', (select id from app.partners where initiative_id = $1 and code = $2)) returning id`,
    [partnerCode],
  )
  return row?.id ?? ''
}

/** An import that ended a moment ago: it can be taken back. */
async function endedImport(stage: Stage, partnerCode: string | null): Promise<string> {
  const id = await storedImport(stage, partnerCode)
  await stage.rows('update app.imports set finished_at = now() where initiative_id = $1 and id = $2', [id])
  return id
}

/** A change of a mapping that somebody keeps. */
const mappingOf =
  (by: ActorName): MakeCall =>
  async (stage) => {
    const body = { name: stage.unique(), mapping: JSON.parse(MAPPING) as object }
    const { version } = await stage.make<{ version: number }>(by, 'PUT', `/api/v1/initiatives/${stage.here}/import-mappings`, body)
    return { headers: atVersion(version), body }
  }

const OF_CONTRIBUTION = ['contribution', 'P02'] as const

/** Figures and their life (domain 5, rows 16–18), imports (row 24). All are of P02, whose contributor is one of the two. */
export const figureCalls: Readonly<Record<string, MakeCall>> = {
  'observations.list': () => ({}),
  'observations.entry': () => ({ query: { partner: 'P02' } }),
  'observations.entry#of_a_viewer': () => ({ query: { partner: 'P05' } }),
  'observations.details': async (stage) => ({ query: { ...(await freshPlace(stage)), partner: 'P02' } }),
  'observations.details#of_a_viewer': async (stage) => ({ query: { ...(await freshPlace(stage)), partner: 'P05' } }),
  'observations.erase': async (stage) => {
    const { id: _id, ...draft } = await newFigure(stage, ...OF_CONTRIBUTION)
    return { body: { items: [draft] } }
  },
  'observations.save': async (stage) => ({ body: { items: [{ ...(await freshPlace(stage)), partner: 'P02', value: '5' }] } }),
  // A draft of a partner is nobody else's to read, to write over or to hand in (row 16).
  'observations.save#anothers_draft': async (stage) => {
    const { id: _id, version, ...place } = await newFigure(stage, ...OF_CONTRIBUTION)
    return { body: { items: [{ ...place, value: '6', version }] } }
  },
  'observations.submit': async (stage) => {
    const { id, version } = await newFigure(stage, ...OF_CONTRIBUTION)
    return { body: { items: [{ id, version }] } }
  },
  'observations.takeBack': async (stage) => ({ body: { items: [await submitted(stage, ...OF_CONTRIBUTION)] } }),
  'observations.giveBack': async (stage) => ({ body: { items: [await submitted(stage, ...OF_CONTRIBUTION)], comment: 'À revoir' } }),
  'observations.validate': async (stage) => ({ body: { items: [await submitted(stage, ...OF_CONTRIBUTION)] } }),
  // Four eyes: whoever typed it does not validate it.
  'observations.validate#own_entry': async (stage) => ({ body: { items: [await submitted(stage, 'coordination', 'P05')] } }),
  'imports.run': (stage) => fileOf(stage, 'P02'),
  'imports.preview': () => upload('Lieu;Valeur\nVB1;7\n', {}),
  'imports.list': () => ({}),
  'imports.read': async (stage) => ({ params: { importId: await storedImport(stage, 'P02') } }),
  'imports.read#of_the_backbone': async (stage) => ({ params: { importId: await storedImport(stage, null) } }),
  'imports.undo': async (stage) => ({ params: { importId: await endedImport(stage, 'P02') } }),
  'imports.undo#of_the_backbone': async (stage) => ({ params: { importId: await endedImport(stage, null) } }),
  'imports.mappings': () => ({}),
  'exports.read': () => ({ query: { format: 'json', indicator: 'SCREEN18' } }),
  'exports.read#figures': () => ({ query: { format: 'csv', content: 'figures', indicator: 'SCREEN18' } }),
  'exports.template': () => ({ query: { partner: 'P02', period: '2026-Q3' } }),
  'imports.saveMapping': (stage) => ({ body: { name: stage.unique(), mapping: JSON.parse(MAPPING) as object } }),
  'imports.saveMapping#of_a_partner': mappingOf('contribution'),
  'imports.saveMapping#of_the_backbone': mappingOf('coordination'),
}

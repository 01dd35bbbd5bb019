import { importForm } from '../../support/import-form.ts'
import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, partner } from './things.ts'

async function newTerritory(stage: Stage): Promise<string> {
  const code = `T${stage.unique()}`
  await stage.make('coordination', 'POST', `/api/v1/initiatives/${stage.here}/territories`, {
    items: [{ code, levelCode: 'municipality', nameFr: code, parentCode: 'VB' }],
  })
  return code
}

/** A change of the sheet of P02: the contributor's own partner, and not the one of the other contributor. */
const sheetChange =
  (body: (stage: Stage) => object | Promise<object>): MakeCall =>
  async (stage) => {
    const { id, version } = await partner(stage, 'P02')
    return { params: { partnerId: id }, headers: atVersion(version), body: await body(stage) }
  }

/** An outline of one territory of the first demo. */
const SHAPES = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: 'VB' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [-71, 47],
            [-70, 47],
            [-70, 48],
            [-71, 47],
          ],
        ],
      },
    },
  ],
})

/** Territories (the backbone's), partners and what they bring (domain 5, rows 4 and 5). */
export const placeCalls: Readonly<Record<string, MakeCall>> = {
  'territories.levels': () => ({}),
  'territories.saveLevels': () => ({ body: { items: [{ code: 'province', rank: 4, nameFr: 'province', nameEn: 'province' }] } }),
  'territories.list': () => ({}),
  'territories.life': () => ({ params: { territory: 'VB1' } }),
  'territories.save': (stage) => ({ body: { items: [{ code: `T${stage.unique()}`, levelCode: 'municipality', nameFr: 'Essai', parentCode: 'VB' }] } }),
  'territories.shapes': () => ({ query: { level: 'mrc' } }),
  'territories.saveShapes': async (stage) => ({
    body: {
      items: [
        {
          code: await newTerritory(stage),
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [-71, 47],
                [-70, 47],
                [-70, 48],
                [-71, 47],
              ],
            ],
          },
        },
      ],
    },
  }),
  'territories.uploadShapes': async () => {
    const form = new Response(importForm('contours.json', Buffer.from(SHAPES), { level: 'mrc', dryRun: 'true' }))
    return { body: Buffer.from(await form.arrayBuffer()), headers: { 'content-type': form.headers.get('content-type') ?? '' } }
  },
  'territories.successions': () => ({}),
  'territories.previewChange': async (stage) => ({ body: { kind: 'rename', code: await newTerritory(stage), nameFr: 'Autre nom', occurredOn: '2026-01-01' } }),
  'territories.applyChange': async (stage) => ({ body: { kind: 'rename', code: await newTerritory(stage), nameFr: 'Autre nom', occurredOn: '2026-01-01' } }),
  'territories.reviews': () => ({}),
  'overlaps.list': () => ({ params: { indicator: 'READFAM' } }),
  'overlaps.add': () => ({ params: { indicator: 'READFAM' }, body: { rate: '0.2', method: 'expert', estimatedOn: '2026-01-01' } }),
  'overlaps.withdraw': async (stage) => {
    const [row] = await stage.rows<{ id: string }>(
      `insert into app.overlap_estimates (initiative_id, indicator_id, rate, method, estimated_on)
       select initiative_id, id, 0.1, 'expert', '2020-01-01' from app.indicators where initiative_id = $1 and code = 'READFAM' returning id`,
    )
    return { params: { indicator: 'READFAM', estimateId: row?.id ?? '' } }
  },
  'partners.list': () => ({}),
  'partners.read': async (stage) => ({ params: { partnerId: (await partner(stage, 'P07')).id } }),
  'partners.create': (stage) => ({ body: { code: stage.unique(), name: 'Essai', joinedOn: '2026-01-01' } }),
  'partners.change': sheetChange((stage) => ({ roleFr: stage.unique() })),
  'partners.change#sharing': sheetChange(async (stage) => {
    const [row] = await stage.rows<{ shared: boolean }>(`select share_with_funder as shared from app.partners where initiative_id = $1 and code = 'P02'`)
    return { shareWithFunder: row?.shared !== true }
  }),
  'partners.change#level': sheetChange(async (stage) => {
    const [row] = await stage.rows<{ code: string }>(
      `select l.code from app.partners p join app.territory_levels l on l.initiative_id = p.initiative_id and l.id = p.level_id where p.initiative_id = $1 and p.code = 'P02'`,
    )
    return { levelCode: row?.code === 'mrc' ? 'region' : 'mrc' }
  }),
  'partners.addContribution': async (stage) => ({
    params: { partnerId: (await partner(stage, 'P02')).id },
    body: { kind: 'expertise', descriptionFr: stage.unique() },
  }),
  'partners.confirmContribution': async (stage) => {
    const [row] = await stage.rows<{ id: string }>(`insert into app.contributions (initiative_id, partner_id, kind) values ($1, $2, 'access') returning id`, [
      (await partner(stage, 'P02')).id,
    ])
    return { params: { contributionId: row?.id ?? '' } }
  },
}

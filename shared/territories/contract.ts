import { z } from 'zod'
import { route } from '#shared/http/route.ts'

export const initiativeParams = z.strictObject({ initiativeId: z.uuid() })

/** A short text code, unique where it stands: `VB1`, `01`, `ML0101`. */
export const Code = z.string().trim().min(1).max(60)
const calendarDate = z.iso.date()

export const TerritoryLevel = z
  .strictObject({
    id: z.uuid(),
    code: Code,
    hierarchy: z.string(),
    rank: z.int().min(1),
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    pluralFr: z.string().nullable(),
    pluralEn: z.string().nullable(),
  })
  .meta({ id: 'TerritoryLevel' })
export type TerritoryLevel = z.infer<typeof TerritoryLevel>

export const Territory = z
  .strictObject({
    id: z.uuid(),
    code: Code,
    levelCode: Code,
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    /** Nearest ancestor in the level's own hierarchy today. */
    parentCode: z.string().nullable(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    population: z.int().nullable(),
    isTop: z.boolean(),
    hasShape: z.boolean(),
  })
  .meta({ id: 'Territory' })
export type Territory = z.infer<typeof Territory>

/** GeoJSON geometry of a place: longitude, latitude. */
export const Shape = z.strictObject({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates: z.array(z.any()) }).meta({ id: 'Shape' })

export const LevelInput = z.strictObject({
  code: Code,
  hierarchy: z.string().trim().min(1).max(40).default('main'),
  rank: z.int().min(1).max(20),
  nameFr: z.string().trim().min(1).max(120),
  nameEn: z.string().trim().max(120).nullish(),
  pluralFr: z.string().trim().max(120).nullish(),
  pluralEn: z.string().trim().max(120).nullish(),
})
export type LevelInput = z.infer<typeof LevelInput>

export const TerritoryInput = z.strictObject({
  code: Code,
  levelCode: Code,
  nameFr: z.string().trim().min(1).max(200),
  nameEn: z.string().trim().max(200).nullish(),
  parentCode: Code.nullish(),
  validFrom: calendarDate.nullish(),
  validTo: calendarDate.nullish(),
  population: z.int().min(0).nullish(),
  populationYear: z.int().nullish(),
  externalId: z.string().max(200).nullish(),
  /** The parent holds from this day and the former one until it; absent: the present link is corrected. */
  parentFrom: calendarDate.nullish(),
  /** Hierarchy of the link: the territory’s own or its parent’s; absent: the parent’s for a territory of the main one, else its own. */
  parentHierarchy: z.string().trim().min(1).max(40).optional(),
})
export type TerritoryInput = z.infer<typeof TerritoryInput>

const LoadResult = z.strictObject({ read: z.int(), created: z.int(), changed: z.int(), unchanged: z.int() })
export type LoadResult = z.infer<typeof LoadResult>

/** Share of a territory, 0–1. */
export const TerritoryShare = z.string().regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/)

export const SuccessionKind = z.enum(['merge', 'split', 'transfer', 'rename'])
export type SuccessionKind = z.infer<typeof SuccessionKind>

/** What became of a territory: merged, split, moved to another parent, renamed (domain 3.13). */
export const Succession = z
  .strictObject({
    id: z.uuid(),
    fromCode: Code,
    fromNameFr: z.string(),
    fromNameEn: z.string().nullable(),
    toCode: Code,
    toNameFr: z.string(),
    toNameEn: z.string().nullable(),
    kind: SuccessionKind,
    occurredOn: z.string(),
    weight: z.string().nullable(),
    /** What passed from one to the other, where it was a territory as a whole: its own figures go on. */
    territoryCode: z.string().nullable(),
    territoryNameFr: z.string().nullable(),
    territoryNameEn: z.string().nullable(),
    /** Of a new name: the former one. */
    formerCode: z.string().nullable(),
    formerNameFr: z.string().nullable(),
    formerNameEn: z.string().nullable(),
    noteFr: z.string().nullable(),
    noteEn: z.string().nullable(),
  })
  .meta({ id: 'Succession' })
export type Succession = z.infer<typeof Succession>

/** A territory from its first day to its last; null: no first day known, or it goes on. */
export const TerritoryLife = z
  .strictObject({
    code: Code,
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    validFrom: z.string().nullable(),
    lastDay: z.string().nullable(),
    /** What it became: merged into, or split into. */
    became: z.array(z.strictObject({ code: Code, nameFr: z.string(), nameEn: z.string().nullable(), lastDay: z.string().nullable() })),
  })
  .meta({ id: 'TerritoryLife' })
export type TerritoryLife = z.infer<typeof TerritoryLife>

export const territoryRoutes = {
  levels: route({
    id: 'territories.levels',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territory-levels',
    summary: 'Levels, most local first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(TerritoryLevel) }),
  }),
  saveLevels: route({
    id: 'territories.saveLevels',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/territory-levels',
    summary: 'Set the levels; codes that exist are changed, none is removed',
    params: initiativeParams,
    body: z.strictObject({ items: z.array(LevelInput).min(1).max(20) }),
    response: z.strictObject({ items: z.array(TerritoryLevel) }),
  }),
  list: route({
    id: 'territories.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territories',
    summary: 'Territories, by level and parent',
    params: initiativeParams,
    query: z.strictObject({ level: Code.optional(), parent: Code.optional(), on: calendarDate.optional() }),
    response: z.strictObject({ items: z.array(Territory) }),
  }),
  life: route({
    id: 'territories.life',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territories/:territory/life',
    summary: 'Territories that bore a code, latest first, with their days and what succeeded them',
    params: initiativeParams.extend({ territory: Code }),
    response: z.strictObject({ items: z.array(TerritoryLife) }),
  }),
  save: route({
    id: 'territories.save',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/territories',
    summary: 'Create or change territories by code; parents may come in the same call',
    params: initiativeParams,
    body: z.strictObject({ items: z.array(TerritoryInput).min(1).max(5000), topCode: Code.optional() }),
    response: LoadResult,
  }),
  shapes: route({
    id: 'territories.shapes',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territory-shapes',
    summary: 'Shapes of one level as GeoJSON geometries by code',
    params: initiativeParams,
    query: z.strictObject({ level: Code }),
    response: z.strictObject({ items: z.array(z.strictObject({ code: Code, geometry: Shape })) }),
  }),
  saveShapes: route({
    id: 'territories.saveShapes',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/territory-shapes',
    summary: 'Set shapes by territory code',
    params: initiativeParams,
    body: z.strictObject({
      items: z
        .array(z.strictObject({ code: Code, geometry: Shape }))
        .min(1)
        .max(5000),
      source: z.string().max(500).optional(),
    }),
    response: LoadResult,
  }),
  successions: route({
    id: 'territories.successions',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territory-successions',
    summary: 'Merges, splits, moves and new names, oldest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Succession) }),
  }),
}

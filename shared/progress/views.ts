import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'

/** What a view keeps of the dashboard's address; anything else is no view. */
export const VIEW_PARAMETERS = [
  'territory',
  'level',
  'partner',
  'from',
  'to',
  'condition',
  'basis',
  'group',
  'sort',
  'view',
  'scale',
  'indicator',
  'with',
] as const

/** One part of an address as it was typed; what cannot be read says nothing. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return ''
  }
}

/** The part of an address that a view keeps, in one order, so that the same view has the same text. */
export function viewQuery(search: string): string {
  const given = new Map(
    search
      .replace(/^\?/, '')
      .split('&')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return [plain(name), plain(value.join('='))] as const
      }),
  )
  return VIEW_PARAMETERS.flatMap((name) => {
    const value = given.get(name) ?? ''
    return value === '' ? [] : [`${name}=${encodeURIComponent(value)}`]
  }).join('&')
}

const name = z.string().trim().min(1).max(120)
const query = z.string().max(1500)

/** A view of the dashboard under a name: its filters, never its figures. */
export const SavedView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    /** Parameters of the dashboard's address. */
    query: z.string(),
    /** Offered to every member. */
    isShared: z.boolean(),
    isMine: z.boolean(),
    savedOn: z.string(),
    version: z.int(),
    abilities: z.strictObject({ change: z.boolean(), share: z.boolean() }),
  })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>

const base = '/api/v1/initiatives/:initiativeId/saved-views'
const one = z.strictObject({ ...initiativeParams.shape, viewId: z.uuid() })

export const viewRoutes = {
  list: route({
    id: 'savedViews.list',
    method: 'GET',
    path: base,
    summary: 'One’s own views of the dashboard and those that the backbone shares, by name',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(SavedView) }),
  }),
  save: route({
    id: 'savedViews.save',
    method: 'POST',
    path: base,
    summary: 'Keep a view under a name; the backbone may share it with every member',
    params: initiativeParams,
    body: z.strictObject({ name, query, isShared: z.boolean().default(false) }),
    status: 201,
    response: SavedView,
  }),
  change: route({
    id: 'savedViews.change',
    method: 'PATCH',
    path: `${base}/:viewId`,
    summary: 'Rename a view, keep another address under its name, share it or stop sharing it (If-Match)',
    params: one,
    body: z.strictObject({ name: name.optional(), query: query.optional(), isShared: z.boolean().optional() }),
    response: SavedView,
  }),
  remove: route({
    id: 'savedViews.remove',
    method: 'DELETE',
    path: `${base}/:viewId`,
    summary: 'Remove a view: one’s own, or as backbone a shared one',
    params: one,
    status: 204,
    response: z.undefined(),
  }),
}

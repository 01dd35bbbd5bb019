import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create } from './things.ts'

/** Whatever was published last is public, as a lead would have it. */
const shown: MakeCall = async (stage) => {
  await stage.rows('update app.releases set is_public = true where initiative_id = $1 and is_latest')
  return { params: { slug: 'grandir-entre-rives' } }
}
const link = (stage: Stage) => create<{ id: string }>(stage, 'coordination', '/share-links', { label: 'Essai' })
const version = async (stage: Stage) =>
  (await stage.rows<{ version: number }>('select version from app.public_pages where initiative_id = $1'))[0]?.version ?? 1

/** What everybody reads of a public release (domain 5, column of the public), and who decides of it. */
export const publicCalls: Readonly<Record<string, MakeCall>> = {
  'public.read': shown,
  'public.cells': shown,
  'public.shapes': async (stage) => ({ ...(await shown(stage)), query: { level: 'mrc' } }),
  'public.versions': shown,
  'public.csv': shown,
  'public.json': shown,
  'sharing.readPage': () => ({}),
  'sharing.changePage': async (stage) => ({ headers: atVersion(await version(stage)), body: { contact: 'info@exemple.org' } }),
  'sharing.links': () => ({}),
  'sharing.createLink': () => ({ body: { label: 'Essai' } }),
  'sharing.revokeLink': async (stage) => ({ params: { linkId: (await link(stage)).id } }),
}

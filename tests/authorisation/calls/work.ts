import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion, create, find, type Made } from './things.ts'

/** Led by P02: the contributor's own, and not the one of the other contributor. */
const activityBody = (stage: Stage) => ({ nameFr: stage.unique(), partners: [{ code: 'P02', role: 'leads' }] })
const newActivity = (stage: Stage): Promise<Made> => create(stage, 'contribution', '/activities', activityBody(stage))

/** One that funders read: it is not its being hidden that keeps them from changing it. */
const UPDATE = { titleFr: 'Un mot', bodyFr: 'Un texte', audience: 'funder', publishedOn: '2026-10-01' }

/** Activities (domain 5, row 13) and updates (row 39). */
export const workCalls: Readonly<Record<string, MakeCall>> = {
  'activities.list': () => ({}),
  'activities.read': async (stage) => ({ params: { activityId: (await find(stage, 'activities', 'published_on is not null')).id } }),
  'activities.read#unpublished': async (stage) => ({ params: { activityId: (await find(stage, 'activities', 'published_on is null')).id } }),
  'activities.create': (stage) => ({ body: activityBody(stage) }),
  'activities.create#published': (stage) => ({ body: { ...activityBody(stage), published: true } }),
  'activities.change': async (stage) => {
    const { id, version } = await newActivity(stage)
    return { params: { activityId: id }, headers: atVersion(version), body: { nameFr: stage.unique() } }
  },
  'activities.change#seen_by_funders': async (stage) => {
    const { id, version } = await create(stage, 'coordination', '/activities', { ...activityBody(stage), published: true })
    return { params: { activityId: id }, headers: atVersion(version), body: { nameFr: stage.unique() } }
  },
  'activities.change#publishing': async (stage) => {
    const { id, version } = await newActivity(stage)
    return { params: { activityId: id }, headers: atVersion(version), body: { published: true } }
  },
  'meetings.updates': () => ({}),
  'meetings.keepReadings': () => ({}),
  'meetings.createUpdate': (stage) => ({ body: { ...UPDATE, titleFr: stage.unique() } }),
  'meetings.changeUpdate': async (stage) => {
    const { id, version } = await create(stage, 'coordination', '/updates', UPDATE)
    return { params: { updateId: id }, headers: atVersion(version), body: { bodyFr: stage.unique() } }
  },
}

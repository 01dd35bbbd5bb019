import type { MakeCall } from '../calls.ts'
import type { Stage } from '../stage.ts'
import { atVersion } from './things.ts'

/** A role that somebody prepared for a person without an account. */
async function newHat(stage: Stage, role: 'partner_viewer' | 'funder', userId: string | null = null): Promise<string> {
  const [hat] = await stage.rows<{ id: string }>(
    `with person as (insert into app.persons (initiative_id, user_id, name, email) values ($1, $2, $3, $3 || '@authorisation.example') returning id)
     insert into app.role_assignments (initiative_id, user_id, person_id, role, partner_id, starts_on)
     select $1, $2, person.id, $4, p.id, '2026-01-01' from person left join app.partners p on p.initiative_id = $1 and p.code = 'P02' and $4 = 'partner_viewer' returning id`,
    [userId, stage.unique(), role],
  )
  return hat?.id ?? ''
}

const invitation =
  (role: string, rest: object = {}): MakeCall =>
  (stage) => {
    const name = stage.unique()
    return { body: { name, email: `${name}@authorisation.example`, role, ...rest } }
  }

/** Initiatives, the people in them and their hats (domain 5, rows 1 and 2). */
export const peopleCalls: Readonly<Record<string, MakeCall>> = {
  'initiatives.list': () => ({}),
  'initiatives.create': (stage) => ({ body: { slug: stage.unique(), nameFr: 'Essai' } }),
  'initiatives.read': () => ({}),
  'initiatives.change': async ({ rows, unique }) => {
    const [row] = await rows<{ version: number }>('select version from app.initiatives where id = $1')
    return { headers: atVersion(row?.version), body: { summaryEn: unique() } }
  },
  'initiatives.acceptCommitment': () => ({}),
  'people.list': () => ({}),
  // Of P02: the contributor's own partner, and not the one of the other contributor.
  'people.invite': invitation('partner_viewer', { partnerCode: 'P02' }),
  'people.invite#contributor': invitation('partner_contributor', { partnerCode: 'P02' }),
  'people.invite#backbone': invitation('backbone'),
  'people.invite#funder': invitation('funder', { organization: 'Fonds Boréal pour l’enfance' }),
  'people.change': async (stage) => ({ params: { hatId: await newHat(stage, 'partner_viewer') }, headers: atVersion(1), body: { endsOn: '2030-01-01' } }),
  'people.inviteAgain': async (stage) => ({ params: { hatId: await newHat(stage, 'partner_viewer') } }),
  'people.resetPassword': async (stage) => ({ params: { hatId: await newHat(stage, 'partner_viewer', (await stage.world.account()).userId) } }),
}

import { randomUUID } from 'node:crypto'
import type { DemoContent } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** Levels, territories with their dated parents, successions and shapes. */
export async function seedTerritories({ client, initiativeId, names }: Seeding, { initiative, shapes }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(
    client,
    'app.territory_levels',
    initiative.levels.map((level) => ({
      ...base,
      id: names.set('level', level.code, randomUUID()),
      code: level.code,
      rank: level.rank,
      name_fr: level.name_fr,
      name_en: level.name_en,
      plural_fr: level.plural_fr,
      plural_en: level.plural_en,
    })),
  )
  await insertRows(
    client,
    'app.territories',
    initiative.territories.map((territory) => ({
      ...base,
      id: names.set('territory', territory.code, randomUUID()),
      level_id: names.get('level', territory.level),
      code: territory.code,
      name_fr: territory.name_fr,
      name_en: territory.name_en,
      valid_from: territory.valid_from,
      population: territory.population,
    })),
  )
  await insertRows(
    client,
    'app.territory_parents',
    initiative.territories.flatMap((territory) => [
      ...(territory.parent === undefined
        ? []
        : [
            {
              ...base,
              territory_id: names.get('territory', territory.code),
              parent_id: names.get('territory', territory.parent),
              valid_from: territory.valid_from ?? '0001-01-01',
              valid_to: territory.parent_until,
            },
          ]),
      ...(territory.next_parent === undefined
        ? []
        : [
            {
              ...base,
              territory_id: names.get('territory', territory.code),
              parent_id: names.get('territory', territory.next_parent),
              valid_from: territory.parent_until,
              valid_to: null,
            },
          ]),
    ]),
  )
  await insertRows(
    client,
    'app.territory_successions',
    (initiative.successions ?? []).map((succession) => ({
      ...base,
      from_id: names.get('territory', succession.from),
      to_id: names.get('territory', succession.to),
      kind: succession.kind,
      occurred_on: succession.occurred_on,
      note_fr: succession.note_fr,
    })),
  )
  await insertRows(
    client,
    'app.territory_shapes',
    Object.entries(shapes).map(([code, geometry]) => ({
      ...base,
      territory_id: names.get('territory', code),
      geometry: JSON.stringify(geometry),
      source: 'Maillage',
    })),
  )
  await client.query('update app.initiatives set top_territory_id = $2 where id = $1', [initiativeId, names.get('territory', initiative.top)])
}

/** Organisations, the partners they are, where they work and what they bring. */
export async function seedPartners({ client, initiativeId, names }: Seeding, { initiative }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(
    client,
    'app.organizations',
    [...initiative.partners, ...(initiative.organizations ?? [])].map(({ name, sectors }) => ({
      ...base,
      id: names.set('organization', name, randomUUID()),
      name,
      sectors,
    })),
  )
  await insertRows(
    client,
    'app.partners',
    initiative.partners.map((partner) => ({
      ...base,
      id: names.set('partner', partner.code, randomUUID()),
      organization_id: names.get('organization', partner.name),
      code: partner.code,
      level_id: names.get('level', partner.level),
      joined_on: partner.joined_on,
      left_on: partner.left_on,
      is_backbone_host: partner.is_backbone_host ?? false,
      share_with_funder: partner.share_with_funder ?? false,
    })),
  )
  await insertRows(
    client,
    'app.partner_territories',
    initiative.partners.flatMap((partner) =>
      partner.territories.map((territory) => ({
        ...base,
        partner_id: names.get('partner', partner.code),
        territory_id: names.get('territory', territory),
        valid_from: partner.joined_on,
        valid_to: partner.left_on,
      })),
    ),
  )
  await insertRows(
    client,
    'app.contributions',
    initiative.partners.flatMap((partner) =>
      partner.contributions.map((kind) => ({
        ...base,
        partner_id: names.get('partner', partner.code),
        kind,
        amount: partner.gives?.[kind]?.amount ?? null,
        hours: partner.gives?.[kind]?.hours ?? null,
        description_fr: partner.gives?.[kind]?.description_fr ?? null,
        offered_on: partner.joined_on,
        confirmed_on: partner.unconfirmed === true ? null : partner.joined_on,
      })),
    ),
  )
}

/** The people of the initiative and the hats they wear. */
export async function seedHats({ client, initiativeId, names }: Seeding, { initiative }: DemoContent, people: ReadonlyMap<string, string>): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(
    client,
    'app.persons',
    [...new Set(initiative.hats.map((hat) => hat.email))].map((email) => ({
      ...base,
      id: names.set('person', email, randomUUID()),
      user_id: names.get('user', email),
      name: people.get(email),
      email,
    })),
  )
  await insertRows(
    client,
    'app.role_assignments',
    initiative.hats.map((hat) => ({
      ...base,
      user_id: names.get('user', hat.email),
      person_id: names.get('person', hat.email),
      role: hat.role,
      is_lead: hat.is_lead ?? false,
      partner_id: names.find('partner', hat.partner),
      organization_id: names.find('organization', hat.organization),
      starts_on: initiative.partners[0]?.joined_on,
    })),
  )
}

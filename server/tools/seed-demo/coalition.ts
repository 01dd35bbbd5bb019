import { randomBytes, randomUUID } from 'node:crypto'
import type { DemoContent } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

const HOUR = 3_600_000

/** The common agenda: for whom, which change, who endorsed which version, what success looks like. */
export async function seedAgenda({ client, initiativeId, names }: Seeding, { coalition, initiative }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  const population = randomUUID()
  const { territory, ...focus } = coalition.population
  await insertRows(client, 'app.populations_of_focus', [{ ...base, id: population, ...focus, territory_id: names.get('territory', territory) }])
  for (const { endorsed, reservations = {}, ...agenda } of coalition.agendas) {
    const agenda_version_id = randomUUID()
    await insertRows(client, 'app.agenda_versions', [{ ...base, id: agenda_version_id, ...agenda }])
    const asked = initiative.partners.filter((partner) => partner.left_on === undefined || partner.left_on >= agenda.published_on)
    await insertRows(
      client,
      'app.endorsements',
      asked.map(({ code }) => {
        const state = endorsed.includes(code) ? 'endorsed' : code in reservations ? 'reservations' : 'asked'
        return {
          ...base,
          agenda_version_id,
          partner_id: names.get('partner', code),
          state,
          reservations: reservations[code],
          answered_on: state === 'asked' ? null : agenda.published_on,
        }
      }),
    )
  }
  for (const { code, territory: place, indicators, pictures, ...goal } of coalition.goals) {
    const goal_id = names.set('goal', code, randomUUID())
    const adopted_by = names.get('user', 'coordination@demo.maillage.example')
    await insertRows(client, 'app.goals', [
      { ...base, id: goal_id, ...goal, population_of_focus_id: population, territory_id: names.get('territory', place), adopted_by },
    ])
    await insertRows(
      client,
      'app.goal_indicators',
      indicators.map((indicator) => ({ ...base, goal_id, indicator_id: names.get('indicator', indicator) })),
    )
    const pictured = pictures.map(({ figures = {}, ...picture }) => ({ picture: { ...base, id: randomUUID(), goal_id, ...picture }, figures }))
    await insertRows(
      client,
      'app.success_pictures',
      pictured.map(({ picture: { id, goal_id, horizon_months, description_fr, description_en, due_on, reviewed_on } }) => ({
        ...base,
        id,
        goal_id,
        horizon_months,
        description_fr,
        description_en,
        due_on,
        reviewed_on,
      })),
    )
    await insertRows(
      client,
      'app.success_picture_indicators',
      pictured.flatMap(({ picture, figures }) =>
        Object.entries(figures).map(([code, expected]) => ({ ...base, picture_id: picture.id, indicator_id: names.get('indicator', code), expected })),
      ),
    )
  }
}

/** Activities with who leads and who contributes, and the indicators they serve. */
export async function seedActivities({ client, initiativeId, names }: Seeding, { coalition }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  for (const activity of coalition.activities) {
    const activity_id = names.set('activity', activity.name_fr, randomUUID())
    await insertRows(client, 'app.activities', [
      {
        ...base,
        id: activity_id,
        goal_id: names.find('goal', activity.goal),
        name_fr: activity.name_fr,
        name_en: activity.name_en,
        territory_id: names.get('territory', activity.territory),
        starts_on: activity.starts_on,
        ends_on: activity.ends_on,
        state: activity.state,
        published_on: activity.published_on,
      },
    ])
    const roles = [...activity.leads.map((code) => ({ code, role: 'leads' })), ...activity.contributes.map((code) => ({ code, role: 'contributes' }))]
    await insertRows(
      client,
      'app.activity_partners',
      roles.map(({ code, role }) => ({ ...base, activity_id, partner_id: names.get('partner', code), role, adjustment_made: activity.adjustment?.[code] })),
    )
    await insertRows(
      client,
      'app.activity_indicators',
      activity.indicators.map((code) => ({ ...base, activity_id, indicator_id: names.get('indicator', code) })),
    )
  }
}

/** Meetings with the moment their agenda went out, updates, and the backbone's own profile. */
export async function seedCommunication({ client, initiativeId, names }: Seeding, { coalition, initiative }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  for (const meeting of coalition.meetings) {
    const meeting_id = randomUUID()
    const starts = new Date(meeting.starts_at)
    await insertRows(client, 'app.meetings', [
      {
        ...base,
        id: meeting_id,
        title_fr: meeting.title_fr,
        title_en: meeting.title_en,
        kind: meeting.kind,
        starts_at: starts,
        agenda_shared_at: meeting.shared_hours === undefined ? null : new Date(starts.getTime() - meeting.shared_hours * HOUR),
        decisions_fr: meeting.decisions_fr,
        decisions_en: meeting.decisions_en,
      },
    ])
    await insertRows(
      client,
      'app.attendances',
      meeting.attended.map((code) => ({ ...base, meeting_id, partner_id: names.get('partner', code) })),
    )
  }
  const updates = coalition.updates.map((update) => ({ ...update, id: randomUUID() }))
  await insertRows(
    client,
    'app.update_posts',
    updates.map(({ id, title_fr, title_en, body_fr, body_en, audience, published_on }) => ({
      ...base,
      id,
      title_fr,
      title_en,
      body_fr,
      body_en,
      audience,
      published_on,
    })),
  )
  // Readers of a demo are nobody: marks that no organisation leaves.
  await insertRows(
    client,
    'app.update_readings',
    updates.flatMap(({ id, readers = 0, published_on }) =>
      Array.from({ length: readers }, () => ({ ...base, update_id: id, mark: randomBytes(32).toString('base64url'), read_on: published_on })),
    ),
  )
  const { functions, ...profile } = coalition.backbone
  const held = functions.map((one) => ({ ...one, id: randomUUID() }))
  await insertRows(client, 'app.backbone_profiles', [{ ...base, ...profile, currency_code: initiative.currency_code }])
  await insertRows(
    client,
    'app.backbone_functions',
    held.map(({ id, function: name, partner }) => ({ ...base, id, function: name, partner_id: names.get('partner', partner), valid_from: profile.valid_from })),
  )
  await insertRows(
    client,
    'app.backbone_reviews',
    held.flatMap(({ id, partner, review }) =>
      review === undefined
        ? []
        : [
            {
              ...base,
              function_id: id,
              partner_id: names.get('partner', partner),
              standing: review.standing,
              note: review.note,
              reviewed_on: review.reviewed_on,
            },
          ],
    ),
  )
}

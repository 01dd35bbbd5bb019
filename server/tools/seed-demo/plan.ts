import { randomUUID } from 'node:crypto'
import { resultOf, type Ballot } from '#shared/priorities/order.ts'
import type { DemoContent, DemoPlan } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** How the plan holds together: levers, links, who does what, practices, participation, priorities, stages. Activities and bodies are there already. */
export async function seedPlan(seeding: Seeding, { plan }: DemoContent): Promise<void> {
  const { client, initiativeId, names } = seeding
  const base = { initiative_id: initiativeId }
  const activity = (name: string) => names.get('activity', name)
  for (const [name, levers] of Object.entries(plan.levers))
    await client.query('update app.activities set levers = $3 where initiative_id = $1 and id = $2', [initiativeId, activity(name), levers])
  // What was adjusted was so when the activity began.
  await client.query(
    `update app.activity_partners ap set adjusted_on = a.starts_on from app.activities a
     where a.initiative_id = ap.initiative_id and a.id = ap.activity_id and ap.initiative_id = $1 and ap.adjustment_made is not null`,
    [initiativeId],
  )
  await insertRows(
    client,
    'app.activity_links',
    plan.links.map(({ from, to, how, published_on }) => ({ ...base, from_id: activity(from), to_id: activity(to), how, published_on })),
  )
  await insertRows(
    client,
    'app.responsibilities',
    plan.responsibilities.map(({ indicator, meetings, body, partner, role }) => ({
      ...base,
      indicator_id: indicator === undefined ? null : names.get('indicator', indicator),
      meeting_kind: meetings,
      body_id: body === undefined ? null : names.get('body', body),
      partner_id: names.get('partner', partner),
      role,
    })),
  )
  await insertRows(
    client,
    'app.participation_records',
    plan.participation.map(({ activity: about, decision, group_name, moment, depth, what_changed, recorded_on }) => ({
      ...base,
      activity_id: about === undefined ? null : activity(about),
      decision,
      group_name,
      moment,
      depth,
      what_changed,
      recorded_on,
    })),
  )
  for (const practice of plan.practices) await seedPractice(seeding, practice)
  for (const round of plan.rounds) await seedRound(seeding, round)
  for (const stage of plan.stages) await seedStage(seeding, stage)
}

async function seedPractice({ client, initiativeId, names }: Seeding, practice: DemoPlan['practices'][number]): Promise<void> {
  const base = { initiative_id: initiativeId }
  const practice_id = randomUUID()
  const { adopted, trying, not_applicable = {}, evidence, indicator, ...sheet } = practice
  await insertRows(client, 'app.shared_practices', [
    { ...base, id: practice_id, ...sheet, indicator_id: indicator === undefined ? null : names.get('indicator', indicator) },
  ])
  const standing = Object.entries({ adopted, trying, not_applicable }).flatMap(([state, days]) =>
    Object.entries(days).map(([code, since_on]) => ({
      ...base,
      practice_id,
      partner_id: names.get('partner', code),
      state,
      since_on,
      evidence: evidence[code],
    })),
  )
  await insertRows(client, 'app.practice_adoptions', standing)
}

async function seedStage(
  { client, initiativeId, names }: Seeding,
  { code, started_on, ended_on, planned = {}, observed = {} }: DemoPlan['stages'][number],
): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(client, 'app.stages', [{ ...base, code, started_on, ended_on }])
  const said = (all: Record<string, string[]>) =>
    new Map(Object.entries(all).flatMap(([engagement, codes]) => codes.map((partner) => [partner, engagement] as const)))
  const [was, seen] = [said(planned), said(observed)]
  const partners = [...new Set([...was.keys(), ...seen.keys()])]
  await insertRows(
    client,
    'app.stage_engagements',
    partners.map((partner) => ({
      ...base,
      stage_code: code,
      partner_id: names.get('partner', partner),
      planned: was.get(partner) ?? null,
      observed: seen.get(partner) ?? null,
    })),
  )
}

/** A closed round tells what the product computes of its ballots; only those of a named one stay. */
async function seedRound({ client, initiativeId, names }: Seeding, round: DemoPlan['rounds'][number]): Promise<void> {
  const base = { initiative_id: initiativeId }
  const round_id = randomUUID()
  const candidates = round.candidates.map(({ name, activity }) => ({
    id: randomUUID(),
    name: name ?? activity ?? '',
    activity_id: activity === undefined ? null : names.get('activity', activity),
  }))
  const ids = candidates.map(({ id }) => id)
  const ballots = round.ballots.map((text): Ballot => Object.fromEntries(text.split(' ').map((digits, index) => [ids[index], [...digits].map(Number)])))
  await insertRows(client, 'app.priority_rounds', [
    {
      ...base,
      id: round_id,
      title: round.title,
      criteria: round.criteria,
      is_named: round.is_named,
      closes_on: round.closes_on,
      state: round.closed_on === undefined ? 'open' : 'closed',
      closed_on: round.closed_on,
      result: round.closed_on === undefined ? null : JSON.stringify(resultOf(ids, ballots, round.partners, round.is_named)),
    },
  ])
  await insertRows(
    client,
    'app.priority_candidates',
    candidates.map((candidate, position) => ({ ...base, ...candidate, round_id, position })),
  )
  await insertRows(
    client,
    'app.priority_ballots',
    (round.voters ?? []).map((code, index) => ({
      ...base,
      round_id,
      partner_id: names.get('partner', code),
      scores: JSON.stringify(ballots[index]),
      is_told: round.is_named,
    })),
  )
}

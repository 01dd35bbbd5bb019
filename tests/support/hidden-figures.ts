import { figuresOf } from './figure-builder.ts'
import { buildRelease, release } from './release.ts'
import type { Asker, TestInitiative, World } from './world.ts'

/** A figure that some readers may not learn, by what makes it one. */
export interface Secret {
  readonly value: string
  readonly why: string
}

/** An initiative whose every true value that others may not learn is recognised wherever it appears. */
export interface Hidden {
  readonly here: TestInitiative
  readonly lead: Asker
  readonly secrets: readonly Secret[]
}

const NOW = '2026-10-15T13:00:00Z'
/** Everything is shown with all its decimals, so that nothing hides behind a rounding. */
const PEOPLE = { counting_unit: 'persons', suppression_applies: true, decimals: 6, display_factor: '1' }
const SHARE = { ...PEOPLE, unit_kind: 'ratio', temporal_kind: 'snapshot', is_proportion: true }

const small = 'a small count'
const beside = 'hidden so that the small one cannot be computed'
const later = 'validated after the release'
const unfinished = 'not validated'
const start = 'a starting point that no release tells'
const alone = 'a figure of one partner that did not agree to share it'

/**
 * Builds a public release in which figures are hidden for themselves and for others, later figures that wait in a release
 * nobody published, drafts, and starting points of small groups.
 */
export async function hideFigures(world: World): Promise<Hidden> {
  const here = await world.buildInitiative({ slug: 'secrets', clockFrozenAt: NOW })
  const figures = figuresOf(world, here)
  const lead = await here.person({ role: 'backbone', lead: true })
  const secrets: Secret[] = []
  const secret = (value: string, why: string) => {
    secrets.push({ value, why })
    return value
  }
  const people = await figures.indicator('PEOPLE', PEOPLE)
  const share = await figures.indicator('SHARE', SHARE)
  await world.maintain(here.id, async (client) => {
    await client.query(
      `insert into app.dimensions (initiative_id, id, code, name_fr, exclusive, exhaustive) values ($1, gen_random_uuid(), 'SEX', 'Sexe', true, true)`,
      [here.id],
    )
    for (const code of ['F', 'M'])
      await client.query(
        `insert into app.categories (initiative_id, id, dimension_id, code, name_fr) select $1, gen_random_uuid(), id, $2, $2 from app.dimensions where initiative_id = $1`,
        [here.id, code],
      )
    await client.query(
      `insert into app.indicator_dimensions (initiative_id, indicator_version_id, dimension_id) select $1, $2, id from app.dimensions where initiative_id = $1`,
      [here.id, people.versionId],
    )
  })
  await figures.owed(people, 'A1', 'P1')
  await figures.owed(people, 'A2', 'P1')
  for (const [territory, value] of [
    ['A1', secret('3.217391', small)],
    ['A2', secret('17.604433', beside)],
    ['B1', '94.25'],
  ] as const)
    await figures.figure(people, territory, 'P1', '2026-Q1', { value })
  // Another partner's own figure at a place where two report: their total is told, each one is not.
  await figures.figure(people, 'B1', 'P3', '2026-Q1', { value: secret('47.171713', alone) })
  // Two that make up a total: the larger one would tell the small one.
  for (const [category, value] of [
    ['SEX:F', secret('2.818283', small)],
    ['SEX:M', secret('89.681717', beside)],
  ] as const)
    await figures.figure(people, 'B1', 'P1', '2025-Q4', { value, category })
  await figures.figure(people, 'B1', 'P1', '2025-Q4', { value: '92.5' })
  await figures.figure(people, 'A1', 'P1', '2025-Q4', { value: secret('4.535557', small) })
  await figures.figure(people, 'A2', 'P1', '2025-Q4', { value: secret('28.464442', beside) })
  for (const [territory, numerator, denominator] of [
    ['A1', secret('1.737379', small), secret('19.414347', 'of a share that is hidden')],
    ['A2', '30', '61'],
    ['B1', '40', '80'],
  ] as const)
    await figures.figure(share, territory, 'P1', '2026-Q1', { numerator, denominator })
  const put = async (items: readonly object[]) => {
    const answer = await lead.ask('PUT', here.path('/indicators/PEOPLE/baselines'), { body: { items, reasonFr: 'Relue' } })
    if (answer.status !== 200) throw new Error(answer.text)
  }
  await put([
    { territoryCode: 'A1', periodCode: '2025-Q1', value: secret('2.191817', start) },
    { territoryCode: 'A2', periodCode: '2025-Q1', value: secret('61.626367', start) },
  ])
  await put([
    { territoryCode: 'A1', periodCode: '2025-Q1', value: secret('4.171615', start) },
    { territoryCode: 'A2', periodCode: '2025-Q4', value: secret('28.464442', start) },
    { territoryCode: 'B1', periodCode: '2025-Q1', value: '80.25' },
  ])
  await figures.target(people, '2027-Q1', '150', { scope: 'each' })
  await figures.recompute()
  await release(lead, here, { name: 'Première', throughPeriod: '2026-Q1' }, true)

  await figures.figure(people, 'B1', 'P1', '2026-Q2', { value: secret('83.371719', later) })
  await figures.figure(people, 'A2', 'P1', '2026-Q2', { value: secret('71.939397', unfinished), state: 'draft' })
  await figures.figure(people, 'A1', 'P1', '2026-Q2', { value: secret('72.838387', unfinished), state: 'submitted' })
  await figures.recompute()
  await buildRelease(lead, here, { name: 'Deuxième', throughPeriod: '2026-Q2' })
  return { here, lead, secrets }
}

/** Ways in which a value may be written: as it is, with a comma, rounded to three decimals or cut there. */
export function formsOf(value: string): RegExp {
  const [whole = '', decimals = ''] = value.split('.')
  const rounded = [3, 4, 5].map((digits) => Number(value).toFixed(digits).split('.')[1] ?? '')
  const ends = [...new Set([...rounded, decimals.slice(0, 3), decimals.slice(0, 4), decimals])]
  return new RegExp(`(?<![\\d.,])${whole}[.,](?:${ends.join('|')})(?!\\d)`)
}

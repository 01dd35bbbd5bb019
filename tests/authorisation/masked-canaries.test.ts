import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formsOf, hideFigures, type Hidden, type Secret } from '../support/hidden-figures.ts'
import { crawl, hasPages, loadPages, walk, type Told } from '../support/walk.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let hidden: Hidden
let link: string
beforeAll(async () => {
  world = await openWorld({ web: hasPages ? await loadPages() : null })
  world.setNow(new Date('2026-10-15T13:00:00Z'))
  hidden = await hideFigures(world)
  const made = await hidden.lead.ask<{ link: string }>('POST', hidden.here.path('/share-links'), { body: { label: 'Essai' } })
  link = made.body.link
  for (const number of [1, 2]) {
    const draft = await hidden.lead.ask<{ id: string }>('POST', hidden.here.path('/reports'), {
      body: { titleFr: 'Essai', release: number, languages: ['fr', 'en'] },
    })
    await hidden.lead.ask('POST', hidden.here.path(`/reports/${draft.body.id}/versions`), { body: {}, headers: { 'if-match': '"v1"' } })
  }
}, 120_000)
afterAll(() => world.close())

/** Every combination of the given values of filters; an undefined one leaves its filter out. */
function combinations(filters: Readonly<Record<string, readonly (string | undefined)[]>>): string[] {
  return Object.entries(filters)
    .reduce<URLSearchParams[]>(
      (all, [name, values]) =>
        all.flatMap((one) => values.map((value) => new URLSearchParams([...one, ...(value === undefined ? [] : [[name, value] as [string, string]])]))),
      [new URLSearchParams()],
    )
    .map((one) => `?${one}`)
}

const LEVELS = [undefined, 'local', 'regional']
const SPANS = { category: ['TOTAL', '*', 'SEX:F'], from: ['2025-Q1'] }
/** Filters that choose which figures are told. */
const FILTERS: Readonly<Record<string, () => string[]>> = {
  'progress.read': () => [
    ...combinations({ by: ['territory', 'partner'], level: LEVELS, basis: ['validated', 'provisional', 'published'], ...SPANS }),
    ...combinations({ partner: ['P1', 'P3'], basis: ['validated', 'published'], level: ['local'], ...SPANS }),
    ...combinations({ indicator: ['PEOPLE', 'SHARE'], territory: ['A1', 'A2', 'B1', 'T'], period: [undefined, '2026-Q1', '2026-Q2', 'latest'] }),
    ...combinations({ release: ['1', '2'], level: ['local'], by: ['territory', 'partner'], ...SPANS }),
    ...combinations({ indicator: ['PEOPLE'], asKnownOn: ['2026-10-15', '2026-09-01'], level: [undefined, 'local'] }),
  ],
  ...Object.fromEntries(['preview', 'page', 'word', 'pdf'].map((form) => [`reports.${form}`, () => combinations({ language: ['en'] })])),
  'releases.cells': () => combinations({ by: ['territory', 'partner'], level: LEVELS, ...SPANS }),
  'public.cells': () => combinations({ level: LEVELS, ...SPANS }),
  'public.shapes': () => combinations({ level: ['local', 'regional'] }),
  'progress.completeness': () => combinations({ indicator: [undefined, 'PEOPLE'], partner: [undefined, 'P1'], period: [undefined, '2026-Q1', '2026-Q2'] }),
  'exports.read': () => [
    ...combinations({
      format: ['csv', 'xlsx', 'json', 'datapackage'],
      language: ['fr', 'en'],
      level: ['local'],
      by: ['territory', 'partner'],
      content: [undefined, 'cells', 'figures'],
      category: ['*'],
      period: ['all'],
    }),
    ...combinations({ format: ['dhis2', 'dhis2csv'], period: ['all'] }),
  ],
  'observations.list': () => combinations({ indicator: [undefined, 'PEOPLE'], state: [undefined, 'validated', 'draft'] }),
}

/** Things of the initiative for the parameters of a route; more than one where they differ in what they tell. */
async function things(): Promise<Record<string, string[]>> {
  const rows = (table: string) =>
    world.maintain(hidden.here.id, async (client) =>
      (await client.query<{ id: string }>(`select id from app.${table} where initiative_id = $1 limit 30`, [hidden.here.id])).rows.map(({ id }) => id),
    )
  return {
    initiativeId: [hidden.here.id],
    slug: [hidden.here.slug],
    indicator: ['PEOPLE', 'SHARE'],
    release: ['latest', '1', '2'],
    reportId: await rows('reports'),
    versionId: await rows('report_versions'),
    territory: ['A1', 'T'],
    partnerId: Object.values(hidden.here.partner),
    observationId: await rows('observations'),
    hatId: await rows('role_assignments'),
  }
}

/** Every route that only reads, with every filter that matters, as addresses. */
async function addresses(): Promise<string[]> {
  const known = await things()
  return world.app.routeTable
    .filter(({ method, url }) => method === 'GET' && url !== '/*')
    .flatMap(({ url, operation }) => {
      const names = (url.match(/:\w+/g) ?? []).map((name) => name.slice(1))
      const paths = names.reduce<string[]>(
        (all, name) => all.flatMap((path) => (known[name] ?? ['00000000-0000-4000-8000-000000000000']).map((value) => path.replace(`:${name}`, value))),
        [url],
      )
      const queries = ['', ...(FILTERS[operation ?? '']?.() ?? [])]
      return paths.flatMap((path) => queries.map((query) => `${path}${query}`))
    })
}

const found = (told: readonly Told[], secrets: readonly Secret[]) =>
  secrets.flatMap(({ value, why }) => {
    const form = formsOf(value)
    return told.filter(({ text }) => form.test(text)).map(({ address, text }) => `${address} tells ${form.exec(text)?.[0]}, ${why}`)
  })

const READERS: readonly (readonly [name: string, open: () => Promise<Asker>, learns: (secret: Secret) => boolean])[] = [
  ['a funder', () => hidden.here.person({ role: 'funder', commitment: true }), () => false],
  // Figures by partner are in a release for every partner (domain 5, row 23).
  ['a viewer of another partner', () => hidden.here.person({ role: 'partner_viewer', partner: 'P2' }), ({ why }) => why.includes('one partner')],
  ['a contributor of another partner', () => hidden.here.person({ role: 'partner_contributor', partner: 'P2' }), ({ why }) => why.includes('one partner')],
  ['a stranger', () => Promise.resolve(world.stranger), () => false],
]

describe('no true value behind « s », no unreleased figure, by any route', { timeout: 300_000 }, () => {
  it('the backbone, and of a draft its partner, reads every one of them by the same requests: the search would find them', async () => {
    // A draft is its own partner's alone.
    const itself = await hidden.here.person({ role: 'partner_contributor', partner: 'P1' })
    const all = await addresses()
    const told = [...(await walk(world, hidden.lead, all)), ...(await walk(world, itself, all))]
    for (const secret of hidden.secrets) expect(found(told, [secret]), `${secret.value}, ${secret.why}`).not.toEqual([])
  })

  it.skipIf(!hasPages)('its pages show them too, written as people read them', async () => {
    const told = await walk(world, hidden.lead, [
      `/fr-CA/i/${hidden.here.slug}/indicators/PEOPLE/targets`,
      `/fr-CA/i/${hidden.here.slug}/indicators/PEOPLE?territory=A1`,
    ])
    expect(told.map(({ status }) => status)).toEqual([200, 200])
    expect(found(told, hidden.secrets).join()).toMatch(/4,171615.*3,217391|3,217391.*4,171615/)
  })

  it.each(READERS)('%s learns none, whatever is asked of the API', async (_name, open, learns) => {
    const told = await walk(world, await open(), await addresses())
    expect(told.filter(({ status }) => status === 200).length).toBeGreaterThan(15)
    expect(told.filter(({ status }) => status >= 500)).toEqual([])
    expect(
      found(
        told,
        hidden.secrets.filter((secret) => !learns(secret)),
      ),
    ).toEqual([])
  })

  it.skipIf(!hasPages).each(READERS)('%s learns none on any page, chart, table or file that links lead to', async (_name, open, learns) => {
    const { slug } = hidden.here
    const who = await open()
    const starts = ['fr-CA', 'en'].flatMap((locale) => [
      `/${locale}`,
      `/${locale}/i/${slug}/dashboard`,
      `/${locale}/i/${slug}/dashboard?territory=A1`,
      `/${locale}/i/${slug}/dashboard/explain?indicator=PEOPLE&territory=A1`,
      `/${locale}/i/${slug}/indicators/PEOPLE`,
      `/${locale}/i/${slug}/indicators/PEOPLE?territory=A1`,
      `/${locale}/i/${slug}/indicators/PEOPLE/targets`,
      `/${locale}/i/${slug}/indicators/SHARE?territory=A1`,
      `/${locale}/p/${slug}`,
      `/${locale}/p/${slug}/PEOPLE`,
      `/${locale}/p/${slug}/versions`,
      `/${locale}/embed/${slug}/PEOPLE`,
    ])
    const told = await crawl(world, who, [...starts, link], 180)
    expect(told.filter(({ status }) => status === 200).length).toBeGreaterThan(who.cookie === null ? 8 : 40)
    expect(told.filter(({ status }) => status >= 500).map(({ address }) => address)).toEqual([])
    expect(
      found(
        told,
        hidden.secrets.filter((secret) => !learns(secret)),
      ),
    ).toEqual([])
  })
})

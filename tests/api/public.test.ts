import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { Release } from '#shared/releases/contract.ts'
import type { PublicPage, PublicRelease } from '#shared/releases/public.ts'
import type { PublicPageSettings, ShareLink } from '#shared/releases/sharing.ts'
import { figuresOf, type FigureBuilder, type TestIndicator } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

const NOW = new Date('2026-10-15T13:00:00Z')
let world: World
beforeAll(async () => {
  world = await openWorld()
  world.setNow(NOW)
})
afterAll(() => world.close())

/** An initiative with figures of people at three places, one of which is too small to be told. */
async function withFigures(where: World, slug: string, small = '3') {
  const here = await where.buildInitiative({ slug, clockFrozenAt: NOW.toISOString() })
  const figures = figuresOf(where, here)
  const lead = await here.person({ role: 'backbone', lead: true })
  const people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
  for (const [territory, value] of [
    ['A1', small],
    ['A2', String(44 - Number(small))],
    ['B1', '22'],
  ] as const)
    await figures.figure(people, territory, 'P1', '2026-Q1', { value })
  await figures.recompute()
  return { here, figures, lead, people }
}

/** Every address that a stranger may ask. */
const addresses = (slug: string) =>
  ['', '/cells', '/cells?level=local&category=*&from=2026-Q1', '/shapes?level=local', '/versions', '/data.csv', '/data.json'].map(
    (rest) => `/api/v1/public/${slug}${rest}`,
  )
const withoutReference = (text: string) => text.replace(/"instance":"[^"]+"/, '')

describe('what a stranger reads of a release', () => {
  let here: TestInitiative
  let figures: FigureBuilder
  let lead: Asker
  let people: TestIndicator
  let first: Release
  beforeAll(async () => {
    ;({ here, figures, lead, people } = await withFigures(world, 'ouverte'))
    first = await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1', notesFr: 'Première' })
  })
  const settings = async () => (await lead.get<PublicPageSettings>(here.path('/public-page'))).body
  const change = async (body: Record<string, unknown>, version?: number) =>
    lead.ask<PublicPageSettings>('PATCH', here.path('/public-page'), { body, headers: { 'if-match': `"v${version ?? (await settings()).version}"` } })

  it('nothing before a lead made it public: the very words of an initiative that does not exist, by every address', async () => {
    expect(first.isPublic).toBe(false)
    const absent = addresses('n-existe-pas')
    for (const [index, address] of addresses(here.slug).entries()) {
      const closed = await world.stranger.get(address)
      const none = await world.stranger.get(absent[index] as string)
      expect([closed.status, withoutReference(closed.text)], address).toEqual([404, withoutReference(none.text)])
    }
    // An account changes nothing: this is the public's address.
    expect((await lead.get(`/api/v1/public/${here.slug}`)).status).toBe(404)
  })

  it('everything of the latest release once it is public, no partner, no reason of a mask, and nothing again when it is hidden', async () => {
    expect((await change({ isPublic: true })).body.release).toMatchObject({ number: 1, isPublic: true })
    const page = (await world.stranger.get<PublicPage>(`/api/v1/public/${here.slug}`)).body
    expect([page.release.name, page.release.notesFr, page.isIndexed, page.licence, page.embedHosts]).toEqual(['T4', 'Première', false, 'CC-BY-4.0', []])
    expect(page.territories.map(({ code }) => code).sort()).toEqual(['A', 'A1', 'A2', 'B', 'B1', 'T'])
    const { cells } = (await world.stranger.get<{ cells: ProgressCell[] }>(`/api/v1/public/${here.slug}/cells`, { level: 'local', period: '2026-Q1' })).body
    expect(cells.map(({ territory, value, mask }) => [territory, value, mask])).toEqual([
      ['A1', null, 'masked'],
      ['A2', null, 'masked'],
      ['B1', '22', 'none'],
    ])
    const all = (await Promise.all(addresses(here.slug).map((address) => world.stranger.get(address)))).map(({ status, text }) => {
      expect(status).toBe(200)
      return text
    })
    expect(all.join()).not.toMatch(/Organisation P\d|primary|secondary|"maskReport"/)
    expect((await world.stranger.get(`/api/v1/public/${here.slug}/cells`, { partner: 'P1' })).status).toBe(400)
    expect((await change({ isPublic: false })).status).toBe(200)
    for (const address of addresses(here.slug)) expect((await world.stranger.get(address)).status, address).toBe(404)
    await change({ isPublic: true })
  })

  it('a release that is published next and is not public takes the page away; former public ones stay in the log', async () => {
    await figures.figure(people, 'B1', 'P1', '2025-Q4', { value: '30' })
    await figures.recompute()
    await release(lead, here, { name: 'T5', throughPeriod: '2026-Q1' })
    expect((await world.stranger.get(`/api/v1/public/${here.slug}`)).status).toBe(404)
    expect((await world.stranger.get(`/api/v1/public/${here.slug}/versions`)).status).toBe(404)
    await change({ isPublic: true })
    const { items } = (await world.stranger.get<{ items: PublicRelease[] }>(`/api/v1/public/${here.slug}/versions`)).body
    expect(items.map(({ name, isLatest, previousChecksum }) => [name, isLatest, previousChecksum])).toEqual([
      ['T5', true, items[1]?.checksum],
      ['T4', false, null],
    ])
  })

  it('one mark for one state of the page: 304 as long as nothing changes, another mark when the page does', async () => {
    const address = `/api/v1/public/${here.slug}`
    const before = await world.stranger.get(address)
    expect([before.headers['cache-control'], before.headers.vary]).toEqual(['public, max-age=60', 'maillage-link'])
    const again = () => world.stranger.ask('GET', address, { headers: { 'if-none-match': String(before.headers.etag) } })
    expect([(await again()).status, (await again()).text]).toEqual([304, ''])
    await change({ contact: 'info@exemple.org' })
    expect((await again()).status).toBe(200)
  })

  it('open data: one line a figure with its licence; a hidden one is the sign and nothing else', async () => {
    const { text, headers } = await world.stranger.get(`/api/v1/public/${here.slug}/data.csv`)
    const [head = '', ...lines] = text.trim().split('\r\n')
    const columns = head.split(',')
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [columns[index], value])))
    expect(rows.find(({ territory, period }) => territory === 'B1' && period === '2026-Q1')).toMatchObject({
      value: '22',
      mask: '',
      licence: 'CC-BY-4.0',
      release: 'T5',
    })
    // Whether a figure lacks what was expected is told of every figure that is shown, whoever it is that did not report.
    for (const row of rows) {
      const lacks = row.flags?.split('|').includes('incomplete') === true || (row.coverage !== '' && Number(row.coverage) < 1)
      expect(row.is_partial, JSON.stringify(row)).toBe(row.value === '' ? '' : String(lacks))
    }
    const hidden = rows.filter(({ mask }) => mask === 's')
    expect(hidden.length).toBeGreaterThan(1)
    for (const row of hidden)
      expect([row.value, row.numerator, row.denominator, row.n, row.lower, row.upper, row.previous, row.trend]).toEqual(Array(8).fill(''))
    expect([headers['content-type'], headers['content-disposition']]).toEqual(['text/csv; charset=utf-8', `attachment; filename="${here.slug}.csv"`])
    const file = (await world.stranger.get<{ licence: { address: string }; cells: ProgressCell[] }>(`/api/v1/public/${here.slug}/data.json`)).body
    expect([file.licence.address, file.cells.length]).toEqual(['https://creativecommons.org/licenses/by/4.0/', rows.length])
  })

  it('the settings are of leads, and refuse what somebody changed meanwhile or what is no host', async () => {
    const staff = await here.person({ role: 'backbone' })
    const { version } = await settings()
    const asStaff = await staff.ask('PATCH', here.path('/public-page'), { body: { isPublic: false }, headers: { 'if-match': `"v${version}"` } })
    expect(asStaff.status).toBe(403)
    expect((await change({ isIndexed: true }, version + 1)).status).toBe(412)
    for (const host of ['https://exemple.org', 'exemple.org/page', "exemple.org 'unsafe'", '*', 'localhost', 'a;b.org'])
      expect((await change({ embedHosts: [host] })).status, host).toBe(400)
    expect((await change({ embedHosts: ['Ville.Exemple.org', '*.exemple.net'], isIndexed: true })).body).toMatchObject({
      embedHosts: ['ville.exemple.org', '*.exemple.net'],
      isIndexed: true,
    })
  })
})

describe('a link to one release', () => {
  let here: TestInitiative
  let lead: Asker
  let figures: FigureBuilder
  let people: TestIndicator
  beforeAll(async () => {
    ;({ here, lead, figures, people } = await withFigures(world, 'par-lien'))
    await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' })
    await figures.figure(people, 'B1', 'P1', '2025-Q4', { value: '30' })
    await figures.recompute()
    await release(lead, here, { name: 'T5', throughPeriod: '2026-Q1' })
  })
  const make = async (body: Record<string, unknown>) => {
    const { body: made } = await lead.ask<ShareLink & { link: string }>('POST', here.path('/share-links'), { body })
    return { ...made, secret: made.link.split('/').at(-1) ?? '' }
  }
  const byLink = (secret: string, rest = '') =>
    world.stranger.ask<PublicPage>('GET', `/api/v1/public/${here.slug}${rest}`, { headers: { 'maillage-link': secret } })
  const listed = async (id: string) => (await lead.get<{ items: ShareLink[] }>(here.path('/share-links'))).body.items.find((one) => one.id === id)

  it('reads that release as the public would, though nothing is public, and no other release', async () => {
    const { secret } = await make({ release: 1, label: 'Conseil' })
    expect(Buffer.from(secret, 'base64url').length).toBeGreaterThanOrEqual(16)
    const { status, body, headers } = await byLink(secret)
    expect([status, body.release.name, body.isIndexed, body.embedHosts, headers['cache-control'], headers['x-robots-tag']]).toEqual([
      200,
      'T4',
      false,
      [],
      'private, no-store',
      'noindex',
    ])
    const answers = await Promise.all(addresses(here.slug).map((address) => byLink(secret, address.replace(`/api/v1/public/${here.slug}`, ''))))
    expect(answers.map((one) => one.status)).toEqual(answers.map(() => 200))
    expect(answers.map((one) => one.text).join()).not.toMatch(/Organisation P\d|T5|primary|secondary/)
    expect((await world.stranger.get(`/api/v1/public/${here.slug}`)).status).toBe(404)
    // Another initiative does not know it.
    expect((await world.stranger.ask('GET', '/api/v1/public/ouverte', { headers: { 'maillage-link': secret } })).status).toBe(404)
  })

  it('is counted, ends on its day and when it is revoked; its secret is kept nowhere', async () => {
    const link = await make({ label: 'Presse', days: 10 })
    await byLink(link.secret)
    await byLink(link.secret, '/cells')
    expect(await listed(link.id)).toMatchObject({ state: 'open', opens: 1, label: 'Presse', lastOpenedAt: NOW.toISOString() })
    const stored = await world.maintain(here.id, async (client) => JSON.stringify((await client.query('select * from app.release_links')).rows))
    expect(stored).not.toContain(link.secret)
    world.setNow(new Date(NOW.getTime() + 11 * 86_400_000))
    expect([(await byLink(link.secret)).status, (await listed(link.id))?.state]).toEqual([404, 'expired'])
    world.setNow(NOW)
    expect((await byLink(link.secret)).status).toBe(200)
    expect((await lead.ask('DELETE', here.path(`/share-links/${link.id}`))).status).toBe(204)
    expect([(await byLink(link.secret)).status, (await listed(link.id))?.state]).toEqual([404, 'revoked'])
    const none = await byLink('n-importe-quoi')
    expect(withoutReference((await byLink(link.secret)).text)).toBe(withoutReference(none.text))
  })

  it('is made and ended by leads, of a published release alone', async () => {
    const staff = await here.person({ role: 'backbone' })
    expect((await staff.ask('POST', here.path('/share-links'), { body: { label: 'x' } })).status).toBe(403)
    expect((await lead.ask('POST', here.path('/share-links'), { body: { label: 'x', release: 99 } })).status).toBe(404)
    expect((await staff.get(here.path('/share-links'))).status).toBe(200)
    const funder = await here.person({ role: 'funder' })
    expect((await funder.get(here.path('/share-links'))).status).toBe(404)
  })

  it('row level security alone: its holder sees one release and one link, whatever is published', async () => {
    const { secret } = await make({ release: 1, label: 'Mur' })
    const client = await world.database.pool('api', 1).connect()
    try {
      await client.query('begin')
      await client.query('select * from app.enter_public($1)', [here.slug])
      const seen = async () => ({
        releases: (await client.query<{ number: number }>('select number from app.releases')).rows.map(({ number }) => number),
        links: (await client.query('select id from app.release_links')).rowCount,
        cells: ((await client.query('select 1 from app.release_cells')).rowCount ?? 0) > 0,
      })
      expect(await seen()).toEqual({ releases: [], links: 0, cells: false })
      await client.query('select app.enter_release_link($1, $2, $3)', [here.id, createHash('sha256').update(secret).digest('hex'), NOW])
      expect(await seen()).toEqual({ releases: [1], links: 1, cells: true })
      expect((await client.query(`select 1 from app.release_cells where audience <> 'public'`)).rowCount).toBe(0)
    } finally {
      await client.query('rollback')
      client.release()
    }
  })
})

it('SD5: another true value of a hidden figure leaves every public byte and every header as it was', async () => {
  const told: string[] = []
  for (const small of ['1', '4']) {
    const other = await openWorld()
    other.setNow(NOW)
    try {
      const { here, lead } = await withFigures(other, 'octets', small)
      await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' }, true)
      const answers = await Promise.all(addresses(here.slug).map((address) => other.stranger.get(address)))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
      expect(answers.map(({ text }) => text).join()).toContain('masked')
      // Identifiers are drawn by lot, and the checksum binds them.
      const drawn = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}/g
      told.push(answers.map(({ text, headers: { date: _date, ...headers } }) => `${JSON.stringify(headers)}${text}`.replaceAll(drawn, '#')).join('\n'))
    } finally {
      await other.close()
    }
  }
  expect(told[1]).toBe(told[0])
}, 60_000)

it('what an import left to be written is told to whoever writes it, and to no funder, no link and no public', async () => {
  const { here, figures, lead } = await withFigures(world, 'a-ecrire')
  const made = await figures.indicator('IMPORTED', {
    definition_fr: 'Créé à l’import de « suivi.xlsx ». Définition à écrire.',
    definition_en: 'Created by the import of “suivi.xlsx”. Definition to be written.',
    purpose_fr: 'À préciser : que ferons-nous de cette information ?',
  })
  await figures.figure(made, 'A1', 'P1', '2026-Q1', { value: '40' })
  await figures.recompute()
  await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' }, true)
  const funder = await here.person({ role: 'funder' })
  const outside = await Promise.all([
    world.stranger.get(`/api/v1/public/${here.slug}`),
    funder.get(here.path('/releases/1')),
    funder.get(here.path('/indicators')),
    funder.get(here.path('/indicators/IMPORTED')),
    funder.get(here.path('/search'), { q: 'IMPORTED' }),
    funder.get(here.path('/exports'), { format: 'json' }),
  ])
  for (const { status, text } of outside) {
    expect([status, text.includes('IMPORTED')]).toEqual([200, true])
    expect(text).not.toMatch(/Définition à écrire|to be written|À préciser/)
  }
  expect((await lead.get(here.path('/indicators/IMPORTED'))).text).toContain('Définition à écrire')
  // The checksum binds what is told: verification still holds.
  expect((await world.stranger.get<PublicPage>(`/api/v1/public/${here.slug}`)).body.catalogue.indicators.map(({ current }) => current.definitionFr)).toContain(
    '',
  )
})

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Report, ReportSummary, ReportVersion } from '#shared/reports/contract.ts'
import { problem } from '#server/platform/http/problem.ts'
import { figuresOf, type FigureBuilder, type TestIndicator } from '../support/figure-builder.ts'
import { buildRelease, release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let isPrinting = true
beforeAll(async () => {
  world = await openWorld({
    print: async (page) => {
      if (!isPrinting) throw problem('print_failed')
      return Buffer.from(`%PDF-${page.length}`)
    },
  })
})
afterAll(() => world.close())

const NOBODY = '00000000-0000-4000-8000-000000000000'
const atVersion = (version: number) => ({ 'if-match': `"v${version}"` })

describe('a report', () => {
  let here: TestInitiative
  let figures: FigureBuilder
  let people: TestIndicator
  let [lead, staff, funder, committed, contributor, viewer]: Asker[] = []
  const as = (who: Asker | undefined) => who as Asker
  const create = async (body: Record<string, unknown> = {}) => {
    const answer = await as(staff).ask<Report>('POST', here.path('/reports'), { body: { titleFr: 'Rapport annuel', release: 1, ...body } })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const freeze = async (report: Pick<Report, 'id' | 'version'>, reason?: string) => {
    const answer = await as(staff).ask<ReportVersion>('POST', here.path(`/reports/${report.id}/versions`), {
      body: reason === undefined ? {} : { reason },
      headers: atVersion(report.version),
    })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const at = (version: ReportVersion, form: 'page' | 'word' | 'pdf', language = 'fr') =>
    here.path(`/reports/${version.reportId}/versions/${version.id}/${form}?language=${language}`)
  const note = async (who: Asker | undefined, title: string, visibility: 'circle' | 'funder') => {
    const made = await as(who).ask<{ id: string; version: number }>('POST', here.path('/notes'), {
      body: { type: 'failure', title, whatHappened: `${title} : le récit`, visibility: 'circle', attribution: 'a_partner' },
    })
    expect(made.status, made.text).toBe(201)
    if (visibility === 'circle') return made.body.id
    const shared = await as(who).ask('PUT', here.path(`/notes/${made.body.id}/visibility`), { body: { visibility }, headers: atVersion(made.body.version) })
    expect(shared.status, shared.text).toBe(200)
    return made.body.id
  }

  beforeAll(async () => {
    here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    figures = figuresOf(world, here)
    lead = await here.person({ role: 'backbone', lead: true })
    staff = await here.person({ role: 'backbone' })
    funder = await here.person({ role: 'funder' })
    committed = await here.person({ role: 'funder', commitment: true })
    contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    viewer = await here.person({ role: 'partner_viewer', partner: 'P3' })
    people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
    for (const [territory, value] of [
      ['A1', '3'],
      ['A2', '41'],
      ['B1', '22'],
    ] as const)
      await figures.figure(people, territory, 'P1', '2026-Q1', { value })
    await figures.recompute()
    await release(as(lead), here, { name: 'T4', throughPeriod: '2026-Q1' })
  })

  it('begins with every indicator of the release and every section, on the paper of its place', async () => {
    const report = await create()
    expect(report).toMatchObject({
      release: { number: 1, name: 'T4' },
      languages: ['fr'],
      paper: 'letter',
      isColour: true,
      notes: [],
      versions: [],
      version: 1,
    })
    expect(report.indicators.map(({ code }) => code)).toEqual(['PEOPLE'])
    expect(report.sections.map(({ kind }) => kind)).toEqual(['summary', 'figures', 'indicators', 'equity', 'notes', 'changes', 'method', 'annex'])
  })

  it('is the backbone’s while it is a draft: others find nothing, in no list, by no address', async () => {
    const report = await create()
    for (const who of [funder, committed, contributor, viewer]) {
      expect((await as(who).get<{ items: ReportSummary[] }>(here.path('/reports'))).body.items.map(({ id }) => id)).not.toContain(report.id)
      for (const rest of ['', '/page']) expect((await as(who).get(here.path(`/reports/${report.id}${rest}`))).status, rest).toBe(404)
      for (const [method, rest, body] of [
        ['PATCH', '', { titleFr: 'Autre' }],
        ['POST', '/versions', {}],
        ['DELETE', '', undefined],
      ] as const)
        expect(
          (await as(who).ask(method, here.path(`/reports/${report.id}${rest}`), { ...(body === undefined ? {} : { body }), headers: atVersion(1) })).status,
        ).toBe(404)
      expect((await as(who).ask('POST', here.path('/reports'), { body: { titleFr: 'X', release: 1 } })).status).toBe(404)
    }
    expect((await world.stranger.get(here.path('/reports'))).status).toBe(401)
  })

  it('keeps order and texts, changes under the version that was read, and refuses what the release does not know', async () => {
    const report = await create()
    const change = (body: object, version: number) => as(staff).ask<Report>('PATCH', here.path(`/reports/${report.id}`), { body, headers: atVersion(version) })
    const sections = [
      { kind: 'method', isShown: true },
      { kind: 'summary', isShown: true, textFr: 'Une année.\n\nDeuxième paragraphe.', textEn: 'One year.' },
    ]
    const changed = await change(
      { sections, indicators: [{ code: 'PEOPLE', textFr: 'Notre lecture.' }], languages: ['fr', 'en'], isColour: false, paper: 'A4' },
      1,
    )
    expect(changed.body).toMatchObject({
      version: 2,
      languages: ['fr', 'en'],
      isColour: false,
      paper: 'A4',
      indicators: [{ code: 'PEOPLE', textFr: 'Notre lecture.', textEn: null }],
    })
    expect(changed.body.sections.map(({ kind, isShown }) => `${kind} ${isShown}`).slice(0, 3)).toEqual(['method true', 'summary true', 'figures false'])
    expect((await change({ titleFr: 'Trop tard' }, 1)).body).toMatchObject({ code: 'version_stale' })
    expect((await as(staff).ask('PATCH', here.path(`/reports/${report.id}`), { body: {} })).status).toBe(428)
    expect((await change({ release: 9 }, 2)).body).toMatchObject({ code: 'unknown_reference', params: { field: 'release' } })
    expect((await change({ indicators: [{ code: 'NOWHERE' }] }, 2)).body).toMatchObject({ code: 'unknown_reference', params: { value: 'NOWHERE' } })
    expect((await change({ notes: [NOBODY] }, 2)).body).toMatchObject({ code: 'unknown_reference', params: { field: 'notes' } })
    expect((await change({ titleFr: '' }, 2)).status).toBe(400)
    const page = (await as(staff).get(here.path(`/reports/${report.id}/page?language=en`))).text
    expect(page).toContain('<html lang="en">')
    expect(page.indexOf('id="method"')).toBeLessThan(page.indexOf('id="summary"'))
    expect(page).toContain('<p>One year.</p>')
    expect(page).toContain('size:A4')
    expect(page).not.toContain('id="figures"')
  })

  it('rests on a published release alone', async () => {
    const ready = await buildRelease(as(lead), here, { name: 'Pas encore', throughPeriod: '2026-Q1' })
    const answer = await as(staff).ask('POST', here.path('/reports'), { body: { titleFr: 'X', release: ready.number } })
    expect(answer.body).toMatchObject({ code: 'unknown_reference' })
    expect((await as(lead).ask('DELETE', here.path(`/releases/${ready.number}`))).status).toBe(204)
  })

  it('what is typed in it is text: markup shows as it was typed', async () => {
    const report = await create({
      titleFr: '<script>alert(1)</script> & "moi"',
      sections: [{ kind: 'summary', isShown: true, textFr: '<img src=x onerror=y>' }],
    })
    const answer = await as(staff).get(here.path(`/reports/${report.id}/page`))
    expect(answer.text).not.toMatch(/<script|<img/)
    expect(answer.text).toContain('&lt;img src=x onerror=y&gt;')
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('« s » stays « s »: what the release hides is in no page, no drawing and no copy', async () => {
    const version = await freeze(await create({ languages: ['fr', 'en'] }))
    for (const form of ['page', 'word'] as const)
      for (const language of ['fr', 'en']) {
        const { text } = await as(funder).get(at(version, form, language))
        const annex = text.slice(text.indexOf('id="annex"'))
        expect(annex, `${form} ${language}`).toMatch(/Territoire A<[\s\S]*?class="n">44</)
        expect(text, `${form} ${language}`).not.toMatch(/>3<|>41<|>3 |>41 /)
      }
  })

  it('is frozen byte for byte: neither the draft, nor a corrected figure, nor a renamed initiative changes what was handed over', async () => {
    const report = await create({
      sections: [
        { kind: 'summary', isShown: true, textFr: 'Tel quel.' },
        { kind: 'annex', isShown: true },
      ],
    })
    const version = await freeze(report)
    expect(version).toMatchObject({ number: 1, frozenOn: '2026-10-15', hasNotes: false, reason: null, indicatorCount: 1, release: { number: 1 } })
    const before = { page: await as(funder).get(at(version, 'page')), word: await as(funder).get(at(version, 'word')) }
    expect(before.page.headers.etag).toBe(`"${createHash('sha256').update(before.page.text).digest('hex')}"`)
    await as(staff).ask('PATCH', here.path(`/reports/${report.id}`), {
      body: { titleFr: 'Autre titre', sections: [{ kind: 'summary', isShown: true, textFr: 'Autre chose.' }] },
      headers: atVersion(report.version + 1),
    })
    await world.maintain(here.id, async (client) => {
      await client.query(`update app.initiatives set name_fr = 'Renommée' where id = $1`, [here.id])
      await client.query(`update app.observations set value = 99 where initiative_id = $1 and territory_id = $2`, [here.id, here.territory.B1])
    })
    await figures.recompute()
    await release(as(lead), here, { name: 'T5', throughPeriod: '2026-Q1' })
    for (const form of ['page', 'word'] as const) {
      const after = await as(funder).get(at(version, form))
      expect(after.text).toBe(before[form].text)
      expect(after.headers.etag).toBe(before[form].headers.etag)
    }
    const again = (await as(staff).get<Report>(here.path(`/reports/${report.id}`))).body
    const second = await freeze(again, 'Titre corrigé')
    expect(second).toMatchObject({ number: 2, reason: 'Titre corrigé', titleFr: 'Autre titre' })
    expect((await as(funder).get(at(second, 'page'))).text).toContain('Titre corrigé')
    expect((await as(funder).get(at(version, 'page'))).text).toBe(before.page.text)
    const listed = (await as(viewer).get<{ items: ReportSummary[] }>(here.path('/reports'))).body.items.find(({ id }) => id === report.id)
    expect(listed).toMatchObject({ titleFr: 'Autre titre', changedAt: null })
    expect(listed?.versions.map(({ number, titleFr }) => [number, titleFr])).toEqual([
      [2, 'Autre titre'],
      [1, 'Rapport annuel'],
    ])
  })

  it('a frozen version can be neither changed nor removed, not even by a statement of the API’s own role', async () => {
    const report = await create()
    await freeze(report)
    expect((await as(staff).ask('DELETE', here.path(`/reports/${report.id}`))).body).toMatchObject({ code: 'report_frozen' })
    const client = await world.database.pool('api', 1).connect()
    const refused = async (statement: string) => {
      await client.query('begin')
      await client.query(`select app.set_ctx($1, null, 'backbone', null, false)`, [here.id])
      const code = await client.query(statement).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
      await client.query('rollback')
      return code
    }
    for (const statement of [
      `update app.report_pages set content = 'x'`,
      'delete from app.report_pages',
      `update app.report_versions set title_fr = 'x'`,
      'delete from app.report_versions',
    ])
      expect(await refused(statement), statement).toBe('42501')
    client.release()
    const other = await create()
    expect((await as(staff).ask('DELETE', here.path(`/reports/${other.id}`))).status).toBe(204)
    expect((await as(staff).get(here.path(`/reports/${other.id}`))).status).toBe(404)
  })

  it('freezing twice from what was seen once is refused, and so is an empty report', async () => {
    const report = await create()
    await freeze(report)
    const again = await as(staff).ask('POST', here.path(`/reports/${report.id}/versions`), { body: {}, headers: atVersion(report.version) })
    expect(again.body).toMatchObject({ code: 'version_stale' })
    const empty = await create({ indicators: [] })
    const answer = await as(staff).ask('POST', here.path(`/reports/${empty.id}/versions`), { body: {}, headers: atVersion(1) })
    expect(answer.body).toMatchObject({ code: 'report_empty' })
  })

  it('quotes notes that funders may read, signed as their author wants, and no other', async () => {
    const told = await note(contributor, 'Portes fermées', 'funder')
    const kept = await note(contributor, 'Entre nous', 'circle')
    const ofBackbone = await note(staff, 'Nous aussi', 'funder')
    expect((await as(staff).ask('POST', here.path('/reports'), { body: { titleFr: 'X', release: 1, notes: [kept] } })).body).toMatchObject({
      code: 'unknown_reference',
    })
    const report = await create({ notes: [told, ofBackbone] })
    const version = await freeze(report)
    expect(version.hasNotes).toBe(true)
    const listed = async (who: Asker | undefined) => (await as(who).get<ReportVersion>(here.path(`/reports/${report.id}/versions/${version.id}`))).body.notes
    // Its author learns where it stays; funders are not told which notes there are.
    expect(await listed(contributor)).toEqual([told, ofBackbone])
    expect(await listed(committed)).toEqual([])
    const { text } = await as(committed).get(at(version, 'page'))
    expect(text).toContain('Portes fermées : le récit')
    expect(text.match(/Échec · Un partenaire/g)).toHaveLength(2)
    expect(text).not.toMatch(/Organisation P|partner_contributor|Entre nous/)
    for (const form of ['page', 'word', 'pdf'] as const) expect((await as(funder).get(at(version, form))).body).toMatchObject({ code: 'commitment_required' })
    expect((await as(contributor).get(at(version, 'page'))).status).toBe(200)
    // An author takes it back: the version that was handed over stays, the next one does without.
    const now = (await as(contributor).get<{ version: number }>(here.path(`/notes/${told}`))).body
    const back = await as(contributor).ask('PUT', here.path(`/notes/${told}/visibility`), { body: { visibility: 'circle' }, headers: atVersion(now.version) })
    expect(back.status, back.text).toBe(200)
    expect((await as(committed).get(at(version, 'page'))).text).toBe(text)
    const second = await freeze({ id: report.id, version: report.version + 1 })
    expect((await as(committed).get(at(second, 'page'))).text).not.toContain('Portes fermées')
  })

  it('is printed by the server where it has a browser, and a failure says so', async () => {
    const version = await freeze(await create())
    const pdf = await as(funder).get(at(version, 'pdf'))
    expect([pdf.status, pdf.headers['content-type'], pdf.text.slice(0, 5)]).toEqual([200, 'application/pdf', '%PDF-'])
    expect(pdf.headers['content-disposition']).toContain(`_2026-10-15-v1_fr.pdf`)
    isPrinting = false
    const failed = await as(funder).get(at(version, 'pdf'))
    isPrinting = true
    expect([failed.status, failed.body.code, failed.headers['content-disposition']]).toEqual([503, 'print_failed', undefined])
    expect((await as(funder).get(at(version, 'page', 'en'))).status).toBe(404)
  })

  it('says how to print where the server has no browser', async () => {
    const bare = await openWorld({ print: null })
    const there = await bare.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const builder = figuresOf(bare, there)
    const boss = await there.person({ role: 'backbone', lead: true })
    await builder.figure(await builder.indicator('PEOPLE'), 'A1', 'P1', '2026-Q1', { value: '40' })
    await builder.recompute()
    await release(boss, there, { name: 'T4', throughPeriod: '2026-Q1' })
    const report = (await boss.ask<Report>('POST', there.path('/reports'), { body: { titleFr: 'X', release: 1 } })).body
    const frozen = await boss.ask<ReportVersion>('POST', there.path(`/reports/${report.id}/versions`), { body: {}, headers: atVersion(1) })
    const answer = await boss.get(there.path(`/reports/${report.id}/versions/${frozen.body.id}/pdf`))
    expect([answer.status, answer.body.code]).toEqual([409, 'print_unavailable'])
    await bare.close()
  })

  it('of another initiative is nothing: not its draft, not its versions, not under one’s own address', async () => {
    const version = await freeze(await create())
    const other = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const elsewhere = await other.person({ role: 'backbone', lead: true })
    for (const path of [
      `/reports/${version.reportId}`,
      `/reports/${version.reportId}/versions/${version.id}`,
      `/reports/${version.reportId}/versions/${version.id}/page`,
    ])
      expect((await elsewhere.get(other.path(path))).status, path).toBe(404)
    const [mine, yours] = [await create(), version]
    expect((await as(staff).get(here.path(`/reports/${mine.id}/versions/${yours.id}/page`))).status).toBe(404)
  })
})

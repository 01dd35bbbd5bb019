import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Activity } from '#shared/activities/contract.ts'
import type { ConditionsOverview } from '#shared/conditions/overview.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { Person } from '#shared/initiatives/contract.ts'
import type { Note, NoteSummary } from '#shared/notes/contract.ts'
import type { Observation } from '#shared/observations/contract.ts'
import type { Partner } from '#shared/partners/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { CALLS } from './calls.ts'
import { openStage, type ActorName, type Stage } from './stage.ts'

/** What a route that many hats may call shows to each of them: its status tells nothing of that. */

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
  const things = [
    'observations.submit',
    'observations.takeBack',
    'observations.validate',
    'notes.read',
    'notes.read#private',
    'notes.read#partner',
    'notes.read#hidden',
    'notes.read#withdrawn',
    'notes.read#team_of_backbone',
    'activities.change',
    'conditions.agendaVersion#draft',
    'conditions.goal#draft',
    'imports.read',
    'imports.read#of_the_backbone',
    'people.inviteAgain',
  ]
  for (const thing of things) await CALLS[thing]?.(stage)
  await stage.make('coordination', 'POST', at('/updates'), { titleFr: 'Brouillon', bodyFr: 'Texte' })
  await stage.make('coordination', 'POST', at('/updates'), { titleFr: 'Au cercle', bodyFr: 'Texte', publishedOn: '2026-10-01' })
})
afterAll(() => stage.close())

const MEMBERS = [
  'coordination',
  'equipe',
  'contribution',
  'lecture',
  'bailleur',
  'deux_chapeaux_funder',
  'deux_chapeaux_p14',
] as const satisfies readonly ActorName[]
type Member = (typeof MEMBERS)[number]
const FUNDERS = ['bailleur', 'deux_chapeaux_funder'] as const
const CIRCLE = MEMBERS.filter((name) => !(FUNDERS as readonly string[]).includes(name))
const PARTNER: Partial<Record<Member, string>> = { contribution: 'P02', lecture: 'P05', deux_chapeaux_p14: 'P14' }

const at = (path: string) => `/api/v1/initiatives/${stage.here}${path}`
const read = <Body>(name: Member, path: string) => stage.make<Body>(name, 'GET', at(path))
const items = async <Item>(name: Member, path: string) => (await read<{ items: Item[] }>(name, path)).items
const idsOf = async (name: Member, path: string) => (await items<{ id: string }>(name, path)).map(({ id }) => id).sort()
/** Identifiers of the rows of a table that fit a condition, whoever may see them. */
const stored = async (table: string, condition = 'true', values: readonly unknown[] = []) =>
  (await stage.rows<{ id: string }>(`select id from app.${table} where initiative_id = $1 and (${condition})`, values)).map(({ id }) => id).sort()
const partnerId = async (name: Member) => (await stored('partners', 'code = $2', [PARTNER[name]]))[0]

describe('figures (rows 16–19, 22, 23; D25, D30)', () => {
  it('the backbone reads no draft of a partner, a partner its own figures alone', async () => {
    const all = async (name: Member) => {
      const found: string[] = []
      for (let next: string | null = ''; next !== null;) {
        const page: { items: Observation[]; next: string | null } = await read(name, `/observations?limit=1000${next === '' ? '' : `&after=${next}`}`)
        found.push(...page.items.map(({ id }) => id))
        next = page.next
      }
      return found.sort()
    }
    const backbone = await all('coordination')
    expect(backbone).toEqual(await stored('observations', `state <> 'draft' or origin <> 'partner'`))
    expect(backbone.length).toBeLessThan((await stored('observations')).length)
    for (const name of ['contribution', 'lecture', 'deux_chapeaux_p14'] as const)
      expect(await all(name), name).toEqual(await stored('observations', 'partner_id = $2', [await partnerId(name)]))
  })

  it('a funder reads the figures of the latest release and no live one, whatever it asks', async () => {
    const span = '&from=2023-Q2&to=2026-Q4'
    const shared = await stored('partners', 'share_with_funder')
    const agreed = (await stage.rows<{ id: string; code: string }>('select id, code from app.partners where initiative_id = $1'))
      .filter(({ id }) => shared.includes(id))
      .map(({ code }) => code)
    expect(agreed).toEqual(['P02', 'P07', 'P12'])
    const queries = ['', '&basis=provisional', '&by=partner', '&partner=P02', '&level=mrc', '&territory=CV', '&category=*', span, `${span}&level=municipality`]
    for (const query of queries) {
      for (const name of FUNDERS) {
        const live = await read<{ release: { name: string } | null; cells: ProgressCell[] }>(name, `/progress?indicator=SCREEN18${query}`)
        const told = await read<{ cells: ProgressCell[] }>(name, `/releases/latest/cells?indicator=SCREEN18${query.replace('&basis=provisional', '')}`)
        expect(live.release?.name, query).toBe('T1 2026-2027')
        expect(live.cells, query).toEqual(told.cells)
        expect(
          live.cells.filter(({ period, partner, computed }) => period > '2026-Q2' || computed !== null || (partner !== null && !agreed.includes(partner))),
          query,
        ).toEqual([])
      }
    }
  })

  it('provisional figures are for the backbone: everybody else is answered from what is settled', async () => {
    const basis = async (name: Member, query = '') => (await read<{ basis: string }>(name, `/progress?indicator=SCREEN18&basis=provisional${query}`)).basis
    expect([await basis('coordination'), await basis('equipe')]).toEqual(['provisional', 'provisional'])
    for (const name of MEMBERS.slice(2)) for (const query of ['', '&by=partner']) expect(['validated', 'published'], name).toContain(await basis(name, query))
  })

  it('by partner, each reads itself, the backbone all, a funder those that agreed to it: figures and completeness alike', async () => {
    for (const name of MEMBERS) {
      const { cells } = await read<{ cells: ProgressCell[] }>(name, '/progress?by=partner&level=mrc&from=2026-Q1&to=2026-Q2')
      const { partners, expected } = await read<{ partners: { partner: string }[]; expected: number }>(name, '/completeness?period=2026-Q2')
      expect(expected, name).toBeGreaterThan(0)
      const seen = new Set([...cells.flatMap(({ partner }) => partner ?? []), ...partners.map(({ partner }) => partner)])
      if (name === 'coordination' || name === 'equipe') expect(seen.size).toBeGreaterThan(3)
      else
        expect(
          [...seen].filter((code) => code !== PARTNER[name] && !((FUNDERS as readonly string[]).includes(name) && ['P02', 'P07', 'P12'].includes(code))),
          name,
        ).toEqual([])
    }
  })

  it('who owes what is the circle’s; an import is the backbone’s and of the partner that made it', async () => {
    for (const name of MEMBERS) {
      const { assignments } = await read<IndicatorDetail>(name, '/indicators/SCREEN18')
      expect(assignments.length > 0, name).toBe((CIRCLE as readonly string[]).includes(name))
    }
    expect(await idsOf('coordination', '/imports')).toEqual(await stored('imports'))
    expect(await idsOf('contribution', '/imports')).toEqual(await stored('imports', 'partner_id = $2', [await partnerId('contribution')]))
    expect(await idsOf('deux_chapeaux_p14', '/imports')).toEqual([])
  })
})

describe('people and partners (rows 1, 2, 4, 5)', () => {
  it('addresses and dates are the backbone’s to read, names the circle’s, and settings are not a funder’s', async () => {
    for (const name of CIRCLE) {
      const people = await items<Person>(name, '/people')
      const isBackbone = name === 'coordination' || name === 'equipe'
      expect(
        people.every(({ details }) => (details !== null) === isBackbone),
        name,
      ).toBe(true)
      expect(JSON.stringify(people).includes('@'), name).toBe(isBackbone)
    }
    for (const name of MEMBERS)
      expect((await read<{ settings: object | null }>(name, '')).settings === null, name).toBe((FUNDERS as readonly string[]).includes(name))
  })

  it('what partners bring is not shown to funders, and whether they share with funders is theirs and the backbone’s', async () => {
    for (const name of MEMBERS) {
      const partners = await items<Partner>(name, '/partners')
      expect(
        partners.some(({ contributions }) => contributions.length > 0),
        name,
      ).toBe((CIRCLE as readonly string[]).includes(name))
      const known = partners.filter(({ shareWithFunder }) => shareWithFunder !== null).map(({ code }) => code)
      expect(known, name).toEqual(
        name === 'coordination' || name === 'equipe' ? partners.map(({ code }) => code) : [PARTNER[name]].filter((code) => code !== undefined),
      )
    }
  })
})

describe('what is published, and what is not yet (rows 3, 9, 13, 39)', () => {
  it('drafts of agenda, goals and updates, activities that were not published, and answers are not in what a funder reads', async () => {
    for (const name of FUNDERS) {
      expect(await idsOf(name, '/agenda-versions')).toEqual(await stored('agenda_versions', 'published_on is not null'))
      expect(await idsOf(name, '/goals')).toEqual(await stored('goals', `state = 'adopted'`))
      expect(await idsOf(name, '/activities')).toEqual(await stored('activities', 'published_on is not null'))
      expect(await idsOf(name, '/updates')).toEqual(await stored('update_posts', `published_on is not null and audience in ('funder', 'public')`))
      expect((await items<{ answers: unknown }>(name, '/agenda-versions')).every(({ answers }) => answers === null)).toBe(true)
      const overview = await read<ConditionsOverview>(name, '/conditions')
      expect([overview.agenda.reservations, overview.communication.meetings, overview.measurement.toValidate]).toEqual([null, null, null])
      expect(overview.activities.total).toBe((await stored('activities', 'published_on is not null')).length)
    }
  })

  it('the circle reads them, but drafts of updates, which are the backbone’s', async () => {
    for (const name of CIRCLE) {
      for (const [path, table] of [
        ['/agenda-versions', 'agenda_versions'],
        ['/goals', 'goals'],
        ['/activities', 'activities'],
        ['/meetings', 'meetings'],
      ] as const) {
        expect(await idsOf(name, path), `${name} ${path}`).toEqual(await stored(table))
      }
      expect(await idsOf(name, '/updates'), name).toEqual(await stored('update_posts', PARTNER[name] === undefined ? 'true' : 'published_on is not null'))
    }
    const own = (await items<Activity>('contribution', '/activities')).filter(({ abilities }) => abilities.edit)
    expect(own.every(({ partners }) => partners.some(({ code, role }) => code === 'P02' && (role === 'leads' || role === 'contributes')))).toBe(true)
  })
})

describe('learning notes (rows 26–29)', () => {
  it('the list of each hat is what the rungs say, and a note of somebody else names nobody', async () => {
    const shown = `state <> 'withdrawn' and hidden_reason is null`
    const list = async (name: Member) => {
      const found: NoteSummary[] = []
      for (let after = ''; ;) {
        const page: { items: NoteSummary[]; next: string | null } = await read(name, `/notes?limit=100${after}`)
        found.push(...page.items)
        if (page.next === null) return found
        after = `&after=${page.next}`
      }
    }
    const ids = async (name: Member) => (await list(name)).map(({ id }) => id).sort()
    // What somebody has not handed on yet stands in its own view.
    const team = (asBackbone: boolean) =>
      `${shown} and state <> 'draft' and (visibility in ('circle', 'funder', 'public') or (visibility = 'partner' and as_backbone = ${asBackbone} and partner_id = $2))`
    for (const name of ['contribution', 'lecture', 'deux_chapeaux_p14'] as const)
      expect(await ids(name), name).toEqual(await stored('learning_notes', team(false), [await partnerId(name)]))
    const [host] = await stored('partners', `code = 'P01'`)
    for (const name of ['coordination', 'equipe'] as const) expect(await ids(name), name).toEqual(await stored('learning_notes', team(true), [host]))
    expect(await ids('deux_chapeaux_funder')).toEqual(await stored('learning_notes', `${shown} and visibility in ('funder', 'public')`))
    const anonymous = (await list('lecture')).filter(({ isMine, signature }) => !isMine && signature.kind === 'a_partner')
    expect(anonymous.length).toBeGreaterThan(0)
    for (const { id } of anonymous.slice(0, 3)) {
      const note = await read<Note>('lecture', `/notes/${id}`)
      expect([note.own, note.contact, note.signature.person, note.signature.partnerCode, note.signature.partnerName]).toEqual([null, null, null, null, null])
    }
  })

  it('a funder reads no answer of the circle, and no measure that tells how many partners speak', async () => {
    const [note] = (await items<NoteSummary>('lecture', '/notes?limit=100')).filter(
      ({ visibility, commentCount }) => visibility === 'funder' && commentCount > 0,
    )
    expect((await read<Note>('deux_chapeaux_funder', `/notes/${note?.id}`)).comments).toEqual([])
    const measures = async (name: Member) => await read<{ measures: { voiceBreadth: string | null } | null; prompts: unknown }>(name, '/notes/measures')
    expect((await measures('lecture')).measures?.voiceBreadth).not.toBeNull()
    expect([
      (await measures('deux_chapeaux_funder')).measures?.voiceBreadth,
      (await measures('deux_chapeaux_funder')).prompts,
      (await measures('lecture')).prompts,
    ]).toEqual([null, null, null])
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '#shared/accounts/demo.ts'
import type { ServedRoute } from '#server/platform/http/policy.ts'
import type { Import } from '#shared/exchange/contract.ts'
import { importForm } from '../support/import-form.ts'
import { CALLS, requestOf } from './calls.ts'
import { nameOf, routesByName } from './check.ts'
import { openStage, type Actor, type Request, type Stage } from './stage.ts'

let stage: Stage
let routes: ServedRoute[]
beforeAll(async () => {
  stage = await openStage()
  routes = [...routesByName(stage.world.app.routeTable).values()]
})
afterAll(() => stage.close())

const at = (path: string) => `/api/v1/initiatives/${stage.here}${path}`
const get = async (actor: Actor, path: string, hat?: string) =>
  stage.send<{ code?: string }>(actor, { method: 'GET', path: at(path), ...(hat === undefined ? {} : { headers: { 'maillage-hat': hat } }) })
const withoutName = (text: string) => text.replace(/"instance":"[^"]+"/, '')

describe('methods and spellings', () => {
  it('a method that a route does not have opens nothing to anybody, whatever an override says', async () => {
    const served = new Map<string, Set<string>>()
    for (const { method, url } of stage.world.app.routeTable) served.set(url, (served.get(url) ?? new Set()).add(method))
    for (const [url, methods] of served) {
      const route = { method: 'GET', url }
      const path = requestOf(stage, route, {
        params: Object.fromEntries((url.match(/:\w+/g) ?? []).map((name) => [name.slice(1), name === ':initiativeId' ? stage.here : randomUUID()])),
      }).path
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'].filter((one) => !methods.has(one))) {
        const answer = await stage.send(stage.actors.coordination, {
          method,
          path,
          headers: { 'x-http-method-override': 'GET', ...(method === 'OPTIONS' ? { 'access-control-request-method': 'PUT' } : {}) },
        })
        expect([400, 404, 405, 501], `${method} ${url}`).toContain(answer.status)
      }
    }
  })

  it('another spelling of an address never opens what the right one refuses', async () => {
    const paths = ['/people', '/meeting-series', '/observations', '/imports', '/entry', '/notes/choices']
    const id = stage.here
    const spellings = (path: string) => [
      `/api/v1/initiatives/${id}${path}/`,
      `/api/v1/initiatives/${id}/${path}`,
      `/api/v1//initiatives/${id}${path}`,
      `/api/v1/./initiatives/${id}${path}`,
      `/api/v1/%2e/initiatives/${id}${path}`,
      `/api/v1/initiatives/${id}%2F${path.slice(1)}`,
      `/api/v1/initiatives/${id}%5c${path.slice(1)}`,
      `/API/V1/initiatives/${id}${path}`,
      `/api/v1/initiatives/${id.toUpperCase()}${path}`,
      `/api/v1/initiatives/${id}${path}.`,
      `/api/v1/initiatives/${id}${path};x=1`,
      `/api/v1/initiatives/${id}${path}%00`,
      `/api/v1/initiatives/${id}${path}?initiativeId=${stage.elsewhere}`,
      `/api/v1/initiatives/${stage.elsewhere}/../${id}${path}`,
      `/api/v1/initiatives/${id}${path}#x`,
    ]
    for (const path of paths) {
      expect((await get(stage.actors.coordination, path)).status, path).toBe(200)
      for (const actor of [stage.actors.stranger, stage.actors.bailleur, stage.actors.admin]) {
        for (const spelling of spellings(path)) {
          const answer = await stage.send(actor, { method: 'GET', path: spelling })
          expect([400, 401, 404], `${actor.name} ${spelling}`).toContain(answer.status)
        }
      }
    }
  })

  it('a write without the origin of our own pages is refused before anything else, signed in or not', async () => {
    const isFromAnywhere = ({ policy }: (typeof routes)[number]) => policy.kind === 'public' && policy.fromAnywhere === true
    // Mail programs state no origin; the token in the address is all they have, and all it does is to send less.
    expect(routes.filter(isFromAnywhere).map(nameOf)).toEqual(['mailPreferences.unsubscribe'])
    for (const route of routes.filter((one) => one.method !== 'GET' && !isFromAnywhere(one))) {
      const request = requestOf(stage, route, (await CALLS[nameOf(route)]?.(stage)) ?? {})
      const answer = await stage.send<{ code: string }>(stage.actors.coordination, {
        ...request,
        headers: { ...request.headers, origin: 'https://ailleurs.example' },
      })
      expect([answer.status, answer.body.code], nameOf(route)).toEqual([403, 'origin_refused'])
    }
  })
})

describe('the hat that is worn', () => {
  it('the hat of somebody else, of another initiative, or of nobody gives the same answer, and no right', async () => {
    const { coordination, contribution } = stage.actors
    const [inBenkadi] = await stage.rows<{ id: string }>(
      'select id from app.role_assignments where initiative_id = $1 and user_id = $2',
      [coordination.userId],
      stage.benkadi,
    )
    const answers = new Set<string>()
    const tries = [
      [contribution, coordination.hatId],
      [contribution, inBenkadi?.id],
      [contribution, randomUUID()],
      [coordination, inBenkadi?.id],
      [coordination, contribution.hatId],
      [coordination, stage.actors.lead_elsewhere.hatId],
    ] as const
    for (const [actor, hat] of tries) {
      const answer = await get(actor, '/people', hat as string)
      answers.add(`${answer.status} ${withoutName(answer.text)}`)
    }
    expect([...answers]).toEqual([expect.stringMatching(/^409 .*"code":"hat_ended"/)])
  })

  it('somebody without a hat here gets none by naming one', async () => {
    const { admin, lead_elsewhere: elsewhere, coordination } = stage.actors
    for (const hat of [coordination.hatId as string, elsewhere.hatId as string, randomUUID()]) {
      for (const actor of [admin, elsewhere]) expect((await get(actor, '/people', hat)).status).toBe(404)
    }
    expect((await get(coordination, '/people', 'pas-un-chapeau')).status).toBe(400)
    expect((await get(stage.actors.stranger, '/people', coordination.hatId as string)).status).toBe(401)
  })

  it('every right is of the hat that is worn: no route adds those of the other hat', async () => {
    const { deux_chapeaux_funder: funder, deux_chapeaux_p14: contributor } = stage.actors
    expect([(await get(funder, '/people')).status, (await get(contributor, '/people')).status]).toEqual([404, 200])
    const written = await stage.send(funder, { method: 'POST', path: at('/notes'), body: { type: 'success', title: 'Essai', whatHappened: 'Essai' } })
    expect(written.status).toBe(404)
    // Without a header the session's own hat counts: the one chosen, else the first by right.
    const bare: Actor = { ...funder, hatId: null }
    for (const [hat, status] of [
      [funder.hatId, 404],
      [contributor.hatId, 200],
    ] as const) {
      await stage.send(bare, { method: 'PUT', path: '/api/v1/me/hat', body: { hatId: hat } })
      expect((await get(bare, '/people')).status).toBe(status)
    }
  })
})

describe('access that ended', { timeout: 120_000 }, () => {
  /** Every address of the initiative that can be read without naming a thing in it. */
  const readable = () => routes.filter(({ method, url, policy }) => method === 'GET' && policy.kind === 'tenant' && (url.match(/:\w+/g) ?? []).length === 1)
  const callOf = async (route: ServedRoute): Promise<Request> => requestOf(stage, route, (await CALLS[nameOf(route)]?.(stage)) ?? {})

  it('a hat that ended, or has not begun, answers 409 to who wears another and 404 to who has none, on every route', async () => {
    const { deux_chapeaux_p14: twice, lecture } = stage.actors
    const dates = (hat: string | null, starts: string, ends: string | null) =>
      stage.rows(`update app.role_assignments set starts_on = ${starts}, ends_on = ${ends ?? 'null'} where initiative_id = $1 and id = $2`, [hat])
    for (const [starts, ends] of [
      ['current_date - 30', 'current_date - 1'],
      ['current_date + 1', null],
    ] as const) {
      await dates(twice.hatId, starts, ends)
      await dates(lecture.hatId, starts, ends)
      for (const route of readable()) {
        expect((await stage.send<{ code: string }>(twice, await callOf(route))).body.code, nameOf(route)).toBe('hat_ended')
        expect((await stage.send<{ code: string }>(lecture, await callOf(route))).body.code, nameOf(route)).toBe('not_found')
      }
      expect((await stage.send<{ initiatives: { hats: unknown[] }[] }>(lecture, { method: 'GET', path: '/api/v1/me' })).body.initiatives).toEqual([])
    }
    await dates(twice.hatId, `'2023-03-01'`, null)
    await dates(lecture.hatId, `'2023-03-01'`, null)
    expect((await get(lecture, '/people')).status).toBe(200)
  })

  it('a suspended account is a stranger on every route, by its open sessions too, and stays one after signing in anew', async () => {
    const { lecture } = stage.actors
    const calls: [name: string, call: Request][] = []
    for (const route of routes.filter(({ policy }) => policy.kind !== 'public')) calls.push([nameOf(route), await callOf(route)])
    // Without ending its sessions, as if two requests crossed.
    await stage.world.owner.query('update auth.users set suspended_at = now() where id = $1', [lecture.userId])
    for (const [name, call] of calls.filter(([one]) => !one.includes('change-password'))) expect((await stage.send(lecture, call)).status, name).toBe(401)
    const anew = await stage.send(stage.actors.stranger, {
      method: 'POST',
      path: '/api/auth/sign-in/email',
      body: { email: 'lecture@demo.maillage.example', password: DEMO_PASSWORD },
    })
    const cookie = [anew.headers['set-cookie']]
      .flat()
      .map((text) => String(text).split(';')[0])
      .join('; ')
    expect((await get({ ...lecture, cookie }, '/people')).status).toBe(401)
    await stage.world.owner.query('update auth.users set suspended_at = null where id = $1', [lecture.userId])
    expect((await get(lecture, '/people')).status).toBe(200)
  })
})

describe('rows of another partner in a batch', () => {
  interface Place {
    indicator: string
    territory: string
    period: string
  }
  /** Two months that nobody reported yet. */
  async function months(): Promise<[Place, Place]> {
    const place = async () => ((await CALLS['observations.save']?.(stage))?.body as { items: [Place] }).items[0]
    return [await place(), await place()]
  }
  const kept = async (...places: Place[]) =>
    (
      await stage.rows<{ code: string }>(
        `select pa.code from app.observations o join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
     where o.initiative_id = $1 and p.code = any ($2)`,
        [places.map(({ period }) => period)],
      )
    ).map(({ code }) => code)

  it('a contributor’s file with one is refused whole, and in part keeps the rows of its own partner alone', async () => {
    const [own, other] = await months()
    const mapping = (await CALLS['imports.saveMapping']?.(stage))?.body as { mapping: object }
    const send = async (fields: Record<string, string>) => {
      const rows = [
        [own, 'P02'],
        [other, 'P14'],
      ].map(([place, code]) => `${(place as Place).indicator};${(place as Place).territory};${code as string};${(place as Place).period};7`)
      const form = new Response(
        importForm('essai.csv', Buffer.from(`Indicateur;Lieu;Partenaire;Mois;Valeur\n${rows.join('\n')}\n`), {
          mapping: JSON.stringify(mapping.mapping),
          ...fields,
        }),
      )
      const body = Buffer.from(await form.arrayBuffer())
      return stage.send<Import>(stage.actors.contribution, {
        method: 'POST',
        path: at('/imports'),
        body,
        headers: { 'content-type': form.headers.get('content-type') ?? '' },
      })
    }
    const whole = await send({})
    expect([whole.body.state, whole.body.result?.created, whole.body.result?.rejections.map(({ code }) => code), await kept(own, other)]).toEqual([
      'refused',
      0,
      ['partner_not_yours'],
      [],
    ])
    const part = await send({ partial: 'true' })
    expect([part.body.state, part.body.result?.created, part.body.result?.rejected, await kept(own, other)]).toEqual(['done', 1, 1, ['P02']])
  })

  it('typed figures are refused one by one', async () => {
    const [own, other] = await months()
    const answer = await stage.send<{ results: { outcome: string; code: string | null }[] }>(stage.actors.contribution, {
      method: 'PUT',
      path: at('/observations'),
      body: {
        items: [
          { ...own, partner: 'P02', value: '1' },
          { ...other, partner: 'P14', value: '1' },
          { ...other, partner: null, value: '1' },
        ],
      },
    })
    expect(answer.body.results.map(({ outcome, code }) => code ?? outcome)).toEqual(['created', 'partner_not_yours', 'partner_not_yours'])
    expect(await kept(own, other)).toEqual(['P02'])
  })
})

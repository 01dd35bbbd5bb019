import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReviewSession } from '#shared/review-sessions/contract.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const reviews = async (all: Coalition, by: Asker) => (await by.get<{ items: ReviewSession[] }>(all.here.path('/review-sessions'))).body.items
const save = (all: Coalition, occasion: string, version: number, body: object, by = all.staff) =>
  by.ask<ReviewSession & { code: string; errors?: { pointer: string }[] }>('PUT', all.here.path(`/review-sessions/${occasion}`), {
    body,
    headers: match(version),
  })
const note = async (all: Coalition, visibility: string) =>
  (
    await all.contributor.ask<{ id: string; version: number }>('POST', all.here.path('/notes'), {
      body: { type: 'failure', title: 'Trop tôt', whatHappened: 'Les familles n’étaient pas prêtes.', visibility },
    })
  ).body

/** A milestone that is done in the second quarter, and a target that was missed in the first. */
async function setting() {
  const all = await buildCoalition(world)
  const build = figuresOf(world, all.here)
  const done = await build.indicator('DONE', { unit_kind: 'milestone', counting_unit: 'organisations', temporal_kind: 'stock' })
  const count = await build.indicator('COUNT')
  await build.target(count, '2026-Q1', '10')
  return { all, build, done, count }
}

describe('review sessions (S41)', () => {
  it('S41 a milestone that is done makes a review due thirty days later; closing it without a note asks for a reason', async () => {
    const { all, build, done } = await setting()
    expect(await reviews(all, all.staff)).toEqual([])
    await build.figure(done, 'T', 'P1', '2026-Q2', { bool_value: true, achieved_on: '2026-05-01' })
    await build.recompute()
    const [found] = await reviews(all, all.staff)
    expect(found).toMatchObject({
      occasion: 'milestone_DONE',
      outcome: 'done',
      occurredOn: '2026-06-30',
      dueOn: '2026-07-30',
      isOverdue: true,
      version: 0,
      closedOn: null,
    })

    const refused = await save(all, 'milestone_DONE', 0, { happened: 'Le protocole est signé.', close: true })
    expect([refused.status, refused.body.code, refused.body.errors?.[0]?.pointer]).toEqual([422, 'review_without_note', '/closingReason'])
    expect((await reviews(all, all.staff))[0]?.version).toBe(0)

    const withReason = await save(all, 'milestone_DONE', 0, { happened: 'Le protocole est signé.', close: true, closingReason: 'Tout est déjà écrit.' })
    expect(withReason.body).toMatchObject({ closedOn: '2026-10-15', closingReason: 'Tout est déjà écrit.', isOverdue: false })
    const reopened = await save(all, 'milestone_DONE', withReason.body.version, { close: false, closingReason: null })
    const { id } = await note(all, 'circle')
    const closed = await save(all, 'milestone_DONE', reopened.body.version, { notes: [id], close: true })
    expect(closed.body).toMatchObject({ closedOn: '2026-10-15', closingReason: null, notes: [{ id, title: 'Trop tôt' }] })
  })

  it('S41 a target missed, then reached by a corrected figure; without a figure nothing is asked', async () => {
    const { all, build, count } = await setting()
    await build.figure(count, 'T', 'P1', '2026-Q1', { value: 9 })
    await build.recompute()
    expect((await reviews(all, all.staff))[0]).toMatchObject({ occasion: 'target_COUNT_2026-Q1', outcome: 'missed', period: '2026-Q1', dueOn: '2026-04-30' })
    await world.maintain(all.here.id, (client) =>
      client.query('update app.observations set value = 10 where initiative_id = $1 and indicator_version_id = $2', [all.here.id, count.versionId]),
    )
    await build.recompute()
    expect((await reviews(all, all.staff))[0]).toMatchObject({ outcome: 'reached' })
  })

  it('a note that is not the circle’s is linked to no review, and one withdrawn since leaves it at once', async () => {
    const { all, build, done } = await setting()
    await build.figure(done, 'T', 'P1', '2026-Q2', { bool_value: true, achieved_on: '2026-05-01' })
    await build.recompute()
    const hidden = await note(all, 'partner')
    expect((await save(all, 'milestone_DONE', 0, { notes: [hidden.id] })).body.code).toBe('unknown_reference')
    const shown = await note(all, 'circle')
    const saved = await save(all, 'milestone_DONE', 0, { notes: [shown.id] })
    expect(saved.body.notes).toHaveLength(1)
    await all.contributor.ask('POST', all.here.path(`/notes/${shown.id}/withdrawal`), { body: {}, headers: match(shown.version) })
    expect((await reviews(all, all.staff))[0]?.notes).toEqual([])
    expect((await save(all, 'milestone_DONE', saved.body.version, { close: true })).body.code).toBe('review_without_note')
  })

  it('the circle reads steps from the release and writes nothing; an occasion that nobody found is none; two pens do not overwrite', async () => {
    const { all, build, done } = await setting()
    await build.figure(done, 'T', 'P1', '2026-Q2', { bool_value: true, achieved_on: '2026-05-01' })
    await build.recompute()
    expect(await reviews(all, all.viewer)).toEqual([])
    // An indicator that was never defined cannot be released.
    await world.maintain(all.here.id, (client) => client.query(`delete from app.indicators where initiative_id = $1 and code = 'SCREEN'`, [all.here.id]))
    await release(all.lead, all.here, { name: 'T2', throughPeriod: '2026-Q2' })
    expect((await reviews(all, all.viewer)).map(({ occasion, abilities }) => [occasion, abilities.edit])).toEqual([['milestone_DONE', false]])
    expect((await save(all, 'milestone_DONE', 0, { kept: 'x' }, all.contributor)).status).toBe(404)
    expect((await all.funder.get(all.here.path('/review-sessions'))).status).toBe(404)
    expect((await save(all, 'milestone_COUNT', 0, { kept: 'x' })).status).toBe(404)
    expect((await save(all, 'milestone_DONE', 0, { kept: 'Le rythme' })).status).toBe(200)
    expect((await save(all, 'milestone_DONE', 0, { kept: 'Autre chose' })).body.code).toBe('version_stale')
  })
})

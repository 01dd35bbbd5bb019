import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CALLS } from './calls.ts'
import { checkLine, routesByName } from './check.ts'
import { readMatrix } from './matrix.ts'
import { openStage, type Stage } from './stage.ts'

const LINES = readMatrix()
let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

// A new route takes three things: its line in matrix.csv, written from what the roles may do and not from the code; the
// call that tries it, in calls/; and its line in routes.snapshot.txt, renewed by `vitest run -u` and read in the review.
describe('the matrix is whole', () => {
  it('every route of the application has its line, and every line its route and its call', () => {
    const routes = [...routesByName(stage.world.app.routeTable).keys()]
    expect([...new Set(LINES.map(({ operation }) => operation))].sort()).toEqual(routes.sort())
    expect(Object.keys(CALLS).sort()).toEqual(LINES.map(({ id }) => id).sort())
  })
})

describe('who may call what', () => {
  for (const line of LINES) {
    it(line.id, async () => {
      const route = routesByName(stage.world.app.routeTable).get(line.operation)
      if (route === undefined) throw new Error(`no route is called ${line.operation}`)
      expect(await checkLine(stage, route, line)).toEqual([])
      // Who accepted the commitment for this line takes it back: the other lines need a funder without it.
      if (line.operation === 'initiatives.acceptCommitment') {
        await stage.rows('update app.role_assignments set learning_commitment_on = null where initiative_id = $1 and id = $2', [stage.actors.bailleur.hatId])
      }
    })
  }
})

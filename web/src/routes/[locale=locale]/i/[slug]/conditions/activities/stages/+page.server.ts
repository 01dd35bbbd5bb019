import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { instrumentOf } from '#shared/assessments/instruments.ts'
import { topObstacles } from '#shared/assessments/mobilisation.ts'
import { stageRoutes } from '#shared/stages/contract.ts'
import { read } from '#lib/api/read.server.ts'
import { previousOf } from '#lib/features/assessments/rows.ts'
import type { PageServerLoad } from './$types'

/** The stages of the process: when, for whom, what carries people in each and what holds it back (S60–S62). */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ items: stages }, { items: results }] = await Promise.all([
    read(event, stageRoutes.list, { params }),
    read(event, assessmentRoutes.results, { params, query: { instrument: 'mobilisation_factors' } }),
  ])
  const rounds = results.flatMap((result) => {
    const instrument = instrumentOf(result.instrument, result.instrumentVersion)
    if (instrument === undefined) return []
    const scores = Object.fromEntries(result.figures.dimensions.map(({ key, score }) => [key, score]))
    const obstacles = topObstacles(instrument, result.figures, previousOf(results, result)?.figures)
    return [{ id: result.roundId, stage: result.stage, closedOn: result.closedOn, scores, obstacles }]
  })
  // Of each stage the last round alone says what holds it back now.
  const lastOf = stages.flatMap(({ code }) => rounds.findLast(({ stage }) => stage === code) ?? [])
  return { stages: stages.map(({ engagements: _rows, ...stage }) => stage), rounds, lastOf }
}

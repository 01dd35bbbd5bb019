import { readFileSync, mkdtempSync } from 'node:fs'
import { Client } from 'pg'
import { startReal, startBare, memoryOf } from './children.ts'
import { ask, median } from './load.ts'
import { askOnce, reading, saving, moving, bulk, hashOf, headersOf, type ServerOfData } from './questions.ts'
import type { Synthetic } from './synthetic.ts'
const { made } = JSON.parse(readFileSync('/tmp/bw/made.json', 'utf8')) as { made: Synthetic[] }
const [size, which = 'Q1,Q2,Q3,Q4,Q4m,Q5', rounds = '5', flags = ''] = process.argv.slice(2)
const data = made.find((m) => m.size === Number(size))!
const folder = mkdtempSync('/tmp/bw/data-')
const real: ServerOfData = { server: await startReal(data, folder, flags.split(' ').filter(Boolean)), data }
const bare: ServerOfData = { server: await startBare(data), data }
const db = new Client({ connectionString: data.bareUrl })
await db.connect()
await db.query(`delete from app.observation_revisions where initiative_id = $1`, [data.initiativeId])
await db.query(`delete from app.observations o using app.reporting_periods p where o.initiative_id = $1 and p.initiative_id = $1 and p.id = o.period_id and p.code = '2026-Q1'`, [data.initiativeId])
try {
  for (const name of which.split(',')) {
    if (name === 'Q5') {
      const [r, b] = [bulk(real), bulk(bare)]
      for (let i = 0; i < 4; i++) {
        const times = []
        const texts = []
        for (const [of, make] of [[real, r], [bare, b]] as const) {
          const asked = make()
          const t = performance.now()
          texts.push(await askOnce(of, asked))
          times.push(Math.round(performance.now() - t))
        }
        console.log('Q5', times, hashOf(texts[0]!) === hashOf(texts[1]!))
      }
      continue
    }
    const make = async (of: ServerOfData) => name === 'Q4' ? saving(of) : name === 'Q4m' ? moving(of, db) : reading(name as 'Q1')(of)
    const [rq, bq] = [await make(real), await make(bare)]
    const [rt, bt] = [await askOnce(real, rq(0)), await askOnce(bare, bq(0))]
    if (rt !== bt) { console.log('DIFFERENT', name, rt.length, bt.length); console.log(rt.slice(0, 900)); console.log(bt.slice(0, 900)) }
    else console.log('same', name, rt.length)
    for (const connections of [1, 10, 25]) {
      const amount = connections === 1 ? 60 : 150
      await ask(real.server.origin, headersOf(real), rq, connections, amount); await ask(bare.server.origin, headersOf(bare), bq, connections, amount)
      const R: number[] = [], B: number[] = []
      for (let i = 0; i < Number(rounds); i++) {
        R.push(median(await ask(real.server.origin, headersOf(real), rq, connections, amount)))
        B.push(median(await ask(bare.server.origin, headersOf(bare), bq, connections, amount)))
      }
      console.log(name, connections, 'real', median(R).toFixed(2), 'bare', median(B).toFixed(2), 'ratio', (median(R) / median(B)).toFixed(2), 'rounds', R.map((r, i) => (r / B[i]!).toFixed(2)).join(' '))
    }
  }
  console.log(memoryOf(real.server.pid))
} finally {
  await db.end()
  await real.server.stop(); await bare.server.stop()
}

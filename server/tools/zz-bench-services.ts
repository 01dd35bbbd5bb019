import { readFileSync } from 'node:fs'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { setContext } from '#server/platform/db/context.ts'
import { writeFigures, saveFigures, move } from '#server/features/observations/service.ts'
const port = Number(readFileSync('/tmp/team-obs/pg.out','utf8').split(' ')[0])
const address = { host: '127.0.0.1', port, database: 'bench', owner: 'benchowner', ownerPassword: 'bench', rolePrefix: 'bench', rolePassword: 'bench' }
const db = openDatabase(openPool(address, 'api', 2, () => undefined), process.env.LOGSQL ? (e) => console.log(e.queryDurationMillis.toFixed(1), e.query.sql.slice(0, 90).replace(/\s+/g, ' ')) : undefined)
const I = '00000000-0000-4000-8000-000000000001'
const uid = '00000000-0000-4000-8000-0000000000aa'
const tx = (f) => db.transaction().execute(async (trx) => { await setContext(trx, { initiativeId: I, actorId: uid, role: 'backbone', partnerId: null, commitment: false }); return f(trx) })
const ids = await tx(async (trx) => ({
  versions: await trx.selectFrom('indicator_versions').select(['id', 'unit_kind', 'name_fr']).where('initiative_id', '=', I).orderBy('id').execute(),
  territories: await trx.selectFrom('territories').select(['id', 'code']).where('initiative_id', '=', I).where('code', 'like', 'C%').orderBy('id').execute(),
  periods: await trx.selectFrom('reporting_periods').select(['id', 'code']).where('initiative_id', '=', I).orderBy('code').execute(),
  top: (await trx.selectFrom('initiatives').select('top_territory_id').where('id', '=', I).executeTakeFirstOrThrow()).top_territory_id,
}))
const actor = { sessionId: '', userId: uid, name: '', email: '', locale: 'fr', isInstanceAdmin: false, hatId: uid, role: 'backbone', isLead: true, partnerId: null, organizationId: null, personId: uid, commitment: false, today: '2026-10-15',
  initiative: { id: I, slug: 'b', form: 'informal', state: 'active', mainLanguage: 'fr', timeZone: 'UTC', currencyCode: 'CAD', fiscalStartMonth: 4, schoolStartMonth: 9, topTerritoryId: ids.top, isDemo: false, clockFrozenAt: null } }
const fig = (v, t, p, seed) => ({ versionId: v.id, territoryId: t.id, partnerId: null, periodId: p.id, category: 'TOTAL', presence: 'reported', presenceReason: null,
  value: v.unit_kind === 'ratio' ? null : String(seed % 97), numerator: v.unit_kind === 'ratio' ? String(seed % 10) : null, denominator: v.unit_kind === 'ratio' ? String(seed % 10 + 5) : null, sampleN: v.unit_kind === 'mean' ? String(seed % 9 + 1) : null,
  boolValue: null, achievedOn: null, amountOriginal: null, currencyCode: null, fxRate: null, fxDate: null, isDirectTotal: false, flags: [], comment: null })
async function bulk(label, figures) {
  const t = performance.now()
  const out = await tx((trx) => writeFigures(trx, actor, new Date(), figures, { origin: 'import', stateOf: () => 'submitted' }))
  const counts = {}; for (const o of out) counts[o.outcome + (o.code ?? '')] = (counts[o.outcome + (o.code ?? '')] ?? 0) + 1
  console.log(label, (performance.now() - t).toFixed(0), 'ms', JSON.stringify(counts))
}
const P = ids.periods.at(-1), P2 = ids.periods.at(-2)
const what = process.argv[2] ?? 'all'
if (what === 'all' || what === 'bulk') {
const seed0 = Math.floor(Math.random() * 1000)
const scattered = (add, p) => ids.versions.flatMap((v, i) => ids.territories.slice(0, 500).map((t, j) => fig(v, t, p, i * 500 + j + add)))
await bulk('10k scattered create/change', scattered(seed0, P))
await bulk('10k same again', scattered(seed0, P))
await bulk('10k changed', scattered(seed0 + 1, P))
const dense = (add) => ids.periods.slice(0, 8).flatMap((p) => ids.territories.slice(0, 1250).map((t, j) => fig(ids.versions[0], t, p, j + add)))
await bulk('10k one indicator 8 periods', dense(seed0))
await bulk('10k same again', dense(seed0))
const forty = ids.versions.slice(0, 4).flatMap((v, k) => ids.periods.slice(0, 8).flatMap((p) => ids.territories.slice(0, 1250).map((t, j) => fig(v, t, p, j + k + seed0 + 3))))
const t = performance.now(); for (let i = 0; i < forty.length; i += 10000) await bulk('  chunk', forty.slice(i, i + 10000)); console.log('40k', (performance.now() - t).toFixed(0))
}
if (what === 'all' || what === 'single') {
  const times = []; const moves = []
  for (let k = 0; k < 60; k++) {
    const v = ids.versions[k % 20], t = ids.territories[600 + k]
    const f = fig(v, t, P2, k)
    const t0 = performance.now()
    const [r] = await tx((trx) => writeFigures(trx, actor, new Date(), [{ ...f, partnerId: null }], { origin: 'import', stateOf: () => 'submitted' }))
    times.push(performance.now() - t0)
    const t1 = performance.now()
    await tx((trx) => saveFigures(trx, actor, new Date(), [{ indicator: v.name_fr, territory: ids.territories[700 + k].code, period: P2.code, category: 'TOTAL', presence: 'reported', value: f.value, numerator: f.numerator, denominator: f.denominator, sampleN: f.sampleN, isDirectTotal: false, flags: [] }]))
    moves.push(performance.now() - t1)
  }
  for (const [n, a] of [['write submitted', times], ['save draft', moves]]) { a.sort((x, y) => x - y); console.log(n, 'median', a[30].toFixed(1), 'p90', a[54].toFixed(1)) }
}
await db.destroy(); process.exit(0)

import type { MakeCall } from '../calls.ts'
import { atVersion, DEFINITION, indicatorBody, newIndicator } from './things.ts'

/** Definitions (domain 5, row 14), baselines and targets (row 15), what is read of the whole (rows 18, 19, 22). */
export const measurementCalls: Readonly<Record<string, MakeCall>> = {
  'indicators.list': () => ({}),
  'indicators.read': () => ({ params: { indicator: 'SCREEN18' } }),
  'indicators.create': (stage) => ({ body: indicatorBody(`X${stage.unique()}`) }),
  'indicators.change': async (stage) => {
    const { code, version } = await newIndicator(stage)
    return { params: { indicator: code }, headers: atVersion(version), body: { storyFr: stage.unique() } }
  },
  'indicators.newVersion': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { validFrom: '2026-01-01', changeReasonFr: 'Une autre définition', definition: DEFINITION },
  }),
  'indicators.periods': () => ({}),
  'indicators.dimensions': () => ({}),
  'indicators.saveDimensions': (stage) => ({ body: { items: [{ code: stage.unique(), nameFr: 'Essai', categories: [{ code: 'a', nameFr: 'A' }] }] } }),
  'targets.saveBaselines': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { items: [{ territoryCode: 'R', periodCode: '2024', value: '10' }] },
  }),
  'targets.saveTargets': async (stage) => ({ params: { indicator: (await newIndicator(stage)).code }, body: { items: [{ periodCode: '2027', value: '20' }] } }),
  'targets.saveAssignments': async (stage) => ({
    params: { indicator: (await newIndicator(stage)).code },
    body: { items: [{ territoryCode: 'VB1', partnerCode: 'P02', validFrom: '2026-01-01' }] },
  }),
  'progress.read': () => ({ query: { indicator: 'SCREEN18', basis: 'provisional' } }),
  'progress.completeness': () => ({}),
}

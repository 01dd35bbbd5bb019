/** What the dashboard's address asks for: everything that a link can share. Words that are not known ask for nothing. */
export const CONDITIONS = ['common_agenda', 'mutually_reinforcing_activities', 'shared_measurement', 'continuous_communication', 'backbone_support'] as const
export const GROUPINGS = ['kind', 'goal', 'condition', 'partner'] as const
export const VIEWS = ['table', 'multiples', 'map'] as const
export const SCALES = ['own', 'same'] as const

export interface DashboardQuery {
  readonly territory: string
  readonly level: string
  readonly partner: string
  readonly from: string
  readonly to: string
  readonly condition: (typeof CONDITIONS)[number] | ''
  readonly basis: 'provisional' | ''
  readonly group: (typeof GROUPINGS)[number]
  readonly view: (typeof VIEWS)[number]
  readonly scale: (typeof SCALES)[number]
  readonly indicator: string
  /** A period, or a territory, to set beside what is shown. */
  readonly with: string
}

export function dashboardQuery(url: Pick<URL, 'searchParams'>): DashboardQuery {
  const ask = (name: string) => url.searchParams.get(name) ?? ''
  const one = <Word extends string>(words: readonly Word[], name: string) => words.find((word) => word === ask(name))
  return {
    territory: ask('territory'),
    level: ask('level'),
    partner: ask('partner'),
    from: ask('from'),
    to: ask('to'),
    condition: one(CONDITIONS, 'condition') ?? '',
    basis: one(['provisional'], 'basis') ?? '',
    group: one(GROUPINGS, 'group') ?? 'kind',
    view: one(VIEWS, 'view') ?? 'table',
    scale: one(SCALES, 'scale') ?? 'own',
    indicator: ask('indicator'),
    with: ask('with'),
  }
}

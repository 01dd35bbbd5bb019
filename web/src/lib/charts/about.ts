import { getContext, setContext } from 'svelte'

/** What every chart of a page carries when it is taken away: whose figures, of which day, from which release. */
export interface ChartAbout {
  /** Whose figures these are. */
  readonly owner: string
  /** The day, as people write it. */
  readonly date: string
  /** The release that the figures are from; null: they are alive and may change. */
  readonly release: string | null
}

const KEY = Symbol('chart-about')

/** Set by the frame of an initiative or of a published page. */
export const setChartAbout = (about: () => ChartAbout): void => void setContext(KEY, about)

export const getChartAbout = (): (() => ChartAbout) | undefined => getContext<(() => ChartAbout) | undefined>(KEY)

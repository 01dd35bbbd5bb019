import type { Activity } from '#shared/activities/contract.ts'

/** What a month of a year shows of an activity: its start and its end may be the same month. */
export interface MonthMark {
  /** `2026-03` */
  readonly month: string
  readonly isOn: boolean
  readonly startsOn: string | null
  readonly endsOn: string | null
}
type Dated = Pick<Activity, 'startsOn' | 'endsOn' | 'state'>

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']

/** Twelve months of an activity. One that runs without an end goes on as far as today; one that is only planned shows its start alone. */
export function monthsOf({ startsOn, endsOn, state }: Dated, year: string, today: string): MonthMark[] {
  const first = startsOn ?? endsOn
  const last = endsOn ?? (state === 'under_way' && startsOn !== null && startsOn < today ? today : startsOn)
  return MONTHS.map((number) => {
    const month = `${year}-${number}`
    return {
      month,
      isOn: first !== null && last !== null && first.slice(0, 7) <= month && month <= last.slice(0, 7),
      startsOn: startsOn?.startsWith(month) === true ? startsOn : null,
      endsOn: endsOn?.startsWith(month) === true ? endsOn : null,
    }
  })
}

/** The same set in three parts: what takes place in the year, what does not, what has no date (S68: no view leaves anything out). */
export function splitByYear<One extends Dated>(activities: readonly One[], year: string, today: string): { during: One[]; outside: One[]; undated: One[] } {
  const undated = activities.filter(({ startsOn, endsOn }) => startsOn === null && endsOn === null)
  const during = activities.filter((one) => !undated.includes(one) && monthsOf(one, year, today).some(({ isOn }) => isOn))
  return { during, undated, outside: activities.filter((one) => !undated.includes(one) && !during.includes(one)) }
}

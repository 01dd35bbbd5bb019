/** What takes answers until the end of its last day, by the day of its initiative, whether somebody has closed it by then or not. */
interface UntilDay {
  readonly closesOn: string
}

export const hasPassed = ({ closesOn }: UntilDay, today: string): boolean => closesOn < today

/** Whether nothing is taken any more: it is closed, or will be at the next look, its last day having passed. */
export const isOver = (round: UntilDay & { readonly state: 'open' | 'closed' }, today: string): boolean => round.state === 'closed' || hasPassed(round, today)

/** The day as of which it is closed: today, or its last day once that has passed, whoever comes first and however late. */
export const closingDay = (round: UntilDay, today: string): string => (hasPassed(round, today) ? round.closesOn : today)

/** Who may read what is told to the circle or beyond: narrowest first. */
export const AUDIENCES = ['circle', 'funder', 'public'] as const
export type Audience = (typeof AUDIENCES)[number]

/** The narrower of two audiences. */
export const narrower = (one: Audience, other: Audience): Audience => (AUDIENCES.indexOf(one) <= AUDIENCES.indexOf(other) ? one : other)

/** Whether an audience reaches further than another. */
export const isWider = (one: Audience, other: Audience): boolean => AUDIENCES.indexOf(one) > AUDIENCES.indexOf(other)

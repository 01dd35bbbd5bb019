export const of = 1

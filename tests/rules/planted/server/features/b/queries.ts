export const listB = 1

export const impure = 1

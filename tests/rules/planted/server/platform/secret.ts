export const secret = 'planted'

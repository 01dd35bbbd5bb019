import { of } from '../x/of.ts'
export const other = of

import { of } from '../features/x/of.ts'
export const domainful = of

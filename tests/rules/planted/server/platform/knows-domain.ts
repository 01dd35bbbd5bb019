import { impure } from '../../shared/domain.ts'
export const knowsDomain = impure

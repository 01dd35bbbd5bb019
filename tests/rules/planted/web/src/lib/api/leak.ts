import { secret } from '../../../../server/platform/secret.ts'
export const leaked = secret

import { readFileSync } from 'node:fs'
import { secret } from '../../server/platform/secret.ts'
export const impure = [readFileSync, secret]

import { fileURLToPath } from 'node:url'

/** Folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

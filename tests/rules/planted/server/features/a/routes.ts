import { sql } from 'kysely'
export const writes = sql

import { sql, type RawBuilder, type SqlBool } from 'kysely'

/** Whether a hat of `alias` holds today: by the real calendar, as `app.enter` decides it, and not by the fixed clock of a demo. */
export const hatHolds = (alias: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(`${alias}.starts_on`)} <= current_date and (${sql.ref(`${alias}.ends_on`)} is null or ${sql.ref(`${alias}.ends_on`)} >= current_date)`

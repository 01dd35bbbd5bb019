import { withPurpose } from '../platform/db/context.ts'
import type { Db } from '../platform/db/connect.ts'

/** Every initiative of the installation, for commands; a request only ever sees its own. */
export function listInitiatives(db: Db): Promise<{ id: string; slug: string }[]> {
  return db
    .transaction()
    .execute((trx) => withPurpose(trx, 'maintenance', () => trx.selectFrom('initiatives').select(['id', 'slug']).orderBy('slug').execute()))
}

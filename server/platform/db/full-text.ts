import { sql, type RawBuilder } from 'kysely'

/**
 * What is searched for, in French and in English: an author may quote either language. It stands in a statement as a
 * question of its own, asked once: a kept plan does not know the words and would read them again for every row.
 */
export const askedFor = (words: string): RawBuilder<unknown> =>
  sql`(select websearch_to_tsquery('french', app.fold(${words})) || websearch_to_tsquery('english', app.fold(${words})))`

/** Words without accents and capitals, folded once for a whole statement. */
export const foldedOnce = (words: string): RawBuilder<string> => sql<string>`(select app.fold(${words}))`

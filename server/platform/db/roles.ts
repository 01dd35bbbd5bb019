import type { Client } from 'pg'

/** Roles that the application connects as; each LOGIN, none owning anything (D36). */
export const APPLICATION_ROLES = ['api', 'auth', 'public', 'job'] as const

function statements(prefix: string, password: string, client: Client): string[] {
  return APPLICATION_ROLES.map((role) => {
    const name = client.escapeIdentifier(`${prefix}_${role}`)
    return `create role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole noinherit password ${client.escapeLiteral(password)}`
  })
}

/**
 * Makes the application's roles, or brings their password up to date.
 * @throws with the SQL to run when the connected role may not create roles
 */
export async function ensureRoles(client: Client, prefix: string, password: string): Promise<void> {
  for (const [index, role] of APPLICATION_ROLES.entries()) {
    const name = `${prefix}_${role}`
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name])
    const make = statements(prefix, password, client)[index] as string
    try {
      await client.query(rowCount === 0 ? make : `alter role ${client.escapeIdentifier(name)} password ${client.escapeLiteral(password)}`)
    } catch (error) {
      if ((error as { code?: string }).code !== '42501') throw error
      throw new Error(`The database user may not create roles. Ask its administrator to run:\n${statements(prefix, '<MAILLAGE_SECRET>', client).join(';\n')};`)
    }
  }
}

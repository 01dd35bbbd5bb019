/** The only place that reads the driver's errors. */

/** SQLSTATE of a driver error, or null. */
export function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

/** Name of the violated constraint; read from the message too, where a distributed database adds a shard suffix. */
export function violatedConstraint(error: unknown): string | null {
  const { constraint, message } = error as { constraint?: string; message?: string }
  const name = constraint || /constraint "([^"]+)"/.exec(message ?? '')?.[1] || null
  return name === null ? null : name.replace(/_\d{5,}$/, '')
}

/** The write met a unique key. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return sqlState(error) === '23505' && (constraint === undefined || violatedConstraint(error) === constraint)
}

/** Something refers to the row, or the row refers to something that is not there. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503'
}

/** The database is away, restarting or has too many connections: the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (state !== null && (state.startsWith('08') || state === '57P01' || state === '57P02' || state === '57P03' || state === '53300')) return true
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string }
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(message)
  )
}

import type { Cookies } from '@sveltejs/kit'

/** Passes the cookies of an API answer on to the visitor, exactly as they were written. */
export function forwardCookies(response: Response, cookies: Cookies): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...settings] = line.split(';')
    const equals = pair.indexOf('=')
    if (equals < 1) continue
    const setting = (name: string) => {
      const found = settings.map((part) => part.trim()).find((part) => part.toLowerCase().startsWith(name))
      return found === undefined ? undefined : found.slice(name.length).replace(/^=/, '')
    }
    const [maxAge, expires, sameSite] = [setting('max-age'), setting('expires'), setting('samesite')?.toLowerCase()]
    cookies.set(pair.slice(0, equals).trim(), pair.slice(equals + 1).trim(), {
      path: setting('path') ?? '/',
      httpOnly: setting('httponly') !== undefined,
      secure: setting('secure') !== undefined,
      encode: (value) => value,
      ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
      ...(expires === undefined ? {} : { expires: new Date(expires) }),
      ...(sameSite === 'lax' || sameSite === 'strict' || sameSite === 'none' ? { sameSite } : {}),
    })
  }
}

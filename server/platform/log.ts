import { pino, type Logger } from 'pino'

/** The one logger. Bodies are never logged; secrets in headers and addresses are cut out (P31). */
export function makeLogger(level: string): Logger {
  return pino({
    level,
    redact: { paths: ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]'], censor: '[cut]' },
    serializers: {
      req: (request: { method: string; url: string; id: string }) => ({ method: request.method, url: request.url.replace(/\/links\/[^/?]+/, '/links/[cut]'), id: request.id }),
    },
  })
}

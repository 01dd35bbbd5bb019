import { LogController, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Role } from './http/policy.ts'
import { pino, type DestinationStream, type Logger } from 'pino'

declare module 'fastify' {
  interface FastifyRequest {
    /** The hat under which a request was answered or refused (S56), for its line in the log; null where it needs none. */
    hat: Role | null
  }
}

/** What of an error may be written: the driver hangs rows, statements and its whole connection on its own. */
function toldOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: error.cause instanceof Error ? error.cause.message : String(error.cause) }),
  }
}

/**
 * The one logger. Bodies are never logged; secrets in headers and addresses are cut out (P31). Lines leave together and
 * beside the answers, a quarter of a second later at most: a write for each cost a request more than its session. What
 * still waits is written when the process exits; a killed one loses that quarter of a second.
 */
export function makeLogger(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 250 }),
): Logger {
  return pino(
    {
      level,
      redact: { paths: ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]'], censor: '[cut]' },
      serializers: {
        err: toldOf,
        req: (request: { method: string; url: string; id: string }) => ({
          method: request.method,
          // Words looked for may be those of a note told in confidence; who writes one with its author is told in no line.
          url: request.url
            .replace(/\/links\/[^/?]+/, '/links/[cut]')
            .replace(/\/(mail|mail-preferences)\/[^/?]+/, '/$1/[cut]')
            .replace(/\/coauthors\/[^/?]+/, '/coauthors/[cut]')
            .replace(/([?&]q=)[^&]*/g, '$1[cut]'),
          id: request.id,
        }),
      },
    },
    destination,
  )
}

/** One line for a request, when it is answered. */
export class OneLineLog extends LogController {
  override incomingRequest(): void {
    // Told with the answer.
  }
  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const told = { req: request, status: reply.statusCode, ms: Math.round(reply.elapsedTime), ...(request.hat === null ? {} : { hat: request.hat }) }
    if (error) request.log.error({ ...told, err: error }, 'answer failed')
    else request.log.info(told, 'answered')
  }
}

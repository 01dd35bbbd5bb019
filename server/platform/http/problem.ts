import { PROBLEMS, type InputError, type ProblemBody, type ProblemCode, type ProblemParams } from '#shared/problems/catalog.ts'

/** A refusal that the reader can understand: the only error a service throws. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly params: ProblemParams
  readonly errors: readonly InputError[]
  constructor(code: ProblemCode, params: ProblemParams = {}, errors: readonly InputError[] = []) {
    super(code)
    this.code = code
    this.params = params
    this.errors = errors
  }
}

/** Makes a problem to throw. */
export function problem(code: ProblemCode, params: ProblemParams = {}, errors: readonly InputError[] = []): Problem {
  return new Problem(code, params, errors)
}

/** Places named in one refusal: a file of mistakes is not sent back whole. */
const MOST_ERRORS = 100

/** Body of the answer; `instance` is the request's id. */
export function problemBody(refusal: Problem, requestId: string): ProblemBody {
  const { status } = PROBLEMS[refusal.code]
  return {
    type: `/problems/${refusal.code}`,
    title: refusal.code.replaceAll('_', ' '),
    status,
    instance: requestId,
    code: refusal.code,
    params: refusal.params,
    ...(refusal.errors.length > 0 ? { errors: refusal.errors.slice(0, MOST_ERRORS) } : {}),
  }
}

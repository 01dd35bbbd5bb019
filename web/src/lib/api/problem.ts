import type { InputError, ProblemBody, ProblemCode, ProblemParams } from '#shared/problems/catalog.ts'

/** A refusal of the API, or its absence (`unavailable`). */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: ProblemCode
  readonly params: ProblemParams
  /** All faults of the input, with JSON Pointers. */
  readonly errors: readonly InputError[]
  /** Identifier of the request, to quote. */
  readonly reference: string | null

  constructor(body: Pick<ProblemBody, 'status' | 'code' | 'params'> & Partial<ProblemBody>) {
    super(body.code)
    this.name = 'ApiProblem'
    this.status = body.status
    this.code = body.code
    this.params = body.params
    this.errors = body.errors ?? []
    this.reference = body.instance ?? null
  }
}

/** The problem that an answer states; an answer that is none of ours counts as unexpected. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  if ((response.headers.get('content-type') ?? '').includes('json')) {
    const body = (await response.json()) as Partial<ProblemBody>
    if (typeof body.code === 'string' && typeof body.status === 'number') return new ApiProblem({ params: {}, ...body } as ProblemBody)
  }
  const code = response.status === 503 ? 'unavailable' : response.status === 404 ? 'not_found' : 'unexpected'
  return new ApiProblem({ status: response.status, code, params: {} })
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '#lib/api/problem.ts'
import { patiently } from './patiently.ts'

const refusal = (code: 'unavailable' | 'not_found') => new ApiProblem({ status: 503, code, params: {} })

describe('asking again while the work goes on', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('gives the answer when it is there', async () => {
    const attempt = vi.fn<() => Promise<string>>().mockRejectedValueOnce(refusal('unavailable')).mockResolvedValueOnce('read')
    const answer = patiently(attempt)
    await vi.advanceTimersByTimeAsync(1000)
    await expect(answer).resolves.toBe('read')
    expect(attempt).toHaveBeenCalledTimes(2)
  })

  it('tells any other refusal at once', async () => {
    const attempt = vi.fn<() => Promise<string>>().mockRejectedValue(refusal('not_found'))
    await expect(patiently(attempt)).rejects.toThrow('not_found')
    expect(attempt).toHaveBeenCalledTimes(1)
  })

  it('gives up before a proxy would', async () => {
    const attempt = () => new Promise<string>((_, reject) => setTimeout(() => reject(refusal('unavailable')), 10_000))
    const begun = Date.now()
    const answer = patiently(attempt).catch((error: unknown) => error)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await answer).toBeInstanceOf(ApiProblem)
    expect(Date.now() - begun).toBeLessThanOrEqual(60_000)
  })
})

const TEXT = /^(text\/html|application\/json|text\/sveltekit-data)/

/** Pages are made per request, so they are compressed here: bytes are money on the links of our users (ux.md e). */
export function compressed(request: Request, response: Response): Response {
  const accepts = (request.headers.get('accept-encoding') ?? '').includes('gzip')
  if (response.body === null || response.headers.has('content-encoding') || !TEXT.test(response.headers.get('content-type') ?? '')) return response
  const headers = new Headers(response.headers)
  headers.append('vary', 'accept-encoding')
  if (!accepts) return new Response(response.body, { status: response.status, headers })
  headers.set('content-encoding', 'gzip')
  headers.delete('content-length')
  const etag = headers.get('etag')
  if (etag !== null && !etag.startsWith('W/')) headers.set('etag', `W/${etag}`)
  return new Response(response.body.pipeThrough(new CompressionStream('gzip')), { status: response.status, headers })
}

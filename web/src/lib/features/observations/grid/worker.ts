/** Where the browser finds the worker that shows the sheet without a network. */
const SCRIPT = '/entry-worker.js'

/**
 * Lets the browser keep this sheet for a reload without a network. The worker serves entry sheets of this initiative and
 * nothing else; where there is none (an old browser, a page without TLS) everything works as before, online.
 */
export async function keepSheet(): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (container === undefined) return
  const keep = (worker: ServiceWorker | null) => worker?.postMessage({ kind: 'keep', address: location.href })
  // The first worker, or that of a new version, takes over and has nothing of this sheet yet.
  container.addEventListener('controllerchange', () => keep(container.controller))
  try {
    const { active } = await container.register(SCRIPT, { scope: location.pathname })
    // A page asked for past its worker; what a worker answered it has kept itself.
    if (container.controller === null) keep(active)
  } catch {
    // Refused by the browser's settings: the sheet works without.
  }
}

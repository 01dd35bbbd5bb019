// What pages send by themselves once there is a network (outbox.js, answers.js).
const SEND_MS = 30_000
/** Between two tries, longer each time: a device that calls itself connected often reaches nobody, and no event says when it does. */
const AGAIN_MS = { first: 5000, longest: 60_000 }

export const makeId = () => {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')
}

/** @param {string} what @param {boolean} shown */
export const tell = (what, shown) => {
  for (const notice of document.querySelectorAll(`[data-notice="${what}"]`)) notice.toggleAttribute('hidden', !shown)
}

/**
 * Sends a form as its page would.
 * @param {string} action @param {readonly [string, string][]} fields @param {Record<string, string>} [headers]
 * @returns {Promise<{ is: 'sent', at: string } | { is: 'asked' } | { is: 'wait', isGone?: boolean }>} asked: the server wants its author's eyes; gone: its link opens nothing any more
 */
export const post = async (action, fields, headers = {}) => {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  let answer
  try {
    const response = await fetch(action, {
      method: 'POST',
      body,
      headers: { accept: 'application/json', 'x-sveltekit-action': 'true', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(SEND_MS),
    })
    answer = await response.json()
  } catch {
    return { is: 'wait' }
  }
  if (answer?.type === 'redirect') return { is: 'sent', at: answer.location }
  if (answer?.type === 'error' && answer.error?.code === 'link_invalid') return { is: 'wait', isGone: true }
  // Signed out, too many at once, or a server in trouble: later.
  const isLater = answer?.type !== 'success' && (answer?.type !== 'failure' || answer.status === 401 || answer.status === 429 || answer.status >= 500)
  return { is: isLater ? 'wait' : 'asked' }
}

/** When to try again. @param {() => unknown} work */
export const retrying = (work) => {
  let pause = AGAIN_MS.first
  /** @type {number | undefined} */
  let next
  return {
    tried: () => {
      clearTimeout(next)
      next = undefined
    },
    arrived: () => (pause = AGAIN_MS.first),
    later: () => {
      if (next !== undefined) return
      next = setTimeout(work, pause)
      pause = Math.min(pause * 2, AGAIN_MS.longest)
    },
  }
}

/** One page does it at a time. @param {string} name @param {() => Promise<void>} work */
export const oneAtATime = (name, work) =>
  navigator.locks === undefined ? work() : navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : work()))

/** Tries when the network is back and when the page is looked at again. @param {() => unknown} work */
export const whenBack = (work) => {
  addEventListener('online', () => void work())
  addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void work())
}

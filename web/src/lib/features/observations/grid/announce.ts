/** Announcements at most in each window, and the window in milliseconds (ux.md, check 27). */
const AT_MOST = 3
const WINDOW = 10_000
/** Things that happen together are said together. */
const PAUSE = 600

/**
 * Speaks to a live region sparingly: at most three times in ten seconds, and what was said last is always true in the
 * end, since a text that had to wait is replaced by the newer one.
 * @param say puts the text in the region; `now` in milliseconds; `later` runs a task after so many of them
 */
export function announcer(say: (text: string) => void, now: () => number, later: (task: () => void, milliseconds: number) => void): (text: string) => void {
  let spoken: number[] = []
  let waiting: string | null = null
  let last = ''
  const flush = () => {
    if (waiting === null) return
    const at = now()
    spoken = spoken.filter((time) => at - time < WINDOW)
    const [oldest] = spoken
    if (oldest !== undefined && spoken.length >= AT_MOST) {
      later(flush, oldest + WINDOW - at + 1)
      return
    }
    spoken.push(at)
    last = waiting
    waiting = null
    say(last)
  }
  return (text) => {
    const isWaiting = waiting !== null
    waiting = text
    if (!isWaiting && text === last) waiting = null
    else if (!isWaiting) later(flush, PAUSE)
  }
}

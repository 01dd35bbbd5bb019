// Answers to a round, typed behind a link on a phone whose network comes and goes: nothing is lost, each save counts once, and nothing stays.
//
// What may stay on the device, and for how long. A phone is lent, lost and shared, so what waits on it must tell nobody who answered what:
// - Answers are kept only while they are not at the server, sealed with a key drawn from the link. The link itself is kept nowhere by this page: it stands in
//   the address, and whoever opens it again has the key. Without it, what lies here tells neither the round, nor the person, nor an answer.
// - They lie under a hash of the link that nothing on the server is kept under, without a name and without a time but about when the round ends.
// - They go as soon as the server has them; when the link opens nothing any more; at sign-out; and once the last day has passed, by page.js.
// - The page itself is not kept for a reload (no worker, no copy): it would hold the link and the answers as they are. While it stays open, all of it works
//   without a network, because every theme came with it.
// - Where the browser cannot seal (an address that is not secure), nothing is kept beyond the open page, which says so and asks before it is left.
import { makeId, oneAtATime, post, retrying, tell, whenBack } from './sending.js'

const PREFIX = 'maillage.draft.answers.'
/** Says to the page that comes next that what waited was lost: the round had closed. */
const LOST = 'maillage.answers-lost'
const [, , , slug = '', , secret = ''] = location.pathname.split('/')
const DAY_MS = 86_400_000
const sheet = document.querySelector('[data-answers-days]')
/** When the last day will have passed, by the device's own clock, which may be another than the round's; a day may be moved, so not too soon. */
const until = Date.now() + (Number(sheet?.getAttribute('data-answers-days')) + 3) * DAY_MS

/**
 * `typed` was not submitted yet and comes back into the form; `waiting` was, and leaves by itself. A key goes with what it was sent with.
 * @typedef {{ key: string, fields: Record<string, string>, isSending: boolean }} Save
 * @typedef {{ typed: Record<string, string>, waiting: Save | null }} Kept
 */
/** @type {Kept} */
let kept = { typed: {}, waiting: null }
let isLeaving = false
addEventListener('maillage:leaving', () => (isLeaving = true))

const subtle = globalThis.crypto?.subtle
/** @param {string} text */
const bytes = (text) => new TextEncoder().encode(text)
/** @param {ArrayBuffer | Uint8Array} data */
const toText = (data) => btoa(String.fromCharCode(...new Uint8Array(data)))
/** @param {string} text */
const fromText = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))

/** Where answers of this link lie, and what they are sealed with; null where nothing can be kept. */
const safe = (async () => {
  if (subtle === undefined || secret === '') return null
  try {
    localStorage.setItem(`${PREFIX}try`, '')
    localStorage.removeItem(`${PREFIX}try`)
    const place = [...new Uint8Array(await subtle.digest('SHA-256', bytes(`answers on a device:${slug}:${secret}`)))]
    const drawn = await subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey'])
    const how = { name: 'HKDF', hash: 'SHA-256', salt: bytes(slug), info: bytes('maillage answers on a device') }
    return {
      place: `${PREFIX}${place
        .slice(0, 16)
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join('')}`,
      key: await subtle.deriveKey(how, drawn, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']),
    }
  } catch {
    return null
  }
})()

const isEmpty = () => kept.waiting === null && Object.keys(kept.typed).length === 0
/** One after the other, so that an older state never comes over a newer one. @type {Promise<unknown>} */
let writing = Promise.resolve()
const keep = () => (writing = writing.then(write).catch(() => undefined))
const write = async () => {
  const at = await safe
  if (at === null || isLeaving) return
  if (isEmpty()) return localStorage.removeItem(at.place)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, at.key, bytes(JSON.stringify(kept)))
  if (!isLeaving) localStorage.setItem(at.place, JSON.stringify({ until, waits: kept.waiting !== null, iv: toText(iv), sealed: toText(sealed) }))
}

/** @returns {Promise<boolean>} whether something was there */
const takeUp = async () => {
  const at = await safe
  const text = at === null ? null : localStorage.getItem(at.place)
  if (at === null || text === null) return false
  try {
    const { iv, sealed } = JSON.parse(text)
    kept = JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: 'AES-GCM', iv: fromText(iv) }, at.key, fromText(sealed))))
    return !isEmpty()
  } catch {
    localStorage.removeItem(at.place)
    return false
  }
}

/** @param {string} name @returns {(HTMLInputElement | HTMLTextAreaElement)[]} */
const fieldsOf = (name) =>
  [...(sheet?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? [])].filter((one) => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement)
/** Puts into the sheet what lay on the device. @param {Record<string, string>} values */
const fill = (values) => {
  for (const [name, value] of Object.entries(values))
    for (const field of fieldsOf(name)) {
      if (field instanceof HTMLInputElement && field.type === 'radio') field.checked = field.value === value
      else if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value !== ''
      else field.value = value
    }
}

/** @returns {HTMLElement[]} every theme, what is said before them and the sending after them */
const steps = () => [...(sheet?.querySelectorAll('[data-step]') ?? [])].filter((one) => one instanceof HTMLElement)
const numberOf = (/** @type {Element | undefined} */ step) => Number(step?.getAttribute('data-step'))

/** Shows a step that came with the page. @param {number} number @param {boolean} [isBack] the browser's own « back » */
const goTo = (number, isBack = false) => {
  const next = steps().find((one) => numberOf(one) === number)
  if (next === undefined) return
  for (const one of steps()) one.hidden = one !== next
  // Faults of the step that the server sent back.
  for (const told of document.querySelectorAll('main [role=alert]')) told.remove()
  const heading = document.querySelector('main h1')
  const [title = '', ...end] = [next.getAttribute('data-title') ?? '', ...document.title.split(' · ').slice(-1)]
  if (heading !== null) heading.textContent = title
  document.title = [title, ...end].join(' · ')
  if (!isBack) history.pushState(null, '', `?step=${number}`)
  scrollTo(0, 0)
  if (heading instanceof HTMLElement) heading.focus({ preventScroll: true })
}

const count = () => {
  const answered = new Set([...(sheet?.querySelectorAll('input[type=radio]:checked') ?? [])].map((one) => one.getAttribute('name'))).size
  for (const place of sheet?.querySelectorAll('[data-progress]') ?? [])
    place.textContent = (place.getAttribute('data-progress') ?? '').replace('#', String(answered))
}

let isStuck = false
const show = async () => {
  const waits = kept.waiting !== null && (isStuck || !navigator.onLine)
  const isKept = (await safe) !== null
  tell('answers-waiting', waits && isKept)
  tell('answers-here-only', waits && !isKept)
  if (waits) for (const what of ['answers-arrived', 'answers-found']) tell(what, false)
}

/** The link opens nothing any more: the next page says so, and empties the device. */
const gone = () => {
  sessionStorage.setItem(LOST, '1')
  location.reload()
}

const ACTION = `${location.pathname}?/device`
/** @param {Save} save @returns {[string, string][]} */
const fieldsToSend = ({ fields, key, isSending }) => [
  ...Object.entries(fields),
  ['key', key],
  ...(isSending ? [/** @type {[string, string]} */ (['send', 'yes'])] : []),
]

/** What the server does not take as it is comes back into the last step and is sent as a document, which says why; the answers beside it leave by themselves. @param {Save} save */
const handBack = async (save) => {
  const last = steps().at(-1)
  if (last === undefined) return
  const ofLast = new Set([...last.querySelectorAll('[name]')].map((one) => one.getAttribute('name') ?? ''))
  const part = (/** @type {boolean} */ isOfLast) => Object.fromEntries(Object.entries(save.fields).filter(([name]) => ofLast.has(name) === isOfLast))
  const rest = { key: makeId(), fields: part(false), isSending: false }
  kept = { typed: { ...kept.typed, ...part(true) }, waiting: Object.keys(rest.fields).length === 0 ? null : rest }
  fill(part(true))
  if (kept.waiting !== null && (await post(ACTION, fieldsToSend(rest))).is === 'sent') kept.waiting = null
  await keep()
  goTo(numberOf(last))
  last.querySelector('form')?.submit()
}

const retry = retrying(() => flush())
/** A save goes until the server has it: its key keeps it from counting twice. */
const flush = () =>
  oneAtATime('maillage-answers', async () => {
    retry.tried()
    while (kept.waiting !== null && !isLeaving && navigator.onLine) {
      const save = kept.waiting
      const answer = await post(ACTION, fieldsToSend(save))
      if (isLeaving) return
      if (answer.is === 'wait' && answer.isGone === true) return gone()
      if (answer.is === 'asked' && save.isSending) return handBack(save)
      if (answer.is !== 'sent') {
        isStuck = true
        break
      }
      retry.arrived()
      // What was submitted meanwhile holds this one too: only what has changed since leaves again.
      const now = kept.waiting
      const later = now === save || now === null ? [] : Object.entries(now.fields).filter(([name, value]) => save.fields[name] !== value)
      const isSendingLater = now !== save && now?.isSending === true
      kept.waiting = later.length === 0 && !isSendingLater ? null : { key: makeId(), fields: Object.fromEntries(later), isSending: isSendingLater }
      await keep()
      if (isStuck && kept.waiting === null) tell('answers-arrived', true)
      isStuck = isStuck && kept.waiting !== null
      if (save.isSending && kept.waiting === null) return location.assign('?sent')
    }
    await show()
    if (kept.waiting !== null && !isLeaving) retry.later()
  })

/** What the form would refuse is said on the spot, network or not. @param {HTMLFormElement} form */
const isComplete = (form) => {
  const [comment, tick, people] = ['comment', 'mayBeShared', 'people'].map((name) => form.elements.namedItem(name))
  if (tick instanceof HTMLInputElement) {
    const isLost = comment instanceof HTMLTextAreaElement && comment.value.trim() !== '' && !tick.checked
    tick.setCustomValidity(isLost ? (sheet?.getAttribute('data-answers-tick') ?? '') : '')
    tick.addEventListener('change', () => tick.setCustomValidity(''), { once: true })
  }
  if (people instanceof HTMLInputElement) people.required = true
  return form.reportValidity()
}

/** @param {HTMLFormElement} form */
const submit = async (form) => {
  const step = form.closest('[data-step]') ?? undefined
  const isSending = step === steps().at(-1)
  const fields = Object.fromEntries(
    [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' && !/^(dimension|step)$/.test(name) ? [[name, value]] : [])),
  )
  // What was changed on the way back and not submitted there stands in the sheet that is sent: it goes with it.
  const before = { ...kept.waiting?.fields, ...(isSending ? kept.typed : {}) }
  const others = Object.entries(before).filter(([name]) => fieldsOf(name)[0]?.form !== form)
  kept.typed = isSending ? {} : Object.fromEntries(Object.entries(kept.typed).filter(([name]) => fieldsOf(name)[0]?.form !== form))
  kept.waiting = { key: makeId(), fields: { ...Object.fromEntries(others), ...fields }, isSending: isSending || kept.waiting?.isSending === true }
  await keep()
  count()
  if (!isSending) goTo(numberOf(step) + 1)
  await show()
  if (isSending && !navigator.onLine) document.querySelector('[data-answers-notices]')?.scrollIntoView({ block: 'center' })
  void flush()
}

if (sheet instanceof HTMLElement) {
  let timer = 0
  sheet.addEventListener('input', (event) => {
    const field = event.target
    if (!(field instanceof HTMLInputElement) && !(field instanceof HTMLTextAreaElement)) return
    kept.typed[field.name] = field instanceof HTMLInputElement && field.type === 'checkbox' && !field.checked ? '' : field.value
    clearTimeout(timer)
    if (field.type === 'radio' || field.type === 'checkbox') void keep()
    else timer = setTimeout(keep, 500)
  })
  sheet.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    if (isComplete(event.target)) void submit(event.target)
  })
  sheet.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="?step="]') : null
    if (link === null || steps().length === 0) return
    event.preventDefault()
    goTo(Number(link.getAttribute('href')?.slice('?step='.length)))
  })
  addEventListener('popstate', () => goTo(Number(new URL(location.href).searchParams.get('step') ?? '0'), true))
  // Put away while words wait for their half second.
  addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && !isEmpty() && void keep())
  let isSafe = true
  void safe.then((at) => (isSafe = at !== null))
  addEventListener('beforeunload', (event) => !isSafe && kept.waiting !== null && event.preventDefault())
  addEventListener('offline', () => void show())
  whenBack(flush)
  void takeUp().then(async (isThere) => {
    if (!isThere) return
    // Sent as a document: what was typed for it is there.
    if (sheet.hasAttribute('data-answers-sent')) {
      kept.typed = {}
      await keep()
      return flush()
    }
    fill({ ...kept.waiting?.fields, ...kept.typed })
    count()
    tell('answers-found', true)
    isStuck = kept.waiting !== null
    await flush()
  })
}

// The page that says that a link opens no sheet: what still waited under it cannot be taken by anybody.
if (document.querySelector('[data-answers-gone]') !== null)
  void safe.then((at) => {
    const isLost = (at !== null && localStorage.getItem(at.place) !== null) || sessionStorage.getItem(LOST) !== null
    if (at !== null) localStorage.removeItem(at.place)
    sessionStorage.removeItem(LOST)
    tell('answers-lost', isLost)
  })

// Notes written without a network wait on this device and leave once, when there is one: with the key under which the server
// knows a note that it has already, under the hat they were written with, and read by nobody but their author.
import { makeId, oneAtATime, post, retrying, tell, whenBack } from './sending.js'

const NOTES = 'maillage-notes'
/** Says to page.js that something waits; it goes at sign-out with the drafts. */
const FLAG = 'maillage.draft.waiting'

/** @typedef {{ key: string, user: string, hat: string, draft: string, action: string, fields: [string, string][] }} Waiting */

const box = document.querySelector('[data-outbox-user]')
const user = box?.getAttribute('data-outbox-user') ?? ''
let isLeaving = false
addEventListener('maillage:leaving', () => (isLeaving = true))

/** @returns {Promise<IDBDatabase>} */
const open = () =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(NOTES, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('waiting', { keyPath: 'key' })
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })

/**
 * Closed after each act, so that leaving can remove the database.
 * @template T @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} work @returns {Promise<T>}
 */
const act = async (mode, work) => {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('waiting', mode, { durability: 'strict' })
      const asked = work(transaction.objectStore('waiting'))
      transaction.oncomplete = () => resolve(asked.result)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** @returns {Promise<Waiting[]>} of the account that is signed in */
const waiting = async () => (await act('readonly', (store) => store.getAll())).filter((one) => one.user === user)
/** @param {string} key */
const done = (key) => act('readwrite', (store) => store.delete(key))

/** Sends the form as its page would, under the hat it was written with. @param {Pick<Waiting, 'action' | 'hat' | 'fields'>} one */
const send = (one) => post(one.action, one.fields, { 'maillage-hat': one.hat })

const show = async () => {
  const all = isLeaving ? [] : await waiting()
  tell('note-waiting', all.length > 0)
  for (const list of document.querySelectorAll('[data-outbox-titles]')) {
    list.replaceChildren(
      ...all.map((one) => {
        const item = document.createElement('li')
        item.textContent = one.fields.find(([name]) => name === 'title')?.[1] ?? ''
        return item
      }),
    )
  }
  if (all.length === 0 && !isLeaving) localStorage.removeItem(FLAG)
}

/** What the server does not take as it is becomes the draft of its form again, unless another draft stands there. @param {Waiting} one */
const handBack = async (one) => {
  const place = `maillage.draft.${one.draft}`
  if (localStorage.getItem(place) !== null) return
  localStorage.setItem(place, JSON.stringify(one.fields.filter(([name, value]) => value !== '' && !/^(key|initiative|later|then|acknowledged)$/.test(name))))
  await done(one.key)
  tell('note-refused', true)
}

const retry = retrying(() => flush())

/** One page sends at a time; the key keeps the server from writing a note twice all the same. */
const flush = () =>
  oneAtATime(NOTES, async () => {
    retry.tried()
    // Asking would make the database anew that leaving has removed.
    if (isLeaving || user === '') return
    for (const one of await waiting()) {
      if (isLeaving || !navigator.onLine) break
      const answer = await send(one)
      if (isLeaving || answer.is === 'wait') break
      if (answer.is === 'asked') await handBack(one)
      else {
        retry.arrived()
        await done(one.key)
        for (const link of document.querySelectorAll('[data-outbox-link]')) link.setAttribute('href', answer.at)
        tell('note-sent', true)
      }
    }
    await show()
    if (isLeaving || (await waiting()).length === 0) return
    retry.later()
  })

/** Keeps a note; the form is empty again and a next one has a key of its own. @param {HTMLFormElement} form @param {[string, string][]} fields */
const keep = async (form, fields) => {
  const draft = form.getAttribute('data-draft') ?? ''
  const key = fields.find(([name]) => name === 'key')?.[1] ?? makeId()
  localStorage.setItem(FLAG, '1')
  await act('readwrite', (store) => store.put({ key, user, hat: form.getAttribute('data-outbox') ?? '', draft, action: location.pathname, fields }))
  form.reset()
  renew(form)
  await show()
  retry.later()
  const notice = document.querySelector('[data-notice="note-waiting"]')
  notice?.scrollIntoView({ block: 'center' })
  if (notice instanceof HTMLElement) notice.focus({ preventScroll: true })
}

/** A page that was kept on the device carries the key of a note that was sent long ago. @param {HTMLFormElement} form */
const renew = (form) => {
  const key = form.elements.namedItem('key')
  if (key instanceof HTMLInputElement) key.value = makeId()
}

const form = document.querySelector('form[data-outbox]')
if (form instanceof HTMLFormElement) {
  renew(form)
  let isSending = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isSending) return
    const { submitter } = event
    const fields = /** @type {[string, string][]} */ ([...new FormData(form, submitter)].filter(([, value]) => typeof value === 'string'))
    const asPage = () => {
      if (submitter instanceof HTMLButtonElement && submitter.name !== '') {
        const chosen = document.createElement('input')
        Object.assign(chosen, { type: 'hidden', name: submitter.name, value: submitter.value })
        form.append(chosen)
      }
      form.submit()
    }
    // A device that keeps nothing sends as before.
    if (!navigator.onLine) {
      if (form.reportValidity()) void keep(form, [...fields, ['later', 'yes']]).catch(asPage)
      return
    }
    isSending = true
    form.setAttribute('aria-busy', 'true')
    void send({ action: location.pathname, hat: form.getAttribute('data-outbox') ?? '', fields })
      .then((answer) => {
        if (answer.is === 'sent') location.assign(answer.at)
        // It may have arrived without its answer: it waits as it was sent, so that the key finds it again.
        else if (answer.is === 'wait' && form.checkValidity()) return keep(form, fields)
        else asPage()
        return undefined
      })
      .catch(asPage)
      .finally(() => {
        isSending = false
        form.removeAttribute('aria-busy')
      })
  })
  const scope = form.getAttribute('data-outbox-scope')
  if (scope !== null && navigator.serviceWorker !== undefined) {
    const container = navigator.serviceWorker
    /** @param {ServiceWorker | null} worker */
    const keepPage = (worker) => worker?.postMessage({ kind: 'keep', address: location.href })
    container.addEventListener('controllerchange', () => keepPage(container.controller))
    container.register('/entry-worker.js', { scope: location.pathname }).then(
      ({ active }) => container.controller === null && keepPage(active),
      () => undefined,
    )
  }
}

whenBack(flush)
void show().then(flush, () => undefined)

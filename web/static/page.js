// What every page needs from a script, in one small file that browsers keep: pages without a framework
// stay pages, and lose nothing without it.

// A form sent as a document leaves its action in the address; a reload must not send it again.
const own = new URL(location.href)
for (const name of [...own.searchParams.keys()]) if (name.startsWith('/')) own.searchParams.delete(name)
if (own.href !== location.href) history.replaceState(history.state, '', own)

/** @param {string} what @param {boolean} shown */
const show = (what, shown) => {
  for (const notice of document.querySelectorAll(`[data-notice="${what}"]`)) notice.toggleAttribute('hidden', !shown)
}
const look = () => show('offline', !navigator.onLine)
addEventListener('online', look)
addEventListener('offline', look)
look()

// After eight seconds of waiting: it is slow, not broken.
let late = 0
const waiting = () => {
  clearTimeout(late)
  late = setTimeout(() => show('slow', true), 8000)
}
addEventListener('pageshow', () => {
  clearTimeout(late)
  show('slow', false)
})

// Filters that say nothing stay out of the address.
document.addEventListener(
  'submit',
  (event) => {
    waiting()
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'get') return
    const silent = [...form.elements].filter((field) => 'value' in field && field.value === '' && !field.hasAttribute('disabled'))
    for (const field of silent) field.setAttribute('disabled', '')
    setTimeout(() => silent.forEach((field) => field.removeAttribute('disabled')))
  },
  true,
)

document.addEventListener('click', (event) => {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('a[href]') && !event.defaultPrevented && !event.ctrlKey && !event.metaKey) waiting()
  const button = target?.closest('[data-copy]')
  if (button == null) return
  const field = document.getElementById(button.getAttribute('data-copy') ?? '')
  if (!(field instanceof HTMLInputElement)) return
  field.select()
  void navigator.clipboard?.writeText(field.value).then(() => {
    const said = button.getAttribute('data-copied')
    if (said !== null) button.textContent = said
  })
})

// What is being typed stays on this device until it is sent: a page that is closed loses nothing.
const PREFIX = 'maillage.draft.'
const NOT_KEPT = /^(version|acknowledged|key|initiative)$|^recognised\./

/** @template T @param {() => T} work @returns {T | null} null on a device that keeps nothing */
const onDevice = (work) => {
  try {
    return work()
  } catch {
    return null
  }
}

const drafted = document.querySelector('form[data-draft]')
const sentKey = onDevice(() => sessionStorage.getItem('maillage.sent'))
if (sentKey !== null) {
  onDevice(() => sessionStorage.removeItem('maillage.sent'))
  // The page that answers is another one: it was written.
  if (drafted?.getAttribute('data-draft') !== sentKey) onDevice(() => localStorage.removeItem(PREFIX + sentKey))
}
if (drafted instanceof HTMLFormElement) {
  const key = PREFIX + (drafted.getAttribute('data-draft') ?? '')
  const kept = onDevice(() => JSON.parse(localStorage.getItem(key) ?? 'null'))
  if (Array.isArray(kept) && sentKey === null) show('draft-found', true)
  let timer = 0
  const keep = () => {
    timer = 0
    const entries = [...new FormData(drafted)].filter(([name, value]) => typeof value === 'string' && value !== '' && !NOT_KEPT.test(name))
    if (onDevice(() => (localStorage.setItem(key, JSON.stringify(entries)), true)) === true) show('draft-kept', true)
  }
  drafted.addEventListener('input', () => {
    clearTimeout(timer)
    show('draft-kept', false)
    timer = setTimeout(keep, 2000)
  })
  // A phone that puts the page away may never show it again.
  addEventListener('pagehide', () => timer !== 0 && keep())
  document.addEventListener('visibilitychange', () => timer !== 0 && document.hidden && keep())
  // Emptied because what it held waits elsewhere (outbox.js).
  drafted.addEventListener('reset', () => {
    clearTimeout(timer)
    timer = 0
    show('draft-kept', false)
    onDevice(() => (localStorage.removeItem(key), sessionStorage.removeItem('maillage.sent')))
  })
  drafted.addEventListener('submit', () => {
    clearTimeout(timer)
    timer = 0
  })
  drafted.addEventListener('submit', () => onDevice(() => sessionStorage.setItem('maillage.sent', drafted.getAttribute('data-draft') ?? '')))
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('[data-draft-do]') : null
    if (button === null) return
    show('draft-found', false)
    if (button.getAttribute('data-draft-do') === 'erase') {
      onDevice(() => localStorage.removeItem(key))
      return
    }
    for (const [name, value] of kept ?? []) {
      for (const field of drafted.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) field.checked ||= field.value === value
        else if ('value' in field) field.value = value
      }
    }
  })
}

// Answers to a round that wait on this device (answers.js): they go at sign-out with the drafts, and here once the last day has passed.
const ANSWERS = PREFIX + 'answers.'
/** @returns {{ name: string, until?: number, waits?: boolean }[]} */
const answersHere = () =>
  onDevice(() =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(ANSWERS))
      .map((name) => ({ ...onDevice(() => JSON.parse(localStorage.getItem(name) ?? '{}')), name })),
  ) ?? []
// Where a link was opened again, the server says whether its answers are still taken.
if (!/^\/[^/]+\/answer\//.test(location.pathname))
  for (const { name, until = 0 } of answersHere()) if (until < Date.now()) onDevice(() => localStorage.removeItem(name))

// A shared device keeps no confidence of somebody who left: drafts, values to send, steps to undo, sheets for a reload
// without a network.
const ENTRY = 'maillage-entry'
const DATABASES = [ENTRY, 'maillage-notes']
const LEAVING = 'maillage.leaving'
/** Set while a database could not be removed: whoever comes next tries again. */
const REMAINS = 'maillage.remains'
const WORKER_MS = 2000
const DATABASE_MS = 5000

/** @template T @param {Promise<T>} work @param {number} milliseconds @returns {Promise<T | null>} null when it takes longer */
const within = (work, milliseconds) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds, null))])

/** @param {string} name @returns {Promise<IDBDatabase | null>} what the entry grid or notes keep; one that is not there is not made by looking */
const kept = (name) =>
  new Promise((resolve) => {
    const opening = onDevice(() => indexedDB.open(name))
    if (opening === null) return resolve(null)
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve(null)
    opening.onsuccess = () => resolve(opening.result)
  })

/** @returns {Promise<number>} values, notes and sheets of answers typed here that the server has not acknowledged */
const unsent = async () =>
  (await Promise.all(DATABASES.map(waitingIn))).reduce((sum, count) => sum + count, answersHere().filter(({ waits }) => waits === true).length)

/** @param {string} name @returns {Promise<number>} */
const waitingIn = async (name) => {
  const database = await kept(name)
  if (database === null) return 0
  const count = await new Promise((resolve) => {
    const counting = database.transaction('waiting').objectStore('waiting').count()
    counting.onsuccess = () => resolve(counting.result)
    counting.onerror = () => resolve(0)
  })
  database.close()
  return count
}

/** Empties what was kept for a reload without a network. Each worker stops first and says so: a page on its way is not kept after. */
const forgetSheets = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations?.()) ?? []
  const stopped = (/** @type {ServiceWorker} */ worker) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = resolve
      worker.postMessage({ kind: 'leave' }, [port2])
    })
  await Promise.all(
    all.map(async (one) => {
      const worker = one.active ?? one.waiting ?? one.installing
      if (worker !== null) await within(stopped(worker), WORKER_MS)
      await one.unregister()
    }),
  )
  for (const name of (await globalThis.caches?.keys?.()) ?? []) if (name.startsWith(ENTRY)) await caches.delete(name)
}

/** Empties the stores, which an open tab does not hinder, then removes the database, which waits until every tab has closed it. */
const forgetValues = () => Promise.all(DATABASES.map(forgetDatabase))

/** @param {string} name */
const forgetDatabase = async (name) => {
  const database = await kept(name)
  if (database !== null && database.objectStoreNames.length > 0) {
    const emptying = database.transaction(database.objectStoreNames, 'readwrite')
    for (const name of database.objectStoreNames) emptying.objectStore(name).clear()
    await within(new Promise((resolve) => (emptying.oncomplete = emptying.onabort = resolve)), DATABASE_MS)
  }
  database?.close()
  onDevice(() => localStorage.setItem(REMAINS, '1'))
  const removed = new Promise((resolve) => {
    const removing = onDevice(() => indexedDB.deleteDatabase(name))
    if (removing === null) resolve(null)
    // Blocked is not done: the tab that holds it is about to close it.
    else removing.onsuccess = resolve
  }).then(() => onDevice(() => localStorage.removeItem(REMAINS)))
  await within(removed, DATABASE_MS)
}

/** Nothing of the account stays on this device. Sheets go first: a tab that loads again meanwhile finds none. */
const forget = async () => {
  onDevice(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name)
  })
  dispatchEvent(new Event('maillage:leaving'))
  await forgetSheets().catch(() => undefined)
  await forgetValues().catch(() => undefined)
}

const leavingTo = () => onDevice(() => localStorage.getItem(LEAVING))
let isArriving = false
/** To the page of sign-in, once: the answer and the emptied storage tell the same. @param {string} address */
const arrive = (address) => {
  if (!isArriving) location.replace(address.replace(/sign-out$/, 'sign-in'))
  isArriving = true
}

/** Nothing of the account stays on the screen; a page of nobody stays as it is. */
const blank = () => {
  const words = document.querySelector('form[data-left]')?.getAttribute('data-left')
  if (words == null) return
  const said = document.createElement('p')
  said.setAttribute('role', 'status')
  said.textContent = words
  const main = document.createElement('main')
  main.className = 'wrap'
  main.append(said)
  document.querySelector('.app-root')?.replaceChildren(main)
}

/** Ends the session at an address. Without a network, or a server that answers, it ends as soon as there is one. @param {string} address @param {() => void} refused */
const leave = (address, refused) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' }).then((answer) => {
    if (answer.status >= 500) return blank()
    onDevice(() => localStorage.removeItem(LEAVING))
    if (answer.type === 'opaqueredirect') arrive(address)
    else refused()
  }, blank)

// A page that comes back after its person left, from another tab or by the browser's own « back », shows nothing.
const leaveLate = () => {
  const address = leavingTo()
  if (address === null) return
  blank()
  void forget().then(() => leave(address, () => arrive(address)))
}
addEventListener('online', leaveLate)
leaveLate()
// Whoever comes to sign in is not the one who was here before.
if (location.pathname.endsWith('/sign-in')) {
  void forgetSheets().catch(() => undefined)
  if (onDevice(() => localStorage.getItem(REMAINS)) !== null) void forgetValues().catch(() => undefined)
}

// Signing out in one tab empties the others, which then follow it.
let left = leavingTo()
const follow = () => {
  const address = leavingTo()
  if (address !== null && left === null) {
    left = address
    dispatchEvent(new Event('maillage:leaving'))
    blank()
  } else if (address === null && left !== null) arrive(left)
}
addEventListener('storage', follow)
addEventListener('pageshow', follow)
document.addEventListener('visibilitychange', follow)

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement)) return
  const { pathname } = new URL(form.action)
  if (/^\/[^/]+\/hat$/.test(pathname)) {
    event.preventDefault()
    void forgetSheets().then(
      () => form.submit(),
      () => form.submit(),
    )
  }
  if (!pathname.endsWith('/sign-out')) return
  event.preventDefault()
  void unsent().then((count) => {
    const question = form.getAttribute('data-unsent') ?? ''
    if (count > 0 && question !== '' && !confirm(question.replace('#', String(count)))) return
    // Said before anything is emptied: no tab may show or keep anything anew meanwhile.
    left = form.action
    onDevice(() => localStorage.setItem(LEAVING, form.action))
    void forget().then(() => leave(form.action, () => form.submit()))
  })
})

// Notes written without a network leave from whatever page is open (outbox.js); the page that writes them names the script itself.
if (onDevice(() => localStorage.getItem(PREFIX + 'waiting')) !== null && document.querySelector('[data-outbox-user]') !== null)
  if (document.querySelector('form[data-outbox]') === null) void import('/outbox.js')

// The entry grid takes the form's place; when its script does not come, the form does.
const showForm = () => {
  if (document.querySelector('#entry-grid:not([data-ready])') === null) return
  document.querySelector('[data-entry-form]')?.setAttribute('data-shown', '')
  document.getElementById('entry-grid')?.setAttribute('hidden', '')
}
addEventListener('error', (event) => event.target instanceof HTMLScriptElement && showForm(), true)
if (document.getElementById('entry-grid') !== null) setTimeout(showForm, 20_000)

document.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('[data-print]') !== null) print()
})

// A form whose file must stay chosen: the answer takes the place of the page's content, the file's field stays.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute('data-stay')) return
  event.preventDefault()
  const { submitter } = event
  const main = document.querySelector('main')
  if (main === null || main.getAttribute('aria-busy') === 'true') return
  main.setAttribute('aria-busy', 'true')
  const done = () => {
    clearTimeout(late)
    show('slow', false)
    main.removeAttribute('aria-busy')
  }
  fetch(submitter?.getAttribute('formaction') ?? form.action, { method: 'POST', body: new FormData(form, submitter), headers: { accept: 'text/html' } })
    .then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const next = page.querySelector('main')
      if (next === null) throw new Error('no page')
      for (const field of form.querySelectorAll('input[type="file"][id]')) next.querySelector(`#${CSS.escape(field.id)}`)?.replaceWith(field)
      document.title = page.title
      main.replaceChildren(...next.childNodes)
      main.querySelector('[role="alert"], [role="status"]:not([hidden]), h1')?.scrollIntoView({ block: 'center' })
      main.focus({ preventScroll: true })
    })
    .catch(() => show('offline', true))
    .finally(done)
})

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
  drafted.addEventListener('input', () => {
    clearTimeout(timer)
    show('draft-kept', false)
    timer = setTimeout(() => {
      const entries = [...new FormData(drafted)].filter(([name, value]) => typeof value === 'string' && value !== '' && !NOT_KEPT.test(name))
      if (onDevice(() => (localStorage.setItem(key, JSON.stringify(entries)), true)) === true) show('draft-kept', true)
    }, 2000)
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

// A shared device keeps no confidence of somebody who left: drafts, values to send, steps to undo, sheets for a reload
// without a network.
const ENTRY = 'maillage-entry'
const LEAVING = 'maillage.leaving'

/** @returns {Promise<number>} values typed in the entry grid that the server has not acknowledged */
const unsent = () =>
  new Promise((resolve) => {
    const opening = onDevice(() => indexedDB.open(ENTRY))
    if (opening === null) return resolve(0)
    // A database that is not there is not made by looking.
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve(0)
    opening.onsuccess = () => {
      const counting = opening.result.transaction('waiting').objectStore('waiting').count()
      counting.onsuccess = () => {
        opening.result.close()
        resolve(counting.result)
      }
      counting.onerror = () => resolve(0)
    }
  })

/** Empties what was kept for a reload without a network; the worker learns it first, so that it keeps no page that is on its way. */
const forgetSheets = async () => {
  const all = (await navigator.serviceWorker?.getRegistrations?.()) ?? []
  for (const one of all) {
    one.active?.postMessage({ kind: 'leave' })
    await one.unregister()
  }
  for (const name of (await globalThis.caches?.keys?.()) ?? []) if (name.startsWith(ENTRY)) await caches.delete(name)
}

/** Nothing of the account stays on this device; the tabs that show its sheets are told. */
const forget = async () => {
  onDevice(() => {
    for (const name of Object.keys(localStorage)) if (name.startsWith(PREFIX)) localStorage.removeItem(name)
  })
  dispatchEvent(new Event('maillage:leaving'))
  await new Promise((resolve) => {
    const closing = onDevice(() => indexedDB.deleteDatabase(ENTRY))
    if (closing === null) resolve(null)
    else closing.onsuccess = closing.onerror = closing.onblocked = resolve
  })
  await forgetSheets().catch(() => undefined)
}

/** Ends the session at an address. Without a network it ends as soon as there is one. @param {string} address @param {string} words @param {() => void} refused */
const leave = (address, words, refused) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(), redirect: 'manual' }).then(
    (answer) => {
      onDevice(() => localStorage.removeItem(LEAVING))
      if (answer.type === 'opaqueredirect') location.replace(address.replace(/sign-out$/, 'sign-in'))
      else refused()
    },
    () => {
      onDevice(() => localStorage.setItem(LEAVING, address))
      if (words === '') return
      const said = document.createElement('p')
      said.setAttribute('role', 'status')
      said.textContent = words
      const main = document.createElement('main')
      main.className = 'wrap'
      main.append(said)
      document.querySelector('.app-root')?.replaceChildren(main)
    },
  )

const leaveLate = () => {
  const address = onDevice(() => localStorage.getItem(LEAVING))
  if (address !== null) void forget().then(() => leave(address, '', () => undefined))
}
addEventListener('online', leaveLate)
leaveLate()
// Whoever comes to sign in is not the one who was here before.
if (location.pathname.endsWith('/sign-in')) void forgetSheets().catch(() => undefined)

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
    void forget().then(() => leave(form.action, form.getAttribute('data-left') ?? '', () => form.submit()))
  })
})

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

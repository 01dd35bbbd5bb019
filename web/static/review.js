// Keys of the review queue: J and K go from row to row, V validates (after a question), R gives back. Only
// while the list has the focus, so that no key is taken from somebody who writes or reads with another tool.
const list = document.querySelector('form[data-review]')
if (list instanceof HTMLFormElement) {
  const stops = () => [...list.querySelectorAll('[data-review-focus]')].filter((stop) => stop instanceof HTMLElement)
  const hasKeys = stops().length > 0 && matchMedia('(hover: hover)').matches
  for (const help of document.querySelectorAll('[data-review-help]')) help.toggleAttribute('hidden', !hasKeys)
  /** @param {Element | null} element */
  const rowOf = (element) => element?.closest('tr') ?? null
  const here = () => stops().findIndex((stop) => rowOf(stop) !== null && rowOf(stop) === rowOf(document.activeElement))

  /** @param {number} step */
  const go = (step) => {
    const all = stops()
    const at = here()
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]
    if (next instanceof HTMLElement) next.focus()
  }
  const validate = () => {
    const row = rowOf(document.activeElement)
    if (list.dataset.review === 'form') {
      const button = list.querySelector('[data-review-validate]')
      if (button instanceof HTMLButtonElement && confirm(button.dataset.reviewValidate ?? '')) button.click()
      return
    }
    const pick = row?.querySelector('[data-review-pick]')
    if (!(pick instanceof HTMLInputElement) || !confirm(pick.dataset.reviewPick ?? '')) return
    for (const other of list.querySelectorAll('[data-review-pick]')) if (other instanceof HTMLInputElement) other.checked = other === pick
    list.requestSubmit()
  }
  const giveBack = () => {
    if (list.dataset.review === 'form') {
      const field = list.querySelector('[data-review-return]')
      if (field instanceof HTMLElement) field.focus()
      return
    }
    const link = rowOf(document.activeElement)?.querySelector('a[data-review-focus]')
    if (link instanceof HTMLAnchorElement) location.assign(`${link.href}#f-comment`)
  }

  list.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    const target = event.target
    const types =
      target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type !== 'checkbox')
    if (types) return
    const key = event.key.toLowerCase()
    if (key === 'j') go(1)
    else if (key === 'k') go(-1)
    else if (key === 'v') validate()
    else if (key === 'r') giveBack()
    else return
    event.preventDefault()
  })
}

// A reply that is being written stays on this device until it is sent, also without a network (ux 9); signing out
// forgets it, as every draft of this name (page.js).
const reply = document.querySelector('form[data-reply]')
const field = reply?.querySelector('[data-review-return]')
if (reply instanceof HTMLFormElement && field instanceof HTMLTextAreaElement) {
  const key = `maillage.draft.${reply.getAttribute('data-reply') ?? ''}`
  /** @param {string} name @param {boolean} shown */
  const tell = (name, shown) => reply.querySelector(`[data-reply-${name}]`)?.toggleAttribute('hidden', !shown)
  /** @template T @param {() => T} work @returns {T | null} null on a device that keeps nothing */
  const kept = (work) => {
    try {
      return work()
    } catch {
      return null
    }
  }
  if (reply.hasAttribute('data-reply-sent')) kept(() => localStorage.removeItem(key))
  const draft = kept(() => localStorage.getItem(key))
  if (draft !== null && field.value === '') {
    field.value = draft
    tell('kept', true)
  }
  const keep = () => {
    if (field.value === '') kept(() => localStorage.removeItem(key))
    else if (kept(() => (localStorage.setItem(key, field.value), true)) === true) tell('kept', true)
  }
  field.addEventListener('input', () => {
    tell('kept', false)
    keep()
  })
  reply.addEventListener('submit', (event) => {
    tell('offline', !navigator.onLine)
    if (!navigator.onLine) event.preventDefault()
  })
  addEventListener('online', () => tell('offline', false))
}

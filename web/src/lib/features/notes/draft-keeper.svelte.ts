/** Pages are made on the server first, where nothing is kept. */
const isDevice = typeof window !== 'undefined'

type Entries = [name: string, value: string][]

/** Fields that belong to one visit and are not kept. */
const LEFT_OUT = /^(version|acknowledged)$|^recognised\./

/**
 * Keeps what is being typed on this device, two seconds after the last key, until the note is sent: a page
 * that is closed loses nothing. It is kept for one initiative and one hat, and never leaves the device.
 */
export class DraftKeeper {
  readonly #key: string
  #timer: ReturnType<typeof setTimeout> | undefined
  /** A draft of an earlier visit is there to be resumed. */
  found = $state(false)
  /** The text on screen is kept. */
  isKept = $state(false)

  constructor(initiativeId: string, hatId: string) {
    this.#key = `maillage.note.${initiativeId}.${hatId}`
    this.found = this.#read() !== null
  }

  #read(): Entries | null {
    if (!isDevice) return null
    try {
      const entries = JSON.parse(localStorage.getItem(this.#key) ?? 'null') as unknown
      return Array.isArray(entries) ? (entries as Entries) : null
    } catch {
      // A device that keeps nothing (private mode, full) is no fault of the person who writes.
      return null
    }
  }

  /** To be called at each key. */
  touch(form: HTMLFormElement): void {
    this.isKept = false
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const entries = [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && value !== '' && !LEFT_OUT.test(name))
      try {
        localStorage.setItem(this.#key, JSON.stringify(entries))
        this.isKept = true
        this.found = false
      } catch {
        this.isKept = false
      }
    }, 2000)
  }

  /** Puts the kept text back into the form. */
  resume(form: HTMLFormElement): void {
    for (const [name, value] of this.#read() ?? []) {
      for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`)) {
        // Only the choice that was made speaks: the others of its group follow it.
        if (field instanceof HTMLInputElement && (field.type === 'radio' || field.type === 'checkbox')) {
          if (field.value !== value) continue
          field.checked = true
        } else field.value = value
        field.dispatchEvent(new Event('input', { bubbles: true }))
        field.dispatchEvent(new Event('change', { bubbles: true }))
      }
    }
    this.found = false
  }

  /** The note was sent, or the person wants nothing kept. */
  erase(): void {
    clearTimeout(this.#timer)
    if (isDevice) localStorage.removeItem(this.#key)
    this.found = false
    this.isKept = false
  }
}

/** Public pages are pages: nothing of a visitor is read, no framework's script travels. */
export const csr = false

/** Names under which a machine calls itself: nobody else reaches an address that begins with one. */
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether an address opens on this machine alone. */
export const isLocalOnly = ({ hostname }: Pick<URL, 'hostname'>): boolean => LOOPBACK.test(hostname)

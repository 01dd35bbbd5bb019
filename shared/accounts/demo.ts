/** Accounts of the demonstration: fictional people, printed at the start, written in the README and offered where one signs in. */
export const DEMO_ACCOUNTS = [
  { email: 'coordination@demo.maillage.example', what: 'backbone lead of both initiatives' },
  { email: 'equipe@demo.maillage.example', what: 'backbone staff' },
  { email: 'contribution@demo.maillage.example', what: 'partner contributor (P02, health)' },
  { email: 'lecture@demo.maillage.example', what: 'partner viewer (P05, family centre)' },
  { email: 'bailleur@demo.maillage.example', what: 'funder' },
  { email: 'deux-chapeaux@demo.maillage.example', what: 'two hats: funder, and contributor of P14' },
  { email: 'admin@demo.maillage.example', what: 'instance administrator, no hat' },
] as const

/** The one that may create an initiative. */
export const DEMO_CREATOR = 'admin@demo.maillage.example'

export const DEMO_PASSWORD = 'maillage-demo-2026'

/** Tells a page, inside the process, that the demonstration is there to be tried. */
export const DEMO_HEADER = 'maillage-page-demo'

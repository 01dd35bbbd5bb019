import { createContext } from 'svelte'

/** What follows a page's name in the window's title: set by the frame, read by `PageHeader`. */
export const [getTitleEnd, setTitleEnd] = createContext<() => string>()

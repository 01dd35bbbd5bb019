import type { HandleClientError } from '@sveltejs/kit/hooks'
import { isLocale, BASE_LOCALE } from '#shared/i18n/locales.ts'
import { overwriteGetLocale } from '#shared/i18n/paraglide/runtime.js'

// One page load has one language: changing it loads the page anew.
const lang = document.documentElement.lang
const locale = isLocale(lang) ? lang : BASE_LOCALE
overwriteGetLocale(() => locale)

/** A page that could not be fetched without a connection says so, instead of blaming the server. */
export const handleError: HandleClientError = ({ kind }) => (kind === 'unknown' && !navigator.onLine ? { code: 'offline' } : undefined)

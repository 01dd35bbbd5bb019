import { defineParams } from '@sveltejs/kit/params'
import { isLocale } from '#shared/i18n/locales.ts'

/** The first part of every page's address is a language. */
export const params = defineParams({ locale: (text) => (isLocale(text) ? text : undefined) })

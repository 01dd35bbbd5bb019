import { draftRoutes } from '#shared/exchange/draft-contract.ts'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { error } from '@sveltejs/kit'
import { read } from '#lib/api/read.server.ts'
import { rejectedCsv, rejectedXlsx } from '#lib/features/exchange/rejected-file.server.ts'
import type { RequestHandler } from './$types'

/** The refused rows as a file to correct: CSV or XLSX, in the reader's language. */
export const GET: RequestHandler = async (event) => {
  const { locale } = event.locals
  const { initiatives } = await read(event, accountRoutes.me, {})
  const initiative = initiatives.find((one) => one.slug === event.params.slug)
  if (initiative === undefined) error(404, 'not_found', { code: 'not_found' })
  const rejected = await read(event, draftRoutes.rejected, { params: { initiativeId: initiative.id, draftId: event.params.draft } })
  const isBook = event.url.searchParams.get('format') === 'xlsx'
  const body = isBook ? await rejectedXlsx(rejected, locale) : rejectedCsv(rejected, locale)
  const name = `${rejected.fileName.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N} _-]/gu, '_')} - ${locale === 'en' ? 'refused' : 'refus'}.${isBook ? 'xlsx' : 'csv'}`
  return new Response(body as BodyInit, {
    headers: {
      'content-type': isBook ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'cache-control': 'private, no-store',
    },
  })
}

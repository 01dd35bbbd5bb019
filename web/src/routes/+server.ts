import { redirect, type RequestHandler } from '@sveltejs/kit'

/** The bare address leads to the visitor's language. */
export const GET: RequestHandler = ({ locals }) => redirect(303, `/${locals.locale}`)

import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { noteRoutes, type TrialInput } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Trials that were declared, and the form to declare one. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const [{ items }, choices] = await Promise.all([
    read(event, noteRoutes.trials, { params: { initiativeId: initiative.id } }),
    read(event, noteRoutes.choices, { params: { initiativeId: initiative.id } }),
  ])
  return {
    trials: items,
    audience: choices.audience,
    partnerName: choices.partnerName,
    mayWrite: hat.role === 'backbone' || hat.role === 'partner_contributor',
  }
}

async function act({ request, locals, params }: RequestEvent, work: (text: (name: string) => string, initiativeId: string) => Promise<unknown>) {
  const form = await request.formData()
  const text = (name: string) => String(form.get(name) ?? '').trim()
  try {
    await work(text, text('initiative'))
  } catch (cause) {
    const values = Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    return fail(422, { faults: faultsOf(cause, locals.locale), values })
  }
  redirect(303, `/${locals.locale}/i/${params.slug ?? ''}/notes/trials`)
}
const visibilityOf = (text: string): TrialInput['visibility'] => (text === 'circle' ? 'circle' : 'private')

export const actions: Actions = {
  declare: (event) =>
    act(event, (text, initiativeId) =>
      call(event.fetch, noteRoutes.declareTrial, {
        params: { initiativeId },
        body: {
          title: text('title'),
          hypothesis: text('hypothesis'),
          costLimit: text('costLimit'),
          startsOn: text('startsOn'),
          endsOn: text('endsOn'),
          signItWorks: text('signItWorks'),
          signItFails: text('signItFails'),
          stoppedBy: text('stoppedBy'),
          visibility: visibilityOf(text('visibility')),
        },
      }),
    ),
  visibility: (event) =>
    act(event, (text, initiativeId) =>
      call(event.fetch, noteRoutes.changeTrial, {
        params: { initiativeId, trialId: text('trial') },
        version: Number(text('version')),
        body: { visibility: visibilityOf(text('visibility')) },
      }),
    ),
}

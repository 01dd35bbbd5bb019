import { fail, redirect } from '@sveltejs/kit'
import { dateOf } from '#shared/i18n/format.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { MOST_ATTACHMENTS } from '#shared/notes/attachments.ts'
import { mentionRoutes } from '#shared/meetings/links.ts'
import { MOST_COAUTHORS, noteRoutes, type CheckInput, type CommentInput, type AdaptationInput, type Note, type NotePreview } from '#shared/notes/contract.ts'
import { RUNGS } from '#shared/notes/life.ts'
import { reportRoutes } from '#shared/reports/contract.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { formerTexts } from '#lib/features/notes/former-texts.ts'
import { BADGE_WORDS } from '#lib/features/notes/words.ts'
import { versionView } from '#lib/features/reports/report-view.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** One note; what the author and the backbone may do with it comes with it. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  if (hat.role === 'funder' && hat.learningCommitmentOn === null) {
    redirect(303, `/${locale}/i/${initiative.slug}/notes/commitment?next=${encodeURIComponent(event.url.pathname)}`)
  }
  const params = { initiativeId: initiative.id, noteId: event.params.id }
  const note = await read(event, noteRoutes.read, { params })
  const acts = note.abilities.share || note.abilities.narrow || note.abilities.decide || note.adaptations.some((adaptation) => adaptation.abilities.check)
  const [choices, versions, reports, similar, mentions, coauthors] = await Promise.all([
    acts ? read(event, noteRoutes.choices, { params: { initiativeId: initiative.id } }) : null,
    (note.writing?.formerVersions ?? 0) > 0 ? read(event, noteRoutes.versions, { params }) : null,
    note.isMine ? read(event, reportRoutes.list, { params: { initiativeId: initiative.id } }) : null,
    read(event, noteRoutes.similar, { params }),
    read(event, mentionRoutes.list, { params: { initiativeId: initiative.id }, query: { kind: 'note', key: note.id } }),
    note.abilities.nameCoauthors ? read(event, noteRoutes.coauthors, { params }) : null,
  ])
  return {
    // Sent twice, an answer counts once.
    key: crypto.randomUUID(),
    note,
    mostAttachments: MOST_ATTACHMENTS,
    mostCoauthors: MOST_COAUTHORS,
    coauthorChoices: coauthors?.choices ?? [],
    mentions: mentions.items,
    similar: similar.items.map(({ id, type, title, language }) => ({ id, type, title, language })),
    today: dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone),
    language: languageOf(locale),
    choices:
      choices === null ? null : { audience: choices.audience, partners: choices.partners, indicators: choices.indicators, partnerName: choices.partnerName },
    // What was handed over stays: its author knows where.
    quoted: (reports?.items ?? []).flatMap((report) =>
      report.versions.filter(({ notes }) => notes.includes(note.id)).map((version) => ({ reportId: report.id, ...versionView(version, locale) })),
    ),
    versions: formerTexts(versions?.items ?? []),
  }
}

type Work = (
  form: FormData,
  call: { params: { initiativeId: string; noteId: string }; version: number; fetch: typeof globalThis.fetch },
) => Promise<{ done: string }>

/** One act on the note: the refusal is said beside the part it belongs to, and nothing typed is lost. */
function act(part: string, work: Work) {
  return async ({ request, fetch, locals, params }: RequestEvent) => {
    const form = await request.formData()
    const text = (name: string) => String(form.get(name) ?? '')
    try {
      const { done } = await work(form, { params: { initiativeId: text('initiative'), noteId: params.id }, version: Number(text('version')), fetch })
      return { part, done }
    } catch (cause) {
      return fail(422, {
        part,
        faults: faultsOf(cause, locals.locale),
        typed: Object.fromEntries([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))),
      })
    }
  }
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim()
const orNull = (form: FormData, name: string) => text(form, name) || null
const saved = (note: Note) => ({ note, done: m.notes_done_saved() })

/** Whether the check has something to say of a note as the readers of a rung would get it: links or words by which its author could be recognised. */
const warns = ({ keptBack, check }: NotePreview) => keptBack.length > 0 || check.hints.some(({ kind }) => kind !== 'blame')

export const actions: Actions = {
  visibility: (event) =>
    act('audience', async (form, { params, version, fetch }) => {
      const visibility = RUNGS.find((rung) => rung === text(form, 'visibility')) ?? 'private'
      // Asked when the note goes out, not at each visit: what could tell who wrote is looked at first, on the page that opens it.
      if (visibility !== 'private' && form.has('check') && warns(await call(fetch, noteRoutes.preview, { params, query: { as: visibility } }))) {
        redirect(303, `/${event.locals.locale}/i/${event.params.slug}/notes/${params.noteId}/preview?as=${visibility}`)
      }
      const note = await call(fetch, noteRoutes.setVisibility, { params, version, body: { visibility } })
      return { note, done: visibility === 'public' ? m.notes_done_asked() : m.notes_done_widened({ rung: BADGE_WORDS[note.visibility]() }) }
    })(event),
  attach: act('attachments', async (form, { params, version, fetch }) => {
    const body = new FormData()
    const file = form.get('file')
    // The name stays on the device.
    if (file instanceof File && file.size > 0) body.set('file', file, 'file')
    body.set('caption', text(form, 'caption'))
    return { note: await call(fetch, noteRoutes.attach, { params, version, body: body as never }), done: m.notes_done_attached() }
  }),
  detach: act('attachments', async (form, { params, version, fetch }) => ({
    note: await call(fetch, noteRoutes.detach, { params: { ...params, attachmentId: text(form, 'attachment') }, version }),
    done: m.notes_done_detached(),
  })),
  coauthor: act('coauthors', async (form, { params, fetch }) => {
    const hatId = text(form, 'hat')
    if (hatId === '') throw new ApiProblem({ status: 422, code: 'invalid_request', params: {}, errors: [{ pointer: '/hat', code: 'required' }] })
    await call(fetch, noteRoutes.nameCoauthor, { params, body: { hatId } })
    return { done: m.notes_coauthor_done() }
  }),
  uncoauthor: act('coauthors', async (form, { params, fetch }) => {
    await call(fetch, noteRoutes.removeCoauthor, { params: { ...params, hatId: text(form, 'hat') } })
    return { done: m.notes_coauthor_removed() }
  }),
  leave: async (event) => {
    const left = await act('coauthors', async (_form, { params, fetch }) => {
      await call(fetch, noteRoutes.leave, { params })
      return { done: '' }
    })(event)
    if ('done' in left) redirect(303, `/${event.locals.locale}/i/${event.params.slug}/notes?view=mine`)
    return left
  },
  withdraw: act('audience', async (_form, { params, fetch }) => ({ note: await call(fetch, noteRoutes.withdraw, { params }), done: m.notes_done_withdrawn() })),
  agree: act('backbone', async (form, { params, fetch }) =>
    saved(await call(fetch, noteRoutes.agree, { params, body: { to: text(form, 'to') === 'public' ? 'public' : 'initiative' } })),
  ),
  hide: act('backbone', async (form, { params, fetch }) => saved(await call(fetch, noteRoutes.hide, { params, body: { reason: text(form, 'reason') } }))),
  unhide: act('backbone', async (_form, { params, fetch }) => saved(await call(fetch, noteRoutes.unhide, { params }))),
  state: act('follow', async (form, { params, version, fetch }) => {
    const state = (['discussed', 'no_adaptation', 'closed'] as const).find((one) => one === text(form, 'state')) ?? 'discussed'
    return saved(await call(fetch, noteRoutes.setState, { params, version, body: { state, reason: orNull(form, 'reason') } }))
  }),
  adapt: act('follow', async (form, { params, fetch }) => {
    const body: AdaptationInput = {
      decision: text(form, 'decision') as AdaptationInput['decision'],
      text: text(form, 'text'),
      decidedOn: text(form, 'decidedOn'),
      decidedIn: orNull(form, 'decidedIn'),
      ownerName: orNull(form, 'ownerName'),
      ownerPartnerCode: orNull(form, 'ownerPartner'),
      dueOn: orNull(form, 'dueOn'),
    }
    return saved(await call(fetch, noteRoutes.adapt, { params, body }))
  }),
  check: act('follow', async (form, { params, fetch }) => {
    const body: CheckInput = {
      checkedOn: text(form, 'checkedOn'),
      result: text(form, 'result') as CheckInput['result'],
      evidenceIndicator: orNull(form, 'evidenceIndicator'),
      note: orNull(form, 'note'),
      next: orNull(form, 'next'),
    }
    return saved(await call(fetch, noteRoutes.check, { params: { ...params, adaptationId: text(form, 'adaptation') }, body }))
  }),
  comment: act('answers', async (form, { params, fetch }) => {
    const body: Partial<CommentInput> & Pick<CommentInput, 'kind'> = {
      kind: text(form, 'kind') as CommentInput['kind'],
      body: text(form, 'body'),
      signature: text(form, 'signature') as NonNullable<CommentInput['signature']>,
      language: text(form, 'language') || 'fr',
    }
    return { note: await call(fetch, noteRoutes.comment, { params, body, idempotencyKey: text(form, 'key') }), done: m.notes_done_answered() }
  }),
  uncomment: act('answers', async (form, { params, fetch }) =>
    saved(await call(fetch, noteRoutes.removeComment, { params: { ...params, commentId: text(form, 'comment') } })),
  ),
}

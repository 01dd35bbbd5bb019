import { error, redirect } from '@sveltejs/kit'
import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { storyRoutes, type IndicatorStory } from '#shared/indicators/stories.ts'
import { periodKindOf } from '#shared/values/period.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { toldText } from '#lib/features/progress/indicator/story-view.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Periods offered: those of the indicator's own frequency that have begun, newest first. */
const MOST_PERIODS = 24

const isShown = (story: IndicatorStory) => story.publishedOn !== null && story.withdrawnOn === null

/** The story behind one curve, told anew by the backbone and published by a lead. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [detail, stories, { items: periods }] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    read(event, storyRoutes.list, { params: { ...params, indicator: event.params.code } }),
    read(event, indicatorRoutes.periods, { params }),
  ])
  const asked = event.url.searchParams.get('period') ?? ''
  const period = periods.some((one) => one.code === asked) ? asked : null
  const versions = stories.items.filter((story) => story.period === period)
  const newest = versions[0] ?? null
  const told = new Set(stories.items.map((story) => story.period))
  return {
    code: detail.code,
    name: localName(detail.current.nameFr, detail.current.nameEn, locale),
    period,
    newest,
    canPublish: stories.abilities.publish,
    step: event.url.searchParams.get('done'),
    periods: periods
      .filter(
        (one) =>
          (one.kind === periodKindOf(detail.current.frequency) && one.startsOn <= (initiative.clockFrozenAt ?? new Date().toISOString()).slice(0, 10)) ||
          told.has(one.code),
      )
      .sort((a, b) => b.startsOn.localeCompare(a.startsOn))
      .slice(0, MOST_PERIODS)
      .map((one) => ({ value: one.code, label: formatPeriod(locale, one.code) })),
    versions: versions.map((story) => ({
      id: story.id,
      version: story.version,
      number: story.number,
      told: story.toldBy === null ? formatDate(locale, story.toldOn) : `${formatDate(locale, story.toldOn)}, ${story.toldBy}`,
      story: toldText(story.storyFr, story.storyEn, locale),
      state: isShown(story) ? ('shown' as const) : story.publishedOn === null ? ('draft' as const) : ('withdrawn' as const),
      published: story.publishedOn === null ? null : [formatDate(locale, story.publishedOn), story.publishedBy].filter((one) => one !== null).join(', '),
      mayPublish: stories.abilities.publish && story.number === newest?.number && !isShown(story),
      mayWithdraw: stories.abilities.publish && isShown(story),
    })),
  }
}

const TEXTS = ['storyFr', 'storyEn', 'whatWouldWorkFr', 'whatWouldWorkEn', 'nextActionsFr', 'nextActionsEn'] as const

/** Back to the same story, with what was done. */
const back = (event: { locals: App.Locals; params: { slug: string; code: string } }, form: SentForm, done: string): never => {
  const period = form.text('period')
  const query = new URLSearchParams({ done, ...(period === '' ? {} : { period }) })
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/indicators/${event.params.code}/story?${query.toString()}`)
}

export const actions: Actions = {
  tell: async (event) => {
    const form = new SentForm(await event.request.formData())
    const texts = Object.fromEntries(TEXTS.map((name) => [name, form.orNull(name)]))
    if (Object.values(texts).every((text) => text === null)) form.refuse('storyFr', m.story_missing())
    if (form.faults.length > 0) return sendBack('tell', form)
    try {
      await call(event.fetch, storyRoutes.tell, {
        params: { initiativeId: form.text('initiativeId'), indicator: event.params.code },
        body: { ...texts, period: form.orNull('period'), after: form.integer('after') ?? 0 },
      })
    } catch (cause) {
      return sendBackRefused('tell', form, cause, event.locals.locale)
    }
    return back(event, form, 'told')
  },
  publish: async (event) => {
    const form = new SentForm(await event.request.formData())
    const isWithdrawing = form.text('act') === 'withdraw'
    try {
      await call(event.fetch, isWithdrawing ? storyRoutes.withdraw : storyRoutes.publish, {
        params: { initiativeId: form.text('initiativeId'), indicator: event.params.code, storyId: form.text('storyId') },
        version: form.version(),
      })
    } catch (cause) {
      return sendBackRefused('publish', form, cause, event.locals.locale)
    }
    return back(event, form, isWithdrawing ? 'withdrawn' : 'published')
  },
}

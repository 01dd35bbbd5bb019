import { fail, redirect } from '@sveltejs/kit'
import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { INSTRUMENT_KEYS, ROUND_MODES } from '#shared/assessments/instrument.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { stageRoutes } from '#shared/stages/contract.ts'
import { STAGE_CODES } from '#shared/stages/stages.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { earlyFaults } from '#lib/features/assessments/early.server.ts'
import { readParties } from '#lib/features/assessments/parties.ts'
import { sectorName, sectorNameIn } from '#lib/features/settings/sectors.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Which rounds are open for this reader, and what each instrument told last. Funders see what a decision shares with them. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const isFunder = hat.role === 'funder'
  const mayOpen = hat.role === 'backbone' && hat.isLead
  const [results, rounds, overview, stages, levels, partners] = await Promise.all([
    read(event, assessmentRoutes.results, { params }),
    isFunder ? { items: [] } : read(event, assessmentRoutes.list, { params }),
    read(event, conditionRoutes.overview, { params }),
    mayOpen ? read(event, stageRoutes.list, { params }) : { items: [] },
    mayOpen ? read(event, territoryRoutes.levels, { params }) : { items: [] },
    mayOpen ? read(event, partnerRoutes.list, { params, query: {} }) : { items: [] },
  ])
  const told = INSTRUMENT_KEYS.flatMap((key) => {
    const own = results.items.filter(({ instrument }) => instrument === key)
    const isShown = own.length > 0 || (!isFunder && key !== 'joining_assessment')
    return isShown ? [{ key, count: own.length, lastOn: own.at(-1)?.closedOn ?? null }] : []
  })
  return {
    today: overview.asOf,
    isFunder,
    told,
    open: rounds.items.filter(({ state }) => state === 'open'),
    mayOpen,
    groups: [
      ...levels.items.map(({ code, nameFr, nameEn }) => ({ value: `level:${code}`, label: localName(nameFr, nameEn, event.locals.locale) })),
      ...[...new Set(partners.items.flatMap(({ sectors }) => sectors))].sort().map((code) => ({ value: `sector:${code}`, label: sectorName(code) })),
    ],
    stage: stages.items.find(({ isCurrent }) => isCurrent)?.code ?? null,
  }
}

/** Names of levels and sectors that were ticked as parties, in both languages. */
async function groupsOf(fetcher: typeof fetch, params: { initiativeId: string }, ticked: readonly string[]) {
  const levels = ticked.some((one) => one.startsWith('level:')) ? (await call(fetcher, territoryRoutes.levels, { params })).items : []
  return ticked.flatMap((one) => {
    const [kind, code = ''] = one.split(':')
    if (kind === 'sector') return [{ nameFr: sectorNameIn(code, 'fr-CA'), nameEn: sectorNameIn(code, 'en') }]
    return levels.filter((level) => level.code === code).map(({ nameFr, nameEn }) => ({ nameFr, nameEn }))
  })
}

export const actions: Actions = {
  open: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const instrument = INSTRUMENT_KEYS.find((one) => one === form.text('instrument'))
    const mode = ROUND_MODES.find((one) => one === form.text('mode'))
    if (instrument === undefined) form.refuse('instrument', m.problems_field_required())
    if (mode === undefined) form.refuse('mode', m.problems_field_required())
    const ticked = form.many('partyGroups')
    const here = { initiativeId: form.text('initiative') }
    const { parties, fault } = readParties(form.text('parties'), form.text('partiesEn'), await groupsOf(fetch, here, ticked))
    if (fault !== null) form.refuse(fault.field, fault.message)
    const breakdown = (['none', 'level', 'sector'] as const).find((one) => one === form.text('breakdown')) ?? 'none'
    const body = {
      instrument: instrument ?? 'five_conditions',
      mode: mode ?? 'anonymous',
      breakdown,
      stage: STAGE_CODES.find((one) => one === form.text('stage')) ?? null,
      ...(parties.length === 0 ? {} : { parties }),
      purpose: form.required('purpose'),
      opensOn: form.required('opensOn'),
      closesOn: form.required('closesOn'),
      minimum: form.integer('minimum') ?? 5,
      ...(form.isTicked('anyway') ? { anyway: true } : {}),
    }
    if (form.faults.length > 0) return sendBack('open', form)
    let id: string
    try {
      ;({ id } = await call(fetch, assessmentRoutes.open, { params: here, body }))
    } catch (cause) {
      const early = earlyFaults(cause, locals.locale)
      if (early === null) return sendBackRefused('open', form, cause, locals.locale)
      const { settings } = await call(fetch, initiativeRoutes.read, { params: here })
      return fail(422, { part: 'open', faults: early, values: { ...form.values(), mayOpenAnyway: settings?.form === 'informal' ? 'yes' : '' } })
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/assessments/${id}`)
  },

  /** Takes a member of a partner to its own sheet: the link is made anew each time and kept nowhere. */
  answer: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    let link: string | null
    try {
      ;({ link } = await call(fetch, assessmentRoutes.myLink, { params: { initiativeId: form.text('initiative'), roundId: form.text('round') }, body: {} }))
    } catch (cause) {
      return sendBackRefused('answer', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}${link ?? ''}`)
  },
}

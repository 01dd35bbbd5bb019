import { redirect } from '@sveltejs/kit'
import type { TerritoryPreset } from '#shared/initiatives/contract.ts'
import { territoryRoutes, type LevelInput } from '#shared/territories/contract.ts'
import { otherHierarchies, otherLevels, presetLevels } from '#shared/territories/presets.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { hierarchyName } from '#lib/features/territories/hierarchies.ts'
import type { Actions, PageServerLoad } from './$types'

const PRESETS: readonly { preset: TerritoryPreset; name: () => string; hint: () => string }[] = [
  { preset: 'quebec', name: m.new_initiative_preset_quebec, hint: m.new_initiative_preset_quebec_hint },
  { preset: 'mali', name: m.new_initiative_preset_mali, hint: m.new_initiative_preset_mali_hint },
  { preset: 'france', name: m.new_initiative_preset_france, hint: m.new_initiative_preset_france_hint },
  { preset: 'sectors', name: m.new_initiative_preset_sectors, hint: m.new_initiative_preset_sectors_hint },
  { preset: 'generic', name: m.new_initiative_preset_generic, hint: m.new_initiative_preset_generic_hint },
]

/** Models that can still be added: a first hierarchy where there is none, and those that stand beside it. */
function modelsFor(levels: readonly { code: string; hierarchy: string }[]) {
  const present = new Set(levels.map((level) => level.hierarchy))
  const taken = new Set(levels.map((level) => level.code))
  return PRESETS.flatMap(({ preset, name, hint }) => [
    ...(present.has('main') ? [] : [{ value: preset as string, label: `${name()} · ${hint()}`, levels: presetLevels(preset) }]),
    ...otherHierarchies(preset)
      .filter((hierarchy) => !present.has(hierarchy))
      .map((hierarchy) => ({ value: `${preset}-${hierarchy}`, label: `${name()} · ${hierarchyName(hierarchy)}`, levels: otherLevels(preset, hierarchy) })),
  ]).filter((model) => !model.levels.some((level) => taken.has(level.code)))
}

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, territoryRoutes.levels, { params: { initiativeId: initiative.id } })
  const models = modelsFor(items)
  const model = models.find((one) => one.value === event.url.searchParams.get('model'))
  return {
    levels: items.map((level) => ({ ...level, hierarchyName: level.hierarchy === 'main' ? null : hierarchyName(level.hierarchy) })),
    models: models.map(({ value, label }) => ({ value, label })),
    model: model?.value ?? '',
    proposed: (model?.levels ?? []).map((level) => ({
      ...level,
      nameEn: level.nameEn ?? '',
      pluralFr: level.pluralFr ?? '',
      pluralEn: level.pluralEn ?? '',
      hierarchyName: level.hierarchy === 'main' ? null : hierarchyName(level.hierarchy),
    })),
    isSaved: event.url.searchParams.has('saved'),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const items: LevelInput[] = []
    const sent: string[] = []
    for (const row of form.many('row')) {
      const isNew = row === 'new'
      if (isNew && form.text('code-new') === '' && form.text('nameFr-new') === '') continue
      sent.push(row)
      const rank = form.integer(`rank-${row}`)
      if (rank === null || rank < 1 || rank > 20) form.refuse(`rank-${row}`, m.territories_rank_fault())
      items.push({
        code: form.required(`code-${row}`, m.territories_code_missing()),
        hierarchy: form.text(`hierarchy-${row}`) || 'main',
        rank: rank ?? 0,
        nameFr: form.required(`nameFr-${row}`, m.territories_name_missing()),
        nameEn: form.orNull(`nameEn-${row}`),
        pluralFr: form.orNull(`pluralFr-${row}`),
        pluralEn: form.orNull(`pluralEn-${row}`),
      })
    }
    if (form.faults.length > 0) return sendBack('levels', form)
    try {
      await call(fetch, territoryRoutes.saveLevels, { params: { initiativeId: form.text('initiativeId') }, body: { items } })
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause
      // The API names the item; the fields of this page carry the name of their row.
      faultsOf(cause, locals.locale).forEach((fault, place) => {
        const row = sent[Number(/^\/items\/(\d+)\//.exec(cause.errors[place]?.pointer ?? '')?.[1])]
        form.refuse(row === undefined ? null : `${fault.field}-${row}`, fault.message)
      })
      return sendBack('levels', form)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/territories/levels?saved`)
  },
}

import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Audience, DraftCheck, NoteChoices, NoteFacet, NoteFilter, NoteLinkInput, NoteMeasures, NoteSummary } from '#shared/notes/contract.ts'
import { textHints } from '#shared/notes/language-hints.ts'
import { ATTRIBUTIONS } from '#shared/notes/life.ts'
import { isSilentAboutFailures, learningMeasures, MEASURES_FROM_NOTES } from '#shared/notes/measures.ts'
import { partnersByTerritory, recognisableLinks, widerTerritory, type LinkedThing } from '#shared/notes/recognition.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { requireCommitment } from './access.ts'
import {
  activityChoices,
  activityPartners,
  audienceCounts,
  goalChoices,
  indicatorChoices,
  indicatorPartners,
  partnerChoices,
  partnerName,
  partnerPlaces,
  peopleNames,
  periodCodes,
  placesOf,
} from './place-queries.ts'
import { countFacets, listNotes, noteMeasures } from './queries.ts'
import { isOfLeftPartner, narrowTerritories, surroundingsOf, toSummary } from './reading.ts'

const FIRST_DAY = '9999-12-31'

type PlaceRow = Awaited<ReturnType<typeof placesOf>>[number]

/** A place and those inside it today; none where nobody knows the code (S58). */
function placesInside(places: readonly PlaceRow[], code: string): PlaceRow[] {
  const found = places.filter((place) => place.code === code)
  for (let wave = found; wave.length > 0;) {
    const above = new Set(wave.map((place) => place.code))
    wave = places.filter((place) => place.parent_code !== null && above.has(place.parent_code) && !found.includes(place))
    found.push(...wave)
  }
  return found
}

function cursorOf(text: string | undefined): { day: string; id: string } | null {
  if (text === undefined) return null
  const match = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}-[0-9a-f-]{27})$/.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) throw problem('invalid_request', {}, [{ pointer: '/query/after', code: 'cursor' }])
  return { day: match[1], id: match[2] }
}

/**
 * The list, with the filters of domain 4.5. A filter that names nothing known finds nothing.
 * @throws commitment_required, invalid_period; not_found for `hidden` asked by others than the backbone
 */
export async function listForReader(trx: Trx, actor: Actor, filter: NoteFilter): Promise<{ items: NoteSummary[]; next: string | null }> {
  requireCommitment(actor)
  if (filter.view === 'hidden' && actor.role !== 'backbone') throw problem('not_found')
  const initiativeId = actor.initiative.id
  // A partner that has left keeps reading what it wrote itself, and nothing else of the circle.
  const view = (await isOfLeftPartner(trx, actor)) ? 'mine' : filter.view
  const period = filter.period === undefined || filter.period === '' ? undefined : parsePeriodCode(filter.period, actor.initiative)
  if (period === null) throw problem('invalid_period', { value: filter.period ?? '' })
  const indicator = filter.indicator === undefined ? undefined : (await indicatorPartners(trx, initiativeId, [filter.indicator], actor.today))[0]
  const territories = filter.territory === undefined ? undefined : placesInside(await placesOf(trx, initiativeId, actor.today), filter.territory)
  if ((filter.indicator !== undefined && indicator === undefined) || territories?.length === 0) return { items: [], next: null }
  const narrow = territories === undefined ? new Set<string>() : await narrowTerritories(trx, actor)
  const rows = await listNotes(trx, initiativeId, {
    view,
    type: filter.type,
    condition: filter.condition,
    stage: filter.stage,
    cause: filter.cause,
    state: filter.state,
    indicatorId: indicator?.id,
    territoryIds: territories?.map(({ id }) => id),
    recognisableIds: territories?.filter(({ code }) => narrow.has(code)).map(({ id }) => id),
    period: period ?? undefined,
    openFollowUp: filter.followUp === 'open',
    words: filter.q === '' ? undefined : filter.q,
    after: cursorOf(filter.after),
    limit: filter.limit + 1,
  })
  const page = rows.slice(0, filter.limit)
  const last = rows.length > filter.limit ? page.at(-1) : undefined
  const around = await surroundingsOf(trx, actor, page)
  return { items: page.map((row) => toSummary(actor, row, around)), next: last === undefined ? null : `${last.shared_on ?? FIRST_DAY}_${last.id}` }
}

/** What the filters of the library hold, from five notes on. @throws commitment_required, note_access_suspended */
export async function facetsForReader(trx: Trx, actor: Actor): Promise<{ items: NoteFacet[] }> {
  requireCommitment(actor)
  return { items: (await isOfLeftPartner(trx, actor)) ? [] : await countFacets(trx, actor.initiative.id, MEASURES_FROM_NOTES) }
}

/** Learning measures of the initiative, as they stand on a day; `voiceBreadth` for the circle alone, prompts for the backbone alone. */
export async function measuresForReader(trx: Trx, actor: Actor, over: 'year' | 'all', on = actor.today): Promise<NoteMeasures> {
  requireCommitment(actor)
  const row = await noteMeasures(trx, on, over === 'all')
  const components = {
    notes: row.notes,
    failures: row.failures,
    challenges: row.challenges,
    failuresDue: row.failures_due,
    failuresAdapted: row.failures_adapted,
    days: row.days,
    failureDays: row.failure_days,
    undecided: row.undecided,
    undecidedFailures: row.undecided_failures,
    adaptationsDue: row.adaptations_due,
    adaptationsChecked: row.adaptations_checked,
    checksTold: row.checks_told,
    checksHelped: row.checks_helped,
    voices: row.voices,
    partners: row.partners,
    yearNotes: row.year_notes,
    yearFailures: row.year_failures,
  }
  const measures = learningMeasures(components)
  return {
    over,
    measures: measures === null ? null : { ...measures, voiceBreadth: actor.role === 'funder' ? null : measures.voiceBreadth },
    prompts: actor.role === 'backbone' ? { isSilentAboutFailures: isSilentAboutFailures(components), inviteFirstFailure: row.failures_this_year === 0 } : null,
  }
}

/** Who reads at each rung, for notes written under this hat. */
export async function audienceOf(trx: Trx, actor: Actor): Promise<Audience[]> {
  const counts = await audienceCounts(trx, actor.initiative.id, { partnerId: actor.partnerId, isBackbone: actor.role === 'backbone' }, actor.today)
  return [
    { rung: 'private', organisations: 0, people: 1 },
    { rung: 'partner', organisations: 1, people: counts.team_people },
    { rung: 'circle', organisations: counts.circle_organisations, people: counts.circle_people },
    { rung: 'funder', organisations: counts.funder_organisations, people: counts.funder_people },
    { rung: 'public', organisations: null, people: null },
  ]
}

/** What the form of a note offers. */
export async function choicesFor(trx: Trx, actor: Actor): Promise<NoteChoices> {
  const initiativeId = actor.initiative.id
  const places = await placesOf(trx, initiativeId, actor.today)
  return {
    goals: await goalChoices(trx, initiativeId),
    activities: await activityChoices(trx, initiativeId),
    indicators: await indicatorChoices(trx, initiativeId),
    territories: places
      .filter((place) => place.valid_to === null || place.valid_to > actor.today)
      .map((place) => ({ key: place.code, nameFr: place.name_fr, nameEn: place.name_en, level: place.level_code })),
    periods: await periodCodes(trx, initiativeId, actor.today),
    partners: await partnerChoices(trx, initiativeId, actor.today),
    attributions: ATTRIBUTIONS.filter((attribution) => attribution !== 'named_partner' || actor.partnerId !== null),
    audience: await audienceOf(trx, actor),
    partnerName: await partnerName(trx, initiativeId, actor.partnerId),
  }
}

/** Warnings on a text that is not stored: names, wordings, and links by which the author could be recognised. */
export async function checkDraft(trx: Trx, actor: Actor, draft: { text: string; links: readonly NoteLinkInput[] }): Promise<DraftCheck> {
  const initiativeId = actor.initiative.id
  const keys = (kind: NoteLinkInput['kind']) => draft.links.flatMap((link) => (link.kind === kind ? [link.key] : []))
  const places = await placesOf(trx, initiativeId, actor.today)
  const tree = places.map((place) => ({ code: place.code, parentCode: place.parent_code }))
  const counts = partnersByTerritory(tree, await partnerPlaces(trx, initiativeId, actor.today))
  const activities = await activityPartners(trx, initiativeId, keys('activity'), actor.today)
  const indicators = await indicatorPartners(trx, initiativeId, keys('indicator'), actor.today)
  const things: LinkedThing[] = [
    ...keys('territory')
      .filter((code) => counts.has(code))
      .map((code) => ({ kind: 'territory' as const, key: code, activePartners: counts.get(code) ?? 0, wider: widerTerritory(code, tree, counts) })),
    ...activities.map((row) => ({ kind: 'activity' as const, key: row.id, activePartners: row.partners, wider: null })),
    ...indicators.map((row) => ({ kind: 'indicator' as const, key: row.code, activePartners: row.partners === 0 ? null : row.partners, wider: null })),
  ]
  const named = [
    ...places.map((place) => ({ ...place, key: place.code })),
    ...activities.map((row) => ({ ...row, key: row.id })),
    ...indicators.map((row) => ({ ...row, key: row.code })),
  ]
  const nameOf = (key: string | null) => named.find((one) => one.key === key)
  return {
    recognisable: recognisableLinks(things).map(({ kind, key, wider }) => ({
      kind,
      key,
      nameFr: nameOf(key)?.name_fr ?? null,
      nameEn: nameOf(key)?.name_en ?? null,
      wider,
      widerNameFr: nameOf(wider)?.name_fr ?? null,
      widerNameEn: nameOf(wider)?.name_en ?? null,
    })),
    hints: textHints(draft.text, await peopleNames(trx, initiativeId)),
  }
}

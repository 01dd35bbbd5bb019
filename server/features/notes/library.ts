import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { Audience, DraftCheck, NoteChoices, NoteFacet, NoteFilter, NoteLinkInput, NoteMeasures, NoteSummary } from '#shared/notes/contract.ts'
import { textHints } from '#shared/notes/language-hints.ts'
import { ATTRIBUTIONS } from '#shared/notes/life.ts'
import { isSilentAboutFailures, lastQuarterEnd, learningMeasures, MEASURES_FROM_NOTES, voiceBreadthAtLeast } from '#shared/notes/measures.ts'
import { widerTerritory } from '#shared/notes/recognition.ts'
import { meetsSpan } from '#shared/values/calendar-date.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { requireCommitment } from './access.ts'
import {
  activityChoices,
  audienceCounts,
  circleOfFunders,
  goalChoices,
  indicatorChoices,
  indicatorPartners,
  ownOrganisation,
  partnerChoices,
  peopleNames,
  periodCodes,
  placesOf,
} from './place-queries.ts'
import { countFacets, listNotes, noteMeasures } from './queries.ts'
import { isOfLeftPartner, surroundingsOf, toSummary } from './reading.ts'
import { isPointer, pointerName, recognisableAmong, workOn } from './recognition.ts'

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
  const question = {
    view,
    type: filter.type,
    condition: filter.condition,
    stage: filter.stage,
    cause: filter.cause,
    state: filter.state,
    indicatorId: indicator?.id,
    territoryIds: territories?.map(({ id }) => id),
    period: period ?? undefined,
    openFollowUp: filter.followUp === 'open',
    words: filter.q === '' ? undefined : filter.q,
    limit: filter.limit + 1,
  }
  // A filter finds a note by what its reader is told of it, never by a link that is kept back.
  const asked = { indicator: indicator?.code, territories: territories === undefined ? undefined : new Set(territories.map(({ code }) => code)), period }
  const found: { note: NoteSummary; after: string }[] = []
  for (let after = cursorOf(filter.after); ;) {
    const rows = await listNotes(trx, initiativeId, { ...question, after })
    const around = await surroundingsOf(trx, actor, rows)
    found.push(...rows.map((row) => ({ note: toSummary(actor, row, around), after: `${row.list_day}_${row.id}` })).filter(({ note }) => isFoundBy(note, asked)))
    const last = rows.at(-1)
    if (last === undefined || rows.length <= filter.limit || found.length > filter.limit) break
    after = { day: last.list_day, id: last.id }
  }
  const page = found.slice(0, filter.limit)
  return { items: page.map(({ note }) => note), next: found.length > filter.limit ? (page.at(-1)?.after ?? null) : null }
}

/** What a filter by a link asks for. */
interface AskedLinks {
  readonly indicator: string | undefined
  readonly territories: ReadonlySet<string> | undefined
  readonly period: { code: string; startsOn: string; endsOn: string } | undefined
}

function isFoundBy(note: NoteSummary, asked: AskedLinks): boolean {
  const has = (kind: string, is: (key: string) => boolean) => note.links.some((link) => link.kind === kind && is(link.key))
  const { indicator, territories, period } = asked
  return (
    (indicator === undefined || has('indicator', (key) => key === indicator)) &&
    (territories === undefined || has('territory', (key) => territories.has(key))) &&
    (period === undefined ||
      (note.sharedOn !== null && meetsSpan(note.sharedOn, period.startsOn, period.endsOn)) ||
      note.links.some((link) => link.period === period.code))
  )
}

/** What the filters of the library hold, from five notes on. @throws commitment_required, note_access_suspended */
export async function facetsForReader(trx: Trx, actor: Actor): Promise<{ items: NoteFacet[] }> {
  requireCommitment(actor)
  return { items: (await isOfLeftPartner(trx, actor)) ? [] : await countFacets(trx, actor.initiative.id, MEASURES_FROM_NOTES) }
}

/** Learning measures of the whole initiative as of a day, and the counts behind them. @param exact with the share of partners to the unit */
async function measuresOn(trx: Trx, over: 'year' | 'all', on: string, exact: boolean) {
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
  const voiceBreadth = exact ? (measures?.voiceBreadth ?? null) : voiceBreadthAtLeast(components)
  return {
    measures: measures === null ? null : { ...measures, voiceBreadth, isVoiceBreadthAtLeast: !exact },
    prompts: { isSilentAboutFailures: isSilentAboutFailures(components), inviteFirstFailure: row.failures_this_year === 0 },
  }
}

/**
 * Learning measures: for the backbone as they stand, with its prompts; for everybody else as of the end of the last complete quarter,
 * `voiceBreadth` by quarters of the partners, and for the circle alone.
 */
export async function measuresForReader(trx: Trx, actor: Actor, over: 'year' | 'all'): Promise<NoteMeasures> {
  requireCommitment(actor)
  const isBackbone = actor.role === 'backbone'
  const asOf = isBackbone ? null : lastQuarterEnd(actor.today, actor.initiative)
  const { measures, prompts } = await measuresOn(trx, over, asOf ?? actor.today, isBackbone)
  return {
    over,
    asOf,
    measures: measures === null ? null : { ...measures, voiceBreadth: actor.role === 'funder' ? null : measures.voiceBreadth },
    prompts: isBackbone ? prompts : null,
  }
}

/** Measures of the twelve months before the end of a year, or of its last complete quarter, as an audience gets them: whoever asks hands them on. */
export async function measuresOfReport(trx: Trx, actor: Actor, year: number, audience: 'circle' | 'funder' | 'public') {
  const [end, last] = [`${year}-12-31`, lastQuarterEnd(actor.today, actor.initiative)]
  const measuresAsOf = end < last ? end : last
  const { measures } = await measuresOn(trx, 'year', measuresAsOf, false)
  return { measuresAsOf, measures: measures === null ? null : { ...measures, voiceBreadth: audience === 'circle' ? measures.voiceBreadth : null } }
}

/** Who reads at each rung, for notes written under this hat. */
export async function audienceOf(trx: Trx, actor: Actor): Promise<Audience[]> {
  const team = { partnerId: actor.partnerId, isBackbone: actor.role === 'backbone' }
  const counts = await audienceCounts(trx, actor.initiative.id, team, actor.today)
  const both = await circleOfFunders(trx, actor.initiative.id, team, actor.userId, actor.today)
  const alsoFunders = (rows: typeof both) =>
    rows.length === 0
      ? {}
      : { alsoFunders: { people: new Set(rows.map(({ person }) => person)).size, funders: [...new Set(rows.map(({ funder }) => funder))] } }
  return [
    { rung: 'private', organisations: 0, people: 1 },
    { rung: 'partner', organisations: 1, people: counts.team_people, ...alsoFunders(both.filter((row) => row.inTeam)) },
    { rung: 'circle', organisations: counts.circle_organisations, people: counts.circle_people, ...alsoFunders(both) },
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
    partnerName: (await ownOrganisation(trx, initiativeId, actor.partnerId))?.name ?? null,
  }
}

/** Warnings on a text that is not stored: names, wordings, and links by which the author could be recognised. */
export async function checkDraft(trx: Trx, actor: Actor, draft: { text: string; links: readonly NoteLinkInput[] }): Promise<DraftCheck> {
  const pointers = draft.links.filter(isPointer)
  const work = await workOn(trx, actor, pointers)
  // What does not exist is nothing to be recognised by.
  const known = pointers.filter((pointer) => work.names.has(pointerName(pointer)))
  const nameOf = (kind: string, key: string | null) => (key === null ? undefined : work.names.get(pointerName({ kind, key })))
  return {
    recognisable: recognisableAmong(work, known).map((one) => {
      const wider = one.kind === 'territory' ? widerTerritory(one.key, work.places, work.byPlace) : null
      return {
        ...one,
        nameFr: nameOf(one.kind, one.key)?.name_fr ?? null,
        nameEn: nameOf(one.kind, one.key)?.name_en ?? null,
        wider,
        widerNameFr: nameOf('territory', wider)?.name_fr ?? null,
        widerNameEn: nameOf('territory', wider)?.name_en ?? null,
      }
    }),
    hints: textHints(draft.text, await peopleNames(trx, actor.initiative.id), await ownOrganisation(trx, actor.initiative.id, actor.partnerId)),
  }
}

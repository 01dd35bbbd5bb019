import type { Activity } from '#shared/activities/contract.ts'
import { holdsOn } from '#shared/conditions/backbone.ts'
import type { Goal } from '#shared/conditions/contract.ts'
import type { ConditionsOverview, NextThing } from '#shared/conditions/overview.ts'
import { saidOf } from '#shared/conditions/said.ts'
import { updateCadence } from '#shared/meetings/cadence.ts'
import type { Meeting } from '#shared/meetings/contract.ts'
import { addMonths } from '#shared/values/calendar-date.ts'
import { listActivities } from '#server/features/activities/service.ts'
import { listResults, listRounds } from '#server/features/assessments/service.ts'
import { listMeetings, listUpdates } from '#server/features/meetings/service.ts'
import { readCompleteness } from '#server/features/progress/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { isInCircle } from './access.ts'
import { listAgenda } from './agenda-service.ts'
import { readBackbone } from './backbone-service.ts'
import { listGoals } from './goals-service.ts'
import { countIndicators, countSubmitted } from './measurement-queries.ts'

/** A thing to do or to expect, with nothing said that does not apply. */
const next = (kind: NextThing['kind'], rest: Partial<NextThing> = {}): NextThing => ({
  kind,
  on: null,
  id: null,
  nameFr: null,
  nameEn: null,
  count: null,
  function: null,
  ...rest,
})

const byDate = (a: string | null, b: string | null) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1)

async function agendaFacts(trx: Trx, actor: Actor): Promise<ConditionsOverview['agenda']> {
  const goals = await listGoals(trx, actor)
  const versions = await listAgenda(trx, actor)
  // The common goal is the adopted one that is not the first step of another; until there is one, its draft.
  const main = (goal: Goal) => goal.parentGoalId === null
  const goal = goals.find((one) => main(one) && one.state === 'adopted') ?? goals.find(main) ?? null
  const current = versions.find((version) => version.isCurrent) ?? null
  const draft = versions.find((version) => version.publishedOn === null)
  const pictures = goal?.pictures ?? []
  const due = pictures.find((picture) => picture.state === 'due')
  const coming = pictures.find((picture) => picture.state === 'coming')
  const described = (picture: (typeof pictures)[number]) => ({
    on: picture.dueOn,
    id: picture.id,
    nameFr: picture.descriptionFr,
    nameEn: picture.descriptionEn,
  })
  const mine = current?.answers?.find((answer) => answer.state === 'asked' && answer.abilities.answer && actor.role !== 'backbone')
  return {
    goal:
      goal === null
        ? null
        : {
            id: goal.id,
            statementFr: goal.statementFr,
            statementEn: goal.statementEn,
            state: goal.state,
            adoptedOn: goal.adoptedOn,
            targetDate: goal.targetDate,
            missing: goal.missing,
          },
    version:
      current === null || current.publishedOn === null
        ? null
        : { id: current.id, number: current.number, publishedOn: current.publishedOn, endorsements: current.endorsements },
    reservations: !isInCircle(actor)
      ? null
      : (current?.answers ?? [])
          .filter((answer) => answer.state === 'reservations')
          .map((answer) => ({ partnerCode: answer.partnerCode, partnerName: answer.partnerName, text: answer.reservations })),
    pictures,
    next:
      mine !== undefined && current !== null
        ? next('answer_agenda', { id: current.id })
        : goal?.state !== 'adopted' && isInCircle(actor)
          ? next('adopt_goal', { id: goal?.id ?? null })
          : due !== undefined && actor.role === 'backbone'
            ? next('review_picture', described(due))
            : draft !== undefined
              ? next('publish_agenda', { id: draft.id, count: draft.number })
              : coming !== undefined
                ? next('picture', described(coming))
                : null,
  }
}

const isLed = (activity: Activity) => activity.partners.some((partner) => partner.role === 'leads')
const isOpen = (activity: Activity) => activity.state === 'planned' || activity.state === 'under_way'
const named = ({ id, nameFr, nameEn }: Activity) => ({ id, nameFr, nameEn })

async function activityFacts(trx: Trx, actor: Actor, indicators: number): Promise<ConditionsOverview['activities']> {
  const all = await listActivities(trx, actor)
  const inState = (state: Activity['state']) => all.filter((activity) => activity.state === state).length
  const withoutLead = all.filter((activity) => isOpen(activity) && !isLed(activity))
  const withoutGoal = all.filter((activity) => isOpen(activity) && activity.goalId === null)
  const [starting] = all
    .filter((activity) => activity.state === 'planned' && activity.startsOn !== null && activity.startsOn >= actor.today)
    .sort((a, b) => byDate(a.startsOn, b.startsOn))
  const [unled] = [...withoutLead].sort((a, b) => byDate(a.startsOn, b.startsOn))
  const [orphan] = withoutGoal
  const backbone = actor.role === 'backbone'
  return {
    total: all.length,
    planned: inState('planned'),
    underWay: inState('under_way'),
    done: inState('done'),
    stopped: inState('stopped'),
    territoryCodes: [...new Set(all.flatMap((activity) => activity.territoryCode ?? []))].sort(),
    indicatorsServed: new Set(all.flatMap((activity) => activity.indicatorCodes)).size,
    indicators,
    withoutLead: withoutLead.map(named),
    withoutGoal: withoutGoal.map(named),
    next:
      backbone && unled !== undefined
        ? next('name_lead', { ...named(unled), on: unled.startsOn })
        : backbone && orphan !== undefined
          ? next('link_goal', named(orphan))
          : starting !== undefined
            ? next('activity_start', { ...named(starting), on: starting.startsOn })
            : null,
  }
}

async function measurementFacts(trx: Trx, actor: Actor): Promise<ConditionsOverview['measurement']> {
  const counts = await countIndicators(trx, actor.initiative.id)
  const { period, expected, received, onTime, validated } = await readCompleteness(trx, actor)
  const toValidate = actor.role === 'backbone' ? await countSubmitted(trx, actor.initiative.id) : null
  const reports = period === null ? { expected: null, received: null, onTime: null, validated: null } : { expected, received, onTime, validated }
  return { ...counts, period, ...reports, toValidate, next: toValidate !== null && toValidate > 0 ? next('validate', { count: toValidate }) : null }
}

function meetingFacts(meetings: readonly Meeting[], from: string, today: string): NonNullable<ConditionsOverview['communication']['meetings']> {
  const held = meetings.filter((meeting) => meeting.state === 'held' && meeting.startsOn >= from)
  const coming = meetings.filter((meeting) => meeting.state === 'coming').sort((a, b) => byDate(a.startsAt, b.startsAt))[0]
  return {
    held: held.length,
    skipped: meetings.filter((meeting) => meeting.state === 'skipped' && meeting.startsOn >= from && meeting.startsOn <= today).length,
    agendasOnTime: held.filter((meeting) => meeting.agendaOnTime === true).length,
    agendasLate: held.filter((meeting) => meeting.agendaOnTime === false).length,
    agendasNotShared: held.filter((meeting) => meeting.agendaOnTime === null).length,
    accessible: held.filter((meeting) => meeting.accessibility.length > 0).length,
    next:
      coming === undefined
        ? null
        : {
            id: coming.id,
            titleFr: coming.titleFr,
            titleEn: coming.titleEn,
            startsAt: coming.startsAt,
            agendaSharedAt: coming.agendaSharedAt,
            agendaShareBy: coming.agendaShareBy,
          },
  }
}

async function communicationFacts(trx: Trx, actor: Actor, now: Date): Promise<ConditionsOverview['communication']> {
  const from = addMonths(actor.today, -12)
  const meetings = isInCircle(actor) ? meetingFacts(await listMeetings(trx, actor, now), from, actor.today) : null
  const dates = (await listUpdates(trx, actor)).flatMap((update) => update.publishedOn ?? [])
  const cadence = updateCadence(dates, actor.today)
  const coming = meetings?.next ?? null
  const about = coming === null ? {} : { id: coming.id, nameFr: coming.titleFr, nameEn: coming.titleEn }
  return {
    from,
    meetings,
    updates: { published: dates.filter((date) => date > from).length, ...cadence },
    next:
      coming !== null && coming.agendaSharedAt === null && actor.role === 'backbone'
        ? next('share_agenda', { ...about, on: coming.agendaShareBy })
        : coming !== null
          ? next('meeting', { ...about, on: coming.startsAt })
          : cadence.isSilent && actor.role === 'backbone'
            ? next('write_update', { on: cadence.lastOn })
            : null,
  }
}

async function backboneFacts(trx: Trx, actor: Actor): Promise<ConditionsOverview['backbone']> {
  const { profiles, functions, covered, gaps } = await readBackbone(trx, actor)
  const profile = profiles.find((one) => holdsOn(one, actor.today)) ?? null
  const holders = new Set(functions.filter((one) => one.isCurrent).map((one) => one.partnerCode ?? one.holderName))
  const [gap] = gaps
  return {
    profile:
      profile === null
        ? null
        : {
            id: profile.id,
            form: profile.form,
            elements: profile.elements,
            fullTimeEquivalents: profile.fullTimeEquivalents,
            budget: profile.budget,
            currencyCode: profile.currencyCode,
            validFrom: profile.validFrom,
          },
    covered,
    gaps,
    holders: holders.size,
    next: actor.role !== 'backbone' ? null : profile === null ? next('describe_backbone') : gap !== undefined ? next('name_holder', { function: gap }) : null,
  }
}

/** Funders read the copies that a recorded decision gave them, and no round (domain 5, row 32). */
async function saidFacts(trx: Trx, actor: Actor, now: Date): Promise<ConditionsOverview['said']> {
  return saidOf(await listResults(trx, actor, now, 'five_conditions'), isInCircle(actor) ? await listRounds(trx, actor, now) : [])
}

/** The five conditions at a glance: each fact is counted from records that the hat may read. */
export async function readOverview(trx: Trx, actor: Actor, now: Date): Promise<ConditionsOverview> {
  const agenda = await agendaFacts(trx, actor)
  const measurement = await measurementFacts(trx, actor)
  const activities = await activityFacts(trx, actor, measurement.indicators)
  return {
    asOf: actor.today,
    agenda,
    activities,
    measurement,
    communication: await communicationFacts(trx, actor, now),
    backbone: await backboneFacts(trx, actor),
    said: await saidFacts(trx, actor, now),
  }
}

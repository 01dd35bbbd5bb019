import { randomUUID } from 'node:crypto'
import { setContext, type Trx } from '#server/platform/db/context.ts'
import type { Db } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { ResolvedFigure } from '#server/features/observations/service.ts'
import type { TestInitiative, World } from './world.ts'

/** A hat for tests that call services themselves; its context is set by `as`. */
export function makeActor(
  initiative: TestInitiative,
  role: 'backbone' | 'partner_contributor',
  { partnerId = null, userId = randomUUID(), today = '2026-10-15' }: { partnerId?: string | null; userId?: string; today?: string } = {},
): Actor {
  return {
    sessionId: '',
    userId,
    name: role,
    email: '',
    locale: 'fr-CA',
    isInstanceAdmin: false,
    hatId: randomUUID(),
    role,
    isLead: role === 'backbone',
    partnerId,
    organizationId: null,
    personId: userId,
    commitment: false,
    today,
    initiative: {
      id: initiative.id,
      slug: initiative.slug,
      form: 'informal',
      state: 'active',
      mainLanguage: 'fr',
      timeZone: 'America/Toronto',
      currencyCode: 'CAD',
      fiscalStartMonth: 4,
      schoolStartMonth: 9,
      topTerritoryId: initiative.territory.T ?? null,
      isDemo: false,
      clockFrozenAt: null,
    },
  }
}

/** Work of one hat in one transaction, as a request has it. */
export function as<T>(db: Db, actor: Actor, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await setContext(trx, { initiativeId: actor.initiative.id, actorId: actor.userId, role: actor.role, partnerId: actor.partnerId, commitment: false })
    return work(trx)
  })
}

/** Columns of a version that differ from a plain count of events. */
export type VersionColumns = Record<string, unknown>

/** An indicator with one version, written by the owner. @returns ids */
export async function addIndicator(
  world: World,
  initiative: TestInitiative,
  code: string,
  columns: VersionColumns = {},
  scope: 'population' | 'performance' = 'performance',
): Promise<{ indicatorId: string; versionId: string }> {
  const [indicatorId, versionId] = [randomUUID(), randomUUID()]
  const version: VersionColumns = {
    initiative_id: initiative.id,
    id: versionId,
    indicator_id: indicatorId,
    number: 1,
    name_fr: code,
    definition_fr: code,
    purpose_fr: code,
    result_type: scope === 'performance' ? 'how_much' : null,
    unit_kind: 'count',
    counting_unit: 'events',
    temporal_kind: 'flow',
    direction: 'increase',
    frequency: 'quarter',
    ...columns,
  }
  await world.maintain(initiative.id, async (client) => {
    await client.query('insert into app.indicators (initiative_id, id, code, scope) values ($1, $2, $3, $4)', [initiative.id, indicatorId, code, scope])
    const names = Object.keys(version)
    await client.query(
      `insert into app.indicator_versions (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(version),
    )
  })
  return { indicatorId, versionId }
}

/** A figure with a default for everything but its key. */
export function figure(given: Partial<ResolvedFigure> & Pick<ResolvedFigure, 'versionId' | 'territoryId' | 'periodId'>): ResolvedFigure {
  return {
    partnerId: null,
    category: 'TOTAL',
    presence: 'reported',
    presenceReason: null,
    value: null,
    numerator: null,
    denominator: null,
    sampleN: null,
    boolValue: null,
    achievedOn: null,
    amountOriginal: null,
    currencyCode: null,
    fxRate: null,
    fxDate: null,
    isDirectTotal: false,
    flags: [],
    comment: null,
    ...given,
  }
}

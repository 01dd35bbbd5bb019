import { randomUUID } from 'node:crypto'
import { POSITIONS, resultOf, tallyPositions, type DecisionMode, type Result } from '#shared/governance/decision.ts'
import type { DemoContent } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

interface Seat {
  key: string
  body: string
  partner: string
  holder?: string
  voting?: boolean
  declared?: string
  from: string
  to?: string
}

/** `governance.json`: who decides in a demo. Codes are of its partners, keys of its seats. */
export interface DemoGovernance {
  bodies: {
    code: string
    name_fr: string
    name_en?: string
    kind: string
    mandate_fr: string
    mandate_en?: string
    decision_mode: string
    valid_from: string
  }[]
  seats: Seat[]
  leadership: {
    kind: string
    partner?: string
    body?: string
    valid_from: string
    valid_to?: string
    note_fr?: string
    note_en?: string
    terms?: { starts_on: string; partner: string; holder: string }[]
  }[]
  roles: { role: string; partner: string; holder: string; deputy?: string; valid_from: string; valid_to?: string }[]
  statutes?: { body_fr: string; body_en: string; registered_as: string; adopted_on: string }
  decisions: ({
    body: string
    title_fr: string
    title_en?: string
    text_fr?: string
    text_en?: string
    options?: string[]
    mode: DecisionMode
    asked_on: string
    decided_on?: string
    published_on?: string
    delegate?: string
    delegate_partner?: string
    limit_fr?: string
    limit_amount?: string
    amount?: string
    /** What a delegate decided; the others come from their positions. */
    result?: Result
  } & Partial<Record<(typeof POSITIONS)[number], string[]>>)[]
  agreements: {
    number: number
    title_fr: string
    title_en?: string
    published_on: string
    review_on: string
    sections: { section: string; body_fr: string; body_en?: string }[]
    /** By partner: the day, and who signed. */
    signed: Record<string, [string, string]>
    asked: string[]
  }[]
  protocol: { steps_fr: string; steps_en?: string; contact: string; third_party: string; time_limits_fr: string; time_limits_en?: string; adopted_on: string }
}

async function seedBodies({ client, initiativeId, names }: Seeding, { bodies, seats, leadership, roles }: DemoGovernance): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(
    client,
    'app.governance_bodies',
    bodies.map(({ code, name_fr, name_en, kind, mandate_fr, mandate_en, decision_mode, valid_from }) => ({
      ...base,
      id: names.set('body', code, randomUUID()),
      name_fr,
      name_en,
      kind,
      mandate_fr,
      mandate_en,
      decision_mode,
      valid_from,
    })),
  )
  await insertRows(
    client,
    'app.governance_seats',
    seats.map((seat) => ({
      ...base,
      id: names.set('seat', seat.key, randomUUID()),
      body_id: names.get('body', seat.body),
      holder_name: seat.holder,
      partner_id: names.get('partner', seat.partner),
      is_voting: seat.voting ?? true,
      valid_from: seat.from,
      valid_to: seat.to,
    })),
  )
  await insertRows(
    client,
    'app.seat_declarations',
    seats.filter((seat) => seat.declared !== undefined).map((seat) => ({ ...base, seat_id: names.get('seat', seat.key), declared_on: seat.declared })),
  )
  for (const { terms = [], partner, body, kind, valid_from, valid_to, note_fr, note_en } of leadership) {
    const model_id = randomUUID()
    await insertRows(client, 'app.leadership_models', [
      { ...base, id: model_id, kind, partner_id: names.find('partner', partner), body_id: names.find('body', body), valid_from, valid_to, note_fr, note_en },
    ])
    await insertRows(
      client,
      'app.leadership_terms',
      terms.map((term) => ({ ...base, model_id, starts_on: term.starts_on, partner_id: names.get('partner', term.partner), holder_name: term.holder })),
    )
  }
  await insertRows(
    client,
    'app.governance_roles',
    roles.map(({ role, partner, holder, deputy, valid_from, valid_to }) => ({
      ...base,
      role,
      partner_id: names.get('partner', partner),
      holder_name: holder,
      deputy_name: deputy,
      valid_from,
      valid_to,
    })),
  )
}

async function seedDecisions({ client, initiativeId, names }: Seeding, { decisions, seats }: DemoGovernance): Promise<void> {
  const base = { initiative_id: initiativeId }
  for (const decision of decisions) {
    const decision_id = randomUUID()
    const taken = POSITIONS.flatMap((position) => (decision[position] ?? []).map((key) => ({ key, position })))
    const { decided_on } = decision
    const voting =
      decided_on === undefined
        ? []
        : seats.filter(
            (seat) => seat.body === decision.body && seat.voting !== false && seat.from <= decided_on && (seat.to === undefined || seat.to >= decided_on),
          )
    await insertRows(client, 'app.decisions', [
      {
        ...base,
        id: decision_id,
        body_id: names.get('body', decision.body),
        title_fr: decision.title_fr,
        title_en: decision.title_en,
        text_fr: decision.text_fr,
        text_en: decision.text_en,
        options: decision.options ?? [],
        mode: decision.mode,
        asked_on: decision.asked_on,
        decided_on,
        published_on: decision.published_on,
        delegate_name: decision.delegate,
        delegate_partner_id: names.find('partner', decision.delegate_partner),
        limit_text: decision.limit_fr,
        limit_amount: decision.limit_amount,
        amount: decision.amount,
        result: decided_on === undefined ? null : (decision.result ?? resultOf(decision.mode, tallyPositions(taken.map(({ position }) => position)))),
        voting_seats: decided_on === undefined ? null : voting.length,
      },
    ])
    await insertRows(
      client,
      'app.decision_positions',
      taken.map(({ key, position }) => ({
        ...base,
        decision_id,
        seat_id: names.get('seat', key),
        partner_id: names.get('partner', seats.find((seat) => seat.key === key)?.partner ?? ''),
        position,
      })),
    )
  }
}

async function seedDocuments({ client, initiativeId, names }: Seeding, { agreements, protocol, statutes }: DemoGovernance): Promise<void> {
  const base = { initiative_id: initiativeId }
  for (const { sections, signed, asked, ...agreement } of agreements) {
    const agreement_id = randomUUID()
    await insertRows(client, 'app.partnership_agreements', [{ ...base, id: agreement_id, ...agreement }])
    await insertRows(
      client,
      'app.agreement_sections',
      sections.map(({ section, body_fr, body_en }) => ({ ...base, agreement_id, section, body_fr, body_en })),
    )
    await insertRows(
      client,
      'app.signatures',
      [...Object.keys(signed), ...asked].map((code) => ({
        ...base,
        agreement_id,
        partner_id: names.get('partner', code),
        person_name: signed[code]?.[1],
        signed_on: signed[code]?.[0],
      })),
    )
  }
  await insertRows(client, 'app.conflict_protocols', [{ ...base, ...protocol }])
  if (statutes !== undefined) await insertRows(client, 'app.statutes', [{ ...base, ...statutes }])
}

/** Bodies with their seats, leadership, roles, decisions with positions, agreement, protocol. */
export async function seedGovernance(seeding: Seeding, { governance }: DemoContent): Promise<void> {
  await seedBodies(seeding, governance)
  await seedDecisions(seeding, governance)
  await seedDocuments(seeding, governance)
}

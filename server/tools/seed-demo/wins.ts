import { randomUUID } from 'node:crypto'
import type { DemoContent } from './content.ts'
import { insertRows, type Seeding } from './write.ts'

/** What a demo celebrates, and whom it thanks: by name where the partner agreed. */
export async function seedWins({ client, initiativeId, names }: Seeding, { coalition }: DemoContent): Promise<void> {
  const base = { initiative_id: initiativeId }
  await insertRows(
    client,
    'app.wins',
    (coalition.wins ?? []).map(({ rests_on, proposed_by, published_on, ...win }) => ({
      ...base,
      occasion: win.occasion,
      indicator: rests_on?.indicator,
      period: rests_on?.period,
      territory: rests_on?.territory,
      target: rests_on?.target,
      text_fr: win.text_fr,
      text_en: win.text_en,
      share_fr: win.share_fr,
      share_en: win.share_en,
      audience: win.audience,
      state: published_on === undefined ? 'proposed' : 'published',
      published_on,
      proposed_by: names.find('partner', proposed_by),
    })),
  )
  for (const { partner, agreed_on, ...recognition } of coalition.recognitions ?? []) {
    const id = randomUUID()
    await insertRows(client, 'app.recognitions', [{ ...base, id, ...recognition, state: 'published' }])
    await client.query(
      `insert into app.recognition_subjects (initiative_id, recognition_id, guard, partner_id, consent_state, answered_on, name)
       select $1, $2, $3, p.id, case when $5::date is null then 'asked' else 'given' end, $5::date, case when $5::date is not null then o.name end
       from app.partners p join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
       where p.initiative_id = $1 and p.id = $4`,
      [initiativeId, id, recognition.audience, names.get('partner', partner), agreed_on ?? null],
    )
  }
}

-- public.read

select
  e.initiative_id as id,
  e.fiscal_start_month as "fiscalStartMonth",
  e.school_start_month as "schoolStartMonth",
  e.time_zone as "timeZone"
from
  app.enter_public ($) e;

select
  app.become_release_reader ();

select
  left(r.checksum, 32) || '-' || coalesce(
    (
      select
        p.version
      from
        app.public_pages p
      where
        p.initiative_id = r.initiative_id
    ),
    0
  ) || coalesce(
    '-' || left(
      md5(
        concat_ws(
          ',',
          (
            select
              string_agg(
                w.id || '.' || w.version,
                ','
                order by
                  w.id
              )
            from
              app.wins w
            where
              w.initiative_id = r.initiative_id
              and w.state = 'published'
              and w.audience = 'public'
              and w.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(c.id, '.', c.version, '.', s.name),
                ','
                order by
                  c.id
              )
            from
              app.recognitions c
              left join app.recognition_subjects s on s.initiative_id = c.initiative_id
              and s.recognition_id = c.id
            where
              c.initiative_id = r.initiative_id
              and c.guard = 'public'
          ),
          (
            select
              string_agg(
                d.decision_id::text,
                ','
                order by
                  d.decision_id
              )
            from
              app.public_decisions d
            where
              d.initiative_id = r.initiative_id
          ),
          (
            select
              string_agg(
                concat(n.id, '.', n.version, '.', t.person_name, '.', t.partner_name, '.', t.partner_left_on, '.', t.reporters),
                ','
                order by
                  n.id
              )
            from
              app.learning_notes n
              left join app.public_note_facts () t on t.note_id = n.id
            where
              n.initiative_id = r.initiative_id
              and n.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(
                  a.id,
                  '.',
                  a.version,
                  '.',
                  (
                    select
                      count(*)
                    from
                      app.follow_up_checks f
                    where
                      f.initiative_id = a.initiative_id
                      and f.adaptation_id = a.id
                      and f.guard = 'public'
                  )
                ),
                ','
                order by
                  a.id
              )
            from
              app.adaptations a
            where
              a.initiative_id = r.initiative_id
              and a.guard = 'public'
          )
        )
      ),
      16
    ),
    ''
  ) as mark
from
  app.releases r
where
  r.initiative_id = $
  and r.state = 'published'
  and r.is_latest;

select
  "is_indexed" as "isIndexed",
  "licence",
  "contact",
  "embed_hosts" as "embedHosts",
  "version"
from
  "public_pages"
where
  "initiative_id" = $;

select
  r.number,
  r.name,
  r.edition,
  r.is_preliminary as "isPreliminary",
  r.is_latest as "isLatest",
  r.built_at as "builtAt",
  r.as_of as "asOf",
  r.through_period as "throughPeriod",
  r.published_at as "publishedAt",
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.checksum,
  r.previous_checksum as "previousChecksum"
from
  app.releases r
where
  r.initiative_id = $
  and r.state = 'published'
order by
  r.number desc;

-- public.cells

select
  c.indicator,
  c.territory,
  c.level,
  nullif(c.partner, '') as partner,
  c.period,
  c.category,
  c.value,
  c.lower,
  c.upper,
  c.additivity,
  c.numerator,
  c.denominator,
  c.n,
  c.presence,
  c.coverage,
  c.baseline,
  c.target,
  c.expected,
  c.progress,
  c.status,
  c.reason,
  c.flags,
  c.ratio,
  c.period_value as "periodValue",
  null as computed,
  c.previous,
  c.previous_period as "previousPeriod",
  c.trend,
  case
    when c.is_masked then 'masked'
    else 'none'
  end as mask
from
  unnest($::text[], $::text[]) with ordinality as u (indicator, period, slot)
  join unnest($::text[]) with ordinality as t (code, place) on true
  join app.release_cells c on c.initiative_id = $
  and c.release_id = $
  and c.indicator = u.indicator
  and c.period = u.period
  and c.territory = t.code
  and c.category = $
  and c.partner = ''
order by
  u.slot,
  t.place,
  c.partner,
  c.category;

-- public.shapes

select
  t.code,
  t.shape as geometry
from
  app.release_territories t
where
  t.initiative_id = $
  and t.release_id = $
  and t.level = $
  and t.shape is not null
order by
  t.code;

-- public.versions

select
  c.indicator,
  c.period,
  c.territory,
  c.category,
  nullif(c.partner, '') as partner,
  c.old_value as "oldValue",
  c.new_value as "newValue",
  c.old_status as "oldStatus",
  c.new_status as "newStatus",
  c.is_material as "isMaterial",
  c.reasons
from
  app.release_changes c
where
  c.initiative_id = $
  and c.release_id = $
order by
  c.is_material desc,
  c.id;

-- public.csv

select
  c.indicator,
  c.territory,
  c.level,
  nullif(c.partner, '') as partner,
  c.period,
  c.category,
  c.value,
  c.lower,
  c.upper,
  c.additivity,
  c.numerator,
  c.denominator,
  c.n,
  c.presence,
  c.coverage,
  c.baseline,
  c.target,
  c.expected,
  c.progress,
  c.status,
  c.reason,
  c.flags,
  c.ratio,
  c.period_value as "periodValue",
  null as computed,
  c.previous,
  c.previous_period as "previousPeriod",
  c.trend,
  case
    when c.is_masked then 'masked'
    else 'none'
  end as mask
from
  unnest($::text[], $::text[]) with ordinality as u (indicator, period, slot)
  join unnest($::text[]) with ordinality as t (code, place) on true
  join app.release_cells c on c.initiative_id = $
  and c.release_id = $
  and c.indicator = u.indicator
  and c.period = u.period
  and c.territory = t.code
  and c.partner = ''
order by
  u.slot,
  t.place,
  c.partner,
  c.category;

-- public.json

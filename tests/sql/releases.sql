-- releases.list

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
order by
  r.number desc;

-- releases.read

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
  and r.is_latest;

-- releases.cells

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
  c.mask as mask
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

-- releases.changes

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

-- releases.comments

select
  c.indicator,
  c.period,
  c.territory,
  c.partner,
  c.body,
  f.value
from
  app.release_comments c
  join app.release_territories t on t.initiative_id = c.initiative_id
  and t.release_id = c.release_id
  and t.is_top
  join app.release_cells f on f.initiative_id = c.initiative_id
  and f.release_id = c.release_id
  and f.indicator = c.indicator
  and f.period = c.period
  and f.territory = t.code
  and f.category = 'TOTAL'
  and f.partner = c.partner
where
  c.initiative_id = $
  and c.release_id = $
  and not f.is_masked
order by
  c.period desc,
  c.id;

-- releases.build

select
  "id"
from
  "releases"
where
  "initiative_id" = $
  and "state" = $
limit
  $;

select
  max("edition") as "edition"
from
  "releases"
where
  "initiative_id" = $
  and "name" = $;

insert into
  app.releases (initiative_id, id, number, name, edition, corrects_id, reason, notes_fr, notes_en, is_preliminary, through_period, scope, as_of, asked_by, asked_at)
select
  $::uuid,
  $::uuid,
  coalesce(max(number), 0) + 1,
  $,
  $,
  $::uuid,
  $,
  $,
  $,
  $,
  $,
  $::jsonb,
  $::date,
  $::uuid,
  $::timestamptz
from
  app.releases
where
  initiative_id = $
returning
  number;

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
  and r.number = $;

-- releases.change

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.number = $
  and r.state <> 'discarded'
for update of
  r;

update "releases"
set
  "notes_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- releases.publish

update app.releases
set
  is_latest = false
where
  initiative_id = $
  and is_latest;

update app.releases
set
  state = 'published',
  is_latest = true,
  is_public = $,
  published_by = $::uuid,
  published_at = $::timestamptz,
  checksum = $,
  previous_checksum = $,
  version = version + 1
where
  initiative_id = $
  and id = $;

-- releases.discard

update "releases"
set
  "state" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

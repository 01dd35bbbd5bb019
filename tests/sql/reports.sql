-- reports.list

select
  v.id,
  v.report_id as "reportId",
  v.number,
  v.title_fr as "titleFr",
  v.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  v.languages,
  v.paper,
  v.is_colour as "isColour",
  v.indicator_count as "indicatorCount",
  cardinality(v.note_ids) > 0 as "hasNotes",
  v.note_ids as notes,
  v.reason,
  v.frozen_on as "frozenOn",
  v.checksum
from
  app.report_versions v
  join app.releases r on r.initiative_id = v.initiative_id
  and r.id = v.release_id
where
  v.initiative_id = $
order by
  v.frozen_at desc,
  v.report_id,
  v.number desc;

select
  p.id,
  p.title_fr as "titleFr",
  p.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  p.languages,
  p.paper,
  p.is_colour as "isColour",
  p.sections,
  p.indicators,
  p.note_ids as "noteIds",
  p.changed_at as "changedAt",
  p.version
from
  app.reports p
  join app.releases r on r.initiative_id = p.initiative_id
  and r.id = p.release_id
where
  p.initiative_id = $
order by
  p.changed_at desc,
  p.id;

-- reports.create

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

select
  app.become_release_reader ();

insert into
  app.reports (initiative_id, title_fr, title_en, release_id, languages, paper, is_colour, sections, indicators, note_ids, changed_at)
values
  ($::uuid, $, $, $::uuid, $::text[], $, $, $::jsonb, $::jsonb, $::uuid[], $::timestamptz)
returning
  id;

select
  p.id,
  p.title_fr as "titleFr",
  p.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  p.languages,
  p.paper,
  p.is_colour as "isColour",
  p.sections,
  p.indicators,
  p.note_ids as "noteIds",
  p.changed_at as "changedAt",
  p.version
from
  app.reports p
  join app.releases r on r.initiative_id = p.initiative_id
  and r.id = p.release_id
where
  p.initiative_id = $
  and p.id = $;

select
  v.id,
  v.report_id as "reportId",
  v.number,
  v.title_fr as "titleFr",
  v.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  v.languages,
  v.paper,
  v.is_colour as "isColour",
  v.indicator_count as "indicatorCount",
  cardinality(v.note_ids) > 0 as "hasNotes",
  v.note_ids as notes,
  v.reason,
  v.frozen_on as "frozenOn",
  v.checksum
from
  app.report_versions v
  join app.releases r on r.initiative_id = v.initiative_id
  and r.id = v.release_id
where
  v.initiative_id = $
  and v.report_id = $
order by
  v.frozen_at desc,
  v.report_id,
  v.number desc;

-- reports.read

-- reports.change

select
  p.id,
  p.title_fr as "titleFr",
  p.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  p.languages,
  p.paper,
  p.is_colour as "isColour",
  p.sections,
  p.indicators,
  p.note_ids as "noteIds",
  p.changed_at as "changedAt",
  p.version
from
  app.reports p
  join app.releases r on r.initiative_id = p.initiative_id
  and r.id = p.release_id
where
  p.initiative_id = $
  and p.id = $
for update of
  p;

update app.reports
set
  title_fr = $,
  title_en = $,
  release_id = $::uuid,
  languages = $::text[],
  paper = $,
  is_colour = $,
  sections = $::jsonb,
  indicators = $::jsonb,
  note_ids = $::uuid[],
  changed_at = $::timestamptz,
  version = version + 1
where
  initiative_id = $
  and id = $;

-- reports.remove

delete from "reports"
where
  "initiative_id" = $
  and "id" = $;

-- reports.preview

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

-- reports.freeze

insert into
  app.report_versions (
    initiative_id,
    report_id,
    number,
    title_fr,
    title_en,
    release_id,
    languages,
    paper,
    is_colour,
    indicator_count,
    note_ids,
    reason,
    frozen_on,
    frozen_at,
    frozen_by,
    checksum
  )
values
  ($::uuid, $::uuid, $, $, $, $::uuid, $::text[], $, $, $, $::uuid[], $, $::date, $::timestamptz, $::uuid, $)
returning
  id;

insert into "report_pages" ("initiative_id", "version_id", "has_notes", "language", "form", "content", "sha256") values ($…), …;

update "reports"
set
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

select
  v.id,
  v.report_id as "reportId",
  v.number,
  v.title_fr as "titleFr",
  v.title_en as "titleEn",
  r.number as release,
  r.name as "releaseName",
  r.edition as "releaseEdition",
  v.languages,
  v.paper,
  v.is_colour as "isColour",
  v.indicator_count as "indicatorCount",
  cardinality(v.note_ids) > 0 as "hasNotes",
  v.note_ids as notes,
  v.reason,
  v.frozen_on as "frozenOn",
  v.checksum
from
  app.report_versions v
  join app.releases r on r.initiative_id = v.initiative_id
  and r.id = v.release_id
where
  v.initiative_id = $
  and v.report_id = $
  and v.id = $
order by
  v.frozen_at desc,
  v.report_id,
  v.number desc;

-- reports.version

-- reports.page

select
  "content",
  "sha256"
from
  "report_pages"
where
  "initiative_id" = $
  and "version_id" = $
  and "language" = $
  and "form" = $;

-- reports.word

-- reports.pdf

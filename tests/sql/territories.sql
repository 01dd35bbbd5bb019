-- territories.levels

select
  "id",
  "code",
  "hierarchy",
  "rank",
  "name_fr",
  "name_en",
  "plural_fr",
  "plural_en"
from
  "territory_levels"
where
  "initiative_id" = $
order by
  hierarchy <> 'main',
  "hierarchy",
  "rank";

-- territories.saveLevels

select
  "id",
  "code",
  "hierarchy",
  "rank"
from
  "territory_levels"
where
  "initiative_id" = $
order by
  "id"
for update;

insert into
  "territory_levels" ("initiative_id", "code", "hierarchy", "rank", "name_fr", "name_en", "plural_fr", "plural_en")
values
  ($…)
on conflict ("initiative_id", "code") do update
set
  "hierarchy" = "excluded"."hierarchy",
  "rank" = "excluded"."rank",
  "name_fr" = "excluded"."name_fr",
  "name_en" = "excluded"."name_en",
  "plural_fr" = "excluded"."plural_fr",
  "plural_en" = "excluded"."plural_en";

select
  "c"."code",
  "p"."code" as "parent"
from
  "territory_parents" as "tp"
  inner join "territories" as "c" on "c"."initiative_id" = "tp"."initiative_id"
  and "c"."id" = "tp"."territory_id"
  inner join "territories" as "p" on "p"."initiative_id" = "tp"."initiative_id"
  and "p"."id" = "tp"."parent_id"
  inner join "territory_levels" as "cl" on "cl"."initiative_id" = "c"."initiative_id"
  and "cl"."id" = "c"."level_id"
  inner join "territory_levels" as "pl" on "pl"."initiative_id" = "p"."initiative_id"
  and "pl"."id" = "p"."level_id"
where
  "tp"."initiative_id" = $
  and "cl"."hierarchy" = "pl"."hierarchy"
  and "cl"."rank" >= "pl"."rank"
limit
  $;

-- territories.list

select
  "t"."id",
  "t"."code",
  "l"."code" as "level_code",
  "l"."hierarchy",
  "t"."name_fr",
  "t"."name_en",
  "t"."valid_from",
  "t"."valid_to",
  "t"."population"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "t"."initiative_id" = $
  and (
    "t"."valid_from" is null
    or "t"."valid_from" <= $
  )
  and (
    "t"."valid_to" is null
    or "t"."valid_to" > $
  )
order by
  l.hierarchy <> 'main',
  "l"."hierarchy",
  "l"."rank",
  "t"."code";

select
  "hierarchy",
  "territory_id",
  "parent_id"
from
  "territory_parents"
where
  "initiative_id" = $
  and "valid_from" <= $
  and (
    "valid_to" is null
    or "valid_to" > $
  );

select
  "territory_id"
from
  "territory_shapes"
where
  "initiative_id" = $;

-- territories.life

select
  "id",
  "code",
  "level_id",
  "name_fr",
  "name_en",
  "valid_from",
  "valid_to",
  "population",
  "population_year",
  "external_id"
from
  "territories"
where
  "initiative_id" = $;

select
  "from_id",
  "to_id",
  "occurred_on"
from
  "territory_successions"
where
  "initiative_id" = $
  and "from_id" = any ($::uuid[])
  and "kind" in ($…)
order by
  "occurred_on",
  "id";

-- territories.save

select
  "hierarchy",
  "territory_id",
  "parent_id",
  "valid_from",
  "valid_to"
from
  "territory_parents"
where
  "initiative_id" = $
order by
  "territory_id",
  "hierarchy",
  "valid_from";

insert into
  app.territories (initiative_id, id, code, level_id, name_fr, name_en, valid_from, valid_to, population, population_year, external_id)
select
  $::uuid,
  r.id,
  r.code,
  r.level_id,
  r.name_fr,
  r.name_en,
  r.valid_from,
  r.valid_to,
  r.population,
  r.population_year,
  r.external_id
from
  jsonb_to_recordset($::jsonb) as r (
    id uuid,
    code text,
    level_id uuid,
    name_fr text,
    name_en text,
    valid_from date,
    valid_to date,
    population integer,
    population_year smallint,
    external_id text
  );

delete from app.territory_parents tp using jsonb_to_recordset($::jsonb) as r (territory_id uuid, hierarchy text)
where
  tp.initiative_id = $::uuid
  and tp.territory_id = r.territory_id
  and tp.hierarchy = r.hierarchy;

insert into
  app.territory_parents (initiative_id, hierarchy, territory_id, parent_id, valid_from, valid_to)
select
  $::uuid,
  r.hierarchy,
  r.territory_id,
  r.parent_id,
  r.valid_from,
  r.valid_to
from
  jsonb_to_recordset($::jsonb) as r (hierarchy text, territory_id uuid, parent_id uuid, valid_from date, valid_to date);

-- territories.shapes

select
  "t"."code",
  "s"."geometry"
from
  "territory_shapes" as "s"
  inner join "territories" as "t" on "t"."initiative_id" = "s"."initiative_id"
  and "t"."id" = "s"."territory_id"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "s"."initiative_id" = $
  and "l"."code" = $
  and (
    "t"."valid_from" is null
    or "t"."valid_from" <= $
  )
  and (
    "t"."valid_to" is null
    or "t"."valid_to" > $
  )
order by
  "t"."code";

-- territories.saveShapes

select
  "territory_id"
from
  "territory_shapes"
where
  "initiative_id" = $
  and "territory_id" = any ($::uuid[]);

insert into
  app.territory_shapes as s (initiative_id, territory_id, geometry, source)
select
  $::uuid,
  r.territory_id,
  r.geometry,
  $::text
from
  jsonb_to_recordset($::jsonb) as r (territory_id uuid, geometry jsonb)
on conflict (initiative_id, territory_id) do update
set
  geometry = excluded.geometry,
  source = coalesce(excluded.source, s.source)
where
  s.geometry is distinct from excluded.geometry
  or (
    excluded.source is not null
    and s.source is distinct from excluded.source
  )
returning
  territory_id;

-- territories.uploadShapes

-- territories.successions

select
  "s"."id",
  "f"."code" as "from_code",
  "t"."code" as "to_code",
  "p"."code" as "territory_code",
  "s"."kind",
  "s"."occurred_on",
  "s"."weight",
  "s"."note_fr",
  "s"."note_en",
  "f"."name_fr" as "from_fr",
  "f"."name_en" as "from_en",
  "t"."name_fr" as "to_fr",
  "t"."name_en" as "to_en",
  "p"."name_fr" as "territory_fr",
  "p"."name_en" as "territory_en",
  "s"."former_code",
  "s"."former_name_fr",
  "s"."former_name_en"
from
  "territory_successions" as "s"
  inner join "territories" as "f" on "f"."initiative_id" = "s"."initiative_id"
  and "f"."id" = "s"."from_id"
  inner join "territories" as "t" on "t"."initiative_id" = "s"."initiative_id"
  and "t"."id" = "s"."to_id"
  left join "territories" as "p" on "p"."initiative_id" = "s"."initiative_id"
  and "p"."id" = "s"."territory_id"
where
  "s"."initiative_id" = $
order by
  "s"."occurred_on",
  "s"."id";

-- territories.previewChange

-- territories.applyChange

update app.territories t
set
  code = r.code,
  level_id = r.level_id,
  name_fr = r.name_fr,
  name_en = r.name_en,
  valid_from = r.valid_from,
  valid_to = r.valid_to,
  population = r.population,
  population_year = r.population_year,
  external_id = r.external_id
from
  jsonb_to_recordset($::jsonb) as r (
    id uuid,
    code text,
    level_id uuid,
    name_fr text,
    name_en text,
    valid_from date,
    valid_to date,
    population integer,
    population_year smallint,
    external_id text
  )
where
  t.initiative_id = $::uuid
  and t.id = r.id;

insert into
  "territory_successions" (
    "initiative_id",
    "from_id",
    "to_id",
    "territory_id",
    "kind",
    "occurred_on",
    "weight",
    "former_code",
    "former_name_fr",
    "former_name_en",
    "note_fr",
    "note_en"
  )
values
  ($…)
returning
  "id";

-- territories.reviews

with
  change as materialized (
    select
      place.id,
      max(s.occurred_on) as occurred_on,
      bool_or(coalesce(t.valid_to <= s.occurred_on, false)) as ended
    from
      app.territory_successions s
      cross join lateral unnest(array[s.from_id, s.to_id]) as place (id)
      join app.territories t on t.initiative_id = s.initiative_id
      and t.id = place.id
    where
      s.initiative_id = $::uuid
      and s.kind <> 'rename'
      and place.id is distinct from s.territory_id
    group by
      place.id
  ),
  whole as (
    select
      i.top_territory_id as id
    from
      app.initiatives i
    where
      i.id = $::uuid
  ),
  item as (
    select
      'target' as what,
      tp.indicator_version_id,
      coalesce(tp.territory_id, whole.id) as territory_id,
      tp.period_id,
      tp.value::text as value,
      change.occurred_on
    from
      app.target_points tp
      cross join whole
      join app.reporting_periods rp on rp.initiative_id = $::uuid
      and rp.id = tp.period_id
      join change on change.id = coalesce(tp.territory_id, whole.id)
      and rp.ends_on >= change.occurred_on
      and (
        tp.decided_on is null
        or tp.decided_on < change.occurred_on
      )
    where
      tp.initiative_id = $::uuid
      and tp.superseded_on is null
      and tp.partner_id is null
      and tp.scope <> 'each'
    union all
    select
      'baseline',
      b.indicator_version_id,
      b.territory_id,
      b.period_id,
      coalesce(b.value::text, b.numerator::text || '/' || b.denominator::text),
      change.occurred_on
    from
      app.baselines b
      join change on change.id = b.territory_id
      and not change.ended
      join app.reporting_periods rp on rp.initiative_id = $::uuid
      and rp.id = b.period_id
      and rp.ends_on < change.occurred_on
    where
      b.initiative_id = $::uuid
      and not b.is_pending
      and b.category = 'TOTAL'
  )
select
  item.what,
  i.code as indicator,
  v.name_fr,
  v.name_en,
  t.code as territory_code,
  t.name_fr as territory_fr,
  t.name_en as territory_en,
  rp.code as period,
  item.value,
  item.occurred_on
from
  item
  join app.indicator_versions v on v.initiative_id = $::uuid
  and v.id = item.indicator_version_id
  join app.indicators i on i.initiative_id = $::uuid
  and i.id = v.indicator_id
  and i.archived_on is null
  join app.territories t on t.initiative_id = $::uuid
  and t.id = item.territory_id
  join app.reporting_periods rp on rp.initiative_id = $::uuid
  and rp.id = item.period_id
where
  v.valid_to is null
  or v.valid_to >= item.occurred_on
order by
  item.occurred_on desc,
  t.code,
  i.position,
  i.code,
  item.what desc,
  rp.ends_on
limit
  500;

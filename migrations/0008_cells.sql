-- Computed cells (D19, D23, D24): what dashboards read. SQL returns components, TypeScript decides.

create table app.cell_sets (
  initiative_id uuid not null references app.initiatives (id),
  indicator_version_id uuid not null,
  period_id uuid not null,
  publishes boolean not null default false,
  constraint cell_sets_pkey primary key (initiative_id, indicator_version_id, period_id),
  constraint cell_sets_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint cell_sets_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id)
);
comment on table app.cell_sets is 'Locked, in key order, before the children of a set are read: two writers under one region never miss each other.';
comment on column app.cell_sets.publishes is 'A figure of the set was published: only then are there published cells.';
call app.protect('cell_sets');

create table app.cells (
  initiative_id uuid not null,
  indicator_version_id uuid not null,
  period_id uuid not null,
  level_id uuid not null,
  territory_id uuid not null,
  flavour text not null check (flavour in ('validated', 'provisional', 'published')),
  category text not null,
  is_top boolean not null,
  sum_value numeric,
  sum_numerator numeric,
  sum_denominator numeric,
  sum_value_n numeric,
  sum_n numeric,
  lower_bound numeric,
  upper_bound numeric,
  yes_count integer not null default 0,
  no_count integer not null default 0,
  reported_count integer not null default 0,
  missing_count integer not null default 0,
  not_applicable_count integer not null default 0,
  not_expected_count integer not null default 0,
  weight_missing_count integer not null default 0,
  own_value numeric,
  own_numerator numeric,
  own_denominator numeric,
  own_n numeric,
  own_bool boolean,
  own_presence text,
  assigned_count integer not null default 0,
  received_count integer not null default 0,
  expected_weight numeric not null default 0,
  received_weight numeric not null default 0,
  borrows_weight boolean not null default false,
  flags text[] not null default '{}',
  constraint cells_pkey primary key (initiative_id, indicator_version_id, period_id, territory_id, flavour, category),
  constraint cells_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
) with (fillfactor = 75);
comment on table app.cells is 'Additive components for one indicator version, period, territory, category and flavour, all partners together.';
comment on column app.cells.flavour is 'validated: validated and published figures; provisional: submitted too; published: published only.';
comment on column app.cells.borrows_weight is 'A silent unit of this place is weighed by its last known figure: an earlier figure that changes is felt here.';
create index cells_dashboard_idx on app.cells (initiative_id, period_id, level_id, flavour, category, indicator_version_id, territory_id);
create index cells_borrowing_idx on app.cells (initiative_id, indicator_version_id, territory_id) where borrows_weight;
call app.protect('cells');
create policy cells_reader on app.cells as restrictive for select using (
  current_setting('app.purpose', true) in ('recompute', 'maintenance')
  or current_setting('app.role', true) = 'backbone'
  or (flavour = 'published' and is_top and category = 'TOTAL'));
create policy cells_insert on app.cells as restrictive for insert
  with check (current_setting('app.purpose', true) in ('recompute', 'maintenance'));
create policy cells_update on app.cells as restrictive for update
  using (current_setting('app.purpose', true) in ('recompute', 'maintenance'));
create policy cells_delete on app.cells as restrictive for delete
  using (current_setting('app.purpose', true) in ('recompute', 'maintenance'));

create type app.cell_key as (v uuid, t uuid, p uuid, flavour text, category text);
create type app.own_figure as (value numeric, numerator numeric, denominator numeric, n numeric, bool boolean, presence text);

-- Triples of a set for which somebody owes a figure: a parent must know that a child is expected.
create function app.owed_places(p_initiative uuid, p_versions uuid[], p_periods uuid[])
returns table (v uuid, t uuid, p uuid) language sql stable as $$
  select distinct iv.id, a.territory_id, rp.id
  from unnest(p_versions, p_periods) as u(v, p)
  join app.indicator_versions iv on iv.initiative_id = p_initiative and iv.id = u.v
  join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
  join app.reporting_assignments a on a.initiative_id = p_initiative and a.indicator_id = iv.indicator_id
  where not a.paused and a.valid_from <= rp.ends_on and (a.valid_to is null or a.valid_to >= rp.ends_on)
    and iv.valid_from <= rp.ends_on and (iv.valid_to is null or iv.valid_to >= rp.ends_on)
    and (a.period_filter is null or split_part(rp.code, '-', 2) = any (a.period_filter))
    and rp.kind = case iv.frequency when 'every_n_years' then 'year' else iv.frequency end
$$;
comment on function app.owed_places is 'Who owes what, as the table of cells sees it: the same conditions stand in roll_up.';

-- Computes the cells of the given triples from their children, then their parents where something
-- changed, level by level. The caller holds the sets' locks and has set the purpose.
create function app.roll_up(p_initiative uuid, p_versions uuid[], p_territories uuid[], p_periods uuid[])
returns integer language plpgsql as $$
declare
  v_versions uuid[] := p_versions; v_territories uuid[] := p_territories; v_periods uuid[] := p_periods;
  v_top uuid; v_round integer := 0; v_written integer := 0; v_count integer; v_stale app.cell_key[];
  v_plan text := current_setting('plan_cache_mode'); v_loops text := current_setting('enable_nestloop'); v_memory text := current_setting('work_mem');
  v_scans text := current_setting('enable_seqscan');
begin
  select top_territory_id into v_top from app.initiatives where id = p_initiative;
  while cardinality(v_versions) > 0 loop
    v_round := v_round + 1;
    if v_round > 30 then raise exception 'roll_up: territory parents form a circle'; end if;
    -- One value: a plan made once. A file: planned for its size, where only the lateral joins below
    -- may look rows up one by one, whatever the statistics say of a table that is being filled.
    -- A few places that hold hundreds of categories are a file too.
    -- Plans are kept while the tables grow: one made over an empty table would read the full one from end to end.
    set local enable_seqscan = off;
    select count(*) into v_count from (
      select 1 from unnest(v_versions, v_territories, v_periods) as u(v, t, p)
      cross join lateral (
        select 1 from app.cells x where x.initiative_id = p_initiative and x.indicator_version_id = u.v and x.territory_id = u.t and x.period_id = u.p
        union all
        select 1 from app.observations x where x.initiative_id = p_initiative and x.indicator_version_id = u.v and x.territory_id = u.t and x.period_id = u.p) held
      limit 500) held;
    if cardinality(v_versions) > 60 or v_count = 500 then
      set local plan_cache_mode = force_custom_plan;
      set local enable_nestloop = off;
      set local work_mem = '64MB';
      set local enable_seqscan = on;
    else
      set local plan_cache_mode = force_generic_plan;
      set local enable_nestloop = on;
    end if;

    with frontier as materialized (
      select u.f, u.v, u.t, u.p, terr.level_id, level.hierarchy, rp.kind, rp.ends_on, split_part(rp.code, '-', 2) as ending,
        iv.indicator_id, iv.denominator_shared, iv.overlap_partners <> 'none' as partners_overlap, iv.overlap_territories <> 'none' as territories_overlap,
        iv.unit_kind in ('ratio', 'mean', 'index') as weighs,
        rp.kind = (case iv.frequency when 'every_n_years' then 'year' else iv.frequency end)
          and iv.valid_from <= rp.ends_on and (iv.valid_to is null or iv.valid_to >= rp.ends_on) as owes,
        coalesce(cs.publishes, false) as publishes
      from unnest(v_versions, v_territories, v_periods) with ordinality as u(v, t, p, f)
      join app.territories terr on terr.initiative_id = p_initiative and terr.id = u.t
      join app.territory_levels level on level.initiative_id = p_initiative and level.id = terr.level_id
      join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
      join app.indicator_versions iv on iv.initiative_id = p_initiative and iv.id = u.v
      left join app.cell_sets cs on cs.initiative_id = p_initiative and cs.indicator_version_id = u.v and cs.period_id = u.p),
    flavours (flavour, states) as (values
      ('validated', array['validated', 'published']),
      ('provisional', array['submitted', 'validated', 'published']),
      ('published', array['published'])),
    activity as materialized (
      select f.f, f.denominator_shared, f.partners_overlap, o.id, o.partner_id, o.category, o.value, o.numerator, o.denominator, o.sample_n,
        o.bool_value, o.presence, o.state, o.is_direct_total as direct, o.flags
      from frontier f
      cross join lateral (
        select * from app.observations x
        where x.initiative_id = p_initiative and x.indicator_version_id = f.v and x.territory_id = f.t and x.period_id = f.p
          and x.state in ('submitted', 'validated', 'published') offset 0) o),
    leaf as (
      select a.f, fl.flavour, a.category,
        sum(a.value) filter (where not direct) as sum_value,
        sum(a.numerator) filter (where not direct) as sum_numerator,
        case when bool_or(denominator_shared) then max(a.denominator) filter (where not direct and a.numerator is not null)
             else sum(a.denominator) filter (where not direct and a.numerator is not null) end as sum_denominator,
        sum(a.value * a.sample_n) filter (where not direct) as sum_value_n,
        sum(a.sample_n) filter (where not direct and a.value is not null) as sum_n,
        case when bool_or(partners_overlap) then max(a.value) filter (where not direct) else sum(a.value) filter (where not direct) end as lower_bound,
        count(*) filter (where a.bool_value and not direct) as yes_count,
        count(*) filter (where not a.bool_value and not direct) as no_count,
        count(*) filter (where presence = 'reported' and not direct) as reported_count,
        count(*) filter (where presence = 'missing' and not direct) as missing_count,
        count(*) filter (where presence = 'not_applicable' and not direct) as not_applicable_count,
        count(*) filter (where presence = 'not_expected' and not direct) as not_expected_count,
        count(*) filter (where a.value is not null and a.sample_n is null and not direct) as weight_missing_count
      from activity a join flavours fl on a.state = any (fl.states)
      group by a.f, fl.flavour, a.category),
    -- A figure entered directly; of several, one that is reported and without a partner leads.
    own as (
      select distinct on (a.f, fl.flavour, a.category) a.f, fl.flavour, a.category,
        row(a.value, a.numerator, a.denominator, a.sample_n, a.bool_value, a.presence)::app.own_figure as own
      from activity a join flavours fl on a.state = any (fl.states)
      where a.direct
      order by a.f, fl.flavour, a.category, a.presence <> 'reported', a.partner_id is not null, a.id),
    child as materialized (
      select f.f, c.flavour, c.category, c.sum_value, c.sum_numerator, c.sum_denominator, c.sum_value_n, c.sum_n, c.lower_bound, c.upper_bound,
        c.yes_count, c.no_count, c.reported_count, c.missing_count, c.not_applicable_count, c.not_expected_count, c.weight_missing_count,
        c.own_value, c.own_numerator, c.own_denominator, c.own_n, c.own_bool, c.own_presence is not distinct from 'reported' as owns,
        c.assigned_count, c.received_count, c.expected_weight, c.received_weight, c.flags
      from frontier f
      join app.territory_parents tp on tp.initiative_id = p_initiative and tp.parent_id = f.t and tp.hierarchy = f.hierarchy
        and tp.valid_from <= f.ends_on and (tp.valid_to is null or tp.valid_to > f.ends_on)
      cross join lateral (
        select * from app.cells x
        where x.initiative_id = p_initiative and x.indicator_version_id = f.v and x.territory_id = tp.territory_id and x.period_id = f.p offset 0) c),
    -- Who was expected and who answered, own activity only, for the undivided value.
    assigned as (
      select distinct f.f, a.partner_id
      from frontier f
      cross join lateral (
        select x.partner_id from app.reporting_assignments x
        where f.owes and x.initiative_id = p_initiative and x.indicator_id = f.indicator_id and x.territory_id = f.t
          and not x.paused and x.valid_from <= f.ends_on and (x.valid_to is null or x.valid_to >= f.ends_on)
          and (x.period_filter is null or f.ending = any (x.period_filter)) offset 0) a),
    -- Kept apart: behind row level security, a value made of two columns would be no key to look up by.
    unit as materialized (
      select coalesce(s.f, o.f) as f, coalesce(s.partner_id, o.partner_id) as partner_id, o.presence, o.state, coalesce(o.denominator, o.sample_n) as weight
      from assigned s
      full join (select * from activity where category = 'TOTAL') o on o.f = s.f
        and coalesce(o.partner_id, '00000000-0000-0000-0000-000000000000') = coalesce(s.partner_id, '00000000-0000-0000-0000-000000000000')
      where o.f is null or not (o.direct or o.presence = 'not_expected')),
    weighed as (
      select u.f, u.presence, u.state, coalesce(u.weight, known.weight, 1) as weight, f.weighs and u.weight is null as borrows, f.publishes
      from unit u
      join frontier f on f.f = u.f
      left join lateral (
        select k.weight
        from app.reporting_periods rp
        cross join lateral (
          -- Two branches: "is not distinct from" finds nothing by index.
          select coalesce(o.denominator, o.sample_n) as weight from app.observations o
          where o.initiative_id = p_initiative and o.indicator_version_id = f.v and o.period_id = rp.id and o.territory_id = f.t
            and o.partner_id = u.partner_id and o.category = 'TOTAL' and o.state in ('submitted', 'validated', 'published')
            and coalesce(o.denominator, o.sample_n) is not null
          union all
          select coalesce(o.denominator, o.sample_n) from app.observations o
          where u.partner_id is null and o.initiative_id = p_initiative and o.indicator_version_id = f.v and o.period_id = rp.id and o.territory_id = f.t
            and o.partner_id is null and o.category = 'TOTAL' and o.state in ('submitted', 'validated', 'published')
            and coalesce(o.denominator, o.sample_n) is not null offset 0) k
        where f.weighs and u.weight is null and rp.initiative_id = p_initiative and rp.kind = f.kind and rp.ends_on <= f.ends_on
        order by rp.ends_on desc, rp.id limit 1) known on true),
    part as (
      select f, flavour, category, sum_value, sum_numerator, sum_denominator, sum_value_n, sum_n,
        lower_bound as leaf_lower, null::numeric as child_lower, sum_value as upper_bound,
        yes_count, no_count, reported_count, missing_count, not_applicable_count, not_expected_count, weight_missing_count, null::app.own_figure as own,
        0::bigint as assigned_count, 0::bigint as received_count, 0::numeric as expected_weight, 0::numeric as received_weight, false as borrows
      from leaf
      union all
      select f, flavour, category, null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, own, 0, 0, 0, 0, false from own
      union all
      select f, flavour, category,
        case when owns then own_value else sum_value end,
        case when owns then own_numerator else sum_numerator end,
        case when owns then case when own_numerator is not null then own_denominator end else sum_denominator end,
        case when owns then own_value * own_n else sum_value_n end,
        case when owns then case when own_value is not null then own_n end else sum_n end,
        null, case when owns then own_value else lower_bound end, case when owns then own_value else upper_bound end,
        case when owns then (own_bool is true)::int else yes_count end, case when owns then (own_bool is false)::int else no_count end,
        case when owns then 1 else reported_count end, case when owns then 0 else missing_count end,
        case when owns then 0 else not_applicable_count end, case when owns then 0 else not_expected_count end,
        case when owns then (own_value is not null and own_n is null)::int else weight_missing_count end, null,
        assigned_count, received_count, expected_weight, received_weight, false
      from child
      union all
      select w.f, fl.flavour, 'TOTAL', null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, null,
        count(*), count(*) filter (where w.presence in ('reported', 'not_applicable') and w.state = any (fl.states)), sum(w.weight),
        coalesce(sum(w.weight) filter (where w.presence in ('reported', 'not_applicable') and w.state = any (fl.states)), 0), bool_or(w.borrows)
      from weighed w join flavours fl on fl.flavour <> 'published' or w.publishes group by w.f, fl.flavour),
    total as (
      select f, flavour, category, sum(sum_value) as sum_value, sum(sum_numerator) as sum_numerator, sum(sum_denominator) as sum_denominator,
        sum(sum_value_n) as sum_value_n, sum(sum_n) as sum_n,
        max(leaf_lower) as leaf_lower, sum(child_lower) as child_lower_sum, max(child_lower) as child_lower_max, sum(upper_bound) as upper_bound,
        sum(yes_count) as yes_count, sum(no_count) as no_count, sum(reported_count) as reported_count, sum(missing_count) as missing_count,
        sum(not_applicable_count) as not_applicable_count, sum(not_expected_count) as not_expected_count, sum(weight_missing_count) as weight_missing_count,
        (array_agg(own) filter (where (own).presence is not null))[1] as own,
        sum(assigned_count) as assigned_count, sum(received_count) as received_count,
        sum(expected_weight) as expected_weight, sum(received_weight) as received_weight, bool_or(borrows) as borrows_weight
      from part group by f, flavour, category),
    flag as (
      select f, flavour, category, array_agg(distinct flag order by flag) as flags
      from (select a.f, fl.flavour, a.category, unnest(a.flags) as flag from activity a join flavours fl on a.state = any (fl.states) where a.flags <> '{}'
            union all select f, flavour, category, unnest(flags) from child where flags <> '{}') every_flag
      group by f, flavour, category),
    result as materialized (
      select f.f, f.v, f.p, f.level_id, f.t, x.flavour, x.category, coalesce(f.t = v_top, false) as is_top,
        x.sum_value, x.sum_numerator, x.sum_denominator, x.sum_value_n, x.sum_n,
        -- Children that do not overlap add up; a parent's own activity may meet the same people.
        case when not (f.partners_overlap or f.territories_overlap) then x.upper_bound
             else greatest(x.leaf_lower, case when f.territories_overlap then x.child_lower_max else x.child_lower_sum end) end as lower_bound,
        x.upper_bound, x.yes_count::int as yes_count, x.no_count::int as no_count, x.reported_count::int as reported_count,
        x.missing_count::int as missing_count, x.not_applicable_count::int as not_applicable_count, x.not_expected_count::int as not_expected_count,
        x.weight_missing_count::int as weight_missing_count, (x.own).value as own_value, (x.own).numerator as own_numerator,
        (x.own).denominator as own_denominator, (x.own).n as own_n, (x.own).bool as own_bool, (x.own).presence as own_presence,
        x.assigned_count::int as assigned_count, x.received_count::int as received_count, x.expected_weight, x.received_weight, x.borrows_weight,
        coalesce(g.flags, '{}') as flags
      from total x
      join frontier f on f.f = x.f
      left join flag g on g.f = x.f and g.flavour = x.flavour and g.category = x.category),
    existing as materialized (
      select f.f, f.v, f.t, f.p, k.*
      from frontier f
      cross join lateral (
        select x.level_id, x.flavour, x.category, x.is_top, x.sum_value, x.sum_numerator, x.sum_denominator, x.sum_value_n, x.sum_n,
          x.lower_bound, x.upper_bound, x.yes_count, x.no_count, x.reported_count, x.missing_count, x.not_applicable_count,
          x.not_expected_count, x.weight_missing_count, x.own_value, x.own_numerator, x.own_denominator, x.own_n, x.own_bool, x.own_presence,
          x.assigned_count, x.received_count, x.expected_weight, x.received_weight, x.borrows_weight, x.flags
        from app.cells x
        where x.initiative_id = p_initiative and x.indicator_version_id = f.v and x.territory_id = f.t and x.period_id = f.p offset 0) k),
    stale as (
      select k.v, k.t, k.p, k.flavour, k.category from existing k
      where not exists (select 1 from result r where r.f = k.f and r.flavour = k.flavour and r.category = k.category)),
    written as (
      insert into app.cells as c (initiative_id, indicator_version_id, period_id, level_id, territory_id, flavour, category, is_top,
        sum_value, sum_numerator, sum_denominator, sum_value_n, sum_n, lower_bound, upper_bound, yes_count, no_count,
        reported_count, missing_count, not_applicable_count, not_expected_count, weight_missing_count,
        own_value, own_numerator, own_denominator, own_n, own_bool, own_presence,
        assigned_count, received_count, expected_weight, received_weight, borrows_weight, flags)
      select p_initiative, r.v, r.p, r.level_id, r.t, r.flavour, r.category, r.is_top,
        r.sum_value, r.sum_numerator, r.sum_denominator, r.sum_value_n, r.sum_n, r.lower_bound, r.upper_bound, r.yes_count, r.no_count,
        r.reported_count, r.missing_count, r.not_applicable_count, r.not_expected_count, r.weight_missing_count,
        r.own_value, r.own_numerator, r.own_denominator, r.own_n, r.own_bool, r.own_presence,
        r.assigned_count, r.received_count, r.expected_weight, r.received_weight, r.borrows_weight, r.flags
      from result r
      left join existing k on k.f = r.f and k.flavour = r.flavour and k.category = r.category
      where k.f is null or (k.level_id, k.is_top, k.sum_value, k.sum_numerator, k.sum_denominator, k.sum_value_n, k.sum_n, k.lower_bound, k.upper_bound,
          k.yes_count, k.no_count, k.reported_count, k.missing_count, k.not_applicable_count, k.not_expected_count, k.weight_missing_count,
          k.own_value, k.own_numerator, k.own_denominator, k.own_n, k.own_bool, k.own_presence,
          k.assigned_count, k.received_count, k.expected_weight, k.received_weight, k.borrows_weight, k.flags)
        is distinct from (r.level_id, r.is_top, r.sum_value, r.sum_numerator, r.sum_denominator, r.sum_value_n, r.sum_n, r.lower_bound, r.upper_bound,
          r.yes_count, r.no_count, r.reported_count, r.missing_count, r.not_applicable_count, r.not_expected_count, r.weight_missing_count,
          r.own_value, r.own_numerator, r.own_denominator, r.own_n, r.own_bool, r.own_presence,
          r.assigned_count, r.received_count, r.expected_weight, r.received_weight, r.borrows_weight, r.flags)
      on conflict (initiative_id, indicator_version_id, period_id, territory_id, flavour, category) do update set
        level_id = excluded.level_id, is_top = excluded.is_top, sum_value = excluded.sum_value, sum_numerator = excluded.sum_numerator,
        sum_denominator = excluded.sum_denominator, sum_value_n = excluded.sum_value_n, sum_n = excluded.sum_n,
        lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound, yes_count = excluded.yes_count,
        no_count = excluded.no_count, reported_count = excluded.reported_count, missing_count = excluded.missing_count,
        not_applicable_count = excluded.not_applicable_count, not_expected_count = excluded.not_expected_count,
        weight_missing_count = excluded.weight_missing_count, own_value = excluded.own_value, own_numerator = excluded.own_numerator,
        own_denominator = excluded.own_denominator, own_n = excluded.own_n, own_bool = excluded.own_bool,
        own_presence = excluded.own_presence, assigned_count = excluded.assigned_count, received_count = excluded.received_count,
        expected_weight = excluded.expected_weight, received_weight = excluded.received_weight, borrows_weight = excluded.borrows_weight,
        flags = excluded.flags
      returning indicator_version_id as v, territory_id as t, period_id as p),
    changed as (
      select v, t, p from written union select v, t, p from stale),
    parents as (
      select distinct u.v, tp.parent_id as t, u.p
      from changed u
      join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
      join app.territory_parents tp on tp.initiative_id = p_initiative and tp.territory_id = u.t
        and tp.valid_from <= rp.ends_on and (tp.valid_to is null or tp.valid_to > rp.ends_on)
      join app.territories parent on parent.initiative_id = p_initiative and parent.id = tp.parent_id
      join app.territory_levels level on level.initiative_id = p_initiative and level.id = parent.level_id and level.hierarchy = tp.hierarchy)
    select array_agg(v), array_agg(t), array_agg(p), (select count(*) from written), (select array_agg(row(v, t, p, flavour, category)::app.cell_key) from stale)
    into v_versions, v_territories, v_periods, v_count, v_stale from parents;
    v_written := v_written + v_count + coalesce(cardinality(v_stale), 0);
    if v_stale is not null then
      set local enable_nestloop = on;
      delete from app.cells c using unnest(v_stale) k
      where c.initiative_id = p_initiative and c.indicator_version_id = k.v and c.territory_id = k.t and c.period_id = k.p
        and c.flavour = k.flavour and c.category = k.category;
    end if;
  end loop;
  execute format('set local plan_cache_mode = %L', v_plan);
  execute format('set local enable_nestloop = %L', v_loops);
  execute format('set local work_mem = %L', v_memory);
  execute format('set local enable_seqscan = %L', v_scans);
  return v_written;
end $$;
comment on function app.roll_up is 'Cells from their children, never by adding differences (D19); stops where nothing changed. Returns how many cells it wrote or removed.';

-- Brings the cells of the given (version, territory, period) triples and of all their ancestors up
-- to date, in the transaction of the write (D19, D23). Sets purpose 'recompute' for itself alone.
create function app.recompute_cells(p_initiative uuid, p_versions uuid[], p_territories uuid[], p_periods uuid[])
returns integer language plpgsql as $$
declare
  v_versions uuid[]; v_territories uuid[]; v_periods uuid[]; v_new_versions uuid[]; v_new_periods uuid[];
  v_former text := coalesce(current_setting('app.purpose', true), ''); v_written integer;
begin
  if cardinality(p_versions) is distinct from cardinality(p_territories)
     or cardinality(p_versions) is distinct from cardinality(p_periods) then
    raise exception 'recompute_cells: the three arrays must have one length';
  end if;
  if cardinality(p_versions) = 0 then return 0; end if;
  perform app.set_purpose('recompute');

  -- Silent units are weighed by an earlier period's figure: two writers in two periods of such an
  -- indicator must not miss each other.
  perform 1 from app.indicator_versions iv
  where iv.initiative_id = p_initiative and iv.id = any (p_versions) and iv.unit_kind in ('ratio', 'mean', 'index')
  order by iv.id for no key update;
  select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods
  from (
    select v, t, p from unnest(p_versions, p_territories, p_periods) as u(v, t, p)
    union
    select u.v, u.t, c.period_id
    from unnest(p_versions, p_territories, p_periods) as u(v, t, p)
    join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
    join app.cells c on c.initiative_id = p_initiative and c.indicator_version_id = u.v and c.territory_id = u.t and c.borrows_weight
    join app.reporting_periods later on later.initiative_id = p_initiative and later.id = c.period_id and later.ends_on > rp.ends_on) felt;

  with fresh as (
    insert into app.cell_sets (initiative_id, indicator_version_id, period_id)
    select distinct p_initiative, v, p from unnest(v_versions, v_periods) as u(v, p) order by 2, 3
    on conflict do nothing returning indicator_version_id as v, period_id as p)
  select array_agg(v), array_agg(p) into v_new_versions, v_new_periods from fresh;
  perform 1 from app.cell_sets s
  where s.initiative_id = p_initiative
    and (s.indicator_version_id, s.period_id) in (select distinct v, p from unnest(v_versions, v_periods) as u(v, p))
  order by s.indicator_version_id, s.period_id
  for update;
  if v_new_versions is not null then
    select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods
    from (select v, t, p from unnest(v_versions, v_territories, v_periods) as u(v, t, p)
          union select v, t, p from app.owed_places(p_initiative, v_new_versions, v_new_periods)) everything;
  end if;
  -- The first published figure of a set gives the whole set its published cells.
  with opened as (
    update app.cell_sets s set publishes = true
    where s.initiative_id = p_initiative and not s.publishes
      and (s.indicator_version_id, s.period_id) in (select distinct v, p from unnest(v_versions, v_periods) as u(v, p))
      and exists (select 1 from app.observations o where o.initiative_id = p_initiative and o.indicator_version_id = s.indicator_version_id
        and o.period_id = s.period_id and o.state = 'published')
    returning s.indicator_version_id as v, s.period_id as p)
  select array_agg(v), array_agg(p) into v_new_versions, v_new_periods from opened;
  if v_new_versions is not null then
    select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods
    from (select v, t, p from unnest(v_versions, v_territories, v_periods) as u(v, t, p)
          union
          select c.indicator_version_id, c.territory_id, c.period_id
          from unnest(v_new_versions, v_new_periods) as n(v, p)
          join app.cells c on c.initiative_id = p_initiative and c.indicator_version_id = n.v and c.period_id = n.p) everything;
  end if;
  v_written := app.roll_up(p_initiative, v_versions, v_territories, v_periods);
  perform app.set_purpose(v_former);
  return v_written;
end $$;
comment on function app.recompute_cells is 'Who changes assignments, levels or parents of territories must call it, or rebuild_set, for the places concerned.';

-- Computes every cell of one set again: of all places that have a figure, owe one or have a cell, and
-- of everything above them. What is right is left alone.
create function app.rebuild_set(p_initiative uuid, p_version uuid, p_period uuid) returns integer language plpgsql as $$
declare
  v_territories uuid[]; v_former text := coalesce(current_setting('app.purpose', true), ''); v_written integer := 0;
begin
  perform app.set_purpose('recompute');
  insert into app.cell_sets (initiative_id, indicator_version_id, period_id) values (p_initiative, p_version, p_period) on conflict do nothing;
  perform 1 from app.cell_sets s where s.initiative_id = p_initiative and s.indicator_version_id = p_version and s.period_id = p_period for update;
  update app.cell_sets s set publishes = true
  where s.initiative_id = p_initiative and s.indicator_version_id = p_version and s.period_id = p_period and not s.publishes
    and exists (select 1 from app.observations o where o.initiative_id = p_initiative and o.indicator_version_id = p_version and o.period_id = p_period
      and o.state = 'published');
  with recursive place (t) as (
    (select o.territory_id from app.observations o
     where o.initiative_id = p_initiative and o.indicator_version_id = p_version and o.period_id = p_period
       and o.state in ('submitted', 'validated', 'published')
     union select w.t from app.owed_places(p_initiative, array[p_version], array[p_period]) w
     union select c.territory_id from app.cells c
     where c.initiative_id = p_initiative and c.indicator_version_id = p_version and c.period_id = p_period)
    union
    select tp.parent_id
    from place
    join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = p_period
    join app.territory_parents tp on tp.initiative_id = p_initiative and tp.territory_id = place.t
      and tp.valid_from <= rp.ends_on and (tp.valid_to is null or tp.valid_to > rp.ends_on)
    join app.territories parent on parent.initiative_id = p_initiative and parent.id = tp.parent_id
    join app.territory_levels level on level.initiative_id = p_initiative and level.id = parent.level_id and level.hierarchy = tp.hierarchy)
  select array_agg(t) into v_territories from place;
  if v_territories is not null then
    v_written := app.roll_up(p_initiative, array_fill(p_version, array[cardinality(v_territories)]), v_territories,
      array_fill(p_period, array[cardinality(v_territories)]));
  end if;
  perform app.set_purpose(v_former);
  return v_written;
end $$;
comment on function app.rebuild_set is 'From the figures alone: after a change of the territory tree, and to compare.';

-- Cells of one set that differ from what the figures give. Leaves the set rebuilt: roll back to keep it as it was.
create function app.compare_set(p_initiative uuid, p_version uuid, p_period uuid)
returns table (territory_id uuid, flavour text, category text, stored jsonb, computed jsonb) language plpgsql as $$
declare v_before app.cells[]; v_former text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('recompute');
  insert into app.cell_sets (initiative_id, indicator_version_id, period_id) values (p_initiative, p_version, p_period) on conflict do nothing;
  perform 1 from app.cell_sets s where s.initiative_id = p_initiative and s.indicator_version_id = p_version and s.period_id = p_period for update;
  select coalesce(array_agg(c), '{}') into v_before from app.cells c
  where c.initiative_id = p_initiative and c.indicator_version_id = p_version and c.period_id = p_period;
  if app.rebuild_set(p_initiative, p_version, p_period) = 0 then
    perform app.set_purpose(v_former);
    return;
  end if;
  return query
    with before as (select b.* from unnest(v_before) b),
    after as (
      select c.* from app.cells c where c.initiative_id = p_initiative and c.indicator_version_id = p_version and c.period_id = p_period)
    select coalesce(b.territory_id, a.territory_id), coalesce(b.flavour, a.flavour), coalesce(b.category, a.category), to_jsonb(b), to_jsonb(a)
    from before b
    full join after a on a.territory_id = b.territory_id and a.level_id = b.level_id and a.flavour = b.flavour and a.category = b.category
    where b is distinct from a;
  perform app.set_purpose(v_former);
end $$;

-- Sets of cells that stand or should stand.
create function app.list_sets(p_initiative uuid) returns table (indicator_version_id uuid, period_id uuid) language plpgsql as $$
declare v_former text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('recompute');
  return query
    select s.indicator_version_id, s.period_id from app.cell_sets s where s.initiative_id = p_initiative
    union select c.indicator_version_id, c.period_id from app.cells c where c.initiative_id = p_initiative
    union select o.indicator_version_id, o.period_id from app.observations o
      where o.initiative_id = p_initiative and o.state in ('submitted', 'validated', 'published')
    order by 1, 2;
  perform app.set_purpose(v_former);
end $$;

-- Computed cells (D19, D23, D24): what dashboards read. SQL returns components, TypeScript decides.

create table app.cell_sets (
  initiative_id uuid not null references app.initiatives (id),
  indicator_version_id uuid not null,
  period_id uuid not null,
  constraint cell_sets_pkey primary key (initiative_id, indicator_version_id, period_id),
  constraint cell_sets_version_fkey foreign key (initiative_id, indicator_version_id) references app.indicator_versions (initiative_id, id),
  constraint cell_sets_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id)
);
comment on table app.cell_sets is 'Locked, in key order, before the children of a set are read: two writers under one region never miss each other.';
call app.protect('cell_sets');

create table app.cells (
  initiative_id uuid not null references app.initiatives (id),
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
  flags text[] not null default '{}',
  constraint cells_pkey primary key
    (initiative_id, indicator_version_id, period_id, level_id, flavour, category, territory_id),
  constraint cells_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
comment on table app.cells is 'Additive components for one indicator version, period, territory, category and flavour, all partners together.';
comment on column app.cells.flavour is 'validated: validated and published figures; provisional: submitted too; published: published only.';
create index cells_territory_idx on app.cells (initiative_id, indicator_version_id, territory_id, period_id);
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

-- Recomputes the cells of the given (version, territory, period) triples from their children, then
-- their parents, level by level. The caller sets purpose 'recompute' and restores it.
create function app.recompute_cells(p_initiative uuid, p_versions uuid[], p_territories uuid[], p_periods uuid[])
returns integer language plpgsql as $$
declare
  v_versions uuid[]; v_territories uuid[]; v_periods uuid[];
  v_round integer := 0; v_written integer := 0; v_count integer;
begin
  if cardinality(p_versions) is distinct from cardinality(p_territories)
     or cardinality(p_versions) is distinct from cardinality(p_periods) then
    raise exception 'recompute_cells: the three arrays must have one length';
  end if;
  if cardinality(p_versions) = 0 then return 0; end if;

  insert into app.cell_sets (initiative_id, indicator_version_id, period_id)
  select distinct p_initiative, v, p from unnest(p_versions, p_periods) as u(v, p) order by 2, 3
  on conflict do nothing;
  perform 1 from app.cell_sets s
  where s.initiative_id = p_initiative
    and (s.indicator_version_id, s.period_id) in (select distinct v, p from unnest(p_versions, p_periods) as u(v, p))
  order by s.indicator_version_id, s.period_id
  for update;

  -- Territories that owe a figure for these sets and have no cell yet belong to the set too:
  -- otherwise a parent would not know that a child is expected.
  with sets as (select distinct v, p from unnest(p_versions, p_periods) as u(v, p)),
  owed as (
    select distinct sets.v, a.territory_id as t, sets.p
    from sets
    join app.indicator_versions iv on iv.initiative_id = p_initiative and iv.id = sets.v
    join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = sets.p
    join app.reporting_assignments a on a.initiative_id = p_initiative and a.indicator_id = iv.indicator_id
    where not a.paused and a.valid_from <= rp.ends_on and (a.valid_to is null or a.valid_to >= rp.ends_on)
      and (a.period_filter is null or split_part(rp.code, '-', 2) = any (a.period_filter))
      and rp.kind = case iv.frequency when 'every_n_years' then 'year' else iv.frequency end
      and not exists (select 1 from app.cells c where c.initiative_id = p_initiative
        and c.indicator_version_id = sets.v and c.territory_id = a.territory_id and c.period_id = sets.p)),
  everything as (
    select v, t, p from unnest(p_versions, p_territories, p_periods) as u(v, t, p)
    union select v, t, p from owed)
  select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods from everything;

  while cardinality(v_versions) > 0 loop
    v_round := v_round + 1;
    if v_round > 30 then raise exception 'recompute_cells: territory parents form a circle'; end if;

    with frontier as (
      select u.v, u.t, u.p, terr.level_id, level.hierarchy, rp.ends_on, rp.kind, rp.code as period_code,
             iv.indicator_id, iv.frequency, iv.denominator_shared, iv.overlap_partners, iv.overlap_territories,
             coalesce(init.top_territory_id = u.t, false) as is_top
      from unnest(v_versions, v_territories, v_periods) as u(v, t, p)
      join app.initiatives init on init.id = p_initiative
      join app.territories terr on terr.initiative_id = p_initiative and terr.id = u.t
      join app.territory_levels level on level.initiative_id = p_initiative and level.id = terr.level_id
      join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
      join app.indicator_versions iv on iv.initiative_id = p_initiative and iv.id = u.v),
    flavours (flavour, states) as (values
      ('validated', array['validated', 'published']),
      ('provisional', array['submitted', 'validated', 'published']),
      ('published', array['published'])),
    reported as (
      select f.v, f.t, f.p, fl.flavour, f.denominator_shared, f.overlap_partners, o.*
      from frontier f
      join app.observations o on o.initiative_id = p_initiative and o.indicator_version_id = f.v
        and o.territory_id = f.t and o.period_id = f.p
      join flavours fl on o.state = any (fl.states)),
    leaf as (
      select v, t, p, flavour, category,
        sum(value) filter (where not is_direct_total) as sum_value,
        sum(numerator) filter (where not is_direct_total) as sum_numerator,
        case when bool_or(denominator_shared) then max(denominator) filter (where not is_direct_total and numerator is not null)
             else sum(denominator) filter (where not is_direct_total and numerator is not null) end as sum_denominator,
        sum(value * sample_n) filter (where not is_direct_total) as sum_value_n,
        sum(sample_n) filter (where not is_direct_total and value is not null) as sum_n,
        case when bool_or(overlap_partners <> 'none') then max(value) filter (where not is_direct_total)
             else sum(value) filter (where not is_direct_total) end as lower_bound,
        sum(value) filter (where not is_direct_total) as upper_bound,
        count(*) filter (where bool_value and not is_direct_total) as yes_count,
        count(*) filter (where not bool_value and not is_direct_total) as no_count,
        count(*) filter (where presence = 'reported' and not is_direct_total) as reported_count,
        count(*) filter (where presence = 'missing' and not is_direct_total) as missing_count,
        count(*) filter (where presence = 'not_applicable' and not is_direct_total) as not_applicable_count,
        count(*) filter (where presence = 'not_expected' and not is_direct_total) as not_expected_count,
        count(*) filter (where value is not null and sample_n is null and not is_direct_total) as weight_missing_count,
        (array_agg(value order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_value,
        (array_agg(numerator order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_numerator,
        (array_agg(denominator order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_denominator,
        (array_agg(sample_n order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_n,
        (array_agg(bool_value order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_bool,
        (array_agg(presence order by (partner_id is not null), id) filter (where is_direct_total))[1] as own_presence
      from reported group by v, t, p, flavour, category),
    child as (
      select f.v, f.t, f.p, f.overlap_territories, c.*, (c.own_presence is not distinct from 'reported') as owns
      from frontier f
      join app.territory_parents tp on tp.initiative_id = p_initiative and tp.parent_id = f.t
        and tp.hierarchy = f.hierarchy and tp.valid_from <= f.ends_on and (tp.valid_to is null or tp.valid_to > f.ends_on)
      join app.cells c on c.initiative_id = p_initiative and c.indicator_version_id = f.v
        and c.period_id = f.p and c.territory_id = tp.territory_id),
    parts as (
      select v, t, p, flavour, category, sum_value, sum_numerator, sum_denominator, sum_value_n, sum_n, lower_bound, upper_bound,
        yes_count, no_count, reported_count, missing_count, not_applicable_count, not_expected_count, weight_missing_count
      from leaf
      union all
      select v, t, p, flavour, category,
        case when owns then own_value else sum_value end,
        case when owns then own_numerator else sum_numerator end,
        case when owns then case when own_numerator is not null then own_denominator end else sum_denominator end,
        case when owns then own_value * own_n else sum_value_n end,
        case when owns then case when own_value is not null then own_n end else sum_n end,
        case when owns then own_value else lower_bound end,
        case when owns then own_value else upper_bound end,
        case when owns then (case when own_bool then 1 else 0 end) else yes_count end,
        case when owns then (case when own_bool = false then 1 else 0 end) else no_count end,
        case when owns then 1 else reported_count end,
        case when owns then 0 else missing_count end,
        case when owns then 0 else not_applicable_count end,
        case when owns then 0 else not_expected_count end,
        case when owns then (case when own_value is not null and own_n is null then 1 else 0 end) else weight_missing_count end
      from child),
    totals as (
      select x.v, x.t, x.p, x.flavour, x.category,
        sum(sum_value) as sum_value, sum(sum_numerator) as sum_numerator, sum(sum_denominator) as sum_denominator,
        sum(sum_value_n) as sum_value_n, sum(sum_n) as sum_n,
        case when f.overlap_territories = 'none' then sum(lower_bound) else max(lower_bound) end as lower_bound,
        sum(upper_bound) as upper_bound,
        sum(yes_count) as yes_count, sum(no_count) as no_count, sum(reported_count) as reported_count,
        sum(missing_count) as missing_count, sum(not_applicable_count) as not_applicable_count,
        sum(not_expected_count) as not_expected_count, sum(weight_missing_count) as weight_missing_count
      from parts x join frontier f on f.v = x.v and f.t = x.t and f.p = x.p
      group by x.v, x.t, x.p, x.flavour, x.category, f.overlap_territories),
    -- Who was expected and who answered, own activity only, for the undivided value.
    unit as (
      select f.v, f.t, f.p, o.partner_id, o.presence, o.state, coalesce(o.denominator, o.sample_n) as weight
      from frontier f
      join app.observations o on o.initiative_id = p_initiative and o.indicator_version_id = f.v
        and o.territory_id = f.t and o.period_id = f.p
      where o.category = 'TOTAL' and not o.is_direct_total and o.presence <> 'not_expected'
      union all
      select f.v, f.t, f.p, a.partner_id, null, null, null
      from frontier f
      join app.reporting_assignments a on a.initiative_id = p_initiative and a.indicator_id = f.indicator_id and a.territory_id = f.t
      where not a.paused and a.valid_from <= f.ends_on and (a.valid_to is null or a.valid_to >= f.ends_on)
        and (a.period_filter is null or split_part(f.period_code, '-', 2) = any (a.period_filter))
        and f.kind = case f.frequency when 'every_n_years' then 'year' else f.frequency end
        and not exists (select 1 from app.observations o where o.initiative_id = p_initiative and o.indicator_version_id = f.v
          and o.territory_id = f.t and o.period_id = f.p and o.category = 'TOTAL' and o.partner_id is not distinct from a.partner_id)),
    weighed as (
      select u.v, u.t, u.p, u.presence, u.state, coalesce(u.weight, known.weight, 1) as weight
      from unit u
      left join lateral (
        select coalesce(o.denominator, o.sample_n) as weight
        from app.observations o
        join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = o.period_id
        where u.weight is null and u.presence is distinct from 'reported'
          and o.initiative_id = p_initiative and o.indicator_version_id = u.v and o.territory_id = u.t
          and o.partner_id is not distinct from u.partner_id and o.category = 'TOTAL'
          and coalesce(o.denominator, o.sample_n) is not null
          and rp.ends_on <= (select f.ends_on from frontier f where f.v = u.v and f.t = u.t and f.p = u.p)
        order by rp.ends_on desc limit 1) known on true),
    expectation as (
      select w.v, w.t, w.p, fl.flavour, count(*) as assigned_count,
        count(*) filter (where w.presence in ('reported', 'not_applicable') and w.state = any (fl.states)) as received_count,
        sum(w.weight) as expected_weight,
        coalesce(sum(w.weight) filter (where w.presence in ('reported', 'not_applicable') and w.state = any (fl.states)), 0) as received_weight
      from weighed w cross join flavours fl group by w.v, w.t, w.p, fl.flavour
      union all
      select v, t, p, flavour, sum(assigned_count), sum(received_count), sum(expected_weight), sum(received_weight)
      from child where category = 'TOTAL' group by v, t, p, flavour),
    expected as (
      select v, t, p, flavour, sum(assigned_count) as assigned_count, sum(received_count) as received_count,
        sum(expected_weight) as expected_weight, sum(received_weight) as received_weight
      from expectation group by v, t, p, flavour),
    flag as (
      select v, t, p, flavour, category, array_agg(distinct flag order by flag) as flags
      from (select v, t, p, flavour, category, unnest(flags) as flag from reported
            union all select v, t, p, flavour, category, unnest(flags) from child) every_flag
      group by v, t, p, flavour, category),
    result as (
      select coalesce(x.v, e.v) as v, coalesce(x.t, e.t) as t, coalesce(x.p, e.p) as p,
        coalesce(x.flavour, e.flavour) as flavour, coalesce(x.category, 'TOTAL') as category,
        x.sum_value, x.sum_numerator, x.sum_denominator, x.sum_value_n, x.sum_n, x.lower_bound, x.upper_bound,
        coalesce(x.yes_count, 0) as yes_count, coalesce(x.no_count, 0) as no_count,
        coalesce(x.reported_count, 0) as reported_count, coalesce(x.missing_count, 0) as missing_count,
        coalesce(x.not_applicable_count, 0) as not_applicable_count, coalesce(x.not_expected_count, 0) as not_expected_count,
        coalesce(x.weight_missing_count, 0) as weight_missing_count,
        coalesce(e.assigned_count, 0) as assigned_count, coalesce(e.received_count, 0) as received_count,
        coalesce(e.expected_weight, 0) as expected_weight, coalesce(e.received_weight, 0) as received_weight
      from totals x
      full join expected e on e.v = x.v and e.t = x.t and e.p = x.p and e.flavour = x.flavour and x.category = 'TOTAL'),
    gone as (
      delete from app.cells c using frontier f
      where c.initiative_id = p_initiative and c.indicator_version_id = f.v and c.period_id = f.p and c.level_id = f.level_id
        and c.territory_id = f.t
        and not exists (select 1 from result r where r.v = f.v and r.t = f.t and r.p = f.p
          and r.flavour = c.flavour and r.category = c.category)),
    written as (
      insert into app.cells as c (initiative_id, indicator_version_id, period_id, level_id, territory_id, flavour, category, is_top,
        sum_value, sum_numerator, sum_denominator, sum_value_n, sum_n, lower_bound, upper_bound, yes_count, no_count,
        reported_count, missing_count, not_applicable_count, not_expected_count, weight_missing_count,
        own_value, own_numerator, own_denominator, own_n, own_bool, own_presence,
        assigned_count, received_count, expected_weight, received_weight, flags)
      select p_initiative, r.v, r.p, f.level_id, r.t, r.flavour, r.category, f.is_top,
        r.sum_value, r.sum_numerator, r.sum_denominator, r.sum_value_n, r.sum_n, r.lower_bound, r.upper_bound, r.yes_count, r.no_count,
        r.reported_count, r.missing_count, r.not_applicable_count, r.not_expected_count, r.weight_missing_count,
        l.own_value, l.own_numerator, l.own_denominator, l.own_n, l.own_bool, l.own_presence,
        r.assigned_count, r.received_count, r.expected_weight, r.received_weight, coalesce(g.flags, '{}')
      from result r
      join frontier f on f.v = r.v and f.t = r.t and f.p = r.p
      left join leaf l on l.v = r.v and l.t = r.t and l.p = r.p and l.flavour = r.flavour and l.category = r.category
      left join flag g on g.v = r.v and g.t = r.t and g.p = r.p and g.flavour = r.flavour and g.category = r.category
      on conflict (initiative_id, indicator_version_id, period_id, level_id, flavour, category, territory_id) do update set
        is_top = excluded.is_top, sum_value = excluded.sum_value, sum_numerator = excluded.sum_numerator,
        sum_denominator = excluded.sum_denominator, sum_value_n = excluded.sum_value_n, sum_n = excluded.sum_n,
        lower_bound = excluded.lower_bound, upper_bound = excluded.upper_bound, yes_count = excluded.yes_count,
        no_count = excluded.no_count, reported_count = excluded.reported_count, missing_count = excluded.missing_count,
        not_applicable_count = excluded.not_applicable_count, not_expected_count = excluded.not_expected_count,
        weight_missing_count = excluded.weight_missing_count, own_value = excluded.own_value, own_numerator = excluded.own_numerator,
        own_denominator = excluded.own_denominator, own_n = excluded.own_n, own_bool = excluded.own_bool,
        own_presence = excluded.own_presence, assigned_count = excluded.assigned_count, received_count = excluded.received_count,
        expected_weight = excluded.expected_weight, received_weight = excluded.received_weight, flags = excluded.flags
      returning 1)
    select count(*) into v_count from written;
    v_written := v_written + v_count;

    with parents as (
      select distinct u.v, tp.parent_id as t, u.p
      from unnest(v_versions, v_territories, v_periods) as u(v, t, p)
      join app.reporting_periods rp on rp.initiative_id = p_initiative and rp.id = u.p
      join app.territory_parents tp on tp.initiative_id = p_initiative and tp.territory_id = u.t
        and tp.valid_from <= rp.ends_on and (tp.valid_to is null or tp.valid_to > rp.ends_on)
      join app.territories parent on parent.initiative_id = p_initiative and parent.id = tp.parent_id
      join app.territory_levels level on level.initiative_id = p_initiative and level.id = parent.level_id
        and level.hierarchy = tp.hierarchy)
    select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods from parents;
  end loop;
  return v_written;
end $$;
comment on function app.recompute_cells is 'Cells of the given triples and of all their ancestors, from their children; never by adding differences (D19).';

-- Shares without their parts and indices of several partners in one place are nobody's sum: none of them is the place's own
-- figure. Until now one of them was taken for it. A figure without a partner still is, and that of a partner who reports alone.

create procedure app.cut(p_function regproc, p_piece text, p_instead text default '') language plpgsql as $$
declare v_text text := pg_get_functiondef(p_function);
begin
  if position(p_piece in v_text) = 0 then raise exception '% does not hold %', p_function, p_piece; end if;
  execute replace(v_text, p_piece, p_instead);
end $$;

call app.cut('app.roll_up', $piece$        iv.unit_kind in ('ratio', 'mean', 'index') as weighs,$piece$,
  $piece$        iv.unit_kind in ('ratio', 'mean', 'index') as weighs, iv.unit_kind = 'index' or (iv.unit_kind = 'ratio' and iv.parts_unknown) as keeps_apart,$piece$);
call app.cut('app.roll_up', $piece$    activity as materialized (
      select f.f, f.denominator_shared,$piece$, $piece$    gathered as materialized (
      select f.f, f.keeps_apart, f.denominator_shared,$piece$);
call app.cut('app.roll_up', $piece$          and x.state in ('submitted', 'validated', 'published') offset 0) o),
    leaf as ($piece$, $piece$          and x.state in ('submitted', 'validated', 'published') offset 0) o),
    assigned as (
      select distinct f.f, a.partner_id
      from frontier f
      cross join lateral (
        select x.partner_id from app.reporting_assignments x
        where f.owes and x.initiative_id = p_initiative and x.indicator_id = f.indicator_id and x.territory_id = f.t
          and not x.paused and x.valid_from <= f.ends_on and (x.valid_to is null or x.valid_to >= f.ends_on)
          and (x.period_filter is null or f.ending = any (x.period_filter)) offset 0) a),
    -- Places where several partners have, or owe, figures that are never put together: each of these is its partner's alone.
    shared_place as (
      select party.f
      from (select g.f, g.partner_id from gathered g where g.keeps_apart and g.direct and g.presence in ('reported', 'missing')
            union
            select a.f, a.partner_id from assigned a join frontier f on f.f = a.f where f.keeps_apart) party
      where party.partner_id is not null
      group by party.f having count(*) > 1),
    activity as materialized (
      select g.f, g.denominator_shared, g.partners_overlap, g.id, g.partner_id, g.category, g.value, g.numerator, g.denominator, g.sample_n,
        g.bool_value, g.presence, g.state, g.direct and (s.f is null or g.partner_id is null) as direct, g.flags
      from gathered g left join shared_place s on s.f = g.f),
    leaf as ($piece$);
call app.cut('app.roll_up', $piece$    -- Who was expected and who answered, own activity only, for the undivided value.
    assigned as (
      select distinct f.f, a.partner_id
      from frontier f
      cross join lateral (
        select x.partner_id from app.reporting_assignments x
        where f.owes and x.initiative_id = p_initiative and x.indicator_id = f.indicator_id and x.territory_id = f.t
          and not x.paused and x.valid_from <= f.ends_on and (x.valid_to is null or x.valid_to >= f.ends_on)
          and (x.period_filter is null or f.ending = any (x.period_filter)) offset 0) a),
    -- Kept apart:$piece$, $piece$    -- Who was expected and who answered, own activity only, for the undivided value. Kept apart:$piece$);
drop procedure app.cut;

-- Totals that were made the old way are made again.
do $$
declare v_initiative uuid; v_versions uuid[]; v_territories uuid[]; v_periods uuid[]; v_former text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  for v_initiative in select id from app.initiatives loop
    -- Row level security binds the owner too: one initiative after the other.
    execute format('set local app.initiative = %L', v_initiative);
    select array_agg(v), array_agg(t), array_agg(p) into v_versions, v_territories, v_periods
    from (
      select o.indicator_version_id as v, o.territory_id as t, o.period_id as p
      from app.observations o join app.indicator_versions iv on iv.initiative_id = o.initiative_id and iv.id = o.indicator_version_id
      where o.initiative_id = v_initiative and o.is_direct_total and o.partner_id is not null
        and (iv.unit_kind = 'index' or (iv.unit_kind = 'ratio' and iv.parts_unknown))
      group by o.indicator_version_id, o.territory_id, o.period_id) place;
    if v_versions is not null then perform app.recompute_cells(v_initiative, v_versions, v_territories, v_periods); end if;
  end loop;
  execute 'set local app.initiative = ''''';
  perform app.set_purpose(v_former);
end $$;

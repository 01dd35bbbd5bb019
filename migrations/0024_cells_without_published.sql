-- What was published is read from releases, which never change: cells of published figures alone, and the note of which
-- sets have any, go. The functions that compute cells keep everything else; each piece that goes is named, and must be found.

drop policy cells_reader on app.cells;
create policy cells_reader on app.cells as restrictive for select using (
  current_setting('app.purpose', true) in ('recompute', 'maintenance')
  or current_setting('app.role', true) = 'backbone');

create procedure app.cut(p_function regproc, p_piece text, p_instead text default '') language plpgsql as $$
declare v_text text := pg_get_functiondef(p_function);
begin
  if position(p_piece in v_text) = 0 then raise exception '% does not hold %', p_function, p_piece; end if;
  execute replace(v_text, p_piece, p_instead);
end $$;

call app.cut('app.roll_up', E',\n      (''published'', array[''published'']))', ')');
call app.cut('app.roll_up', E',\n        coalesce(cs.publishes, false) as publishes');
call app.cut('app.roll_up', E'\n      left join app.cell_sets cs on cs.initiative_id = p_initiative and cs.indicator_version_id = u.v and cs.period_id = u.p');
call app.cut('app.roll_up', ' as borrows, f.publishes', ' as borrows');
call app.cut('app.roll_up', 'join flavours fl on fl.flavour <> ''published'' or w.publishes group by', 'cross join flavours fl group by');
call app.cut('app.recompute_cells', $piece$  -- The first published figure of a set gives the whole set its published cells.
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
$piece$);
call app.cut('app.rebuild_set', $piece$  update app.cell_sets s set publishes = true
  where s.initiative_id = p_initiative and s.indicator_version_id = p_version and s.period_id = p_period and not s.publishes
    and exists (select 1 from app.observations o where o.initiative_id = p_initiative and o.indicator_version_id = p_version and o.period_id = p_period
      and o.state = 'published');
$piece$);
drop procedure app.cut;

do $$
declare v_initiative uuid; v_former text := coalesce(current_setting('app.purpose', true), '');
begin
  -- Row level security binds the owner too: one initiative after the other.
  perform app.set_purpose('maintenance');
  for v_initiative in select id from app.initiatives loop
    execute format('set local app.initiative = %L', v_initiative);
    delete from app.cells where initiative_id = v_initiative and flavour = 'published';
  end loop;
  execute 'set local app.initiative = ''''';
  perform app.set_purpose(v_former);
end $$;
alter table app.cells drop constraint cells_flavour_check;
alter table app.cells add constraint cells_flavour_check check (flavour in ('validated', 'provisional'));
comment on column app.cells.flavour is 'validated: validated and published figures; provisional: submitted too.';
alter table app.cell_sets drop column publishes;

-- A note that names nobody tells everybody no indicator by which its author could be recognised: for such a note the facts also say, for each
-- indicator that partners report, which of them do, as numbers that mean nothing outside the one note.
drop function app.public_note_facts();
create function app.public_note_facts()
returns table (note_id uuid, person_name text, partner_name text, partner_left_on date, indicators text[],
  happened_on text, trial_starts_on text, trial_ends_on text, trial_declared_on text, reporters jsonb)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    select n.id,
      case when n.attribution = 'named_person' and not t.has_left then s.person_name end,
      case when not t.has_left then o.name end,
      case when t.has_left then p.left_on end,
      coalesce((select array_agg(distinct i.code) from app.note_links l join app.indicators i on i.initiative_id = l.initiative_id and i.id = l.indicator_id
        where l.initiative_id = n.initiative_id and l.note_id = n.id), '{}'),
      left(to_char(n.happened_on, 'YYYY-MM-DD'), t.told), left(to_char(r.starts_on, 'YYYY-MM-DD'), t.told), left(to_char(r.ends_on, 'YYYY-MM-DD'), t.told), left(to_char(r.declared_on, 'YYYY-MM-DD'), t.told),
      case when t.told = 7 then coalesce((select jsonb_object_agg(w.code, w.who) from (
        select k.code, jsonb_agg(distinct k.who) as who from (
          select i.code, dense_rank() over (order by q.id) as who
          from app.note_links l
          join app.indicators i on i.initiative_id = l.initiative_id and i.id = l.indicator_id
          join app.reporting_assignments a on a.initiative_id = i.initiative_id and a.indicator_id = i.id
            and a.valid_from <= t.today and (a.valid_to is null or a.valid_to >= t.today)
          join app.partners q on q.initiative_id = a.initiative_id and q.id = a.partner_id
            and q.joined_on <= t.today and (q.left_on is null or q.left_on >= t.today)
          where l.initiative_id = n.initiative_id and l.note_id = n.id) k
        group by k.code) w), '{}') end
    from app.learning_notes n
    left join app.note_signatures s on s.initiative_id = n.initiative_id and s.note_id = n.id and s.audience = 'readers' and n.attribution in ('named_person', 'named_partner')
    left join app.partners p on p.initiative_id = s.initiative_id and p.id = s.partner_id
    left join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    left join app.note_trials r on r.initiative_id = n.initiative_id and r.note_id = n.id
    join app.initiatives x on x.id = n.initiative_id
    cross join lateral (select (coalesce(x.clock_frozen_at, now()) at time zone x.time_zone)::date as today) d
    cross join lateral (select d.today, coalesce(p.left_on < d.today, false) as has_left,
      case when n.attribution = 'a_partner' or (n.attribution = 'initiative' and n.collective_agreed_on is null) then 7 else 10 end as told) t
    where n.initiative_id = v_initiative and n.guard = 'public' and coalesce(current_setting('app.role', true), '') = '';
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.public_note_facts() from public;
do $$ declare v_public text := current_database() || '_public'; begin
  execute format('grant execute on function app.public_note_facts() to %I', v_public);
end $$;

-- Who reports what decides which links of a note that names nobody are told, also to a reader who may not know who owes which figure.
create function app.indicator_reporters(p_today date) returns table (indicator_id uuid, partner_id uuid)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    select distinct a.indicator_id, a.partner_id from app.reporting_assignments a
    join app.partners p on p.initiative_id = a.initiative_id and p.id = a.partner_id
      and p.joined_on <= p_today and (p.left_on is null or p.left_on >= p_today)
    where a.initiative_id = v_initiative and a.valid_from <= p_today and (a.valid_to is null or a.valid_to >= p_today);
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.indicator_reporters(date) from public;
insert into app.definer_allowed values
  ('indicator_reporters', 'identifiers of active partners by indicator, for the server to count: a funder may not read who owes which figure, and what it is told of a note hangs on how many do');
do $$ begin
  execute format('grant execute on function app.indicator_reporters(date) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

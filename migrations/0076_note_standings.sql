-- What a shared note was before it was withdrawn, narrowed, hidden, answered « pas d'adaptation » or given another type, with the day of it: so that
-- measures as of a day that is over no longer move with any of these.

create table app.note_standings (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  changed_on date not null,
  type text not null check (type in ('success', 'challenge', 'failure', 'surprise')),
  in_circle boolean not null,
  no_adaptation boolean not null,
  constraint note_standings_pkey primary key (initiative_id, note_id, changed_on),
  constraint note_standings_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id)
);
comment on table app.note_standings is 'For the measures alone: on a day, a note stood as the first row that was changed after that day says, and as it stands where there is none. No role of the application finds a row: the day of a change could tell who made it.';
comment on column app.note_standings.in_circle is 'Whether the circle read it: shared with it or wider, neither withdrawn nor hidden.';
call app.protect('note_standings', 'select, insert');
create policy note_standings_nobody on app.note_standings as restrictive using (current_setting('app.purpose', true) = 'maintenance');

-- Called before a note changes, in the same transaction. Of several changes on one day, the first keeps what stood before that day.
create function app.keep_note_standing(p_note uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  insert into app.note_standings (initiative_id, note_id, changed_on, type, in_circle, no_adaptation)
    select n.initiative_id, n.id, (coalesce(x.clock_frozen_at, now()) at time zone x.time_zone)::date, n.type,
      n.visibility in ('circle', 'funder', 'public') and n.state <> 'withdrawn' and n.hidden_reason is null, n.state = 'no_adaptation'
    from app.learning_notes n join app.initiatives x on x.id = n.initiative_id
    where n.initiative_id = v_initiative and n.id = p_note and n.shared_on is not null
    on conflict (initiative_id, note_id, changed_on) do nothing;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.keep_note_standing(uuid) from public;
insert into app.definer_allowed values
  ('keep_note_standing', 'keeps with its day what a note says already, for the measures; returns nothing, and no role of the application finds what it keeps');
do $$ begin
  execute format('grant execute on function app.keep_note_standing(uuid) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

create or replace function app.note_measures(p_today date, p_whole boolean)
returns table (
  notes int, failures int, challenges int, failures_due int, failures_adapted int, days int[], failure_days int[], undecided int, undecided_failures int,
  adaptations_due int, adaptations_checked int, checks_told int, checks_helped int, voices int, partners int, year_notes int, year_failures int, failures_this_year int)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    with shared as (
      select n.id, coalesce(was.type, n.type) as type, coalesce(was.no_adaptation, n.state = 'no_adaptation') as no_adaptation, n.shared_on, n.partner_id,
        n.shared_on > (p_today - interval '1 year')::date as in_year,
        (select min(a.decided_on) from app.adaptations a where a.initiative_id = v_initiative and a.note_id = n.id and a.decided_on <= p_today) as decided_on
      from app.learning_notes n
      left join lateral (
        select w.type, w.in_circle, w.no_adaptation from app.note_standings w
        where w.initiative_id = v_initiative and w.note_id = n.id and w.changed_on > p_today order by w.changed_on limit 1) was on true
      where n.initiative_id = v_initiative and n.shared_on <= p_today
        and coalesce(was.in_circle, n.visibility in ('circle', 'funder', 'public') and n.state <> 'withdrawn' and n.hidden_reason is null)
    ), told as (select * from shared s where p_whole or s.in_year
    ), due as (
      select coalesce(a.due_on, a.decided_on + 90) as due_on,
        (select min(c.checked_on) from app.follow_up_checks c where c.initiative_id = v_initiative and c.adaptation_id = a.id and c.checked_on <= p_today) as checked_on
      from app.adaptations a join told t on t.id = a.note_id where a.initiative_id = v_initiative and a.decided_on <= p_today
    ), checks as (
      select c.result from app.follow_up_checks c join told t on t.id = c.note_id where c.initiative_id = v_initiative and c.result <> 'too_early' and c.checked_on <= p_today
    )
    select count(*)::int, (count(*) filter (where t.type = 'failure'))::int, (count(*) filter (where t.type = 'challenge'))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30 and t.decided_on is not null))::int,
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type in ('failure', 'challenge') and t.decided_on is not null), '{}'),
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type = 'failure' and t.decided_on is not null), '{}'),
      (count(*) filter (where t.type in ('failure', 'challenge') and t.decided_on is null and not t.no_adaptation))::int,
      (count(*) filter (where t.type = 'failure' and t.decided_on is null and not t.no_adaptation))::int,
      (select count(*) from due d where d.due_on <= p_today)::int,
      (select count(*) from due d where d.due_on <= p_today and d.checked_on <= d.due_on + 14)::int,
      (select count(*) from checks)::int, (select count(*) from checks c where c.result in ('helped', 'partly'))::int,
      (select count(distinct s.partner_id) from shared s where s.in_year)::int,
      (select count(*) from app.partners p where p.initiative_id = v_initiative and p.joined_on <= p_today and (p.left_on is null or p.left_on >= p_today))::int,
      (select count(*) from shared s where s.in_year)::int, (select count(*) from shared s where s.in_year and s.type = 'failure')::int,
      (select count(*) from shared s where s.type = 'failure' and extract(year from s.shared_on) = extract(year from p_today))::int
    from told t;
  perform app.set_purpose(v_purpose);
end $$;

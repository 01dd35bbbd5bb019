-- Learning notes, second part: trials declared beforehand, the stage a note is about, where harm and fraud are told instead.

alter table app.note_links drop constraint note_links_kind_check, drop constraint note_links_target_check;
alter table app.note_links add column stage text check (stage in ('initiate', 'organize', 'sustain'));
alter table app.note_links
  add constraint note_links_kind_check check (kind in ('goal', 'activity', 'indicator', 'condition', 'stage', 'territory')),
  add constraint note_links_target_check check (case kind when 'goal' then goal_id is not null when 'activity' then activity_id is not null
    when 'indicator' then indicator_id is not null when 'condition' then condition is not null when 'stage' then stage is not null else territory_id is not null end);

create table app.safe_to_fail_trials (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 120),
  hypothesis text not null check (length(hypothesis) between 1 and 4000),
  cost_limit text not null check (length(cost_limit) between 1 and 500),
  starts_on date not null,
  ends_on date not null,
  sign_it_works text not null check (length(sign_it_works) between 1 and 2000),
  sign_it_fails text not null check (length(sign_it_fails) between 1 and 2000),
  stopped_by text not null check (length(stopped_by) between 1 and 200),
  visibility text not null default 'private' check (visibility in ('private', 'circle')),
  declared_on date not null,
  author_id uuid not null,
  partner_id uuid,
  as_backbone boolean not null default false,
  version integer not null default 1,
  constraint safe_to_fail_trials_pkey primary key (initiative_id, id),
  constraint safe_to_fail_trials_dates_check check (ends_on >= starts_on)
);
comment on table app.safe_to_fail_trials is 'A deliberate small try, declared before it is known how it ends: it names nobody, for its outcome may be told as « un partenaire ».';
comment on column app.safe_to_fail_trials.author_id is 'For the policies only: the API role may not select it (see my_trials).';
comment on column app.safe_to_fail_trials.declared_on is 'A day, never a time. It is written once: a trial cannot be declared after the fact.';
call app.protect('safe_to_fail_trials', '');
create policy safe_to_fail_trials_reader on app.safe_to_fail_trials as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (visibility = 'circle' and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'))
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')))));
create policy safe_to_fail_trials_insert on app.safe_to_fail_trials as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) = 'partner_contributor'))));
create policy safe_to_fail_trials_update on app.safe_to_fail_trials as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) = 'partner_contributor'))));
do $$
declare v_role text; v_columns text := 'title, hypothesis, cost_limit, starts_on, ends_on, sign_it_works, sign_it_fails, stopped_by, visibility, version';
begin
  foreach v_role in array array[current_database() || '_api', current_database() || '_job'] loop
    execute format('grant select (initiative_id, id, declared_on, %s), insert (initiative_id, id, declared_on, author_id, partner_id, as_backbone, %s), update (%s) on app.safe_to_fail_trials to %I',
      v_columns, v_columns, v_columns, v_role);
  end loop;
end $$;

create table app.note_trials (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  trial_id uuid not null,
  title text not null,
  hypothesis text not null,
  cost_limit text not null,
  starts_on date not null,
  ends_on date not null,
  sign_it_works text not null,
  sign_it_fails text not null,
  declared_on date not null,
  guard text not null default '',
  constraint note_trials_pkey primary key (initiative_id, note_id),
  constraint note_trials_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint note_trials_trial_fkey foreign key (initiative_id, trial_id) references app.safe_to_fail_trials (initiative_id, id)
);
comment on table app.note_trials is 'The trial whose outcome a note tells, as it was declared: read by whoever reads the note. Who stops it stays with the declaration.';
call app.protect_by_guard('note_trials', 'select, insert, delete');

-- Which trials the actor declared under this hat: the API role may not read who declared one.
create function app.my_trials() returns setof uuid
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query select t.id from app.safe_to_fail_trials t
    where t.initiative_id = v_initiative and t.author_id = nullif(current_setting('app.actor', true), '')::uuid
      and t.partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
      and t.as_backbone = (current_setting('app.role', true) = 'backbone');
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.my_trials() from public;

create or replace function app.sync_note_guard(p_note uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid;
  v_purpose text := coalesce(current_setting('app.purpose', true), ''); v_guard text; v_author uuid;
begin
  perform app.set_purpose('maintenance');
  select n.guard, n.author_id into v_guard, v_author from app.learning_notes n where n.initiative_id = v_initiative and n.id = p_note;
  -- Answers kept for people who wrote to the note hold its text: the same request is still not applied twice, and finds nothing.
  if v_guard not in ('circle', 'funder', 'public') then
    update app.idempotency_keys k set status = 404, response = 'null'
    where k.initiative_id = v_initiative and k.actor_id <> v_author and k.response ->> 'id' = p_note::text;
  end if;
  update app.note_signatures set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_links set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_trials set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.adaptations set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.follow_up_checks set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_comments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.sync_note_guard(uuid) from public;

create table app.reporting_channels (
  initiative_id uuid not null references app.initiatives (id),
  text_fr text not null check (length(text_fr) between 1 and 500),
  text_en text check (length(text_en) <= 500),
  version integer not null default 1,
  constraint reporting_channels_pkey primary key (initiative_id)
);
comment on table app.reporting_channels is 'Where harm to a person, fraud or abuse is told: never in a note. Every member reads it.';
call app.protect('reporting_channels', 'select, insert, update');
create policy reporting_channels_writer on app.reporting_channels as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy reporting_channels_changer on app.reporting_channels as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

insert into app.definer_allowed values ('my_trials', 'tells an account which trials it declared itself under the hat it wears; nothing of anybody else');
do $$ begin
  execute format('grant execute on function app.sync_note_guard(uuid), app.my_trials() to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

-- Beside the median of failures stands how many of them wait for a decision, not of challenges too.
drop function app.note_measures(date, boolean);
create function app.note_measures(p_today date, p_whole boolean)
returns table (
  notes int, failures int, challenges int, failures_due int, failures_adapted int, days int[], failure_days int[], undecided int, undecided_failures int,
  adaptations_due int, adaptations_checked int, checks_told int, checks_helped int, voices int, partners int, year_notes int, year_failures int, failures_this_year int)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    with shared as (
      select n.id, n.type, n.state, n.shared_on, n.partner_id, n.shared_on > (p_today - interval '1 year')::date as in_year,
        (select min(a.decided_on) from app.adaptations a where a.initiative_id = v_initiative and a.note_id = n.id) as decided_on
      from app.learning_notes n
      where n.initiative_id = v_initiative and n.visibility in ('circle', 'funder', 'public') and n.state <> 'withdrawn' and n.hidden_reason is null and n.shared_on <= p_today
    ), told as (select * from shared s where p_whole or s.in_year
    ), due as (
      select coalesce(a.due_on, a.decided_on + 90) as due_on,
        (select min(c.checked_on) from app.follow_up_checks c where c.initiative_id = v_initiative and c.adaptation_id = a.id) as checked_on
      from app.adaptations a join told t on t.id = a.note_id where a.initiative_id = v_initiative
    ), checks as (
      select c.result from app.follow_up_checks c join told t on t.id = c.note_id where c.initiative_id = v_initiative and c.result <> 'too_early'
    )
    select count(*)::int, (count(*) filter (where t.type = 'failure'))::int, (count(*) filter (where t.type = 'challenge'))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30 and t.decided_on is not null))::int,
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type in ('failure', 'challenge') and t.decided_on is not null), '{}'),
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type = 'failure' and t.decided_on is not null), '{}'),
      (count(*) filter (where t.type in ('failure', 'challenge') and t.decided_on is null and t.state <> 'no_adaptation'))::int,
      (count(*) filter (where t.type = 'failure' and t.decided_on is null and t.state <> 'no_adaptation'))::int,
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
revoke all on function app.note_measures(date, boolean) from public;
do $$ begin
  execute format('grant execute on function app.note_measures(date, boolean) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

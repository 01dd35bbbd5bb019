-- Learning notes (domain 4). Three walls stand in the schema itself:
-- 1. Who may read is one text, `guard`, made from the note and copied by a foreign key to everything
--    that hangs on it (links, adaptations, checks, comments, signature): no part can be read more widely
--    than its note, whatever the code asks.
-- 2. Who wrote stands in a table that only the author reads, under the hat it was written with; a
--    signature row exists only when the author gave a name. The API role may not select an author.
-- 3. Numbers over all notes come from one function that returns counts of the whole initiative only.

create function app.fold(p_text text) returns text language sql immutable parallel safe as $$
  select translate(replace(replace(lower(p_text), 'œ', 'oe'), 'æ', 'ae'), 'àâäáãåçéèêëíîìïñóôòöõúùûüýÿ’', 'aaaaaaceeeeiiiinooooouuuuyy ')
$$;
comment on function app.fold is 'Lower case without accents, for searching in French and English.';

create table app.learning_notes (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  type text not null check (type in ('success', 'challenge', 'failure', 'surprise')),
  title text not null check (length(title) between 1 and 120),
  what_happened text not null check (length(what_happened) between 1 and 10000),
  what_was_expected text,
  why text,
  causes text[] not null default '{}' check (causes <@ array['assumption', 'process', 'coordination', 'capacity', 'timing', 'data', 'resources', 'context', 'trust']),
  what_we_learned text,
  what_we_would_do text,
  failure_kind text check (failure_kind in ('preventable', 'complex', 'trial')),
  happened_on date,
  language text not null default 'fr' check (language ~ '^[a-z]{2,3}$'),
  visibility text not null default 'private' check (visibility in ('private', 'partner', 'circle', 'funder', 'public')),
  attribution text not null default 'a_partner' check (attribution in ('named_person', 'named_partner', 'a_partner', 'initiative')),
  state text not null default 'draft' check (state in ('draft', 'shared', 'discussed', 'adaptation_decided', 'no_adaptation', 'followed_up', 'closed', 'withdrawn')),
  no_adaptation_reason text,
  shared_on date,
  edited_on date,
  public_asked_on date,
  public_agreed_on date,
  collective_agreed_on date,
  author_id uuid not null,
  partner_id uuid,
  as_backbone boolean not null default false,
  hidden_reason text,
  version integer not null default 1,
  guard text not null generated always as (case
    when state = 'withdrawn' or visibility = 'private'
      then 'hat:' || author_id::text || ':' || coalesce(partner_id::text, '') || case when as_backbone then ':backbone' else ':partner' end
    when visibility = 'partner' then 'team:' || coalesce(partner_id::text, '') || case when as_backbone then ':backbone' else ':partner' end
    when hidden_reason is not null then 'hidden'
    else visibility end) stored,
  search tsvector not null generated always as (
    setweight(to_tsvector(case language when 'en' then 'english'::regconfig else 'french'::regconfig end, app.fold(title)), 'A')
    || to_tsvector(case language when 'en' then 'english'::regconfig else 'french'::regconfig end, app.fold(
      what_happened || ' ' || coalesce(what_was_expected, '') || ' ' || coalesce(why, '') || ' ' || coalesce(what_we_learned, '') || ' ' || coalesce(what_we_would_do, '')))) stored,
  constraint learning_notes_pkey primary key (initiative_id, id),
  constraint learning_notes_guard_key unique (initiative_id, id, guard),
  constraint learning_notes_failure_only_check check (failure_kind is null or type = 'failure'),
  constraint learning_notes_shared_check check ((visibility in ('private', 'partner')) or shared_on is not null),
  constraint learning_notes_public_check check (visibility <> 'public' or (public_asked_on is not null and public_agreed_on is not null))
);
comment on column app.learning_notes.author_id is 'For the policies only: the API role may not select it (see note_authorships).';
comment on column app.learning_notes.as_backbone is 'Written under a backbone hat: « mon organisme » is then the backbone team.';
comment on column app.learning_notes.shared_on is 'A day, never a time: a precise time would tell who wrote an anonymous note. First day in the circle; kept when the note is narrowed.';
comment on column app.learning_notes.public_asked_on is 'Public takes two acts of two people: the author asked on this day, the backbone agreed on public_agreed_on.';
comment on column app.learning_notes.collective_agreed_on is 'The backbone agreed that the note speaks for the initiative; until then it is shown as "un partenaire".';
comment on column app.learning_notes.guard is 'Who may read, as one text: a hat, a team, hidden (backbone), circle, funder or public. Read by the policies of every part of the note.';
create index learning_notes_shared_idx on app.learning_notes (initiative_id, shared_on);

-- One sentence for every table that carries `guard`; `p_circle_only` keeps funders out (what the circle
-- says to itself about a note does not widen when the note does).
create procedure app.protect_by_guard(p_table text, p_privileges text, p_circle_only boolean default false) language plpgsql as $$
declare v_readable text;
begin
  call app.protect(p_table, p_privileges);
  v_readable := $sql$
    current_setting('app.purpose', true) = 'maintenance'
    or (current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') and guard in ('circle', 'funder', 'public'))
    or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and guard in (
      'hat:' || current_setting('app.actor', true) || ':' || current_setting('app.partner', true) || ':partner',
      'team:' || current_setting('app.partner', true) || ':partner'))
    or (current_setting('app.role', true) = 'backbone' and guard in ('hidden',
      'hat:' || current_setting('app.actor', true) || ':' || current_setting('app.partner', true) || ':backbone',
      'team:' || current_setting('app.partner', true) || ':backbone'))
  $sql$;
  if not p_circle_only then
    v_readable := v_readable || $sql$
      or (current_setting('app.role', true) = 'funder' and current_setting('app.commitment', true) = 'true' and guard in ('funder', 'public'))$sql$;
  end if;
  execute format('create policy %I on app.%I as restrictive using (%s) with check (%s)', p_table || '_reader', p_table, v_readable, v_readable);
end $$;

call app.protect('learning_notes', '');
-- As its guard says, and the author also while the note is hidden, so that it can be reworded.
create policy learning_notes_reader on app.learning_notes as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer'))))
  or (current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') and guard in ('circle', 'funder', 'public'))
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and guard = 'team:' || current_setting('app.partner', true) || ':partner')
  or (current_setting('app.role', true) = 'backbone' and guard in ('hidden', 'team:' || current_setting('app.partner', true) || ':backbone'))
  or (current_setting('app.role', true) = 'funder' and current_setting('app.commitment', true) = 'true' and guard in ('funder', 'public')));
create policy learning_notes_insert on app.learning_notes as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) = 'partner_contributor'))));
create policy learning_notes_update on app.learning_notes as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer'))))
  or (current_setting('app.role', true) = 'backbone' and guard in ('circle', 'funder', 'public', 'hidden')));
do $$
declare v_role text; v_columns text := 'type, title, what_happened, what_was_expected, why, causes, what_we_learned, what_we_would_do, failure_kind,
  happened_on, language, visibility, attribution, state, no_adaptation_reason, shared_on, edited_on, public_asked_on, public_agreed_on, collective_agreed_on, hidden_reason, version';
begin
  foreach v_role in array array[current_database() || '_api', current_database() || '_job'] loop
    execute format('grant select (initiative_id, id, guard, search, %s), insert (initiative_id, id, author_id, partner_id, as_backbone, %s), update (%s) on app.learning_notes to %I',
      v_columns, v_columns, v_columns, v_role);
  end loop;
end $$;

create table app.note_authorships (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  author_id uuid not null,
  partner_id uuid,
  as_backbone boolean not null default false,
  backbone_may_contact boolean not null default false,
  constraint note_authorships_pkey primary key (initiative_id, note_id),
  constraint note_authorships_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id),
  constraint note_authorships_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.note_authorships is 'Who wrote a note: readable by the author alone, under the hat the note was written with.';
call app.protect('note_authorships', 'select, insert, update');
create policy note_authorships_author on app.note_authorships as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and ((as_backbone and current_setting('app.role', true) = 'backbone')
      or (not as_backbone and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')))));

create table app.note_signatures (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  audience text not null check (audience in ('readers', 'backbone')),
  partner_id uuid,
  person_name text,
  guard text not null default '',
  constraint note_signatures_pkey primary key (initiative_id, note_id, audience),
  constraint note_signatures_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint note_signatures_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint note_signatures_backbone_check check (audience = 'readers' or person_name is null)
);
comment on table app.note_signatures is 'A name that the author gave: to the readers (named_person, named_partner), or the partner alone to the backbone so that it may make contact. No row: nobody was named.';
call app.protect_by_guard('note_signatures', 'select, insert, delete');
create policy note_signatures_audience on app.note_signatures as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or audience = 'readers' or current_setting('app.role', true) = 'backbone');

create table app.note_versions (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  number integer not null,
  content jsonb not null,
  changed_on date not null,
  author_id uuid not null,
  partner_id uuid,
  constraint note_versions_pkey primary key (initiative_id, note_id, number),
  constraint note_versions_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id)
);
comment on table app.note_versions is 'Former texts, for the author alone: what was removed from a note may be what gave somebody away.';
call app.protect('note_versions', 'select, insert');
create policy note_versions_author on app.note_versions as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid
    and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')));

create table app.note_links (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  kind text not null check (kind in ('goal', 'activity', 'indicator', 'condition', 'territory')),
  goal_id uuid,
  activity_id uuid,
  indicator_id uuid,
  period_id uuid,
  condition text check (condition in ('common_agenda', 'mutually_reinforcing_activities', 'shared_measurement', 'continuous_communication', 'backbone_support')),
  territory_id uuid,
  guard text not null default '',
  constraint note_links_pkey primary key (initiative_id, id),
  constraint note_links_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint note_links_goal_fkey foreign key (initiative_id, goal_id) references app.goals (initiative_id, id),
  constraint note_links_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id),
  constraint note_links_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint note_links_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint note_links_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id),
  constraint note_links_target_check check (case kind when 'goal' then goal_id is not null when 'activity' then activity_id is not null
    when 'indicator' then indicator_id is not null when 'condition' then condition is not null else territory_id is not null end)
);
create index note_links_note_idx on app.note_links (initiative_id, note_id);
call app.protect_by_guard('note_links', 'select, insert, delete');

create table app.adaptations (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  decision text not null check (decision in ('adapt', 'stop', 'continue', 'extend', 'retry')),
  text text not null,
  decided_on date not null,
  decided_in text,
  owner_name text,
  owner_partner_id uuid,
  due_on date,
  version integer not null default 1,
  guard text not null default '',
  constraint adaptations_pkey primary key (initiative_id, id),
  constraint adaptations_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint adaptations_partner_fkey foreign key (initiative_id, owner_partner_id) references app.partners (initiative_id, id)
);
create index adaptations_note_idx on app.adaptations (initiative_id, note_id);
call app.protect_by_guard('adaptations', 'select, insert, update');

create table app.follow_up_checks (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  adaptation_id uuid not null,
  checked_on date not null,
  result text not null check (result in ('helped', 'partly', 'no', 'too_early')),
  evidence_indicator_id uuid,
  note text,
  next text,
  guard text not null default '',
  constraint follow_up_checks_pkey primary key (initiative_id, id),
  constraint follow_up_checks_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint follow_up_checks_adaptation_fkey foreign key (initiative_id, adaptation_id) references app.adaptations (initiative_id, id),
  constraint follow_up_checks_indicator_fkey foreign key (initiative_id, evidence_indicator_id) references app.indicators (initiative_id, id)
);
create index follow_up_checks_note_idx on app.follow_up_checks (initiative_id, note_id);
call app.protect_by_guard('follow_up_checks', 'select, insert');

create table app.note_comments (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  kind text not null check (kind in ('question', 'us_too', 'idea', 'thanks', 'offer_of_help')),
  body text not null default '' check (length(body) <= 4000),
  language text not null default 'fr',
  said_on date not null,
  signature text not null check (signature in ('named_person', 'named_partner', 'a_partner', 'backbone')),
  signed_name text,
  signed_partner_id uuid,
  guard text not null default '',
  constraint note_comments_pkey primary key (initiative_id, id),
  constraint note_comments_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint note_comments_partner_fkey foreign key (initiative_id, signed_partner_id) references app.partners (initiative_id, id),
  constraint note_comments_named_check check (signature in ('named_person', 'named_partner') or (signed_name is null and signed_partner_id is null))
);
comment on table app.note_comments is 'What the circle answers: signed by the same ladder as notes, and never shown to funders.';
create index note_comments_note_idx on app.note_comments (initiative_id, note_id);
call app.protect_by_guard('note_comments', 'select, insert, delete', true);

create table app.note_comment_authorships (
  initiative_id uuid not null references app.initiatives (id),
  comment_id uuid not null,
  author_id uuid not null,
  constraint note_comment_authorships_pkey primary key (initiative_id, comment_id),
  constraint note_comment_authorships_comment_fkey foreign key (initiative_id, comment_id) references app.note_comments (initiative_id, id) on delete cascade
);
comment on table app.note_comment_authorships is 'Who said a comment: readable by that person alone, so that it can be taken back.';
call app.protect('note_comment_authorships', 'select, insert');
create policy note_comment_authorships_author on app.note_comment_authorships as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or author_id = nullif(current_setting('app.actor', true), '')::uuid);

-- Copies a note's guard to its parts, in the transaction that changed it and deferred these foreign keys. It can
-- only tell them what the note says already; it runs as the owner because whoever narrows a note may not be able to read all of its parts (comments of a hidden one).
create function app.sync_note_guard(p_note uuid) returns void
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
  update app.adaptations set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.follow_up_checks set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_comments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.sync_note_guard(uuid) from public;

-- Four eyes hold for the person, not for the hat: somebody of the backbone who wrote a note under a partner's hat
-- does not publish it. It answers for the actor's own account alone, who knows it anyway.
create function app.wrote_note(p_note uuid) returns boolean
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid;
  v_purpose text := coalesce(current_setting('app.purpose', true), ''); v_wrote boolean;
begin
  perform app.set_purpose('maintenance');
  select n.author_id = nullif(current_setting('app.actor', true), '')::uuid into v_wrote from app.learning_notes n where n.initiative_id = v_initiative and n.id = p_note;
  perform app.set_purpose(v_purpose);
  return coalesce(v_wrote, false);
end $$;
revoke all on function app.wrote_note(uuid) from public;

-- The owner of an adaptation may check it without being allowed to write on the note: the step that
-- follows from the check is taken here, and only when a check says more than "too early".
create function app.mark_note_followed_up(p_note uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  update app.learning_notes n set state = 'followed_up', version = n.version + 1
  where n.initiative_id = v_initiative and n.id = p_note and n.state = 'adaptation_decided' and exists (
    select 1 from app.follow_up_checks c where c.initiative_id = v_initiative and c.note_id = p_note and c.result <> 'too_early');
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.mark_note_followed_up(uuid) from public;

-- Components of the learning measures (domain 4.6), for the initiative as a whole: numbers only. It runs
-- as the owner because funders count what they may not read, and because nobody may read who wrote.
create function app.note_measures(p_today date, p_whole boolean)
returns table (
  notes int, failures int, challenges int, failures_due int, failures_adapted int, days int[], failure_days int[], undecided int,
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
insert into app.definer_allowed values
  ('sync_note_guard', 'copies a note''s own guard to its parts and empties the answers kept for its former readers; returns nothing'),
  ('wrote_note', 'tells an account whether it wrote a note itself, under whatever hat; nothing of anybody else'),
  ('mark_note_followed_up', 'takes the one step that a stored check implies; returns nothing'),
  ('note_measures', 'returns numbers of the whole initiative only; the API role may read neither all notes nor who wrote them');
do $$ begin
  execute format('grant execute on function app.sync_note_guard(uuid), app.wrote_note(uuid), app.mark_note_followed_up(uuid), app.note_measures(date, boolean) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

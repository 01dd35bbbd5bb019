-- Learning notes (domain 4). Who wrote a note stands in a table of its own, behind its own wall:
-- a reader who may not know the author cannot read the row, whatever the code asks.

create table app.learning_notes (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  type text not null check (type in ('success', 'challenge', 'failure', 'surprise')),
  title text not null check (length(title) between 1 and 120),
  what_happened text not null check (length(what_happened) between 1 and 10000),
  what_was_expected text,
  why text,
  causes text[] not null default '{}',
  what_we_learned text,
  what_we_would_do text,
  failure_kind text check (failure_kind in ('preventable', 'complex', 'trial')),
  happened_on date,
  language text not null default 'fr',
  visibility text not null default 'private' check (visibility in ('private', 'partner', 'circle', 'funder', 'public')),
  attribution text not null default 'a_partner' check (attribution in ('named_person', 'named_partner', 'a_partner', 'initiative')),
  state text not null default 'draft' check (state in ('draft', 'shared', 'discussed', 'adaptation_decided', 'no_adaptation', 'followed_up', 'closed', 'withdrawn')),
  no_adaptation_reason text,
  shared_on date,
  author_id uuid not null,
  partner_id uuid,
  hidden_reason text,
  public_agreed_by uuid,
  version integer not null default 1,
  constraint learning_notes_pkey primary key (initiative_id, id),
  constraint learning_notes_failure_only_check check (failure_kind is null or type = 'failure'),
  constraint learning_notes_shared_check check ((visibility in ('private', 'partner')) or shared_on is not null or state = 'withdrawn')
);
comment on column app.learning_notes.author_id is 'For the policies only: the API role may not select it (see note_authorships).';
comment on column app.learning_notes.shared_on is 'A day, never a time: a precise time would tell who wrote an anonymous note.';
call app.protect('learning_notes', '');
do $$
declare v_role text; v_columns text := 'initiative_id, id, type, title, what_happened, what_was_expected, why, causes, what_we_learned,
  what_we_would_do, failure_kind, happened_on, language, visibility, attribution, state, no_adaptation_reason, shared_on, hidden_reason, version';
begin
  foreach v_role in array array[current_database() || '_api', current_database() || '_job'] loop
    execute format('grant select (%s), insert, update on app.learning_notes to %I', v_columns, v_role);
  end loop;
end $$;
create policy learning_notes_reader on app.learning_notes as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or author_id = nullif(current_setting('app.actor', true), '')::uuid
  or (visibility = 'partner' and current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid and state <> 'withdrawn')
  or (state <> 'withdrawn' and hidden_reason is null and visibility in ('circle', 'funder', 'public')
      and (current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
        or (visibility in ('funder', 'public') and current_setting('app.role', true) = 'funder'
            and current_setting('app.commitment', true) = 'true'))));
create policy learning_notes_insert on app.learning_notes as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (author_id = nullif(current_setting('app.actor', true), '')::uuid
      and current_setting('app.role', true) in ('backbone', 'partner_contributor')
      and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid));
create policy learning_notes_update on app.learning_notes as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or author_id = nullif(current_setting('app.actor', true), '')::uuid
  or (current_setting('app.role', true) = 'backbone' and visibility in ('circle', 'funder', 'public')));

create table app.note_authorships (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  author_id uuid not null,
  author_name text not null,
  partner_id uuid,
  attribution text not null check (attribution in ('named_person', 'named_partner', 'a_partner', 'initiative')),
  backbone_may_contact boolean not null default false,
  constraint note_authorships_pkey primary key (initiative_id, note_id),
  constraint note_authorships_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id),
  constraint note_authorships_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.note_authorships is 'Readable by the author, by readers to whom the author gave the name, and by the backbone when the author ticked that it may make contact (domain 4.4).';
call app.protect('note_authorships');
create policy note_authorships_reader on app.note_authorships as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or author_id = nullif(current_setting('app.actor', true), '')::uuid
  or attribution in ('named_person', 'named_partner')
  or (backbone_may_contact and current_setting('app.role', true) = 'backbone'));
create policy note_authorships_insert on app.note_authorships as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or author_id = nullif(current_setting('app.actor', true), '')::uuid);
create policy note_authorships_update on app.note_authorships as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or author_id = nullif(current_setting('app.actor', true), '')::uuid);

create table app.note_versions (
  initiative_id uuid not null references app.initiatives (id),
  note_id uuid not null,
  number integer not null,
  content jsonb not null,
  changed_on date not null,
  constraint note_versions_pkey primary key (initiative_id, note_id, number),
  constraint note_versions_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id)
);
call app.protect('note_versions', 'select, insert');

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
  constraint note_links_pkey primary key (initiative_id, id),
  constraint note_links_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id),
  constraint note_links_goal_fkey foreign key (initiative_id, goal_id) references app.goals (initiative_id, id),
  constraint note_links_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id),
  constraint note_links_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint note_links_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint note_links_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
create index note_links_note_idx on app.note_links (initiative_id, note_id);
call app.protect('note_links');

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
  constraint adaptations_pkey primary key (initiative_id, id),
  constraint adaptations_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id),
  constraint adaptations_partner_fkey foreign key (initiative_id, owner_partner_id) references app.partners (initiative_id, id)
);
call app.protect('adaptations');

create table app.follow_up_checks (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  adaptation_id uuid not null,
  checked_on date not null,
  result text not null check (result in ('helped', 'partly', 'no', 'too_early')),
  evidence_indicator_id uuid,
  note text,
  constraint follow_up_checks_pkey primary key (initiative_id, id),
  constraint follow_up_checks_adaptation_fkey foreign key (initiative_id, adaptation_id) references app.adaptations (initiative_id, id),
  constraint follow_up_checks_indicator_fkey foreign key (initiative_id, evidence_indicator_id) references app.indicators (initiative_id, id)
);
call app.protect('follow_up_checks');

create table app.note_comments (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  kind text not null check (kind in ('question', 'us_too', 'idea', 'thanks', 'offer_of_help')),
  body text not null default '',
  language text not null default 'fr',
  said_on date not null,
  signed_as text not null,
  author_id uuid not null,
  constraint note_comments_pkey primary key (initiative_id, id),
  constraint note_comments_note_fkey foreign key (initiative_id, note_id) references app.learning_notes (initiative_id, id)
);
call app.protect('note_comments');

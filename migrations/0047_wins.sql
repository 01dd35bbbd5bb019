-- Wins that are celebrated (S47) and contributions that are recognised by name (S48).

create table app.wins (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  occasion text check (occasion ~ '^(picture|target|milestone)_[A-Za-z0-9_-]{1,120}$'),
  indicator text,
  period text,
  territory text,
  target numeric,
  note_id uuid,
  guard text not null default 'public',
  text_fr text not null check (length(text_fr) between 1 and 600),
  text_en text check (length(text_en) between 1 and 600),
  share_fr text check (length(share_fr) between 1 and 280),
  share_en text check (length(share_en) between 1 and 280),
  audience text not null default 'circle' check (audience in ('circle', 'funder', 'public')),
  state text not null default 'proposed' check (state in ('proposed', 'published', 'dismissed')),
  published_on date,
  proposed_by uuid,
  version integer not null default 1,
  constraint wins_pkey primary key (initiative_id, id),
  constraint wins_occasion_key unique (initiative_id, occasion),
  constraint wins_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) on update cascade,
  constraint wins_partner_fkey foreign key (initiative_id, proposed_by) references app.partners (initiative_id, id),
  constraint wins_figure_check check (num_nonnulls(indicator, period, territory, target) in (0, 4)),
  constraint wins_note_check check (note_id is not null or guard = 'public'),
  constraint wins_published_check check ((state = 'published') = (published_on is not null))
);
comment on table app.wins is 'What is worth celebrating. What an indicator reached is found when the list is read; a row is there once somebody has answered, and its key keeps it from being proposed again.';
comment on column app.wins.occasion is 'picture_<id>, target_<indicator>_<period of the target>_<territory> or milestone_<indicator>.';
comment on column app.wins.period is 'With indicator, territory and target: the figure that it rests on. Nobody but the backbone reads the win while the latest release does not tell that figure.';
comment on column app.wins.guard is 'Of the linked note, copied when the note changes: a win never reaches further than its note. Without a note nothing narrows it.';
comment on column app.wins.proposed_by is 'Partner whose contributor proposed it; null when the backbone did.';
call app.protect('wins', 'select, insert, update');
create policy wins_reader on app.wins as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and guard in ('hidden', 'circle', 'funder', 'public'))
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and guard in ('circle', 'funder', 'public')
    and (state = 'published' or proposed_by = nullif(current_setting('app.partner', true), '')::uuid))
  or (state = 'published' and current_setting('app.role', true) = 'funder' and audience in ('funder', 'public') and guard in ('funder', 'public')
    and (note_id is null or current_setting('app.commitment', true) = 'true'))
  or (state = 'published' and coalesce(current_setting('app.role', true), '') = '' and audience = 'public' and guard = 'public'));
create policy wins_insert on app.wins as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and state = 'proposed'
    and proposed_by = nullif(current_setting('app.partner', true), '')::uuid));
create policy wins_update on app.wins as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.recognitions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  what_fr text not null check (length(what_fr) between 1 and 600),
  what_en text check (length(what_en) between 1 and 600),
  audience text not null default 'circle' check (audience in ('circle', 'funder', 'public')),
  state text not null default 'proposed' check (state in ('proposed', 'published', 'dismissed')),
  published_on date,
  proposed_by uuid,
  guard text not null generated always as (case when state = 'published' then audience else state end) stored,
  version integer not null default 1,
  constraint recognitions_pkey primary key (initiative_id, id),
  constraint recognitions_guard_key unique (initiative_id, id, guard),
  constraint recognitions_partner_fkey foreign key (initiative_id, proposed_by) references app.partners (initiative_id, id),
  constraint recognitions_published_check check ((state = 'published') = (published_on is not null))
);
comment on table app.recognitions is 'What somebody is thanked for. Who it is stands apart, in recognition_subjects.';
comment on column app.recognitions.guard is 'Who may read it, as one text: circle, funder, public, or why nobody but the backbone does.';
call app.protect('recognitions', 'select, insert, update');

create table app.recognition_subjects (
  initiative_id uuid not null references app.initiatives (id),
  recognition_id uuid not null,
  guard text not null,
  partner_id uuid,
  person_id uuid,
  user_id uuid,
  consent_state text not null default 'asked' check (consent_state in ('asked', 'given', 'refused', 'withdrawn')),
  answered_on date,
  name text check (length(name) between 1 and 200),
  version integer not null default 1,
  constraint recognition_subjects_pkey primary key (initiative_id, recognition_id),
  constraint recognition_subjects_recognition_fkey foreign key (initiative_id, recognition_id, guard)
    references app.recognitions (initiative_id, id, guard) on update cascade,
  constraint recognition_subjects_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint recognition_subjects_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint recognition_subjects_who_check check ((partner_id is not null) <> (person_id is not null) and (person_id is null) = (user_id is null)),
  constraint recognition_subjects_consent_check check ((name is not null) = (consent_state = 'given'))
);
comment on table app.recognition_subjects is 'Who is recognised, and whether that person or partner agreed to be named. Others read a row only while it holds a name.';
comment on column app.recognition_subjects.name is 'The name as it is told: here only while consent is given, so that nothing is left to show when it ends.';
comment on column app.recognition_subjects.user_id is 'Account of the person, which answers under any of its hats; a partner answers by its contributors.';
call app.protect('recognition_subjects', 'select, insert, update');

create policy recognitions_reader on app.recognitions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
    and (guard in ('circle', 'funder', 'public') or proposed_by = nullif(current_setting('app.partner', true), '')::uuid))
  or (current_setting('app.role', true) = 'funder' and guard in ('funder', 'public'))
  or (coalesce(current_setting('app.role', true), '') = '' and guard = 'public'));
create policy recognitions_insert on app.recognitions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and state = 'proposed'
    and proposed_by = nullif(current_setting('app.partner', true), '')::uuid));
create policy recognitions_update on app.recognitions as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Who is asked reads and answers; the backbone asks, and may take a name away, never give one.
create policy recognition_subjects_reader on app.recognition_subjects as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or user_id = nullif(current_setting('app.actor', true), '')::uuid
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid)
  or (name is not null and (
    (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and guard in ('circle', 'funder', 'public'))
    or (current_setting('app.role', true) = 'funder' and guard in ('funder', 'public'))
    or (coalesce(current_setting('app.role', true), '') = '' and guard = 'public'))));
create policy recognition_subjects_insert on app.recognition_subjects as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) in ('backbone', 'partner_contributor') and name is null));
create policy recognition_subjects_update on app.recognition_subjects as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or user_id = nullif(current_setting('app.actor', true), '')::uuid
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid)
) with check (
  current_setting('app.purpose', true) = 'maintenance' or (current_setting('app.role', true) = 'backbone' and name is null)
  or user_id = nullif(current_setting('app.actor', true), '')::uuid
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

-- The public page: these columns and no other; who was asked is not among them.
do $$ declare v_public text := current_database() || '_public'; begin
  execute format('grant select (initiative_id, id, indicator, period, territory, target, text_fr, text_en, share_fr, share_en, state, audience, guard, published_on, version)'
    ' on app.wins to %I', v_public);
  execute format('grant select (initiative_id, id, what_fr, what_en, guard, published_on, version) on app.recognitions to %I', v_public);
  execute format('grant select (initiative_id, recognition_id, name) on app.recognition_subjects to %I', v_public);
end $$;

-- Review sessions: what the circle looks back on together after a step (S41).

create table app.review_sessions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  occasion text not null check (occasion ~ '^(picture|target|milestone)_[A-Za-z0-9_-]{1,80}$'),
  occurred_on date not null,
  due_on date not null,
  wanted text check (length(wanted) <= 4000),
  happened text check (length(happened) <= 4000),
  why text check (length(why) <= 4000),
  kept text check (length(kept) <= 4000),
  note_ids uuid[] not null default '{}' check (cardinality(note_ids) <= 20),
  closed_on date,
  closing_reason text check (length(closing_reason) between 1 and 1000),
  version integer not null default 1,
  constraint review_sessions_pkey primary key (initiative_id, id),
  constraint review_sessions_occasion_key unique (initiative_id, occasion),
  constraint review_sessions_closed_check check (closed_on is null or cardinality(note_ids) > 0 or closing_reason is not null)
);
comment on table app.review_sessions is 'What is written of a step that was looked back on. Occasions are found when they are read; a row is there once somebody has written.';
comment on column app.review_sessions.occasion is 'picture_<id>, target_<indicator>_<period> or milestone_<indicator>.';
comment on column app.review_sessions.note_ids is 'Learning notes of the circle that came of it; each reader is told those that it may read. Nothing is said of who wrote them.';
call app.protect('review_sessions', 'select, insert, update');
create policy review_sessions_reader on app.review_sessions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy review_sessions_insert on app.review_sessions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy review_sessions_update on app.review_sessions as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

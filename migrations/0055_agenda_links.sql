-- What a point of an agenda is about, and funders who are invited to one meeting (domain 5, row 9).

alter table app.meetings
  add column invited uuid[] not null default '{}' check (cardinality(invited) <= 50),
  add column record_is_shared boolean not null default false,
  add constraint meetings_invited_key unique (initiative_id, id, invited);
comment on column app.meetings.invited is 'Accounts of funders who read this meeting and no other: under a funder hat alone. Copied by foreign keys to its agenda and to what that is about.';
comment on column app.meetings.record_is_shared is 'Those invited read the minutes too.';
drop policy meetings_reader on app.meetings;
create policy meetings_reader on app.meetings as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or (current_setting('app.role', true) = 'funder' and nullif(current_setting('app.actor', true), '')::uuid = any (invited)));
-- Whoever is invited reads: it changes nothing of the meeting.
create policy meetings_writer on app.meetings as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) <> 'funder');
create policy meetings_remover on app.meetings as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) <> 'funder');

alter table app.agenda_items
  add column invited uuid[] not null default '{}',
  drop constraint agenda_items_meeting_fkey,
  add constraint agenda_items_meeting_fkey foreign key (initiative_id, meeting_id, invited) references app.meetings (initiative_id, id, invited)
    on update cascade on delete cascade,
  add constraint agenda_items_invited_key unique (initiative_id, meeting_id, position, invited);
comment on column app.agenda_items.invited is 'Of its meeting: row level security reads it.';
drop policy agenda_items_reader on app.agenda_items;
create policy agenda_items_reader on app.agenda_items as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or (current_setting('app.role', true) = 'funder' and nullif(current_setting('app.actor', true), '')::uuid = any (invited)));
create policy agenda_items_writer on app.agenda_items as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) <> 'funder');
create policy agenda_items_remover on app.agenda_items as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) <> 'funder');

create table app.agenda_item_links (
  initiative_id uuid not null references app.initiatives (id),
  meeting_id uuid not null,
  position smallint not null,
  number smallint not null,
  invited uuid[] not null default '{}',
  indicator_id uuid,
  activity_id uuid,
  decision_id uuid,
  note_id uuid,
  guard text not null default 'circle',
  constraint agenda_item_links_pkey primary key (initiative_id, meeting_id, position, number),
  constraint agenda_item_links_item_fkey foreign key (initiative_id, meeting_id, position, invited)
    references app.agenda_items (initiative_id, meeting_id, position, invited) on update cascade on delete cascade,
  constraint agenda_item_links_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint agenda_item_links_activity_fkey foreign key (initiative_id, activity_id) references app.activities (initiative_id, id) on delete cascade,
  constraint agenda_item_links_decision_fkey foreign key (initiative_id, decision_id) references app.decisions (initiative_id, id) on delete cascade,
  constraint agenda_item_links_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard)
    on update cascade on delete cascade,
  constraint agenda_item_links_target_check check (num_nonnulls(indicator_id, activity_id, decision_id, note_id) = 1)
);
comment on table app.agenda_item_links is 'What a point of an agenda is about. A link to a note is read by whoever may read the note, and by nobody else: not even that there is one.';
comment on column app.agenda_item_links.guard is 'Of the note it leads to, kept by the foreign key as the note is shared or narrowed; « circle » of what is no note.';
create index agenda_item_links_indicator_idx on app.agenda_item_links (initiative_id, indicator_id) where indicator_id is not null;
create index agenda_item_links_note_idx on app.agenda_item_links (initiative_id, note_id) where note_id is not null;
call app.protect('agenda_item_links', 'select, insert, delete');
create policy agenda_item_links_reader on app.agenda_item_links as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer') and guard in ('circle', 'funder', 'public'))
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and guard in (
    'hat:' || current_setting('app.actor', true) || ':' || current_setting('app.partner', true) || ':partner',
    'team:' || current_setting('app.partner', true) || ':partner'))
  or (current_setting('app.role', true) = 'backbone' and guard in ('hidden',
    'hat:' || current_setting('app.actor', true) || ':' || current_setting('app.partner', true) || ':backbone',
    'team:' || current_setting('app.partner', true) || ':backbone'))
  or (current_setting('app.role', true) = 'funder' and nullif(current_setting('app.actor', true), '')::uuid = any (invited)
    and (note_id is null or (current_setting('app.commitment', true) = 'true' and guard in ('funder', 'public')))));
create policy agenda_item_links_writer on app.agenda_item_links as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy agenda_item_links_remover on app.agenda_item_links as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

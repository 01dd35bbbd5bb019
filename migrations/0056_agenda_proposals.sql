-- Points that partners propose for an agenda, and what the backbone answered (domain 5, row 9).

create table app.agenda_proposals (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  partner_id uuid not null,
  person_id uuid not null,
  title text not null check (length(title) between 1 and 300),
  why text not null check (length(why) between 1 and 1000),
  minutes smallint check (minutes between 1 and 1000),
  proposed_on date not null,
  state text not null default 'proposed' check (state in ('proposed', 'accepted', 'declined')),
  answer text check (length(answer) <= 1000),
  answered_on date,
  version integer not null default 1,
  constraint agenda_proposals_pkey primary key (initiative_id, id),
  constraint agenda_proposals_meeting_fkey foreign key (initiative_id, meeting_id) references app.meetings (initiative_id, id) on delete cascade,
  constraint agenda_proposals_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint agenda_proposals_person_fkey foreign key (initiative_id, person_id) references app.persons (initiative_id, id),
  constraint agenda_proposals_answered_check check ((state = 'proposed') = (answered_on is null) and (state <> 'declined' or answer is not null))
);
create index agenda_proposals_meeting_idx on app.agenda_proposals (initiative_id, meeting_id);
comment on table app.agenda_proposals is 'A point that a partner proposes: read by that partner and the backbone, so that no refusal is public. What is accepted becomes a point of the agenda.';
call app.protect('agenda_proposals', 'select, insert, update');
create policy agenda_proposals_reader on app.agenda_proposals as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy agenda_proposals_own on app.agenda_proposals as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or (current_setting('app.role', true) = 'partner_contributor'
    and partner_id = nullif(current_setting('app.partner', true), '')::uuid and state = 'proposed'));
create policy agenda_proposals_answerer on app.agenda_proposals as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- Joining (instrument 5, S18): an organisation that is still outside looks at the coalition by a link of its own. What it answers is
-- encrypted with that link, which nobody but it has; the backbone reads the summary that it shares, and nothing else.

create table app.joining_invitations (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  label text not null check (length(label) between 1 and 200),
  secret_hash text not null,
  made_on date not null,
  expires_on date not null,
  used boolean not null default false,
  constraint joining_invitations_pkey primary key (initiative_id, id),
  constraint joining_invitations_secret_key unique (initiative_id, secret_hash)
);
comment on table app.joining_invitations is 'A link to begin with, which works once: whoever begins gets another, that whoever made this one never saw. Nothing here leads to a sheet.';
comment on column app.joining_invitations.label is 'For whom it was made, in words of the backbone.';
call app.protect('joining_invitations', 'select, insert, update, delete');
create policy joining_invitations_reader on app.joining_invitations as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'respondent' and secret_hash = current_setting('app.link', true)));
create policy joining_invitations_insert on app.joining_invitations as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy joining_invitations_update on app.joining_invitations as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and secret_hash = current_setting('app.link', true)));
create policy joining_invitations_delete on app.joining_invitations as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance');

create table app.joining_sheets (
  initiative_id uuid not null references app.initiatives (id),
  sheet_key text not null,
  sealed text not null,
  delete_on date,
  constraint joining_sheets_pkey primary key (initiative_id, sheet_key)
);
comment on table app.joining_sheets is 'Answers of an organisation that wonders whether to join, found by a hash of its link and encrypted with a key drawn from it: read by whoever holds the link, not by the owner of the database.';
comment on column app.joining_sheets.delete_on is 'Ninety days after it was last saved; null when the organisation keeps it.';
call app.protect('joining_sheets');
create policy joining_sheets_own on app.joining_sheets as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and sheet_key = current_setting('app.sheet', true)));

create table app.joining_summaries (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  summary_key text not null,
  organization text not null check (length(organization) between 1 and 200),
  message text check (length(message) <= 1000),
  summary jsonb not null,
  shared_on date not null,
  constraint joining_summaries_pkey primary key (initiative_id, id),
  constraint joining_summaries_key unique (initiative_id, summary_key)
);
comment on table app.joining_summaries is 'What an organisation chose to tell: its fit by criterion and what follows, never an answer. Taken back by the link that shared it, whose hash here is not the one of the sheet.';
call app.protect('joining_summaries');
create policy joining_summaries_reader on app.joining_summaries as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'respondent' and summary_key = current_setting('app.link', true)));
create policy joining_summaries_insert on app.joining_summaries as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and summary_key = current_setting('app.link', true)));
create policy joining_summaries_update on app.joining_summaries as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and summary_key = current_setting('app.link', true)));
create policy joining_summaries_delete on app.joining_summaries as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and summary_key = current_setting('app.link', true)));

create function app.enter_joining(p_link text, p_sheet text) returns void language plpgsql as $$
begin
  execute 'set local app.role = ''respondent''';
  execute format('set local app.link = %L', p_link);
  execute format('set local app.sheet = %L', p_sheet);
end $$;
comment on function app.enter_joining is 'Reads on as the holder of a link about joining: the invitation, the sheet and the summary whose hashes are those of the link, and nothing else.';

-- What happens around figures: confidentiality incidents and their register, due dates that the backbone extends,
-- and what an import asks of two people.

create table app.privacy_incidents (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number integer not null,
  origin text not null check (origin in ('import', 'other')),
  reason text,
  information text not null check (information <> ''),
  circumstances text not null check (circumstances <> ''),
  occurred_from date not null,
  occurred_to date,
  is_period_approximate boolean not null default false,
  aware_on date not null,
  persons_count integer check (persons_count >= 0),
  is_count_approximate boolean not null default false,
  risk text not null default 'not_assessed' check (risk in ('not_assessed', 'serious', 'not_serious')),
  risk_reasons text,
  authority_notified_on date,
  persons_notified_on date,
  notice_note text,
  measures text,
  closed_on date,
  opened_by uuid,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  constraint privacy_incidents_pkey primary key (initiative_id, id),
  constraint privacy_incidents_number_key unique (initiative_id, number),
  constraint privacy_incidents_period_check check (occurred_to is null or occurred_to >= occurred_from),
  constraint privacy_incidents_risk_reasons_check check (risk = 'not_assessed' or coalesce(risk_reasons, '') <> ''),
  constraint privacy_incidents_closing_check check (closed_on is null or (risk <> 'not_assessed' and coalesce(measures, '') <> ''))
);
comment on table app.privacy_incidents is 'Register of confidentiality incidents, with what the law prescribes; no personal information itself. Kept five years at least: nothing deletes a row.';
comment on column app.privacy_incidents.number is 'From 1 in each initiative, in the order of opening.';
comment on column app.privacy_incidents.reason is 'Why an import stopped (personal_data_…); never what it held, nor the file''s name, which may be a person''s.';
comment on column app.privacy_incidents.information is 'Which kinds of personal information; or why that cannot be said.';
comment on column app.privacy_incidents.risk is 'Whether there is a risk of serious injury.';
comment on column app.privacy_incidents.notice_note is 'Whether public notices were given, and why; or why nobody was told.';
call app.protect('privacy_incidents', 'select, insert, update');
create policy privacy_incidents_reader on app.privacy_incidents as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
-- Whoever imports may open one (situation 18) and never reads the register: the server writes it for them.
create policy privacy_incidents_insert on app.privacy_incidents as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.due_extensions (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  partner_id uuid,
  period_id uuid not null,
  indicator_id uuid,
  due_on date not null,
  reason text not null check (reason <> ''),
  granted_by uuid,
  granted_at timestamptz not null,
  constraint due_extensions_pkey primary key (initiative_id, id),
  constraint due_extensions_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint due_extensions_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint due_extensions_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint due_extensions_once_key unique nulls not distinct (initiative_id, period_id, partner_id, indicator_id)
);
comment on table app.due_extensions is 'A later due date for a partner and a period (situation 13): assignments keep theirs, the later of the two counts.';
comment on column app.due_extensions.partner_id is 'Null: what the backbone collects itself.';
comment on column app.due_extensions.indicator_id is 'Null: every indicator that is due then.';
call app.protect('due_extensions', 'select, insert, delete');
create policy due_extensions_reader on app.due_extensions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy due_extensions_insert on app.due_extensions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy due_extensions_delete on app.due_extensions as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

alter table app.revision_requests add column import_id uuid;
comment on column app.revision_requests.import_id is 'The import that asked: taking it back withdraws what still waits.';
create index revision_requests_import_idx on app.revision_requests (initiative_id, import_id) where import_id is not null;

-- A zero is confirmed by a tick alone (situation 9); everything else that is unusual needs a word.
alter table app.observation_confirmations alter column comment drop not null;
comment on column app.observation_confirmations.comment is 'Why; null where nothing but a declared zero was confirmed.';

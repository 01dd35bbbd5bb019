-- Imports in steps: what somebody began, what an import replaced so that it can be taken back, what is remembered for the next file.

alter table app.imports drop constraint imports_state_check;
alter table app.imports add constraint imports_state_check check (state in ('running', 'done', 'refused', 'failed', 'undone'));
alter table app.imports add column made jsonb not null default '{}', add column undone_at timestamptz, add column undone_by uuid;
comment on column app.imports.made is 'Periods, territories and categories that the import created: an undo removes those that nothing else uses.';

alter table app.observation_revisions drop constraint observation_revisions_reason_check;
alter table app.observation_revisions add constraint observation_revisions_reason_check check (reason in ('entry', 'submission', 'return', 'validation',
  'late_data', 'error_correction', 'source_revision', 'definition_change', 'deduplication', 'territory_change', 'import_undone'));
comment on column app.observation_revisions.new_state is 'The state that the change led to; withdrawn when an import that had created the figure was taken back.';

create table app.imported_figures (
  initiative_id uuid not null references app.initiatives (id),
  import_id uuid not null,
  observation_id uuid not null,
  partner_id uuid,
  version integer not null,
  former jsonb,
  constraint imported_figures_pkey primary key (initiative_id, import_id, observation_id),
  constraint imported_figures_import_fkey foreign key (initiative_id, import_id) references app.imports (initiative_id, id)
);
comment on table app.imported_figures is 'What each import wrote, for seven days.';
comment on column app.imported_figures.partner_id is 'The partner whose contributor imported; null: the backbone. A former figure may be a draft, which is its partner''s alone.';
comment on column app.imported_figures.version is 'Version of the figure that the import made: another one means that somebody changed it since.';
comment on column app.imported_figures.former is 'The whole former row; null when the import created the figure.';
call app.protect('imported_figures');
create policy imported_figures_reader on app.imported_figures as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and partner_id is null)
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.import_drafts (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  partner_id uuid,
  file_name text not null,
  file_hash text not null,
  facts jsonb not null,
  content text not null,
  choices jsonb not null,
  checked jsonb,
  import_id uuid,
  rejected jsonb,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint import_drafts_pkey primary key (initiative_id, id),
  constraint import_drafts_life_check check (expires_at <= created_at + interval '24 hours')
);
comment on table app.import_drafts is 'An import that somebody prepares, in steps; gone within a day. A file stopped for personal data never gets here.';
comment on column app.import_drafts.content is 'The rows of the file as they were read, compressed, in base 64; never the file.';
comment on column app.import_drafts.checked is 'What the last dry run said; null when the choices changed since.';
comment on column app.import_drafts.rejected is 'Places refused by the last run, for the file of refused rows.';
call app.protect('import_drafts');
create policy import_drafts_owner on app.import_drafts as restrictive using (
  current_setting('app.purpose', true) = 'maintenance'
  or (owner_id = nullif(current_setting('app.actor', true), '')::uuid and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid));

create table app.import_habits (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  partner_id uuid,
  fingerprint text not null,
  choices jsonb not null,
  updated_at timestamptz not null,
  constraint import_habits_pkey primary key (initiative_id, id),
  constraint import_habits_key unique nulls not distinct (initiative_id, partner_id, fingerprint),
  constraint import_habits_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.import_habits is 'How a partner (null: the backbone) mapped its last file: proposed again for a file with the same headers.';
comment on column app.import_habits.fingerprint is 'Hash of the headers; empty for what any file teaches, such as other names of territories.';
call app.protect('import_habits');
create policy import_habits_reader on app.import_habits as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and partner_id is null)
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

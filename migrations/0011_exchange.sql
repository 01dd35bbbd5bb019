-- Imports: kept mappings and what each import did. The file itself is never kept.

create table app.import_mappings (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  name text not null,
  mapping jsonb not null,
  partner_id uuid,
  version integer not null default 1,
  constraint import_mappings_pkey primary key (initiative_id, id),
  constraint import_mappings_name_key unique (initiative_id, name),
  constraint import_mappings_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on column app.import_mappings.partner_id is 'The partner whose people keep it and may change it; null: the backbone''s. Every one may be used by all who import.';
call app.protect('import_mappings');

create table app.imports (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  file_name text not null,
  file_hash text not null,
  state text not null check (state in ('running', 'done', 'refused', 'failed')),
  is_partial boolean not null default false,
  result jsonb,
  started_by uuid,
  partner_id uuid,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint imports_pkey primary key (initiative_id, id)
);
call app.protect('imports');
create policy imports_reader on app.imports as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

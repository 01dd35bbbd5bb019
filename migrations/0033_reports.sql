-- Reports for funders (screen 19): a draft that the backbone puts together on one release, and versions that are frozen with
-- every byte of their pages. A version never changes, whatever becomes of the draft, the figures or the product.

create table app.reports (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  title_fr text not null check (length(title_fr) between 1 and 160),
  title_en text check (length(title_en) between 1 and 160),
  release_id uuid not null,
  languages text[] not null default '{fr}' check (languages <@ '{fr,en}' and cardinality(languages) between 1 and 2),
  paper text not null default 'letter' check (paper in ('A4', 'letter')),
  is_colour boolean not null default true,
  sections jsonb not null default '[]',
  indicators jsonb not null default '[]',
  note_ids uuid[] not null default '{}',
  changed_at timestamptz not null,
  version integer not null default 1,
  constraint reports_pkey primary key (initiative_id, id),
  constraint reports_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id)
);
comment on table app.reports is 'Drafts of reports: the backbone''s alone. What anybody else reads is a frozen version.';
comment on column app.reports.sections is 'Every section in its order, with whether it is shown and what was written in each language.';
comment on column app.reports.indicators is 'Codes of the chosen indicators in their order, with a summary in each language where one was written.';
call app.protect('reports');
create policy reports_backbone on app.reports as restrictive using (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');

create table app.report_versions (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  report_id uuid not null,
  number integer not null,
  title_fr text not null,
  title_en text,
  release_id uuid not null,
  languages text[] not null,
  paper text not null,
  is_colour boolean not null,
  indicator_count integer not null,
  note_ids uuid[] not null default '{}',
  reason text check (length(reason) between 1 and 2000),
  frozen_on date not null,
  frozen_at timestamptz not null,
  frozen_by uuid,
  checksum text not null,
  constraint report_versions_pkey primary key (initiative_id, id),
  constraint report_versions_number_key unique (initiative_id, report_id, number),
  constraint report_versions_report_fkey foreign key (initiative_id, report_id) references app.reports (initiative_id, id),
  constraint report_versions_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id)
);
comment on table app.report_versions is 'A report as it was handed over: every member may read it, nobody may change or remove it.';
comment on column app.report_versions.note_ids is 'Learning notes that it quotes: an author who takes one back learns which versions told it.';
comment on column app.report_versions.checksum is 'SHA-256 of the checksums of its pages.';
call app.protect('report_versions', 'select, insert');
create policy report_versions_writer on app.report_versions as restrictive for insert with check (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');

create table app.report_pages (
  initiative_id uuid not null,
  version_id uuid not null,
  language text not null check (language in ('fr', 'en')),
  form text not null check (form in ('page', 'word')),
  has_notes boolean not null,
  content text not null,
  sha256 text not null,
  constraint report_pages_pkey primary key (initiative_id, version_id, language, form),
  constraint report_pages_version_fkey foreign key (initiative_id, version_id) references app.report_versions (initiative_id, id)
);
comment on table app.report_pages is 'The very bytes of a frozen version, for each language and form.';
comment on column app.report_pages.has_notes is 'It quotes learning notes: a funder reads it after the learning commitment.';
call app.protect('report_pages', 'select, insert');
create policy report_pages_reader on app.report_pages as restrictive for select using (
  not has_notes or current_setting('app.commitment', true) = 'true' or current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy report_pages_writer on app.report_pages as restrictive for insert with check (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');

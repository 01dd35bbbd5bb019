-- The dashboard of one person: views kept under a name, and what stood when it was last looked at.

create table app.saved_views (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  query text not null check (length(query) <= 1500),
  is_shared boolean not null default false,
  saved_on date not null,
  version integer not null default 1,
  constraint saved_views_pkey primary key (initiative_id, id),
  constraint saved_views_name_key unique (initiative_id, owner_id, name)
);
comment on table app.saved_views is 'A view is its address; figures are read anew each time, as far as the hat of whoever opens it reads them.';
comment on column app.saved_views.owner_id is 'The account, whatever the hat: a view holds choices, never figures.';
comment on column app.saved_views.is_shared is 'Offered to every member by the backbone.';
call app.protect('saved_views');
create policy saved_views_reader on app.saved_views as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or is_shared or owner_id = nullif(current_setting('app.actor', true), '')::uuid);
create policy saved_views_writer on app.saved_views as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (owner_id = nullif(current_setting('app.actor', true), '')::uuid and (not is_shared or current_setting('app.role', true) = 'backbone')));
-- A shared view outlives whoever made it: the backbone renames it and takes it away.
create policy saved_views_changer on app.saved_views as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (not is_shared and owner_id = nullif(current_setting('app.actor', true), '')::uuid)
  or (is_shared and current_setting('app.role', true) = 'backbone'))
  with check (current_setting('app.purpose', true) = 'maintenance'
  or (not is_shared and owner_id = nullif(current_setting('app.actor', true), '')::uuid)
  or (is_shared and current_setting('app.role', true) = 'backbone'));
create policy saved_views_remover on app.saved_views as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance'
  or (not is_shared and owner_id = nullif(current_setting('app.actor', true), '')::uuid)
  or (is_shared and current_setting('app.role', true) = 'backbone'));

create table app.last_looks (
  initiative_id uuid not null references app.initiatives (id),
  hat_id uuid not null,
  owner_id uuid not null,
  seen_on date not null,
  seen jsonb not null,
  before_on date,
  before jsonb,
  constraint last_looks_pkey primary key (initiative_id, hat_id),
  constraint last_looks_hat_fkey foreign key (initiative_id, hat_id) references app.role_assignments (initiative_id, id) on delete cascade,
  constraint last_looks_before_check check ((before_on is null) = (before is null))
);
comment on table app.last_looks is 'One row for a person under one hat: days, never hours. Nobody else reads it.';
comment on column app.last_looks.seen is 'Status of each indicator as that hat read it on the day of the last look.';
comment on column app.last_looks.before is 'The same of the look before: what changed is told from there.';
call app.protect('last_looks', 'select, insert, update');
create policy last_looks_own on app.last_looks as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or owner_id = nullif(current_setting('app.actor', true), '')::uuid);

create index observation_revisions_counted_idx on app.observation_revisions (initiative_id, at) where new_state in ('validated', 'published');

-- The public page of an initiative, and links that show one release to somebody without an account.

create table app.public_pages (
  initiative_id uuid not null references app.initiatives (id),
  is_indexed boolean not null default false,
  licence text not null default 'CC-BY-4.0' check (licence in ('CC-BY-4.0', 'CC0-1.0', 'ODbL-1.0', 'etalab-2.0')),
  contact text check (length(contact) between 1 and 200),
  embed_hosts text[] not null default '{}' check (cardinality(embed_hosts) <= 30),
  version integer not null default 1,
  constraint public_pages_pkey primary key (initiative_id)
);
comment on table app.public_pages is 'How the public page is shown; without a row, as the defaults say. Whether there is one, the latest release says.';
comment on column app.public_pages.embed_hosts is 'Hosts whose pages may show an indicator in a frame.';
call app.protect('public_pages', 'select, insert, update');
create policy public_pages_writer on app.public_pages as restrictive for insert with check (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');
create policy public_pages_changer on app.public_pages as restrictive for update using (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');

create table app.release_links (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  release_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  secret_hash text not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  opens integer not null default 0,
  last_opened_at timestamptz,
  constraint release_links_pkey primary key (initiative_id, id),
  constraint release_links_secret_key unique (initiative_id, secret_hash),
  constraint release_links_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id),
  constraint release_links_life_check check (expires_at > created_at)
);
comment on table app.release_links is 'Whoever has the secret reads one release as the public would; only its hash is kept.';
comment on column app.release_links.opens is 'How often it was opened; by whom is not kept.';
call app.protect('release_links', 'select, insert, update');
create policy release_links_reader on app.release_links as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or secret_hash = current_setting('app.link', true));
create policy release_links_writer on app.release_links as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy release_links_changer on app.release_links as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or secret_hash = current_setting('app.link', true));

-- A link reads the release that it was made for and no other, whatever else is published.
drop policy releases_reader on app.releases;
create policy releases_reader on app.releases as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or (state = 'published' and case coalesce(current_setting('app.role', true), '')
    when '' then is_public
    when 'link' then id = nullif(current_setting('app.release', true), '')::uuid
    else true end));

do $$ begin
  execute format('grant select on app.public_pages to %I', current_database() || '_public');
end $$;

create function app.enter_public(p_slug text)
returns table (initiative_id uuid, fiscal_start_month smallint, school_start_month smallint, time_zone text) language plpgsql as $$
declare v_id uuid;
begin
  perform app.set_ctx(null, null, null, null, false);
  perform app.set_purpose('maintenance');
  select i.id into v_id from app.initiatives i where i.slug = p_slug;
  perform app.set_ctx(v_id, null, null, null, false);
  execute 'set local app.release = ''''';
  execute 'set local app.link = ''''';
  return query select i.id, i.fiscal_start_month, i.school_start_month, i.time_zone from app.initiatives i where i.id = v_id;
end $$;
comment on function app.enter_public is 'Enters the initiative of an address as somebody without a role: nothing is told of whether anything is public.';

create function app.enter_release_link(p_initiative uuid, p_hash text, p_now timestamptz) returns integer language plpgsql as $$
declare v_release uuid; v_number integer;
begin
  execute format('set local app.link = %L', p_hash);
  select l.release_id into v_release from app.release_links l
  where l.initiative_id = p_initiative and l.secret_hash = p_hash and l.revoked_at is null and l.expires_at > p_now;
  if v_release is null then
    execute 'set local app.link = ''''';
    return null;
  end if;
  execute 'set local app.role = ''link''';
  execute format('set local app.release = %L', v_release);
  select r.number into v_number from app.releases r where r.initiative_id = p_initiative and r.id = v_release;
  return v_number;
end $$;
comment on function app.enter_release_link is 'Reads on as the holder of a link that is neither over nor revoked; null, and nothing changes, when there is none.';

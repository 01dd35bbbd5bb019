-- Organisations and the partners they become in an initiative.

create table app.organizations (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  name text not null,
  short_name text,
  sectors text[] not null default '{}',
  website text,
  external_id text,
  constraint organizations_pkey primary key (initiative_id, id)
);
call app.protect('organizations');

create table app.partners (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  organization_id uuid not null,
  code text not null,
  level_id uuid,
  role_fr text,
  role_en text,
  joined_on date not null,
  left_on date,
  is_backbone_host boolean not null default false,
  share_with_funder boolean not null default false,
  is_public boolean not null default true,
  version integer not null default 1,
  constraint partners_pkey primary key (initiative_id, id),
  constraint partners_code_key unique (initiative_id, code),
  constraint partners_organization_fkey foreign key (initiative_id, organization_id) references app.organizations (initiative_id, id),
  constraint partners_level_fkey foreign key (initiative_id, level_id) references app.territory_levels (initiative_id, id),
  constraint partners_dates_check check (left_on is null or left_on >= joined_on)
);
comment on column app.partners.share_with_funder is 'The partner agreed that its own figures appear in what funders read (domain 5, row 23).';
call app.protect('partners');

alter table app.role_assignments add constraint role_assignments_partner_fkey
  foreign key (initiative_id, partner_id) references app.partners (initiative_id, id);
alter table app.role_assignments add constraint role_assignments_organization_fkey
  foreign key (initiative_id, organization_id) references app.organizations (initiative_id, id);

create table app.partner_territories (
  initiative_id uuid not null references app.initiatives (id),
  partner_id uuid not null,
  territory_id uuid not null,
  valid_from date not null default '0001-01-01',
  valid_to date,
  constraint partner_territories_pkey primary key (initiative_id, partner_id, territory_id, valid_from),
  constraint partner_territories_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint partner_territories_territory_fkey foreign key (initiative_id, territory_id) references app.territories (initiative_id, id)
);
call app.protect('partner_territories');

create table app.contributions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  partner_id uuid not null,
  kind text not null check (kind in ('legitimacy', 'resources', 'expertise', 'access', 'people_power')),
  description_fr text,
  description_en text,
  amount numeric,
  hours numeric,
  offered_on date,
  confirmed_on date,
  version integer not null default 1,
  constraint contributions_pkey primary key (initiative_id, id),
  constraint contributions_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on column app.contributions.confirmed_on is 'Null: "à confirmer" until someone of that partner confirms it (S08).';
call app.protect('contributions');

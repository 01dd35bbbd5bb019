-- Who decides: bodies and their seats, the leadership model with its calendar, roles, decisions with positions, the partnership
-- agreement with signatures, the conflict protocol.

create table app.governance_bodies (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  name_fr text not null,
  name_en text,
  kind text not null default 'steering_committee' check (kind in ('steering_committee', 'working_group', 'other')),
  mandate_fr text,
  mandate_en text,
  decision_mode text not null default 'modified_consensus' check (decision_mode in ('consensus', 'modified_consensus', 'majority', 'delegated')),
  fallback_threshold numeric not null default 0.75 check (fallback_threshold > 0 and fallback_threshold <= 1),
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  constraint governance_bodies_pkey primary key (initiative_id, id),
  constraint governance_bodies_dates_check check (valid_to is null or valid_to >= valid_from)
);
comment on column app.governance_bodies.fallback_threshold is 'Share of votes cast, abstentions out, that carries a decision by modified consensus when somebody is against (S25).';
call app.protect('governance_bodies');
create policy governance_bodies_circle on app.governance_bodies as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.governance_seats (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  body_id uuid not null,
  holder_name text,
  partner_id uuid,
  is_voting boolean not null default true,
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  constraint governance_seats_pkey primary key (initiative_id, id),
  constraint governance_seats_body_fkey foreign key (initiative_id, body_id) references app.governance_bodies (initiative_id, id),
  constraint governance_seats_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint governance_seats_dates_check check (valid_to is null or valid_to >= valid_from)
);
create index governance_seats_body_idx on app.governance_seats (initiative_id, body_id);
call app.protect('governance_seats');
create policy governance_seats_circle on app.governance_seats as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.seat_declarations (
  initiative_id uuid not null references app.initiatives (id),
  seat_id uuid not null,
  declared_on date not null,
  constraint seat_declarations_pkey primary key (initiative_id, seat_id),
  constraint seat_declarations_seat_fkey foreign key (initiative_id, seat_id) references app.governance_seats (initiative_id, id) on delete cascade
);
comment on table app.seat_declarations is 'Holders of seats who said themselves that they live the issue (S11): never inferred, taken back at will. The circle reads how many, the backbone alone who.';
call app.protect('seat_declarations', 'select, insert, delete');
create policy seat_declarations_backbone on app.seat_declarations as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.leadership_models (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('lead_organization', 'rotating', 'shared_steering')),
  partner_id uuid,
  body_id uuid,
  note_fr text,
  note_en text,
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  constraint leadership_models_pkey primary key (initiative_id, id),
  constraint leadership_models_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint leadership_models_body_fkey foreign key (initiative_id, body_id) references app.governance_bodies (initiative_id, id),
  constraint leadership_models_dates_check check (valid_to is null or valid_to >= valid_from)
);
comment on column app.leadership_models.partner_id is 'The lead organisation, where there is one; body_id: the body that steers together.';
call app.protect('leadership_models');
create policy leadership_models_circle on app.leadership_models as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.leadership_terms (
  initiative_id uuid not null references app.initiatives (id),
  model_id uuid not null,
  starts_on date not null,
  partner_id uuid not null,
  holder_name text,
  constraint leadership_terms_pkey primary key (initiative_id, model_id, starts_on),
  constraint leadership_terms_model_fkey foreign key (initiative_id, model_id) references app.leadership_models (initiative_id, id) on delete cascade,
  constraint leadership_terms_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.leadership_terms is 'Calendar of a rotating leadership: a term lasts until the next begins, so the holder of a day needs no edit (S24).';
call app.protect('leadership_terms');
create policy leadership_terms_circle on app.leadership_terms as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.governance_roles (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  role text not null check (role in ('facilitation', 'communication', 'follow_up', 'media', 'other', 'chair', 'vice_chair', 'secretary', 'treasurer')),
  other_name text,
  partner_id uuid,
  holder_name text,
  deputy_name text,
  valid_from date not null,
  valid_to date,
  version integer not null default 1,
  constraint governance_roles_pkey primary key (initiative_id, id),
  constraint governance_roles_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint governance_roles_holder_check check (partner_id is not null or holder_name is not null),
  constraint governance_roles_dates_check check (valid_to is null or valid_to >= valid_from)
);
comment on table app.governance_roles is 'Who holds a role from when to when (S26). Chair, vice-chair, secretary and treasurer are officers: kept, but not shown, in an informal initiative (S07).';
call app.protect('governance_roles');
create policy governance_roles_circle on app.governance_roles as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.statutes (
  initiative_id uuid not null references app.initiatives (id),
  body_fr text,
  body_en text,
  registered_as text,
  adopted_on date,
  version integer not null default 1,
  constraint statutes_pkey primary key (initiative_id)
);
call app.protect('statutes', 'select, insert, update');
create policy statutes_circle on app.statutes as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.decisions (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  body_id uuid not null,
  title_fr text not null,
  title_en text,
  text_fr text,
  text_en text,
  options text[] not null default '{}',
  mode text not null check (mode in ('consensus', 'modified_consensus', 'majority', 'delegated')),
  fallback_threshold numeric not null default 0.75 check (fallback_threshold > 0 and fallback_threshold <= 1),
  delegate_name text,
  delegate_partner_id uuid,
  limit_text text,
  limit_amount numeric check (limit_amount >= 0),
  amount numeric check (amount >= 0),
  asked_on date not null,
  result text check (result in ('carried', 'not_carried')),
  decided_on date,
  voting_seats smallint,
  published_on date,
  version integer not null default 1,
  constraint decisions_pkey primary key (initiative_id, id),
  constraint decisions_body_fkey foreign key (initiative_id, body_id) references app.governance_bodies (initiative_id, id),
  constraint decisions_delegate_fkey foreign key (initiative_id, delegate_partner_id) references app.partners (initiative_id, id),
  constraint decisions_delegation_check check (mode <> 'delegated' or (limit_text is not null and (delegate_name is not null or delegate_partner_id is not null))),
  constraint decisions_decided_check check ((result is null) = (decided_on is null) and (published_on is null or result is not null))
);
comment on column app.decisions.voting_seats is 'Seats that could vote on the day of the result; positions no longer change after it.';
comment on column app.decisions.published_on is 'Funders read a decision from this day on (domain 5, row 8); null: the circle alone.';
call app.protect('decisions');
create policy decisions_reader on app.decisions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or published_on is not null);

create table app.decision_positions (
  initiative_id uuid not null references app.initiatives (id),
  decision_id uuid not null,
  seat_id uuid not null,
  partner_id uuid,
  position text not null check (position in ('for', 'can_live_with', 'against', 'abstain')),
  reason text,
  constraint decision_positions_pkey primary key (initiative_id, decision_id, seat_id),
  constraint decision_positions_decision_fkey foreign key (initiative_id, decision_id) references app.decisions (initiative_id, id),
  constraint decision_positions_seat_fkey foreign key (initiative_id, seat_id) references app.governance_seats (initiative_id, id),
  constraint decision_positions_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on column app.decision_positions.partner_id is 'Partner of the seat when the position was taken: its contributors may change it until the result.';
call app.protect('decision_positions');
create policy decision_positions_reader on app.decision_positions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy decision_positions_insert on app.decision_positions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy decision_positions_update on app.decision_positions as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy decision_positions_delete on app.decision_positions as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.partnership_agreements (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  number smallint not null,
  title_fr text not null,
  title_en text,
  review_on date,
  published_on date,
  version integer not null default 1,
  constraint partnership_agreements_pkey primary key (initiative_id, id),
  constraint partnership_agreements_number_key unique (initiative_id, number)
);
comment on column app.partnership_agreements.published_on is 'Null while it is a draft. From this day on its text no longer changes: a change is a new version, signed anew (S27).';
call app.protect('partnership_agreements');
create policy partnership_agreements_reader on app.partnership_agreements as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or published_on is not null);

create table app.agreement_sections (
  initiative_id uuid not null references app.initiatives (id),
  agreement_id uuid not null,
  section text not null check (section in ('purpose', 'roles', 'decisions', 'data_sharing', 'credit', 'conflict', 'leaving')),
  body_fr text,
  body_en text,
  constraint agreement_sections_pkey primary key (initiative_id, agreement_id, section),
  constraint agreement_sections_agreement_fkey foreign key (initiative_id, agreement_id) references app.partnership_agreements (initiative_id, id) on delete cascade
);
call app.protect('agreement_sections');
create policy agreement_sections_circle on app.agreement_sections as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

create table app.signatures (
  initiative_id uuid not null references app.initiatives (id),
  agreement_id uuid not null,
  partner_id uuid not null,
  person_name text,
  signed_on date,
  recorded_on_behalf boolean not null default false,
  version integer not null default 1,
  constraint signatures_pkey primary key (initiative_id, agreement_id, partner_id),
  constraint signatures_agreement_fkey foreign key (initiative_id, agreement_id) references app.partnership_agreements (initiative_id, id),
  constraint signatures_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint signatures_signed_check check ((person_name is null) = (signed_on is null))
);
comment on table app.signatures is 'One row a partner and version from the day it was asked to sign; signed_on says when it did, person_name who.';
call app.protect('signatures');
create policy signatures_reader on app.signatures as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy signatures_update on app.signatures as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.conflict_protocols (
  initiative_id uuid not null references app.initiatives (id),
  steps_fr text not null,
  steps_en text,
  contact text not null,
  third_party text,
  time_limits_fr text,
  time_limits_en text,
  adopted_on date,
  version integer not null default 1,
  constraint conflict_protocols_pkey primary key (initiative_id)
);
comment on table app.conflict_protocols is 'Set before disagreements arise (S42): steps one a line, who to contact, the neutral third party, time limits. Not adopted: a draft.';
call app.protect('conflict_protocols', 'select, insert, update');
create policy conflict_protocols_circle on app.conflict_protocols as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

alter table app.initiatives add column activation_reason text;
comment on column app.initiatives.activation_reason is 'Why a formal initiative became active without a conflict protocol (S42); null when it had one.';

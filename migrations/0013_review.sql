-- Checks of figures by people: what was confirmed at handing in, who reviews what, and changes of what was validated.

create table app.observation_confirmations (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  observation_id uuid not null,
  number integer not null,
  partner_id uuid,
  warnings jsonb not null check (jsonb_typeof(warnings) = 'array' and warnings <> '[]'),
  comment text not null check (comment <> ''),
  confirmed_by uuid,
  at timestamptz not null default now(),
  constraint observation_confirmations_pkey primary key (initiative_id, id),
  constraint observation_confirmations_number_key unique (initiative_id, observation_id, number)
);
comment on table app.observation_confirmations is 'Unusual figures that were handed in all the same: each warning with its numbers, and why (domain 3.10). Append-only.';
comment on column app.observation_confirmations.number is 'The observation''s version that handing it in made.';
call app.protect('observation_confirmations', 'select, insert');
create policy observation_confirmations_reader on app.observation_confirmations as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy observation_confirmations_insert on app.observation_confirmations as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

create table app.review_claims (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  partner_id uuid,
  period_id uuid not null,
  claimed_by uuid not null,
  claimed_at timestamptz not null default now(),
  constraint review_claims_pkey primary key (initiative_id, id),
  constraint review_claims_one_key unique nulls not distinct (initiative_id, period_id, partner_id),
  constraint review_claims_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id),
  constraint review_claims_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id)
);
comment on table app.review_claims is 'Who is checking a partner''s figures of a period: from then on the partner no longer takes them back (domain 3.12).';
call app.protect('review_claims');
create policy review_claims_reader on app.review_claims as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy review_claims_insert on app.review_claims as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy review_claims_update on app.review_claims as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy review_claims_delete on app.review_claims as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.revision_requests (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  observation_id uuid not null,
  partner_id uuid,
  seen_version integer not null,
  old_figure jsonb not null,
  new_figure jsonb not null,
  reason text not null check (reason in ('late_data', 'error_correction', 'source_revision', 'definition_change', 'deduplication', 'territory_change')),
  note text not null check (note <> ''),
  state text not null default 'pending' check (state in ('pending', 'approved', 'refused', 'withdrawn')),
  author_id uuid,
  on_behalf boolean not null default false,
  requested_at timestamptz not null default now(),
  approver_id uuid,
  same_person boolean not null default false,
  decision_note text,
  decided_at timestamptz,
  version integer not null default 1,
  constraint revision_requests_pkey primary key (initiative_id, id),
  constraint revision_requests_observation_fkey foreign key (initiative_id, observation_id) references app.observations (initiative_id, id),
  constraint revision_requests_decided_check check ((state = 'pending') = (decided_at is null)),
  constraint revision_requests_approver_check check (state <> 'approved' or (approver_id is not null and (approver_id is distinct from author_id or same_person))),
  constraint revision_requests_refusal_check check (state <> 'refused' or decision_note <> '')
);
comment on table app.revision_requests is 'A change of a validated or published figure: one person asks, another approves (domain 3.12). Until then the figure stands.';
comment on column app.revision_requests.on_behalf is 'Asked by the backbone for a partner''s figure: it is then marked as entered on its behalf.';
comment on column app.revision_requests.same_person is 'Approved by who asked, where one person alone acts as the backbone (D41).';
create unique index revision_requests_pending_key on app.revision_requests (initiative_id, observation_id) where state = 'pending';
call app.protect('revision_requests', 'select, insert, update');
create policy revision_requests_reader on app.revision_requests as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer')
      and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy revision_requests_insert on app.revision_requests as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (state = 'pending' and (current_setting('app.role', true) = 'backbone'
    or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid))));
-- A partner's people withdraw what they asked; only the backbone approves.
create policy revision_requests_update on app.revision_requests as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid))
with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (state = 'withdrawn' and current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

alter table app.observation_revisions add column request_id uuid;
alter table app.observation_revisions add column same_person boolean not null default false;
comment on column app.observation_revisions.request_id is 'The request that this change answers.';
alter table app.observation_revisions add constraint observation_revisions_approver_check
  check (request_id is null or (approver_id is not null and (approver_id is distinct from author_id or same_person)));

-- Four eyes in the figure itself: whoever typed it did not validate it, or the figure says that one person did both.
alter table app.observations add constraint observations_four_eyes_check
  check (validated_by is null or entered_by is null or validated_by <> entered_by or same_person or origin = 'import') not valid;

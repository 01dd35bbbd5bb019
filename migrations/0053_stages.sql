-- The stages of a process: when each is lived, how much each partner is engaged in it, and which stage a round of the instrument on
-- mobilisation speaks of (domain S60–S62, 2.6).

create table app.stages (
  initiative_id uuid not null references app.initiatives (id),
  code text not null check (code in ('portrait', 'diagnosis', 'shared_vision', 'prioritisation', 'governance_planning', 'implementation', 'monitoring', 'evaluation')),
  started_on date,
  ended_on date,
  version integer not null default 1,
  constraint stages_pkey primary key (initiative_id, code),
  constraint stages_dates_check check (ended_on is null or started_on <= ended_on)
);
comment on table app.stages is 'When a stage began and ended; a stage without a row has not begun. Which call on all and which on some is a rule, not a setting (S62).';
call app.protect('stages', 'select, insert, update');
create policy stages_reader on app.stages as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy stages_insert on app.stages as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy stages_update on app.stages as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.stage_engagements (
  initiative_id uuid not null references app.initiatives (id),
  stage_code text not null,
  partner_id uuid not null,
  planned text check (planned in ('none', 'informed', 'active', 'intense')),
  observed text check (observed in ('none', 'informed', 'active', 'intense')),
  version integer not null default 1,
  constraint stage_engagements_pkey primary key (initiative_id, stage_code, partner_id),
  constraint stage_engagements_stage_fkey foreign key (initiative_id, stage_code) references app.stages (initiative_id, code),
  constraint stage_engagements_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
comment on table app.stage_engagements is 'How much of a partner a stage was meant to ask, and how much was seen (S62). Read by the backbone, and by a partner of itself.';
comment on column app.stage_engagements.observed is 'Null until somebody said it: not the same as none.';
call app.protect('stage_engagements', 'select, insert, update');
create policy stage_engagements_reader on app.stage_engagements as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) in ('partner_contributor', 'partner_viewer') and partner_id = nullif(current_setting('app.partner', true), '')::uuid));
create policy stage_engagements_insert on app.stage_engagements as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy stage_engagements_update on app.stage_engagements as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

alter table app.assessment_rounds add column stage_code text
  check (stage_code in ('portrait', 'diagnosis', 'shared_vision', 'prioritisation', 'governance_planning', 'implementation', 'monitoring', 'evaluation'));
alter table app.assessment_rounds add constraint assessment_rounds_stage_check check (stage_code is null or instrument = 'mobilisation_factors');
comment on column app.assessment_rounds.stage_code is 'Of mobilisation: the stage that it asks about. Null in rounds older than stages.';

-- Who answers for a governing body, and which recorded decision a group took part in.

alter table app.responsibilities add column body_id uuid;
alter table app.responsibilities drop constraint responsibilities_holder_key;
alter table app.responsibilities drop constraint responsibilities_object_check;
alter table app.responsibilities add constraint responsibilities_holder_key
  unique nulls not distinct (initiative_id, indicator_id, meeting_kind, body_id, partner_id, person_id);
alter table app.responsibilities add constraint responsibilities_body_fkey
  foreign key (initiative_id, body_id) references app.governance_bodies (initiative_id, id);
alter table app.responsibilities add constraint responsibilities_object_check check (num_nonnulls(indicator_id, meeting_kind, body_id) = 1);
comment on table app.responsibilities is
  'Who leads, contributes, is consulted or informed, for indicators, series of meetings and governing bodies (S15); of activities, activity_partners says it.';

alter table app.participation_records add column decision_id uuid;
alter table app.participation_records drop constraint participation_records_object_check;
alter table app.participation_records add constraint participation_records_decision_fkey
  foreign key (initiative_id, decision_id) references app.decisions (initiative_id, id);
alter table app.participation_records add constraint participation_records_object_check check (num_nonnulls(activity_id, decision, decision_id) = 1);
comment on column app.participation_records.decision is 'A decision in a few words, where none is recorded; decision_id where one is.';

-- Decisions that a lead shows to everybody, on the public page of the initiative.

create table app.public_decisions (
  initiative_id uuid not null references app.initiatives (id),
  decision_id uuid not null,
  title_fr text not null,
  title_en text,
  text_fr text,
  text_en text,
  result text not null check (result in ('carried', 'not_carried')),
  decided_on date not null,
  public_on date not null,
  constraint public_decisions_pkey primary key (initiative_id, decision_id),
  constraint public_decisions_decision_fkey foreign key (initiative_id, decision_id) references app.decisions (initiative_id, id) on delete cascade
);
comment on table app.public_decisions is 'What everybody may read of a decision: its words, result and day, and nothing of who said what. A decision no longer changes after its result, so a copy stays true; what is taken back has no row.';
comment on column app.public_decisions.public_on is 'Day on which a lead showed it.';
call app.protect('public_decisions', 'select, insert, delete');
-- Everybody reads it: there is no wall for reading but the tenant's.
create policy public_decisions_insert on app.public_decisions as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));
create policy public_decisions_delete on app.public_decisions as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));

-- Published means for funders: whoever has no role reads the table above, never this one.
drop policy decisions_reader on app.decisions;
create policy decisions_reader on app.decisions as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or (current_setting('app.role', true) = 'funder' and published_on is not null));

do $$ begin
  execute format('grant select (initiative_id, decision_id, title_fr, title_en, text_fr, text_en, result, decided_on, public_on) on app.public_decisions to %I',
    current_database() || '_public');
end $$;

-- What came of a breach is said once (0051); a word that was wrong in it is corrected without losing what was said.

create table app.note_breach_corrections (
  initiative_id uuid not null references app.initiatives (id),
  breach_id uuid not null,
  number smallint not null check (number >= 1),
  former text not null check (length(former) between 1 and 2000),
  reason text not null check (length(reason) between 1 and 500),
  corrected_on date not null,
  filed_by uuid not null,
  partner_id uuid,
  constraint note_breach_corrections_pkey primary key (initiative_id, breach_id, number),
  constraint note_breach_corrections_breach_fkey foreign key (initiative_id, breach_id) references app.note_breaches (initiative_id, id)
);
comment on table app.note_breach_corrections is 'Former words of what came of a breach, each with why they were changed; read by whoever reads the breach. Rows are added and never changed.';
comment on column app.note_breach_corrections.filed_by is 'As in the breach, with partner_id: a policy reads its own row alone.';
call app.protect('note_breach_corrections', 'select, insert');
create policy note_breach_corrections_reader on app.note_breach_corrections as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true))
  or (filed_by = nullif(current_setting('app.actor', true), '')::uuid and current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
    and partner_id is not distinct from nullif(current_setting('app.partner', true), '')::uuid));
create policy note_breach_corrections_insert on app.note_breach_corrections as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'backbone' and current_setting('app.lead', true) = initiative_id::text || ':' || current_setting('app.actor', true)));

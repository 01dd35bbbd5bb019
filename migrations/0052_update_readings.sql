-- That an update was opened, by how many organisations: never by whom (S40).

create table app.update_readings (
  initiative_id uuid not null references app.initiatives (id),
  update_id uuid not null,
  mark text not null check (mark ~ '^[A-Za-z0-9_-]{43}$'),
  read_on date not null,
  constraint update_readings_pkey primary key (initiative_id, update_id, mark),
  constraint update_readings_update_fkey foreign key (initiative_id, update_id) references app.update_posts (initiative_id, id)
);
comment on table app.update_readings is 'One row for each organisation that opened an update, as a keyed hash of both: no account, no organisation, and the key is not in the database.';
comment on column app.update_readings.read_on is 'A day: what is counted is told from the day after, so that nobody sees the number move while somebody reads.';
-- Written by whoever reads; read by nobody but a backup. Numbers come from update_reading_counts.
call app.protect('update_readings', 'select, insert');
create policy update_readings_reader on app.update_readings as restrictive for select using (current_setting('app.purpose', true) = 'maintenance');

create function app.update_reading_counts(p_before date)
returns table (update_id uuid, readers integer)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  if current_setting('app.role', true) is distinct from 'backbone' then return; end if;
  perform app.set_purpose('maintenance');
  return query select r.update_id, count(*)::integer from app.update_readings r where r.initiative_id = v_initiative and r.read_on < p_before group by r.update_id;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.update_reading_counts(date) from public;
insert into app.definer_allowed values
  ('update_reading_counts', 'tells the backbone how many organisations opened each update until yesterday, never which');
do $$ begin
  execute format('grant execute on function app.update_reading_counts(date) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

-- The day by which a note stands in a list, kept with the note so that an index gives the order and a page reads no more notes than it shows.

alter table app.learning_notes add column list_day date not null generated always as (coalesce(
  case when attribution in ('a_partner', 'initiative') then shared_on - (extract(day from shared_on)::int - 1) else shared_on end, date '9999-12-31')) stored;
comment on column app.learning_notes.list_day is 'The day of sharing; the first of its month for a note that names nobody, so that its place in a list tells no day. What is not shared yet comes first.';
create index learning_notes_list_idx on app.learning_notes (initiative_id, list_day desc, id desc);
drop index app.learning_notes_public_idx;
create index learning_notes_public_idx on app.learning_notes (initiative_id, list_day desc, id desc) where guard = 'public';
do $$ begin
  execute format('grant select (list_day) on app.learning_notes to %I, %I, %I', current_database() || '_api', current_database() || '_job', current_database() || '_public');
end $$;

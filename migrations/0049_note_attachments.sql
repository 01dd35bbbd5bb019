-- Pictures and documents of a learning note. They carry the note's guard like its other parts: whoever may not read the note reads no byte of them.

create table app.note_attachments (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  note_id uuid not null,
  position smallint not null check (position between 1 and 5),
  kind text not null check (kind in ('jpeg', 'png', 'webp', 'pdf')),
  caption text not null check (length(caption) between 1 and 300),
  width integer,
  height integer,
  pages integer,
  content bytea not null check (octet_length(content) between 1 and 5242880),
  guard text not null default '',
  constraint note_attachments_pkey primary key (initiative_id, id),
  constraint note_attachments_position_key unique (initiative_id, note_id, position),
  constraint note_attachments_note_fkey foreign key (initiative_id, note_id, guard) references app.learning_notes (initiative_id, id, guard) deferrable,
  constraint note_attachments_size_check check (case kind when 'pdf' then pages is not null and width is null and height is null
    else pages is null and width is not null and height is not null end)
);
comment on table app.note_attachments is 'Pictures and documents of a note, without what their files said of people, places and machines. Neither a file name nor a moment is kept: both could tell who wrote.';
comment on column app.note_attachments.position is 'Order on the page; the key keeps a note to five, whatever two senders do at one moment.';
comment on column app.note_attachments.content is 'The file as it is served: written anew from what shows the picture or the pages, never the bytes that came.';
-- Compressed already: PostgreSQL need not try again.
alter table app.note_attachments alter column content set storage external;
call app.protect_by_guard('note_attachments', 'select, insert, delete');

create or replace function app.sync_note_guard(p_note uuid) returns void
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid;
  v_purpose text := coalesce(current_setting('app.purpose', true), ''); v_guard text; v_author uuid;
begin
  perform app.set_purpose('maintenance');
  select n.guard, n.author_id into v_guard, v_author from app.learning_notes n where n.initiative_id = v_initiative and n.id = p_note;
  -- Answers kept for people who wrote to the note hold its text: the same request is still not applied twice, and finds nothing.
  if v_guard not in ('circle', 'funder', 'public') then
    update app.idempotency_keys k set status = 404, response = 'null'
    where k.initiative_id = v_initiative and k.actor_id <> v_author and k.response ->> 'id' = p_note::text;
  end if;
  update app.note_signatures set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_links set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_attachments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_trials set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.adaptations set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.follow_up_checks set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  update app.note_comments set guard = v_guard where initiative_id = v_initiative and note_id = p_note and guard <> v_guard;
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.sync_note_guard(uuid) from public;
do $$ begin
  execute format('grant execute on function app.sync_note_guard(uuid) to %I, %I', current_database() || '_api', current_database() || '_job');
end $$;

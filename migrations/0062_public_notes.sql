-- Notes that are public are read without an account (domain 4.4, 5 rows 28 and 30), by the readers' role of releases and by nobody else
-- without a hat: a request that has entered as nobody still reads none of them under its own role.

create procedure app.open_to_public(p_table text) language plpgsql as $$
declare v_policy text := p_table || '_reader'; v_told text;
begin
  select pg_get_expr(p.polqual, p.polrelid) into strict v_told from pg_policy p where p.polname = v_policy and p.polrelid = format('app.%I', p_table)::regclass;
  -- Reading alone: what may be written stands in the policy's check, and the readers' role may write nothing.
  execute format('alter policy %I on app.%I using (%s or (current_user = %L and coalesce(current_setting(''app.role'', true), '''') = '''' and guard = ''public''))',
    v_policy, p_table, v_told, current_database() || '_public');
end $$;
call app.open_to_public('learning_notes');
call app.open_to_public('note_links');
call app.open_to_public('note_trials');
call app.open_to_public('note_attachments');
call app.open_to_public('adaptations');
call app.open_to_public('follow_up_checks');
drop procedure app.open_to_public(text);

-- What a public note tells and the readers' role cannot look up: the name of whoever signed it by name, the indicators it is about, and days, of
-- which only the month where a day could tell who wrote.
create function app.public_note_facts()
returns table (note_id uuid, person_name text, partner_name text, partner_left_on date, indicators text[],
  happened_on text, trial_starts_on text, trial_ends_on text, trial_declared_on text)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    select n.id,
      case when n.attribution = 'named_person' and not t.has_left then s.person_name end,
      case when not t.has_left then o.name end,
      case when t.has_left then p.left_on end,
      coalesce((select array_agg(distinct i.code) from app.note_links l join app.indicators i on i.initiative_id = l.initiative_id and i.id = l.indicator_id
        where l.initiative_id = n.initiative_id and l.note_id = n.id), '{}'),
      left(to_char(n.happened_on, 'YYYY-MM-DD'), t.told), left(to_char(r.starts_on, 'YYYY-MM-DD'), t.told), left(to_char(r.ends_on, 'YYYY-MM-DD'), t.told), left(to_char(r.declared_on, 'YYYY-MM-DD'), t.told)
    from app.learning_notes n
    left join app.note_signatures s on s.initiative_id = n.initiative_id and s.note_id = n.id and s.audience = 'readers' and n.attribution in ('named_person', 'named_partner')
    left join app.partners p on p.initiative_id = s.initiative_id and p.id = s.partner_id
    left join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    left join app.note_trials r on r.initiative_id = n.initiative_id and r.note_id = n.id
    join app.initiatives x on x.id = n.initiative_id
    cross join lateral (select coalesce(p.left_on < (coalesce(x.clock_frozen_at, now()) at time zone x.time_zone)::date, false) as has_left,
      case when n.attribution = 'a_partner' or (n.attribution = 'initiative' and n.collective_agreed_on is null) then 7 else 10 end as told) t
    where n.initiative_id = v_initiative and n.guard = 'public' and coalesce(current_setting('app.role', true), '') = '';
  perform app.set_purpose(v_purpose);
end $$;
revoke all on function app.public_note_facts() from public;
insert into app.definer_allowed values
  ('public_note_facts', 'of public notes alone: who signed one by name while its partner has not left, codes of indicators, and days, months of an unsigned one');

-- The readers' role: these columns and no other. Neither who wrote, nor a day of the event, nor the kind of a failure; of what it is about no place,
-- no activity and no goal, which could tell who wrote; of a decision not who owns it. No comment and no former text.
do $$ declare v_public text := current_database() || '_public'; begin
  execute format('grant select (initiative_id, id, guard, type, title, what_happened, what_was_expected, why, causes, what_we_learned, what_we_would_do, language,'
    ' attribution, no_adaptation_reason, shared_on, edited_on, collective_agreed_on, version) on app.learning_notes to %I', v_public);
  execute format('grant select (initiative_id, note_id, guard, kind, condition, stage) on app.note_links to %I', v_public);
  execute format('grant select (initiative_id, note_id, guard, title, hypothesis, cost_limit, sign_it_works, sign_it_fails) on app.note_trials to %I', v_public);
  execute format('grant select (initiative_id, id, note_id, guard, position, kind, caption, width, height, pages, content) on app.note_attachments to %I', v_public);
  execute format('grant select (initiative_id, id, note_id, guard, decision, text, decided_on, version) on app.adaptations to %I', v_public);
  execute format('grant select (initiative_id, id, note_id, adaptation_id, guard, checked_on, result, note, next) on app.follow_up_checks to %I', v_public);
  execute format('grant execute on function app.public_note_facts() to %I', v_public);
end $$;

-- Every public page asks what is public now, however many notes the circle has.
create index learning_notes_public_idx on app.learning_notes (initiative_id, shared_on, id) where guard = 'public';
create index adaptations_public_idx on app.adaptations (initiative_id, id) where guard = 'public';

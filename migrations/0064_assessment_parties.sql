-- One sheet a party (domain 2.3): a diagnostic in consensus that each side of a partnership fills on a sheet of its own. A party is a side
-- that agreed, never a person: what it answers is known as its own by design, and told when the round closes.

create table app.assessment_parties (
  initiative_id uuid not null,
  round_id uuid not null,
  position smallint not null check (position between 1 and 6),
  name_fr text not null check (length(name_fr) between 1 and 80),
  name_en text check (length(name_en) between 1 and 80),
  constraint assessment_parties_pkey primary key (initiative_id, round_id, position),
  constraint assessment_parties_round_fkey foreign key (initiative_id, round_id) references app.assessment_rounds (initiative_id, id)
);
comment on table app.assessment_parties is 'Sides of a partnership that fill one agreed sheet each, named when the round opens.';
comment on column app.assessment_parties.position is 'In the order in which they were entered: parties are not ranked.';
call app.protect('assessment_parties', 'select, insert');
create policy assessment_parties_reader on app.assessment_parties as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer')
  or (current_setting('app.role', true) = 'respondent' and round_id = nullif(current_setting('app.round', true), '')::uuid));
create policy assessment_parties_insert on app.assessment_parties as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

create table app.assessment_party_sheets (
  initiative_id uuid not null,
  round_id uuid not null,
  position smallint not null,
  link_hash text not null,
  answers jsonb not null default '{}',
  people smallint check (people between 1 and 500),
  is_sent boolean not null default false,
  constraint assessment_party_sheets_pkey primary key (initiative_id, round_id, position),
  constraint assessment_party_sheets_link_key unique (initiative_id, link_hash),
  constraint assessment_party_sheets_party_fkey foreign key (initiative_id, round_id, position)
    references app.assessment_parties (initiative_id, round_id, position),
  constraint assessment_party_sheets_sent_check check (people is not null or not is_sent)
);
comment on table app.assessment_party_sheets is 'The sheet of a party while its round is open, there since its link was made; read by whoever holds the link alone. Deleted when the round closes: the result says what it said.';
comment on column app.assessment_party_sheets.people is 'How many filled it together; who they were is nowhere.';
call app.protect('assessment_party_sheets');
create policy assessment_party_sheets_holder on app.assessment_party_sheets as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and link_hash = current_setting('app.link', true)));
create policy assessment_party_sheets_insert on app.assessment_party_sheets as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance');
create policy assessment_party_sheets_update on app.assessment_party_sheets as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance'
  or (current_setting('app.role', true) = 'respondent' and link_hash = current_setting('app.link', true)));
create policy assessment_party_sheets_delete on app.assessment_party_sheets as restrictive for delete using (
  current_setting('app.purpose', true) = 'maintenance');

create function app.enter_party(p_initiative uuid, p_link text)
returns table (round_id uuid, party integer) language plpgsql as $$
declare v record;
begin
  perform app.set_purpose('maintenance');
  select s.round_id, s.position into v
  from app.assessment_party_sheets s
  join app.assessment_rounds r on r.initiative_id = s.initiative_id and r.id = s.round_id and r.state = 'open'
  where s.initiative_id = p_initiative and s.link_hash = p_link for share of r;
  if not found then
    perform app.set_purpose('');
    return;
  end if;
  perform app.set_purpose('');
  execute 'set local app.role = ''respondent''';
  execute format('set local app.round = %L', v.round_id);
  execute format('set local app.link = %L', p_link);
  execute 'set local app.sheet = ''''';
  return query select v.round_id, v.position::integer;
end $$;
comment on function app.enter_party is 'Reads on as the holder of the link of a party of an open round: the sheet of that party and no other, nor any of an anonymous round. No row, and nothing changes, when there is none.';

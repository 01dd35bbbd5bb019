-- Rounds close on their day. The last day is said to whoever answers, so a link opens nothing once it has passed, be the round closed
-- already or not; who comes first, a reader or the server's own round, then closes it.

create function app.day_of(p_initiative uuid) returns date language sql stable as $$
  select (coalesce(i.clock_frozen_at, now()) at time zone i.time_zone)::date from app.initiatives i where i.id = p_initiative
$$;
comment on function app.day_of is 'The day of an initiative: by its fixed clock, else today in its time zone.';

create or replace function app.enter_invitation(p_initiative uuid, p_link text, p_sheet text)
returns table (round_id uuid, partner_token text, group_tag text) language plpgsql as $$
declare v record; v_token text; v_group text;
begin
  perform app.set_purpose('maintenance');
  select r.id, r.instrument, r.breakdown, i.partner_id, s.secret into v
  from app.assessment_invitations i
  join app.assessment_rounds r on r.initiative_id = i.initiative_id and r.id = i.round_id and r.state = 'open'
    and r.closes_on >= app.day_of(p_initiative)
  join app.assessment_secrets s on s.initiative_id = r.initiative_id and s.round_id = r.id
  where i.initiative_id = p_initiative and i.secret_hash = p_link for share of r;
  if not found then
    perform app.set_purpose('');
    return;
  end if;
  if v.instrument <> 'trust_pulse' then
    v_token := encode(sha256(convert_to(v.secret || v.partner_id::text, 'UTF8')), 'hex');
    select case v.breakdown when 'level' then l.code when 'sector' then o.sectors[1] end into v_group
    from app.partners p
    join app.organizations o on o.initiative_id = p.initiative_id and o.id = p.organization_id
    left join app.territory_levels l on l.initiative_id = p.initiative_id and l.id = p.level_id
    where p.initiative_id = p_initiative and p.id = v.partner_id;
    v_group := encode(sha256(convert_to(v.secret || 'group:' || v_group, 'UTF8')), 'hex');
  end if;
  perform app.set_purpose('');
  execute 'set local app.role = ''respondent''';
  execute format('set local app.round = %L', v.id);
  execute format('set local app.link = %L', p_link);
  execute format('set local app.sheet = %L', p_sheet);
  return query select v.id, v_token, v_group;
end $$;
create or replace function app.enter_party(p_initiative uuid, p_link text)
returns table (round_id uuid, party integer) language plpgsql as $$
declare v record;
begin
  perform app.set_purpose('maintenance');
  select s.round_id, s.position into v
  from app.assessment_party_sheets s
  join app.assessment_rounds r on r.initiative_id = s.initiative_id and r.id = s.round_id and r.state = 'open'
    and r.closes_on >= app.day_of(p_initiative)
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
comment on column app.assessment_rounds.closes_on is 'The last day on which answers are taken, in the time zone of the initiative; a lead may move it while the round is open.';
comment on column app.priority_rounds.closes_on is 'The last day on which ballots are taken, in the time zone of the initiative; the backbone may move it while the round is open.';

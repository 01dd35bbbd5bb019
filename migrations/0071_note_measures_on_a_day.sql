-- Measures of learning as they stood on a day: decisions and checks that came after count no more than notes shared after.
-- Most readers get them as of the end of a quarter, so that no number moves with what somebody wrote a moment ago.

create or replace function app.note_measures(p_today date, p_whole boolean)
returns table (
  notes int, failures int, challenges int, failures_due int, failures_adapted int, days int[], failure_days int[], undecided int, undecided_failures int,
  adaptations_due int, adaptations_checked int, checks_told int, checks_helped int, voices int, partners int, year_notes int, year_failures int, failures_this_year int)
language plpgsql security definer set search_path = app, pg_temp as $$
declare v_initiative uuid := nullif(current_setting('app.initiative', true), '')::uuid; v_purpose text := coalesce(current_setting('app.purpose', true), '');
begin
  perform app.set_purpose('maintenance');
  return query
    with shared as (
      select n.id, n.type, n.state, n.shared_on, n.partner_id, n.shared_on > (p_today - interval '1 year')::date as in_year,
        (select min(a.decided_on) from app.adaptations a where a.initiative_id = v_initiative and a.note_id = n.id and a.decided_on <= p_today) as decided_on
      from app.learning_notes n
      where n.initiative_id = v_initiative and n.visibility in ('circle', 'funder', 'public') and n.state <> 'withdrawn' and n.hidden_reason is null and n.shared_on <= p_today
    ), told as (select * from shared s where p_whole or s.in_year
    ), due as (
      select coalesce(a.due_on, a.decided_on + 90) as due_on,
        (select min(c.checked_on) from app.follow_up_checks c where c.initiative_id = v_initiative and c.adaptation_id = a.id and c.checked_on <= p_today) as checked_on
      from app.adaptations a join told t on t.id = a.note_id where a.initiative_id = v_initiative and a.decided_on <= p_today
    ), checks as (
      select c.result from app.follow_up_checks c join told t on t.id = c.note_id where c.initiative_id = v_initiative and c.result <> 'too_early' and c.checked_on <= p_today
    )
    select count(*)::int, (count(*) filter (where t.type = 'failure'))::int, (count(*) filter (where t.type = 'challenge'))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30))::int,
      (count(*) filter (where t.type = 'failure' and t.shared_on <= p_today - 30 and t.decided_on is not null))::int,
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type in ('failure', 'challenge') and t.decided_on is not null), '{}'),
      coalesce(array_agg(t.decided_on - t.shared_on order by t.decided_on - t.shared_on) filter (where t.type = 'failure' and t.decided_on is not null), '{}'),
      (count(*) filter (where t.type in ('failure', 'challenge') and t.decided_on is null and t.state <> 'no_adaptation'))::int,
      (count(*) filter (where t.type = 'failure' and t.decided_on is null and t.state <> 'no_adaptation'))::int,
      (select count(*) from due d where d.due_on <= p_today)::int,
      (select count(*) from due d where d.due_on <= p_today and d.checked_on <= d.due_on + 14)::int,
      (select count(*) from checks)::int, (select count(*) from checks c where c.result in ('helped', 'partly'))::int,
      (select count(distinct s.partner_id) from shared s where s.in_year)::int,
      (select count(*) from app.partners p where p.initiative_id = v_initiative and p.joined_on <= p_today and (p.left_on is null or p.left_on >= p_today))::int,
      (select count(*) from shared s where s.in_year)::int, (select count(*) from shared s where s.in_year and s.type = 'failure')::int,
      (select count(*) from shared s where s.type = 'failure' and extract(year from s.shared_on) = extract(year from p_today))::int
    from told t;
  perform app.set_purpose(v_purpose);
end $$;

-- conditions.overview

select
  "g"."id",
  "g"."parent_goal_id" as "parentGoalId",
  "g"."statement_fr" as "statementFr",
  "g"."statement_en" as "statementEn",
  "g"."population_of_focus_id" as "populationId",
  "t"."code" as "territoryCode",
  "g"."target_date" as "targetDate",
  "g"."amount",
  "g"."not_feasible_alone" as "notFeasibleAlone",
  "g"."not_feasible_why_fr" as "notFeasibleWhyFr",
  "g"."not_feasible_why_en" as "notFeasibleWhyEn",
  "g"."state",
  "g"."adopted_on" as "adoptedOn",
  "p"."name" as "adoptedByName",
  "g"."version"
from
  "goals" as "g"
  left join "territories" as "t" on "t"."initiative_id" = "g"."initiative_id"
  and "t"."id" = "g"."territory_id"
  left join "persons" as "p" on "p"."initiative_id" = "g"."initiative_id"
  and "p"."user_id" = "g"."adopted_by"
where
  "g"."initiative_id" = $
order by
  "g"."state",
  "g"."adopted_on",
  "g"."target_date",
  "g"."id";

select
  "gi"."goal_id" as "goalId",
  "i"."code"
from
  "goal_indicators" as "gi"
  inner join "indicators" as "i" on "i"."initiative_id" = "gi"."initiative_id"
  and "i"."id" = "gi"."indicator_id"
where
  "gi"."initiative_id" = $
order by
  "i"."position",
  "i"."code";

select
  "id",
  "goal_id" as "goalId",
  "horizon_months" as "horizonMonths",
  "description_fr" as "descriptionFr",
  "description_en" as "descriptionEn",
  "due_on" as "dueOn",
  "reviewed_on" as "reviewedOn",
  "version"
from
  "success_pictures"
where
  "initiative_id" = $
order by
  "goal_id",
  "horizon_months";

select
  "pi"."picture_id" as "pictureId",
  "i"."code",
  "pi"."expected"
from
  "success_picture_indicators" as "pi"
  inner join "indicators" as "i" on "i"."initiative_id" = "pi"."initiative_id"
  and "i"."id" = "pi"."indicator_id"
where
  "pi"."initiative_id" = $
order by
  "i"."position",
  "i"."code";

select
  "id",
  "number",
  "vision_fr" as "visionFr",
  "vision_en" as "visionEn",
  "problem_statement_fr" as "problemStatementFr",
  "problem_statement_en" as "problemStatementEn",
  "principles_fr" as "principlesFr",
  "principles_en" as "principlesEn",
  "approach_fr" as "approachFr",
  "approach_en" as "approachEn",
  "published_on" as "publishedOn",
  "version"
from
  "agenda_versions"
where
  "initiative_id" = $
order by
  "number" desc;

select
  "e"."agenda_version_id" as "agendaId",
  "e"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "e"."state",
  "e"."reservations",
  "e"."answered_on" as "answeredOn",
  "e"."recorded_on_behalf" as "recordedOnBehalf",
  "e"."version"
from
  "endorsements" as "e"
  inner join "partners" as "p" on "p"."initiative_id" = "e"."initiative_id"
  and "p"."id" = "e"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "e"."initiative_id" = $
order by
  "p"."code";

select
  count(*)::int as "indicators",
  (
    count(*) filter (
      where
        is_core
    )
  )::int as "core",
  (
    count(*) filter (
      where
        scope = 'population'
    )
  )::int as "population"
from
  "indicators"
where
  "initiative_id" = $
  and "archived_on" is null;

select
  "code"
from
  "partners"
where
  "initiative_id" = $
  and "id" = $;

with
  owed as (
    select
      p.id as period_id,
      p.code as period,
      p.kind,
      p.ends_on,
      i.id as indicator_id,
      i.code as indicator,
      v.id as version_id,
      a.territory_id,
      a.partner_id,
      greatest(
        "p"."ends_on" + "v"."due_days",
        (
          select
            max(e.due_on)
          from
            app.due_extensions e
          where
            e.initiative_id = "v"."initiative_id"
            and e.period_id = "p"."id"
            and e.partner_id is not distinct from "a"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      ) as due_on,
      v.unit_kind in ('ratio', 'mean', 'index') as weighs
    from
      app.reporting_periods p
      join app.indicator_versions v on v.initiative_id = p.initiative_id
      and "p"."kind" = case "v"."frequency"
        when 'every_n_years' then 'year'
        else "v"."frequency"
      end
      and "v"."valid_from" <= "p"."ends_on"
      and (
        "v"."valid_to" is null
        or "v"."valid_to" >= "p"."ends_on"
      )
      join app.indicators i on i.initiative_id = p.initiative_id
      and i.id = v.indicator_id
      and i.archived_on is null
      join app.reporting_assignments a on a.initiative_id = p.initiative_id
      and a.indicator_id = i.id
      and not "a"."paused"
      and "a"."valid_from" <= "p"."ends_on"
      and (
        "a"."valid_to" is null
        or "a"."valid_to" >= "p"."ends_on"
      )
      and (
        "a"."period_filter" is null
        or split_part("p"."code", '-', 2) = any ("a"."period_filter")
      )
    where
      p.initiative_id = $
      and greatest(
        "p"."ends_on" + "v"."due_days",
        (
          select
            max(e.due_on)
          from
            app.due_extensions e
          where
            e.initiative_id = "v"."initiative_id"
            and e.period_id = "p"."id"
            and e.partner_id is not distinct from "a"."partner_id"
            and (
              e.indicator_id is null
              or e.indicator_id = "v"."indicator_id"
            )
        )
      ) < $
      and p.ends_on = (
        select
          max(q.ends_on)
        from
          app.reporting_periods q
          join app.indicator_versions w on w.initiative_id = q.initiative_id
          and "q"."kind" = case "w"."frequency"
            when 'every_n_years' then 'year'
            else "w"."frequency"
          end
          and "w"."valid_from" <= "q"."ends_on"
          and (
            "w"."valid_to" is null
            or "w"."valid_to" >= "q"."ends_on"
          )
          join app.indicators j on j.initiative_id = q.initiative_id
          and j.id = w.indicator_id
          and j.archived_on is null
        where
          q.initiative_id = $
          and q.ends_on + w.due_days < $
          and exists (
            select
              1
            from
              app.reporting_assignments b
            where
              b.initiative_id = $
              and b.indicator_id = j.id
              and not "b"."paused"
              and "b"."valid_from" <= "q"."ends_on"
              and (
                "b"."valid_to" is null
                or "b"."valid_to" >= "q"."ends_on"
              )
              and (
                "b"."period_filter" is null
                or split_part("q"."code", '-', 2) = any ("b"."period_filter")
              )
          )
      )
      and true
  ),
  told as (
    select
      owed.*,
      o.state in ('submitted', 'validated', 'published')
      and o.presence in ('reported', 'not_applicable') as is_received,
      o.state in ('validated', 'published') as is_validated,
      (coalesce(o.submitted_at, o.validated_at, o.updated_at) at time zone $)::date <= owed.due_on as is_on_time,
      coalesce(
        o.presence = 'missing'
        and 'S' = any (o.flags),
        false
      )
      or x.id is not null as has_excuse,
      case
        when o.state in ('submitted', 'validated', 'published') then coalesce(o.denominator, o.sample_n)
      end as own_weight
    from
      owed
      left join lateral (
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = $
          and found.indicator_version_id = "owed"."version_id"
          and found.period_id = owed.period_id
          and found.territory_id = "owed"."territory_id"
          and found.category = 'TOTAL'
          and found.partner_id = "owed"."partner_id"
        union all
        select
          found.*
        from
          app.observations found
        where
          found.initiative_id = $
          and found.indicator_version_id = "owed"."version_id"
          and found.period_id = owed.period_id
          and found.territory_id = "owed"."territory_id"
          and found.category = 'TOTAL'
          and found.partner_id is null
          and "owed"."partner_id" is null
      ) o on true
      left join app.excused_reports x on x.initiative_id = $
      and x.indicator_id = owed.indicator_id
      and x.period_id = owed.period_id
      and x.territory_id = owed.territory_id
      and x.partner_id is not distinct from owed.partner_id
  ),
  report as (
    select
      told.*,
      told.has_excuse
      and told.is_received is not true as is_excused,
      coalesce(told.own_weight, known.weight, 1) as weight
    from
      told
      left join lateral (
        select
          coalesce(k.denominator, k.sample_n) as weight
        from
          app.reporting_periods kp
          join lateral (
            select
              found.*
            from
              app.observations found
            where
              found.initiative_id = $
              and found.indicator_version_id = "told"."version_id"
              and found.period_id = kp.id
              and found.territory_id = "told"."territory_id"
              and found.category = 'TOTAL'
              and found.partner_id = "told"."partner_id"
            union all
            select
              found.*
            from
              app.observations found
            where
              found.initiative_id = $
              and found.indicator_version_id = "told"."version_id"
              and found.period_id = kp.id
              and found.territory_id = "told"."territory_id"
              and found.category = 'TOTAL'
              and found.partner_id is null
              and "told"."partner_id" is null
          ) k on k.state in ('submitted', 'validated', 'published')
          and coalesce(k.denominator, k.sample_n) is not null
        where
          told.weighs
          and told.own_weight is null
          and kp.initiative_id = $
          and kp.kind = told.kind
          and kp.ends_on <= told.ends_on
        order by
          kp.ends_on desc,
          kp.id
        limit
          1
      ) known on true
  ),
  counted as (
    select
      period,
      ends_on,
      indicator,
      partner_id,
      count(*) filter (
        where
          not is_excused
      )::int as expected,
      count(*) filter (
        where
          is_received
      )::int as received,
      count(*) filter (
        where
          is_received
          and is_on_time
      )::int as on_time,
      count(*) filter (
        where
          is_received
          and is_validated
      )::int as validated,
      count(*) filter (
        where
          is_excused
      )::int as excused,
      sum(weight) as expected_weight,
      coalesce(
        sum(weight) filter (
          where
            is_received
        ),
        0
      ) as received_weight
    from
      report
    group by
      period,
      ends_on,
      indicator,
      partner_id
  )
select
  c.period,
  c.ends_on as "endsOn",
  c.indicator,
  pa.code as partner,
  c.expected,
  c.received,
  c.on_time as "onTime",
  c.validated,
  c.excused,
  c.expected_weight::text as "expectedWeight",
  c.received_weight::text as "receivedWeight"
from
  counted c
  left join app.partners pa on pa.initiative_id = $
  and pa.id = c.partner_id
order by
  c.ends_on,
  c.period,
  c.indicator,
  pa.code;

select
  count(*)::int as "count"
from
  "observations"
where
  "initiative_id" = $
  and "state" = $;

select
  "a"."id",
  "a"."name_fr" as "nameFr",
  "a"."name_en" as "nameEn",
  "a"."description_fr" as "descriptionFr",
  "a"."description_en" as "descriptionEn",
  "a"."goal_id" as "goalId",
  "t"."code" as "territoryCode",
  "a"."starts_on" as "startsOn",
  "a"."ends_on" as "endsOn",
  "a"."state",
  "a"."cost",
  "a"."levers",
  "a"."published_on" as "publishedOn",
  "a"."version"
from
  "activities" as "a"
  left join "territories" as "t" on "t"."initiative_id" = "a"."initiative_id"
  and "t"."id" = "a"."territory_id"
where
  "a"."initiative_id" = $
order by
  array_position(array['under_way', 'planned', 'stopped', 'done'], a.state),
  "a"."starts_on" desc nulls last,
  "a"."name_fr",
  "a"."id";

select
  "ap"."activity_id" as "activityId",
  "p"."code",
  "o"."name",
  "ap"."role",
  "ap"."mission_fit" as "missionFit",
  "ap"."adjustment_made" as "adjustmentMade",
  "ap"."adjusted_on" as "adjustedOn"
from
  "activity_partners" as "ap"
  inner join "partners" as "p" on "p"."initiative_id" = "ap"."initiative_id"
  and "p"."id" = "ap"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "ap"."initiative_id" = $
order by
  array_position(array['leads', 'contributes', 'is_consulted', 'is_informed'], ap.role),
  "p"."code";

select
  "ai"."activity_id" as "activityId",
  "i"."code"
from
  "activity_indicators" as "ai"
  inner join "indicators" as "i" on "i"."initiative_id" = "ai"."initiative_id"
  and "i"."id" = "ai"."indicator_id"
where
  "ai"."initiative_id" = $
order by
  "i"."position",
  "i"."code";

select
  "m"."id",
  "m"."title_fr" as "titleFr",
  "m"."title_en" as "titleEn",
  "m"."kind",
  "m"."starts_at" as "startsAt",
  "m"."minutes",
  "m"."place",
  "m"."agenda_shared_at" as "agendaSharedAt",
  "m"."held",
  "m"."not_held_reason" as "notHeldReason",
  "m"."decisions_fr" as "decisionsFr",
  "m"."decisions_en" as "decisionsEn",
  "m"."series_id" as "seriesId",
  "m"."record",
  "m"."without_follow_up" as "withoutFollowUp",
  "m"."closed_at" as "closedAt",
  "m"."invited",
  "m"."record_is_shared" as "recordIsShared",
  "m"."version",
  to_char(m.starts_at at time zone $, 'YYYY-MM-DD') as "startsOn",
  to_char(m.starts_at at time zone $, 'HH24:MI') as "startsTime"
from
  "meetings" as "m"
where
  "m"."initiative_id" = $
order by
  "m"."starts_at" desc,
  "m"."id";

select
  "a"."meeting_id" as "meetingId",
  "p"."code",
  "o"."name"
from
  "attendances" as "a"
  inner join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
order by
  "p"."code";

select
  "meeting_id" as "meetingId",
  "position",
  "title",
  "kind",
  "expected_outcome" as "expectedOutcome",
  "minutes",
  "presenter",
  "outcome_reached" as "outcomeReached"
from
  "agenda_items"
where
  "initiative_id" = $
order by
  "meeting_id",
  "position";

select
  "meeting_id" as "meetingId",
  "measure",
  "detail"
from
  "accessibility_measures"
where
  "initiative_id" = $
order by
  "meeting_id",
  "measure";

select
  "l"."meeting_id" as "meetingId",
  "l"."position",
  "i"."code",
  "a"."id" as "activityId",
  "d"."id" as "decisionId",
  "l"."note_id" as "noteId",
  coalesce(
    a.name_fr,
    d.title_fr,
    (
      select
        "v"."name_fr"
      from
        indicator_versions v
      where
        v.initiative_id = l.initiative_id
        and v.indicator_id = "l"."indicator_id"
        and (
          v.valid_from <= $::date
          or v.number = 1
        )
      order by
        v.number desc
      limit
        1
    )
  ) as "titleFr",
  coalesce(
    a.name_en,
    d.title_en,
    (
      select
        "v"."name_en"
      from
        indicator_versions v
      where
        v.initiative_id = l.initiative_id
        and v.indicator_id = "l"."indicator_id"
        and (
          v.valid_from <= $::date
          or v.number = 1
        )
      order by
        v.number desc
      limit
        1
    )
  ) as "titleEn"
from
  "agenda_item_links" as "l"
  left join "indicators" as "i" on "i"."initiative_id" = "l"."initiative_id"
  and "i"."id" = "l"."indicator_id"
  left join "activities" as "a" on "a"."initiative_id" = "l"."initiative_id"
  and "a"."id" = "l"."activity_id"
  left join "decisions" as "d" on "d"."initiative_id" = "l"."initiative_id"
  and "d"."id" = "l"."decision_id"
where
  "l"."initiative_id" = $
order by
  "l"."meeting_id",
  "l"."position",
  "l"."number";

select
  "id",
  "title",
  "language",
  "visibility",
  "guard"
from
  "learning_notes"
where
  "initiative_id" = $
  and "id" in ($);

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "body_fr" as "bodyFr",
  "body_en" as "bodyEn",
  "audience",
  "published_on" as "publishedOn",
  "version"
from
  "update_posts"
where
  "initiative_id" = $
order by
  "published_on" desc nulls first,
  "id";

select
  update_id as id,
  readers
from
  app.update_reading_counts ($::date);

select
  (
    select
      count(*)
    from
      app.partners p
    where
      p.initiative_id = $::uuid
      and p.joined_on <= $::date
      and (
        p.left_on is null
        or p.left_on >= $::date
      )
  )::int as partners,
  (
    select
      count(distinct coalesce(r.organization_id, r.person_id))
    from
      app.role_assignments r
    where
      r.initiative_id = $::uuid
      and r.role = 'funder'
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  )::int as funders;

select
  "f"."id",
  "f"."function",
  "f"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "f"."holder_name" as "holderName",
  "f"."deputy_name" as "deputyName",
  "f"."valid_from" as "validFrom",
  "f"."valid_to" as "validTo",
  "f"."version"
from
  "backbone_functions" as "f"
  left join "partners" as "p" on "p"."initiative_id" = "f"."initiative_id"
  and "p"."id" = "f"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "f"."initiative_id" = $
order by
  "f"."valid_from" desc,
  "p"."code",
  "f"."id";

select distinct
  on ("function_id") "function_id" as "functionId",
  "standing",
  "note",
  "reviewed_on" as "reviewedOn"
from
  "backbone_reviews"
where
  "initiative_id" = $
order by
  "function_id",
  "reviewed_on" desc,
  "recorded_at" desc;

select
  "id",
  "form",
  "elements",
  "full_time_equivalents" as "fullTimeEquivalents",
  "budget",
  "currency_code" as "currencyCode",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "note_fr" as "noteFr",
  "note_en" as "noteEn",
  "version"
from
  "backbone_profiles"
where
  "initiative_id" = $
order by
  "valid_from" desc,
  "id";

select
  "id"
from
  "assessment_rounds"
where
  "initiative_id" = $
  and "state" = $
  and "closes_on" < $
order by
  "id";

select
  "round_id" as "roundId",
  "instrument",
  "instrument_version" as "instrumentVersion",
  "closed_on" as "closedOn",
  "decision",
  "decided_on" as "decidedOn",
  "figures"
from
  "assessment_shares"
where
  "initiative_id" = $
  and "instrument" = $
order by
  "closed_on";

select
  "r"."id" as "roundId",
  "r"."instrument",
  "r"."instrument_version" as "instrumentVersion",
  "r"."mode",
  "f"."edition",
  "f"."told_on" as "closedOn",
  "r"."stage_code" as "stage",
  "f"."figures"
from
  "assessment_results" as "f"
  inner join "assessment_rounds" as "r" on "r"."initiative_id" = "f"."initiative_id"
  and "r"."id" = "f"."round_id"
  and "r"."edition" = "f"."edition"
where
  "f"."initiative_id" = $
  and "r"."instrument" = $
order by
  "f"."told_on",
  "r"."id";

select
  "id",
  "round_id" as "roundId",
  "body",
  "state",
  "version"
from
  "assessment_comments"
where
  "initiative_id" = $
order by
  "id";

select
  "round_id" as "roundId",
  "item_code" as "code",
  "choice",
  "comment",
  "decision",
  "activity_id" as "activityId",
  "version"
from
  "assessment_agreements"
where
  "initiative_id" = $
order by
  "item_code";

select
  "id",
  "instrument",
  "instrument_version" as "instrumentVersion",
  "mode",
  "breakdown",
  "phase",
  "stage_code" as "stage",
  "purpose",
  "minimum",
  "opens_on" as "opensOn",
  "closes_on" as "closesOn",
  "state",
  "closed_on" as "closedOn",
  "edition",
  "version"
from
  "assessment_rounds"
where
  "initiative_id" = $
order by
  "opens_on" desc,
  "id";

select
  "round_id" as "roundId",
  "position",
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "assessment_parties"
where
  "initiative_id" = $
order by
  "round_id",
  "position";

-- conditions.agendaVersions

-- conditions.agendaVersion

-- conditions.createAgendaVersion

insert into
  "agenda_versions" ("vision_fr", "problem_statement_fr", "principles_fr", "approach_fr", "initiative_id", "number")
values
  (
    $,
    $,
    $,
    $,
    $,
    (
      select
        coalesce(max(number), 0) + 1
      from
        app.agenda_versions
      where
        initiative_id = $
    )
  )
returning
  "id";

-- conditions.changeAgendaVersion

select
  "id",
  "number",
  "vision_fr" as "visionFr",
  "vision_en" as "visionEn",
  "problem_statement_fr" as "problemStatementFr",
  "problem_statement_en" as "problemStatementEn",
  "principles_fr" as "principlesFr",
  "principles_en" as "principlesEn",
  "approach_fr" as "approachFr",
  "approach_en" as "approachEn",
  "published_on" as "publishedOn",
  "version"
from
  "agenda_versions"
where
  "initiative_id" = $
  and "id" = $
for update;

update "agenda_versions"
set
  "vision_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- conditions.publishAgendaVersion

update "agenda_versions"
set
  "published_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

insert into
  "endorsements" ("initiative_id", "agenda_version_id", "partner_id")
select
  "initiative_id",
  $::uuid as "agenda_version_id",
  "id"
from
  "partners"
where
  "initiative_id" = $
  and "joined_on" <= $
  and (
    "left_on" is null
    or "left_on" >= $
  )
returning
  "partner_id";

-- conditions.answerAgendaVersion

select
  "p"."id",
  "p"."code",
  "o"."name",
  p.joined_on <= $::date
  and (
    p.left_on is null
    or p.left_on >= $::date
  ) as "isActive"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
order by
  "p"."code";

select
  "state",
  "version"
from
  "endorsements"
where
  "initiative_id" = $
  and "agenda_version_id" = $
  and "partner_id" = $
for update;

update "endorsements"
set
  "state" = $,
  "reservations" = $,
  "answered_on" = $,
  "recorded_on_behalf" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "agenda_version_id" = $
  and "partner_id" = $;

-- conditions.goals

-- conditions.goal

-- conditions.createGoal

insert into
  "goals" ("statement_fr", "initiative_id")
values
  ($…)
returning
  "id";

delete from "goal_indicators"
where
  "initiative_id" = $
  and "goal_id" = $;

-- conditions.changeGoal

select
  "id",
  "state",
  "version"
from
  "goals"
where
  "initiative_id" = $
  and "id" = $
for update;

update "goals"
set
  "statement_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- conditions.adoptGoal

update "goals"
set
  "state" = $,
  "adopted_on" = $,
  "adopted_by" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

update "success_pictures"
set
  "due_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "goal_id" = $
  and "horizon_months" = $;

-- conditions.addPicture

insert into
  "success_pictures" ("initiative_id", "goal_id", "horizon_months", "description_fr", "due_on")
values
  ($…)
returning
  "id";

-- conditions.changePicture

select
  "id",
  "version"
from
  "success_pictures"
where
  "initiative_id" = $
  and "id" = $
for update;

update "success_pictures"
set
  "description_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- conditions.orphans

select
  "i"."code"
from
  "indicators" as "i"
where
  "i"."initiative_id" = $
  and "i"."archived_on" is null
  and not exists (
    select
      "gi"."goal_id"
    from
      "goal_indicators" as "gi"
    where
      "gi"."initiative_id" = $
      and "gi"."indicator_id" = "i"."id"
  )
order by
  "i"."position",
  "i"."code";

-- conditions.populations

select
  "p"."id",
  "p"."label_fr" as "labelFr",
  "p"."label_en" as "labelEn",
  "p"."age_range" as "ageRange",
  "t"."code" as "territoryCode",
  "p"."estimated_size" as "estimatedSize",
  "p"."size_source" as "sizeSource",
  "p"."size_year" as "sizeYear",
  "p"."version"
from
  "populations_of_focus" as "p"
  left join "territories" as "t" on "t"."initiative_id" = "p"."initiative_id"
  and "t"."id" = "p"."territory_id"
where
  "p"."initiative_id" = $
order by
  "p"."label_fr";

-- conditions.addPopulation

insert into
  "populations_of_focus" ("label_fr", "initiative_id")
values
  ($…)
returning
  "id";

-- conditions.changePopulation

select
  "id",
  "version"
from
  "populations_of_focus"
where
  "initiative_id" = $
  and "id" = $
for update;

update "populations_of_focus"
set
  "label_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- conditions.backbone

-- conditions.addBackboneProfile

update "backbone_profiles"
set
  "valid_to" = $::date - 1,
  "version" = version + 1
where
  "initiative_id" = $
  and "valid_to" is null
  and "valid_from" < $;

insert into
  "backbone_profiles" ("form", "valid_from", "initiative_id", "currency_code")
values
  ($…)
returning
  "id";

-- conditions.changeBackboneProfile

select
  "id",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "backbone_profiles"
where
  "initiative_id" = $
  and "id" = $
for update;

update "backbone_profiles"
set
  "note_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- conditions.addBackboneFunction

insert into
  "backbone_functions" ("function", "holder_name", "valid_from", "initiative_id")
values
  ($…)
returning
  "id";

-- conditions.addBackboneReview

insert into
  "backbone_reviews" ("initiative_id", "function_id", "partner_id", "standing", "note", "reviewed_on", "recorded_at")
values
  ($…);

-- conditions.changeBackboneFunction

select
  "id",
  "partner_id" as "partnerId",
  "holder_name" as "holderName",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "backbone_functions"
where
  "initiative_id" = $
  and "id" = $
for update;

update "backbone_functions"
set
  "deputy_name" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

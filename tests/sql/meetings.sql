-- meetings.list

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

-- meetings.mentions

select
  id,
  "code"::text as key
from
  "indicators"
where
  initiative_id = $::uuid
  and "code"::text = any ($::text[]);

select
  "m"."id" as "meetingId",
  "m"."title_fr" as "titleFr",
  "m"."title_en" as "titleEn",
  "m"."starts_at" as "startsAt",
  to_char(m.starts_at at time zone $, 'YYYY-MM-DD') as "startsOn"
from
  "meetings" as "m"
where
  "m"."initiative_id" = $
  and "m"."held" = $
  and exists (
    select
      "l"."position"
    from
      "agenda_item_links" as "l"
    where
      "l"."initiative_id" = "m"."initiative_id"
      and "l"."meeting_id" = "m"."id"
      and "l"."indicator_id" = $
  )
order by
  "m"."starts_at" desc,
  "m"."id";

-- meetings.proposeItem

select
  "id",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "id" = $
for update;

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
  and "m"."id" = $
order by
  "m"."starts_at" desc,
  "m"."id";

insert into
  "agenda_proposals" ("meeting_id", "partner_id", "person_id", "title", "why", "minutes", "proposed_on", "initiative_id")
values
  ($…)
returning
  "id";

select
  "g"."id",
  "g"."title",
  "g"."why",
  "g"."minutes",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "n"."name" as "proposedBy",
  "g"."proposed_on" as "proposedOn",
  "g"."state",
  "g"."answer",
  "g"."answered_on" as "answeredOn",
  "g"."version"
from
  "agenda_proposals" as "g"
  inner join "partners" as "p" on "p"."initiative_id" = "g"."initiative_id"
  and "p"."id" = "g"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  inner join "persons" as "n" on "n"."initiative_id" = "g"."initiative_id"
  and "n"."id" = "g"."person_id"
where
  "g"."initiative_id" = $
  and "g"."id" = $
  and "g"."partner_id" = $
order by
  "g"."proposed_on",
  "g"."id";

-- meetings.answerProposal

select
  "id",
  "meeting_id" as "meetingId",
  "state",
  "version"
from
  "agenda_proposals"
where
  "initiative_id" = $
  and "id" = $
for update;

select
  "g"."id",
  "g"."title",
  "g"."why",
  "g"."minutes",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "n"."name" as "proposedBy",
  "g"."proposed_on" as "proposedOn",
  "g"."state",
  "g"."answer",
  "g"."answered_on" as "answeredOn",
  "g"."version"
from
  "agenda_proposals" as "g"
  inner join "partners" as "p" on "p"."initiative_id" = "g"."initiative_id"
  and "p"."id" = "g"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  inner join "persons" as "n" on "n"."initiative_id" = "g"."initiative_id"
  and "n"."id" = "g"."person_id"
where
  "g"."initiative_id" = $
  and "g"."id" = $
order by
  "g"."proposed_on",
  "g"."id";

insert into
  "agenda_items" ("title", "minutes", "presenter", "initiative_id", "meeting_id", "kind", "position", "invited")
values
  (
    $,
    $,
    $,
    $,
    $,
    $,
    (
      select
        coalesce(max(a.position), 0) + 1
      from
        agenda_items a
      where
        a.initiative_id = $::uuid
        and a.meeting_id = $::uuid
    ),
    (
      select
        m.invited
      from
        meetings m
      where
        m.initiative_id = $::uuid
        and m.id = $::uuid
    )
  );

update "meetings"
set
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

update "agenda_proposals"
set
  "state" = $,
  "answer" = $,
  "answered_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.read

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
  and "l"."meeting_id" = $
order by
  "l"."meeting_id",
  "l"."position",
  "l"."number";

select
  "r"."meeting_id" as "meetingId",
  "r"."role",
  "r"."person_id" as "personId",
  "n"."name",
  "m"."starts_at" as "startsAt"
from
  "meeting_roles" as "r"
  inner join "meetings" as "m" on "m"."initiative_id" = "r"."initiative_id"
  and "m"."id" = "r"."meeting_id"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
where
  "r"."initiative_id" = $
  and "m"."held" = $
order by
  "m"."starts_at";

select
  "d"."id",
  "d"."title_fr" as "titleFr",
  "d"."title_en" as "titleEn",
  "d"."result"
from
  "meeting_decisions" as "l"
  inner join "decisions" as "d" on "d"."initiative_id" = "l"."initiative_id"
  and "d"."id" = "l"."decision_id"
where
  "l"."initiative_id" = $
  and "l"."meeting_id" = $
order by
  "d"."asked_on",
  "d"."id";

select
  "g"."id",
  "g"."title",
  "g"."why",
  "g"."minutes",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "n"."name" as "proposedBy",
  "g"."proposed_on" as "proposedOn",
  "g"."state",
  "g"."answer",
  "g"."answered_on" as "answeredOn",
  "g"."version"
from
  "agenda_proposals" as "g"
  inner join "partners" as "p" on "p"."initiative_id" = "g"."initiative_id"
  and "p"."id" = "g"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  inner join "persons" as "n" on "n"."initiative_id" = "g"."initiative_id"
  and "n"."id" = "g"."person_id"
where
  "g"."initiative_id" = $
  and "g"."meeting_id" = $
order by
  "g"."proposed_on",
  "g"."id";

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
  and "a"."meeting_id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

-- meetings.create

insert into
  "meetings" ("title_fr", "initiative_id", "starts_at")
values
  ($, $, ($::timestamp at time zone $))
returning
  "id";

-- meetings.change

update "meetings"
set
  "place" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.shareAgenda

update "meetings"
set
  "version" = version + 1,
  "agenda_shared_at" = $
where
  "initiative_id" = $
  and "id" = $;

-- meetings.close

update "meetings"
set
  "version" = version + 1,
  "closed_at" = $,
  "without_follow_up" = $
where
  "initiative_id" = $
  and "id" = $;

-- meetings.replaceByUpdate

insert into
  "update_posts" ("title_fr", "title_en", "body_fr", "audience", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

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

update "meetings"
set
  "held" = $,
  "not_held_reason" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.choices

select
  "n"."id" as "personId",
  "n"."name",
  "p"."id" as "partnerId",
  "p"."code" as "partnerCode"
from
  "role_assignments" as "r"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
where
  "r"."initiative_id" = $
  and "r"."role" <> $
  and "r"."starts_on" <= current_date
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= current_date
  )
order by
  "n"."name",
  "p"."code";

select
  "n"."id" as "personId",
  "n"."name",
  "n"."user_id" as "userId"
from
  "persons" as "n"
where
  "n"."initiative_id" = $
  and exists (
    select
      "r"."id"
    from
      "role_assignments" as "r"
    where
      "r"."initiative_id" = "n"."initiative_id"
      and "r"."person_id" = "n"."id"
      and "r"."role" = $
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  )
order by
  "n"."name",
  "n"."id";

select
  "l"."code" as "key",
  (
    select
      "v"."name_fr"
    from
      indicator_versions v
    where
      v.initiative_id = l.initiative_id
      and v.indicator_id = "l"."id"
      and (
        v.valid_from <= $::date
        or v.number = 1
      )
    order by
      v.number desc
    limit
      1
  ) as "titleFr",
  (
    select
      "v"."name_en"
    from
      indicator_versions v
    where
      v.initiative_id = l.initiative_id
      and v.indicator_id = "l"."id"
      and (
        v.valid_from <= $::date
        or v.number = 1
      )
    order by
      v.number desc
    limit
      1
  ) as "titleEn"
from
  "indicators" as "l"
where
  "l"."initiative_id" = $
  and "l"."archived_on" is null
order by
  "l"."position",
  "l"."code";

select
  "id" as "key",
  "name_fr" as "titleFr",
  "name_en" as "titleEn"
from
  "activities"
where
  "initiative_id" = $
order by
  "name_fr",
  "id";

select
  "id" as "key",
  "title_fr" as "titleFr",
  "title_en" as "titleEn"
from
  "decisions"
where
  "initiative_id" = $
order by
  "asked_on" desc,
  "id"
limit
  $;

select
  "n"."id",
  "n"."type",
  "n"."title",
  "n"."what_happened",
  "n"."what_was_expected",
  "n"."why",
  "n"."causes",
  "n"."what_we_learned",
  "n"."what_we_would_do",
  "n"."failure_kind",
  "n"."happened_on",
  "n"."language",
  "n"."visibility",
  "n"."attribution",
  "n"."state",
  "n"."no_adaptation_reason",
  "n"."shared_on",
  "n"."edited_on",
  "n"."public_asked_on",
  "n"."collective_agreed_on",
  "n"."hidden_reason",
  "n"."version",
  "n"."list_day"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and n.state not in ('draft', 'withdrawn')
  and n.visibility <> 'private'
  and "n"."hidden_reason" is null
order by
  "n"."list_day" desc,
  "n"."id" desc
limit
  $;

select
  note_id,
  true as is_author,
  backbone_may_contact
from
  app.note_authorships
where
  initiative_id = $::uuid
  and note_id = any ($::uuid[])
union all
select
  w.id,
  false,
  false
from
  unnest(nullif(current_setting('app.cowrites', true), '')::uuid[]) as w (id)
where
  w.id = any ($::uuid[]);

select
  "x"."note_id",
  "x"."kind",
  "x"."goal_id",
  "x"."activity_id",
  "x"."condition",
  "x"."stage",
  "x"."territory_id",
  "i"."code" as "indicator_code",
  "t"."code" as "territory_code",
  "r"."code" as "period_code",
  coalesce(v.name_fr, a.name_fr, t.name_fr, g.statement_fr) as "name_fr",
  coalesce(v.name_en, a.name_en, t.name_en, g.statement_en) as "name_en"
from
  "note_links" as "x"
  left join "goals" as "g" on "g"."initiative_id" = "x"."initiative_id"
  and "g"."id" = "x"."goal_id"
  left join "activities" as "a" on "a"."initiative_id" = "x"."initiative_id"
  and "a"."id" = "x"."activity_id"
  left join "indicators" as "i" on "i"."initiative_id" = "x"."initiative_id"
  and "i"."id" = "x"."indicator_id"
  left join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
  left join "reporting_periods" as "r" on "r"."initiative_id" = "x"."initiative_id"
  and "r"."id" = "x"."period_id"
  left join "territories" as "t" on "t"."initiative_id" = "x"."initiative_id"
  and "t"."id" = "x"."territory_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."kind",
  "x"."id";

select
  "x"."id",
  "x"."note_id",
  "x"."adaptation_id",
  "x"."checked_on",
  "x"."result",
  "x"."note",
  "x"."next",
  "i"."code" as "indicator_code",
  "v"."name_fr",
  "v"."name_en"
from
  "follow_up_checks" as "x"
  left join "indicators" as "i" on "i"."initiative_id" = "x"."initiative_id"
  and "i"."id" = "x"."evidence_indicator_id"
  left join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."checked_on",
  "x"."id";

select distinct
  c.note_id as "noteId"
from
  app.note_coauthors c
  join app.role_assignments r on r.initiative_id = c.initiative_id
  and r.id = c.hat_id
where
  c.initiative_id = $::uuid
  and c.note_id = any ($::uuid[])
  and c.left_on is null
  and "r"."starts_on" <= current_date
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= current_date
  );

select
  "x"."note_id",
  "x"."audience",
  "x"."person_name",
  "p"."code" as "partner_code",
  "o"."name" as "partner_name",
  "p"."left_on" as "partner_left_on"
from
  "note_signatures" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[]);

select
  "x"."id",
  "x"."note_id",
  "x"."decision",
  "x"."text",
  "x"."decided_on",
  "x"."decided_in",
  "x"."owner_name",
  "x"."owner_partner_id",
  "p"."code" as "owner_code",
  "o"."name" as "owner_partner_name",
  "x"."due_on",
  "x"."version"
from
  "adaptations" as "x"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."owner_partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."decided_on",
  "x"."id";

select
  "x"."note_id",
  "x"."trial_id",
  "x"."title",
  "x"."hypothesis",
  "x"."cost_limit",
  "x"."starts_on",
  "x"."ends_on",
  "x"."sign_it_works",
  "x"."sign_it_fails",
  "x"."declared_on"
from
  "note_trials" as "x"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[]);

select
  "x"."id",
  "x"."note_id",
  "x"."kind",
  "x"."body",
  "x"."language",
  "x"."said_on",
  "x"."signature",
  "x"."signed_name",
  "p"."left_on" as "partner_left_on",
  own.comment_id is not null as "is_mine"
from
  "note_comments" as "x"
  left join "note_comment_authorships" as "own" on "own"."initiative_id" = "x"."initiative_id"
  and "own"."comment_id" = "x"."id"
  left join "partners" as "p" on "p"."initiative_id" = "x"."initiative_id"
  and "p"."id" = "x"."signed_partner_id"
where
  "x"."initiative_id" = $
  and x.note_id = any ($::uuid[])
order by
  "x"."said_on",
  "x"."id";

select
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en",
  coalesce(
    array_agg(distinct r.partner_id) filter (
      where
        r.partner_id is not null
    ),
    '{}'
  ) as "partners"
from
  "indicators" as "i"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
  and v.number = (
    select
      max(w.number)
    from
      indicator_versions w
    where
      w.initiative_id = i.initiative_id
      and w.indicator_id = i.id
  )
  left join app.indicator_reporters ($::date) as "r" on "r"."indicator_id" = "i"."id"
where
  "i"."initiative_id" = $
  and "i"."code" in ($…)
group by
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en";

-- meetings.actions

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

-- meetings.addAction

select
  "id",
  "code"
from
  "partners"
where
  "initiative_id" = $;

insert into
  "action_items" ("meeting_id", "text", "due_on", "person_id", "partner_id", "initiative_id")
values
  ($…)
returning
  "id";

select
  "a"."id",
  "a"."meeting_id" as "meetingId",
  "a"."text",
  "a"."person_id" as "personId",
  "n"."name" as "personName",
  "a"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "a"."due_on" as "dueOn",
  "a"."state",
  "a"."settled_on" as "settledOn",
  "a"."version",
  "m"."title_fr" as "meetingTitleFr",
  "m"."title_en" as "meetingTitleEn"
from
  "action_items" as "a"
  inner join "meetings" as "m" on "m"."initiative_id" = "a"."initiative_id"
  and "m"."id" = "a"."meeting_id"
  left join "persons" as "n" on "n"."initiative_id" = "a"."initiative_id"
  and "n"."id" = "a"."person_id"
  left join "partners" as "p" on "p"."initiative_id" = "a"."initiative_id"
  and "p"."id" = "a"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "a"."initiative_id" = $
  and "a"."id" = $
order by
  a.state = 'open' desc,
  "a"."due_on",
  "a"."id";

-- meetings.changeAction

select
  "id",
  "person_id" as "personId",
  "partner_id" as "partnerId",
  "state",
  "version"
from
  "action_items"
where
  "initiative_id" = $
  and "id" = $
for update;

update "action_items"
set
  "state" = $,
  "settled_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.accessibilityRequests

select
  "r"."id",
  "r"."measure",
  "r"."detail",
  "r"."person_id" as "personId",
  "n"."name" as "requestedBy",
  "r"."requested_on" as "requestedOn"
from
  "accessibility_requests" as "r"
  inner join "persons" as "n" on "n"."initiative_id" = "r"."initiative_id"
  and "n"."id" = "r"."person_id"
where
  "r"."initiative_id" = $
  and "r"."meeting_id" = $
order by
  "r"."measure",
  "n"."name";

-- meetings.requestAccessibility

insert into
  "accessibility_requests" ("meeting_id", "measure", "detail", "requester_id", "person_id", "requested_on", "initiative_id")
values
  ($…)
on conflict ("initiative_id", "meeting_id", "measure", "person_id") do nothing
returning
  "id";

-- meetings.withdrawAccessibility

delete from "accessibility_requests"
where
  "initiative_id" = $
  and "id" = $
  and "person_id" = $;

-- meetings.series

select
  "s"."id",
  "s"."title_fr" as "titleFr",
  "s"."title_en" as "titleEn",
  "s"."kind",
  "s"."rule",
  "s"."starts_on" as "startsOn",
  "s"."starts_time" as "startsTime",
  "s"."minutes",
  "s"."place",
  "s"."planned_until" as "plannedUntil",
  "s"."ended_on" as "endedOn",
  "s"."version",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at <= $
    )
  )::int as "held",
  (
    count(m.id) filter (
      where
        not m.held
    )
  )::int as "skipped",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at > $
    )
  )::int as "coming"
from
  "meeting_series" as "s"
  left join "meetings" as "m" on "m"."initiative_id" = "s"."initiative_id"
  and "m"."series_id" = "s"."id"
where
  "s"."initiative_id" = $
group by
  "s"."initiative_id",
  "s"."id"
order by
  s.ended_on is not null,
  "s"."title_fr",
  "s"."id";

-- meetings.addSeries

insert into
  "meeting_series" ("title_fr", "title_en", "kind", "rule", "starts_on", "starts_time", "minutes", "place", "planned_until", "initiative_id")
values
  ($…)
returning
  "id";

insert into
  "meetings" ("title_fr", "title_en", "kind", "minutes", "place", "initiative_id", "starts_at", "series_id", "series_day")
values
  ($, $, $, $, $, $, ($::timestamp at time zone $), $, $)
returning
  "id";

select
  "s"."id",
  "s"."title_fr" as "titleFr",
  "s"."title_en" as "titleEn",
  "s"."kind",
  "s"."rule",
  "s"."starts_on" as "startsOn",
  "s"."starts_time" as "startsTime",
  "s"."minutes",
  "s"."place",
  "s"."planned_until" as "plannedUntil",
  "s"."ended_on" as "endedOn",
  "s"."version",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at <= $
    )
  )::int as "held",
  (
    count(m.id) filter (
      where
        not m.held
    )
  )::int as "skipped",
  (
    count(m.id) filter (
      where
        m.held
        and m.starts_at > $
    )
  )::int as "coming"
from
  "meeting_series" as "s"
  left join "meetings" as "m" on "m"."initiative_id" = "s"."initiative_id"
  and "m"."series_id" = "s"."id"
where
  "s"."initiative_id" = $
  and "s"."id" = $
group by
  "s"."initiative_id",
  "s"."id"
order by
  s.ended_on is not null,
  "s"."title_fr",
  "s"."id";

-- meetings.changeSeries

select
  "id",
  "version"
from
  "meeting_series"
where
  "initiative_id" = $
  and "id" = $
for update;

update "meeting_series"
set
  "planned_until" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- meetings.calendarFile

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "starts_at" as "startsAt",
  "minutes",
  "place",
  "held",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "id" = $
order by
  "starts_at",
  "id";

select
  "slug",
  "name_fr" as "nameFr",
  "name_en" as "nameEn",
  "main_language" as "mainLanguage"
from
  "initiatives"
where
  "id" = $;

-- meetings.calendar

select
  "made_at" as "madeAt"
from
  "calendar_feeds"
where
  "initiative_id" = $
  and "owner_id" = $;

-- meetings.makeCalendar

insert into
  "calendar_feeds" ("initiative_id", "owner_id", "secret_hash", "made_at")
values
  ($…)
on conflict ("initiative_id", "owner_id") do update
set
  "secret_hash" = $,
  "made_at" = $;

-- meetings.revokeCalendar

delete from "calendar_feeds"
where
  "initiative_id" = $
  and "owner_id" = $;

-- meetings.calendarFeed

select
  e.initiative_id as id
from
  app.enter_public ($) e;

select
  "f"."owner_id" as "ownerId",
  "r"."role",
  "r"."partner_id" as "partnerId"
from
  "calendar_feeds" as "f"
  inner join "role_assignments" as "r" on "r"."initiative_id" = "f"."initiative_id"
  and "r"."user_id" = "f"."owner_id"
where
  "f"."initiative_id" = $
  and "f"."secret_hash" = $
  and "r"."role" <> $
  and "r"."starts_on" <= $
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= $
  )
order by
  "r"."id"
limit
  $;

select
  "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "starts_at" as "startsAt",
  "minutes",
  "place",
  "held",
  "version"
from
  "meetings"
where
  "initiative_id" = $
  and "starts_at" >= $
order by
  "starts_at",
  "id";

-- meetings.updates

-- meetings.keepReadings

-- meetings.createUpdate

insert into
  "update_posts" ("title_fr", "body_fr", "audience", "published_on", "initiative_id")
values
  ($…)
returning
  "id";

-- meetings.changeUpdate

select
  "id",
  "published_on" as "publishedOn",
  "version"
from
  "update_posts"
where
  "initiative_id" = $
  and "id" = $
for update;

update "update_posts"
set
  "body_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

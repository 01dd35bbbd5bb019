-- notes.list

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
  "n"."version"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."state" not in ($…)
  and "n"."visibility" <> $
  and "n"."hidden_reason" is null
order by
  coalesce(n.shared_on, date '9999-12-31') desc,
  "n"."id" desc
limit
  $;

select
  "note_id",
  "backbone_may_contact"
from
  "note_authorships"
where
  "initiative_id" = $
  and note_id = any ($::uuid[]);

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

-- notes.create

insert into
  "learning_notes" (
    "initiative_id",
    "id",
    "author_id",
    "partner_id",
    "as_backbone",
    "type",
    "title",
    "what_happened",
    "what_was_expected",
    "why",
    "causes",
    "what_we_learned",
    "what_we_would_do",
    "failure_kind",
    "happened_on",
    "language",
    "attribution",
    "visibility",
    "state",
    "shared_on",
    "collective_agreed_on"
  )
values
  ($…);

insert into
  "note_authorships" ("initiative_id", "note_id", "author_id", "partner_id", "as_backbone", "backbone_may_contact")
values
  ($…);

select
  "guard"
from
  "learning_notes"
where
  "initiative_id" = $
  and "id" = $;

delete from "note_signatures"
where
  "initiative_id" = $
  and "note_id" = $;

insert into
  "note_signatures" ("initiative_id", "note_id", "guard", "audience", "partner_id", "person_name")
values
  ($…);

delete from "note_links"
where
  "initiative_id" = $
  and "note_id" = $;

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
  "n"."version"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."id" = $;

select
  count(*)::int as "count"
from
  "note_versions"
where
  "initiative_id" = $
  and "note_id" = $;

-- notes.choices

select
  "t"."id",
  "t"."code",
  "t"."name_fr",
  "t"."name_en",
  "l"."code" as "level_code",
  "l"."rank",
  "a"."code" as "parent_code",
  "t"."valid_to"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
  left join "territory_parents" as "u" on "u"."initiative_id" = "t"."initiative_id"
  and "u"."territory_id" = "t"."id"
  and "u"."hierarchy" = "l"."hierarchy"
  and u.valid_from <= $::date
  and (
    u.valid_to is null
    or u.valid_to > $::date
  )
  left join "territories" as "a" on "a"."initiative_id" = "u"."initiative_id"
  and "a"."id" = "u"."parent_id"
where
  "t"."initiative_id" = $
order by
  "l"."rank" desc,
  "t"."name_fr";

select
  "id" as "key",
  "statement_fr" as "nameFr",
  "statement_en" as "nameEn"
from
  "goals"
where
  "initiative_id" = $
order by
  "statement_fr";

select
  "id" as "key",
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "activities"
where
  "initiative_id" = $
order by
  "name_fr";

select
  "i"."code" as "key",
  "v"."name_fr" as "nameFr",
  "v"."name_en" as "nameEn"
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
where
  "i"."initiative_id" = $
  and "i"."archived_on" is null
order by
  "i"."position",
  "i"."code";

select
  "code"
from
  "reporting_periods"
where
  "initiative_id" = $
  and "starts_on" <= $
order by
  "starts_on" desc,
  "code";

select
  "p"."code" as "key",
  "o"."name" as "nameFr",
  null as "nameEn"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and p.joined_on <= $::date
  and (
    p.left_on is null
    or p.left_on >= $::date
  )
order by
  "p"."code";

select
  (
    count(distinct r.person_id) filter (
      where
        r.role = 'backbone'
        and r.partner_id is not distinct from $::uuid
    )
  )::int as "team_people",
  (
    count(distinct r.person_id) filter (
      where
        (
          r.role = 'backbone'
          or (
            r.role in ('partner_contributor', 'partner_viewer')
            and (
              p.left_on is null
              or p.left_on >= $::date
            )
          )
        )
    )
  )::int as "circle_people",
  (
    count(distinct coalesce(p.organization_id, r.organization_id)) filter (
      where
        (
          r.role = 'backbone'
          or (
            r.role in ('partner_contributor', 'partner_viewer')
            and (
              p.left_on is null
              or p.left_on >= $::date
            )
          )
        )
    )
  )::int as "circle_organisations",
  (
    count(distinct r.person_id) filter (
      where
        (
          (
            r.role = 'backbone'
            or (
              r.role in ('partner_contributor', 'partner_viewer')
              and (
                p.left_on is null
                or p.left_on >= $::date
              )
            )
          )
          or (
            r.role = 'funder'
            and r.learning_commitment_on > current_date - 366
          )
        )
    )
  )::int as "funder_people",
  (
    count(distinct coalesce(p.organization_id, r.organization_id)) filter (
      where
        (
          (
            r.role = 'backbone'
            or (
              r.role in ('partner_contributor', 'partner_viewer')
              and (
                p.left_on is null
                or p.left_on >= $::date
              )
            )
          )
          or (
            r.role = 'funder'
            and r.learning_commitment_on > current_date - 366
          )
        )
    )
  )::int as "funder_organisations"
from
  "role_assignments" as "r"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
where
  "r"."initiative_id" = $
  and r.starts_on <= current_date
  and (
    r.ends_on is null
    or r.ends_on >= current_date
  );

select
  "o"."name"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."id" = $;

-- notes.checkDraft

select
  "p"."id" as "partner",
  "t"."code" as "territory"
from
  "partner_territories" as "w"
  inner join "partners" as "p" on "p"."initiative_id" = "w"."initiative_id"
  and "p"."id" = "w"."partner_id"
  inner join "territories" as "t" on "t"."initiative_id" = "w"."initiative_id"
  and "t"."id" = "w"."territory_id"
where
  "w"."initiative_id" = $
  and p.joined_on <= $::date
  and (
    p.left_on is null
    or p.left_on >= $::date
  )
  and w.valid_from <= $::date
  and (
    w.valid_to is null
    or w.valid_to > $::date
  );

select
  "a"."id",
  "a"."name_fr",
  "a"."name_en",
  count(distinct p.id)::int as "partners"
from
  "activities" as "a"
  left join "activity_partners" as "w" on "w"."initiative_id" = "a"."initiative_id"
  and "w"."activity_id" = "a"."id"
  left join "partners" as "p" on "p"."initiative_id" = "w"."initiative_id"
  and "p"."id" = "w"."partner_id"
  and p.joined_on <= $::date
  and (
    p.left_on is null
    or p.left_on >= $::date
  )
where
  "a"."initiative_id" = $
  and a.id = any ($::uuid[])
group by
  "a"."id",
  "a"."name_fr",
  "a"."name_en";

select
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en",
  count(distinct p.id)::int as "partners"
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
  left join "reporting_assignments" as "r" on "r"."initiative_id" = "i"."initiative_id"
  and "r"."indicator_id" = "i"."id"
  and r.valid_from <= $::date
  and (
    r.valid_to is null
    or r.valid_to >= $::date
  )
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
  and p.joined_on <= $::date
  and (
    p.left_on is null
    or p.left_on >= $::date
  )
where
  "i"."initiative_id" = $
  and "i"."code" in ($)
group by
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en";

select
  "name"
from
  "persons"
where
  "initiative_id" = $;

-- notes.measures

select
  *
from
  app.note_measures ($…);

-- notes.followUp

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
  "n"."version"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."state" not in ($…)
  and "n"."visibility" <> $
  and "n"."hidden_reason" is null
  and n.visibility in ('circle', 'funder', 'public')
  and (
    n.state = 'adaptation_decided'
    or (
      n.type in ('failure', 'challenge')
      and n.state in ('shared', 'discussed')
    )
  )
order by
  coalesce(n.shared_on, date '9999-12-31') desc,
  "n"."id" desc
limit
  $;

-- notes.yearReport

select distinct
  extract(
    year
    from
      n.shared_on
  )::int as "year"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."visibility" in ($…)
  and "n"."state" not in ($…)
  and "n"."hidden_reason" is null
order by
  "year" desc;

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
  "n"."version"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."visibility" in ($…)
  and "n"."state" not in ($…)
  and "n"."hidden_reason" is null
  and "n"."shared_on" >= $
  and "n"."shared_on" <= $
order by
  "n"."shared_on",
  "n"."id";

-- notes.trials

select
  "t"."id",
  "t"."title",
  "t"."hypothesis",
  "t"."cost_limit",
  "t"."starts_on",
  "t"."ends_on",
  "t"."sign_it_works",
  "t"."sign_it_fails",
  "t"."stopped_by",
  "t"."visibility",
  "t"."declared_on",
  "t"."version",
  t.id in (
    select
      app.my_trials ()
  ) as "is_mine",
  coalesce(
    (
      select
        array_agg(x.note_id)
      from
        note_trials x
      where
        x.initiative_id = t.initiative_id
        and x.trial_id = t.id
    ),
    '{}'
  ) as "outcomes"
from
  "safe_to_fail_trials" as "t"
where
  "t"."initiative_id" = $
order by
  "t"."starts_on" desc,
  "t"."id";

-- notes.declareTrial

insert into
  "safe_to_fail_trials" (
    "initiative_id",
    "id",
    "author_id",
    "partner_id",
    "as_backbone",
    "declared_on",
    "title",
    "hypothesis",
    "cost_limit",
    "starts_on",
    "ends_on",
    "sign_it_works",
    "sign_it_fails",
    "stopped_by",
    "visibility"
  )
values
  ($…);

select
  "t"."id",
  "t"."title",
  "t"."hypothesis",
  "t"."cost_limit",
  "t"."starts_on",
  "t"."ends_on",
  "t"."sign_it_works",
  "t"."sign_it_fails",
  "t"."stopped_by",
  "t"."visibility",
  "t"."declared_on",
  "t"."version",
  t.id in (
    select
      app.my_trials ()
  ) as "is_mine",
  coalesce(
    (
      select
        array_agg(x.note_id)
      from
        note_trials x
      where
        x.initiative_id = t.initiative_id
        and x.trial_id = t.id
    ),
    '{}'
  ) as "outcomes"
from
  "safe_to_fail_trials" as "t"
where
  "t"."initiative_id" = $
  and "t"."id" = $
order by
  "t"."starts_on" desc,
  "t"."id";

-- notes.changeTrial

update "safe_to_fail_trials"
set
  "visibility" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.reportingChannel

select
  "text_fr",
  "text_en",
  "version"
from
  "reporting_channels"
where
  "initiative_id" = $;

-- notes.setReportingChannel

update "reporting_channels"
set
  "text_fr" = $,
  "text_en" = $,
  "version" = $
where
  "initiative_id" = $
  and "version" = $;

-- notes.read

-- notes.similar

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
  "n"."version"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and "n"."id" <> $
  and "n"."state" not in ($…)
  and "n"."visibility" <> $
  and "n"."hidden_reason" is null
  and (
    n.causes && $::text[]
    or exists (
      select
        1
      from
        note_links a
        join note_links b on b.initiative_id = a.initiative_id
        and (
          b.indicator_id = a.indicator_id
          or b.activity_id = a.activity_id
          or b.goal_id = a.goal_id
          or b.condition = a.condition
          or b.stage = a.stage
          or b.territory_id = a.territory_id
        )
      where
        a.initiative_id = n.initiative_id
        and a.note_id = $::uuid
        and b.note_id = n.id
    )
  )
order by
  coalesce(n.shared_on, date '9999-12-31') desc,
  "n"."id" desc
limit
  $;

-- notes.preview

select
  (
    count(distinct r.person_id) filter (
      where
        r.role in ('partner_contributor', 'partner_viewer')
        and r.partner_id = $::uuid
    )
  )::int as "team_people",
  (
    count(distinct r.person_id) filter (
      where
        (
          r.role = 'backbone'
          or (
            r.role in ('partner_contributor', 'partner_viewer')
            and (
              p.left_on is null
              or p.left_on >= $::date
            )
          )
        )
    )
  )::int as "circle_people",
  (
    count(distinct coalesce(p.organization_id, r.organization_id)) filter (
      where
        (
          r.role = 'backbone'
          or (
            r.role in ('partner_contributor', 'partner_viewer')
            and (
              p.left_on is null
              or p.left_on >= $::date
            )
          )
        )
    )
  )::int as "circle_organisations",
  (
    count(distinct r.person_id) filter (
      where
        (
          (
            r.role = 'backbone'
            or (
              r.role in ('partner_contributor', 'partner_viewer')
              and (
                p.left_on is null
                or p.left_on >= $::date
              )
            )
          )
          or (
            r.role = 'funder'
            and r.learning_commitment_on > current_date - 366
          )
        )
    )
  )::int as "funder_people",
  (
    count(distinct coalesce(p.organization_id, r.organization_id)) filter (
      where
        (
          (
            r.role = 'backbone'
            or (
              r.role in ('partner_contributor', 'partner_viewer')
              and (
                p.left_on is null
                or p.left_on >= $::date
              )
            )
          )
          or (
            r.role = 'funder'
            and r.learning_commitment_on > current_date - 366
          )
        )
    )
  )::int as "funder_organisations"
from
  "role_assignments" as "r"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
where
  "r"."initiative_id" = $
  and r.starts_on <= current_date
  and (
    r.ends_on is null
    or r.ends_on >= current_date
  );

-- notes.change

set constraints all deferred;

update "learning_notes"
set
  "what_we_learned" = $,
  "attribution" = $,
  "edited_on" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

select
  app.sync_note_guard ($::uuid);

set constraints all immediate;

insert into
  "note_versions" ("initiative_id", "note_id", "number", "content", "changed_on", "author_id", "partner_id")
values
  ($…);

update "note_authorships"
set
  "backbone_may_contact" = $
where
  "initiative_id" = $
  and "note_id" = $;

-- notes.versions

select
  "number",
  "content",
  "changed_on"
from
  "note_versions"
where
  "initiative_id" = $
  and "note_id" = $
order by
  "number";

-- notes.setVisibility

update "learning_notes"
set
  "visibility" = $,
  "public_asked_on" = $,
  "public_agreed_on" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.withdraw

update "learning_notes"
set
  "state" = $,
  "visibility" = $,
  "public_asked_on" = $,
  "public_agreed_on" = $,
  "hidden_reason" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.setState

update "learning_notes"
set
  "state" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.agree

select
  app.wrote_note ($::uuid) as wrote;

update "learning_notes"
set
  "visibility" = $,
  "public_agreed_on" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.hide

update "learning_notes"
set
  "hidden_reason" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.unhide

-- notes.comment

insert into
  "note_comments" ("initiative_id", "note_id", "guard", "id", "kind", "body", "language", "said_on", "signature", "signed_name", "signed_partner_id")
values
  ($…);

insert into
  "note_comment_authorships" ("initiative_id", "comment_id", "author_id")
values
  ($…);

-- notes.removeComment

select
  "p"."id"
from
  "partners" as "p"
where
  "p"."initiative_id" = $
  and "p"."id" = $
  and "p"."left_on" < $;

delete from "note_comments"
where
  "initiative_id" = $
  and "note_id" = $
  and "id" = $
  and exists (
    select
      "own"."comment_id"
    from
      "note_comment_authorships" as "own"
    where
      "own"."initiative_id" = "note_comments"."initiative_id"
      and "own"."comment_id" = "note_comments"."id"
  );

-- notes.adapt

insert into
  "adaptations" ("initiative_id", "note_id", "guard", "decision", "text", "decided_on", "decided_in", "owner_name", "owner_partner_id", "due_on")
values
  ($…);

update "learning_notes"
set
  "state" = $,
  "no_adaptation_reason" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

-- notes.changeAdaptation

update "adaptations"
set
  "text" = $,
  "version" = $
where
  "initiative_id" = $
  and "note_id" = $
  and "id" = $
  and "version" = $;

-- notes.check

insert into
  "follow_up_checks" ("initiative_id", "note_id", "guard", "adaptation_id", "checked_on", "result", "evidence_indicator_id", "note", "next")
values
  ($…);

select
  app.mark_note_followed_up ($::uuid);

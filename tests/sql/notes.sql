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
  "id",
  "position",
  "kind",
  "caption",
  "width",
  "height",
  "pages",
  octet_length(content) as "byte_size"
from
  "note_attachments"
where
  "initiative_id" = $
  and "note_id" = $
order by
  "position";

select
  c.hat_id as "hatId",
  s.name,
  o.name as organization,
  c.hat_id = $::uuid as "isMe"
from
  app.note_coauthors c
  join app.role_assignments r on r.initiative_id = c.initiative_id
  and r.id = c.hat_id
  join app.persons s on s.initiative_id = r.initiative_id
  and s.id = r.person_id
  left join app.partners p on p.initiative_id = r.initiative_id
  and p.id = r.partner_id
  left join app.organizations o on o.initiative_id = p.initiative_id
  and o.id = p.organization_id
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and "r"."starts_on" <= current_date
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= current_date
  )
order by
  s.name,
  c.hat_id;

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
        (
          r.role = 'backbone'
          and r.partner_id is not distinct from $::uuid
        )
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
            and not exists (
              select
                1
              from
                app.note_suspensions (r.organization_id, r.person_id) n
              where
                n.holds
            )
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
            and not exists (
              select
                1
              from
                app.note_suspensions (r.organization_id, r.person_id) n
              where
                n.holds
            )
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

select distinct
  r.person_id as person,
  coalesce(o.name, s.name) as funder,
  (
    r.role = 'backbone'
    and r.partner_id is not distinct from $::uuid
  ) as "inTeam"
from
  app.role_assignments r
  left join app.partners p on p.initiative_id = r.initiative_id
  and p.id = r.partner_id
  join app.role_assignments f on f.initiative_id = r.initiative_id
  and f.role = 'funder'
  and f.starts_on <= current_date
  and (
    f.ends_on is null
    or f.ends_on >= current_date
  )
  and (
    f.person_id = r.person_id
    or f.user_id = r.user_id
    or f.organization_id = coalesce(p.organization_id, r.organization_id)
  )
  join app.persons s on s.initiative_id = f.initiative_id
  and s.id = f.person_id
  left join app.organizations o on o.initiative_id = f.initiative_id
  and o.id = f.organization_id
where
  r.initiative_id = $::uuid
  and r.starts_on <= current_date
  and (
    r.ends_on is null
    or r.ends_on >= current_date
  )
  and (
    r.role = 'backbone'
    or (
      r.role in ('partner_contributor', 'partner_viewer')
      and (
        p.left_on is null
        or p.left_on >= $::date
      )
    )
  )
  and r.user_id is distinct from $::uuid
order by
  funder;

select
  "o"."name",
  "o"."short_name" as "shortName"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."id" = $;

-- notes.checkDraft

select
  "name"
from
  "persons"
where
  "initiative_id" = $;

-- notes.facets

with
  shared as (
    select
      n.id,
      n.type,
      n.state,
      n.causes
    from
      app.learning_notes n
    where
      n.initiative_id = $::uuid
      and n.visibility in ('circle', 'funder', 'public')
      and n.state not in ('draft', 'withdrawn')
      and n.hidden_reason is null
  ),
  linked as (
    select
      l.note_id,
      l.condition,
      l.stage
    from
      app.note_links l
      join shared s on s.id = l.note_id
    where
      l.initiative_id = $::uuid
  ),
  said as (
    select
      'type' as facet,
      type as key,
      id
    from
      shared
    union
    select
      'state',
      state,
      id
    from
      shared
    union
    select
      'cause',
      unnest(causes),
      id
    from
      shared
    union
    select
      'condition',
      condition,
      note_id
    from
      linked
    where
      condition is not null
    union
    select
      'stage',
      stage,
      note_id
    from
      linked
    where
      stage is not null
  )
select
  facet,
  key,
  count(*)::int as count
from
  said
group by
  facet,
  key
having
  count(*) >= $
order by
  facet,
  key;

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
  "n"."version",
  "n"."list_day"
from
  "learning_notes" as "n"
where
  "n"."initiative_id" = $
  and n.state not in ('draft', 'withdrawn')
  and n.visibility <> 'private'
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
  "n"."list_day" desc,
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
  "n"."list_day",
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
  "n"."list_day" desc,
  "n"."id" desc
limit
  $;

-- notes.preview

select
  (
    count(distinct r.person_id) filter (
      where
        (
          r.role in ('partner_contributor', 'partner_viewer')
          and r.partner_id = $::uuid
        )
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
            and not exists (
              select
                1
              from
                app.note_suspensions (r.organization_id, r.person_id) n
              where
                n.holds
            )
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
            and not exists (
              select
                1
              from
                app.note_suspensions (r.organization_id, r.person_id) n
              where
                n.holds
            )
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

select distinct
  r.person_id as person,
  coalesce(o.name, s.name) as funder,
  (
    r.role in ('partner_contributor', 'partner_viewer')
    and r.partner_id = $::uuid
  ) as "inTeam"
from
  app.role_assignments r
  left join app.partners p on p.initiative_id = r.initiative_id
  and p.id = r.partner_id
  join app.role_assignments f on f.initiative_id = r.initiative_id
  and f.role = 'funder'
  and f.starts_on <= current_date
  and (
    f.ends_on is null
    or f.ends_on >= current_date
  )
  and (
    f.person_id = r.person_id
    or f.user_id = r.user_id
    or f.organization_id = coalesce(p.organization_id, r.organization_id)
  )
  join app.persons s on s.initiative_id = f.initiative_id
  and s.id = f.person_id
  left join app.organizations o on o.initiative_id = f.initiative_id
  and o.id = f.organization_id
where
  r.initiative_id = $::uuid
  and r.starts_on <= current_date
  and (
    r.ends_on is null
    or r.ends_on >= current_date
  )
  and (
    r.role = 'backbone'
    or (
      r.role in ('partner_contributor', 'partner_viewer')
      and (
        p.left_on is null
        or p.left_on >= $::date
      )
    )
  )
  and r.user_id is distinct from $::uuid
order by
  funder;

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

-- notes.coauthors

select
  r.id as "hatId",
  r.user_id as "userId",
  s.name,
  o.name as organization,
  false as "isMe"
from
  app.role_assignments r
  join app.persons s on s.initiative_id = r.initiative_id
  and s.id = r.person_id
  left join app.partners p on p.initiative_id = r.initiative_id
  and p.id = r.partner_id
  left join app.organizations o on o.initiative_id = p.initiative_id
  and o.id = p.organization_id
where
  r.initiative_id = $::uuid
  and "r"."starts_on" <= current_date
  and (
    "r"."ends_on" is null
    or "r"."ends_on" >= current_date
  )
  and r.user_id is not null
  and r.user_id <> $::uuid
  and (
    r.role = 'backbone'
    or (
      r.role = 'partner_contributor'
      and (
        p.left_on is null
        or p.left_on >= $::date
      )
    )
  )
order by
  (r.role = 'backbone') desc,
  o.name,
  s.name,
  r.id;

-- notes.nameCoauthor

select
  "note_id"
from
  "note_authorships"
where
  "initiative_id" = $
  and "note_id" = $
for update;

select
  app.forget_coauthor (c.note_id, c.user_id)
from
  app.note_coauthors c
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and not exists (
    select
      1
    from
      app.role_assignments r
    where
      r.initiative_id = c.initiative_id
      and r.id = c.hat_id
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  );

insert into
  app.note_coauthors (initiative_id, note_id, hat_id, user_id, position, author_id, author_partner_id, author_as_backbone)
select
  $::uuid,
  $::uuid,
  $::uuid,
  $::uuid,
  place,
  $::uuid,
  $::uuid,
  $::boolean
from
  generate_series(1, $::int) as place
where
  not exists (
    select
      1
    from
      app.note_coauthors c
    where
      c.initiative_id = $::uuid
      and c.note_id = $::uuid
      and c.position = place
      and c.left_on is null
  )
order by
  place
limit
  1
on conflict on constraint note_coauthors_pkey do update
set
  position = excluded.position,
  left_on = null
returning
  hat_id;

with
  made as (
    insert into
      app.notifications (initiative_id, user_id, hat_id, kind, object_key, due_key, facts, created_at)
    select
      $::uuid,
      t."userId",
      t."hatId",
      t.kind,
      t."objectKey",
      t."dueKey",
      t.facts,
      $::timestamptz
    from
      json_to_recordset($::json) as t ("userId" uuid, "hatId" uuid, kind text, "objectKey" text, "dueKey" text, facts jsonb)
    on conflict on constraint notifications_once_key do nothing
    returning
      id,
      user_id,
      hat_id,
      kind,
      facts
  ),
  mailed as (
    insert into
      auth.mail_outbox (id, kind, user_id, initiative_id, hat_id, facts, created_at, next_attempt_at)
    select
      id,
      kind,
      user_id,
      $::uuid,
      hat_id,
      facts,
      $::timestamptz,
      $::timestamptz
    from
      made
    where
      kind = any ($::text[])
  )
select
  count(*)::int as count
from
  made;

-- notes.removeCoauthor

select
  app.forget_coauthor (c.note_id, c.user_id)
from
  app.note_coauthors c
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and c.hat_id = $::uuid;

delete from app.note_coauthors c
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and c.hat_id = $::uuid
  and not c.has_written;

update app.note_coauthors c
set
  left_on = $::date
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and c.hat_id = $::uuid;

-- notes.leave

select
  s.name,
  o.name as organization
from
  app.note_coauthors c
  join app.persons s on s.initiative_id = c.initiative_id
  and s.user_id = c.author_id
  left join app.partners p on p.initiative_id = c.initiative_id
  and p.id = c.author_partner_id
  left join app.organizations o on o.initiative_id = p.initiative_id
  and o.id = p.organization_id
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.hat_id = $::uuid;

select
  "p"."id"
from
  "partners" as "p"
where
  "p"."initiative_id" = $
  and "p"."id" = $
  and "p"."left_on" < $;

-- notes.attach

update "learning_notes"
set
  "edited_on" = $,
  "version" = $
where
  "initiative_id" = $
  and "id" = $
  and "version" = $;

insert into
  "note_attachments" ("initiative_id", "note_id", "guard", "position", "caption", "content", "width", "height", "pages", "kind")
values
  ($…);

-- notes.attachment

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
  "kind",
  "content"
from
  "note_attachments"
where
  "initiative_id" = $
  and "note_id" = $
  and "id" = $;

-- notes.detach

delete from "note_attachments"
where
  "initiative_id" = $
  and "note_id" = $
  and "id" = $;

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

select
  app.keep_note_standing ($::uuid);

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

select
  app.forget_coauthor (c.note_id, c.user_id)
from
  app.note_coauthors c
where
  c.initiative_id = $::uuid
  and c.note_id = $::uuid
  and c.left_on is null
  and true;

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

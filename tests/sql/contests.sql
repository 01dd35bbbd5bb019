-- contests.list

select
  c.id,
  c.kind,
  c.partner_id as "partnerId",
  pa.code as partner,
  og.name as "partnerName",
  c.observation_id as "observationId",
  o.state,
  i.code as indicator,
  t.code as territory,
  p.code as period,
  o.category,
  c.contribution_id as "contributionId",
  co.kind as "contributionKind",
  co.description_fr as "descriptionFr",
  co.description_en as "descriptionEn",
  c.opened_on as "openedOn",
  c.resolved_on as "resolvedOn",
  c.resolved_side as "resolvedSide",
  c.version
from
  app.contests c
  join app.partners pa on pa.initiative_id = c.initiative_id
  and pa.id = c.partner_id
  join app.organizations og on og.initiative_id = pa.initiative_id
  and og.id = pa.organization_id
  left join app.observations o on o.initiative_id = c.initiative_id
  and o.id = c.observation_id
  left join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  left join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  left join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  left join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.contributions co on co.initiative_id = c.initiative_id
  and co.id = c.contribution_id
where
  c.initiative_id = $::uuid
order by
  c.resolved_on is not null,
  c.opened_on desc,
  c.id
limit
  500;

-- contests.read

select
  c.id,
  c.kind,
  c.partner_id as "partnerId",
  pa.code as partner,
  og.name as "partnerName",
  c.observation_id as "observationId",
  o.state,
  i.code as indicator,
  t.code as territory,
  p.code as period,
  o.category,
  c.contribution_id as "contributionId",
  co.kind as "contributionKind",
  co.description_fr as "descriptionFr",
  co.description_en as "descriptionEn",
  c.opened_on as "openedOn",
  c.resolved_on as "resolvedOn",
  c.resolved_side as "resolvedSide",
  c.version
from
  app.contests c
  join app.partners pa on pa.initiative_id = c.initiative_id
  and pa.id = c.partner_id
  join app.organizations og on og.initiative_id = pa.initiative_id
  and og.id = pa.organization_id
  left join app.observations o on o.initiative_id = c.initiative_id
  and o.id = c.observation_id
  left join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  left join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  left join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  left join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.contributions co on co.initiative_id = c.initiative_id
  and co.id = c.contribution_id
where
  c.initiative_id = $::uuid
  and c.id = $::uuid
order by
  c.resolved_on is not null,
  c.opened_on desc,
  c.id
limit
  500;

select
  id,
  side,
  author_id as "authorId",
  body,
  said_at as "saidAt",
  is_resolution as "isResolution",
  is_carried as "isCarried"
from
  app.contest_messages
where
  initiative_id = $::uuid
  and contest_id = $::uuid
order by
  said_at,
  id;

select
  p.user_id as "userId",
  p.name,
  exists (
    select
      1
    from
      app.role_assignments r
    where
      r.initiative_id = p.initiative_id
      and r.user_id = p.user_id
      and "r"."starts_on" <= current_date
      and (
        "r"."ends_on" is null
        or "r"."ends_on" >= current_date
      )
  ) as "isActive",
  exists (
    select
      1
    from
      app.role_assignments r
    where
      r.initiative_id = p.initiative_id
      and r.user_id = p.user_id
      and r.partner_id = $::uuid
      and r.role in ('partner_contributor', 'partner_viewer')
  ) as "isOfPartner"
from
  app.persons p
where
  p.initiative_id = $::uuid
  and p.user_id = any ($::uuid[]);

-- contests.open

select
  i.code as indicator,
  t.code as territory,
  pa.code as partner,
  o.partner_id as "partnerId",
  p.code as period,
  o.category,
  o.state
from
  app.observations o
  join app.indicator_versions v on v.initiative_id = o.initiative_id
  and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id
  and i.id = v.indicator_id
  join app.territories t on t.initiative_id = o.initiative_id
  and t.id = o.territory_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id
  and p.id = o.period_id
  left join app.partners pa on pa.initiative_id = o.initiative_id
  and pa.id = o.partner_id
where
  o.initiative_id = $::uuid
  and o.id = $::uuid;

insert into
  app.contests (initiative_id, id, kind, observation_id, contribution_id, partner_id, opened_on)
values
  ($…);

insert into
  app.contest_messages (initiative_id, contest_id, partner_id, side, is_resolution, is_carried, author_id, body, said_at)
values
  ($…);

-- contests.reply

select
  version,
  resolved_on is not null as "isResolved"
from
  app.contests
where
  initiative_id = $::uuid
  and id = $::uuid
for update;

update app.contests
set
  version = version + 1
where
  initiative_id = $::uuid
  and id = $::uuid;

-- contests.resolve

update app.contests
set
  version = version + 1,
  resolved_on = $::date,
  resolved_side = $
where
  initiative_id = $::uuid
  and id = $::uuid;

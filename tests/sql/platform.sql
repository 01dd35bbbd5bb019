-- Asked for by 6 features or more.

insert into
  app.audit_log (initiative_id, at, actor_id, hat_id, role, partner_id, action, object_type, object_id, details)
values
  ($…);

select
  "p"."id",
  "p"."code",
  "o"."name",
  "p"."left_on" as "leftOn",
  "p"."joined_on" as "joinedOn"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
order by
  "p"."code";

select
  *
from
  app.enter ($…);

select
  app.set_ctx ($…);

-- savedViews.list

select
  "id",
  "owner_id" as "ownerId",
  "name",
  "query",
  "is_shared" as "isShared",
  "saved_on" as "savedOn",
  "version"
from
  "saved_views"
where
  "initiative_id" = $
  and (
    "owner_id" = $
    or "is_shared" = $
  )
order by
  "name",
  "id";

-- savedViews.save

insert into
  "saved_views" ("initiative_id", "owner_id", "name", "query", "is_shared", "saved_on")
values
  ($…)
on conflict ("initiative_id", "owner_id", "name") do nothing
returning
  "id",
  "owner_id" as "ownerId",
  "name",
  "query",
  "is_shared" as "isShared",
  "saved_on" as "savedOn",
  "version";

-- savedViews.change

select
  "id",
  "owner_id" as "ownerId",
  "name",
  "query",
  "is_shared" as "isShared",
  "saved_on" as "savedOn",
  "version"
from
  "saved_views"
where
  "initiative_id" = $
  and "id" = $
  and (
    "owner_id" = $
    or "is_shared" = $
  );

select
  "id",
  "owner_id" as "ownerId",
  "name",
  "query",
  "is_shared" as "isShared",
  "saved_on" as "savedOn",
  "version"
from
  "saved_views"
where
  "initiative_id" = $
  and "id" = $
  and (
    "owner_id" = $
    or "is_shared" = $
  )
for update;

select
  "id"
from
  "saved_views"
where
  "initiative_id" = $
  and "owner_id" = $
  and "name" = $
  and "id" <> $;

update "saved_views"
set
  "name" = $,
  "query" = $,
  "is_shared" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $
returning
  "id",
  "owner_id" as "ownerId",
  "name",
  "query",
  "is_shared" as "isShared",
  "saved_on" as "savedOn",
  "version";

-- savedViews.remove

delete from "saved_views"
where
  "initiative_id" = $
  and "id" = $;

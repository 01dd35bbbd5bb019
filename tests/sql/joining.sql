-- joining.list

select
  "id",
  "label",
  "made_on" as "madeOn",
  "expires_on" as "expiresOn",
  "used" as "isUsed"
from
  "joining_invitations"
where
  "initiative_id" = $
order by
  "made_on" desc,
  "id";

select
  "id",
  "organization",
  "message",
  "summary",
  "shared_on" as "sharedOn"
from
  "joining_summaries"
where
  "initiative_id" = $
order by
  "shared_on" desc,
  "id";

-- joining.invite

insert into
  "joining_invitations" ("initiative_id", "label", "secret_hash", "made_on", "expires_on")
values
  ($…)
returning
  "id";

-- joining.begin

select
  e.initiative_id as id
from
  app.enter_public ($) e;

select
  app.enter_joining ($…);

update "joining_invitations"
set
  "used" = $
where
  "initiative_id" = $
  and "secret_hash" = $
  and "used" = $
  and "expires_on" >= $;

insert into
  "joining_sheets" ("initiative_id", "sheet_key", "sealed", "delete_on")
values
  ($…)
on conflict ("initiative_id", "sheet_key") do update
set
  "sealed" = $,
  "delete_on" = $;

-- joining.read

select
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "initiatives"
where
  "id" = $;

select
  "id"
from
  "joining_invitations"
where
  "initiative_id" = $
  and "secret_hash" = $
  and "used" = $
  and "expires_on" >= $;

-- joining.save

select
  "sealed",
  "delete_on" as "deleteOn"
from
  "joining_sheets"
where
  "initiative_id" = $
  and "sheet_key" = $;

-- joining.share

insert into
  "joining_summaries" ("initiative_id", "summary_key", "organization", "message", "summary", "shared_on")
values
  ($…)
on conflict ("initiative_id", "summary_key") do update
set
  "organization" = $,
  "message" = $,
  "summary" = $,
  "shared_on" = $
returning
  "id";

-- joining.withdraw

delete from "joining_summaries"
where
  "initiative_id" = $
  and "summary_key" = $
returning
  "id";

-- joining.remove

delete from "joining_sheets"
where
  "initiative_id" = $
  and "sheet_key" = $;

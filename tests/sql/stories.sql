-- stories.list

select
  "id"
from
  "indicators"
where
  "initiative_id" = $
  and "code" = $;

select
  "s"."id",
  "r"."code" as "period",
  "s"."number",
  "s"."story_fr" as "storyFr",
  "s"."story_en" as "storyEn",
  "s"."what_would_work_fr" as "whatWouldWorkFr",
  "s"."what_would_work_en" as "whatWouldWorkEn",
  "s"."next_actions_fr" as "nextActionsFr",
  "s"."next_actions_en" as "nextActionsEn",
  "s"."told_on" as "toldOn",
  "teller"."name" as "toldBy",
  "s"."published_on" as "publishedOn",
  "lead"."name" as "publishedBy",
  "s"."withdrawn_on" as "withdrawnOn",
  "s"."version"
from
  "indicator_stories" as "s"
  left join "reporting_periods" as "r" on "r"."initiative_id" = "s"."initiative_id"
  and "r"."id" = "s"."period_id"
  left join "persons" as "teller" on "teller"."initiative_id" = "s"."initiative_id"
  and "teller"."user_id" = "s"."told_by"
  left join "persons" as "lead" on "lead"."initiative_id" = "s"."initiative_id"
  and "lead"."user_id" = "s"."published_by"
where
  "s"."initiative_id" = $
  and "s"."indicator_id" = $
order by
  r.ends_on desc nulls first,
  "s"."number" desc;

-- stories.tell

select
  "id"
from
  "indicators"
where
  "initiative_id" = $
  and "code" = $
for update;

insert into
  "indicator_stories" (
    "initiative_id",
    "indicator_id",
    "period_id",
    "number",
    "story_fr",
    "story_en",
    "what_would_work_fr",
    "what_would_work_en",
    "next_actions_fr",
    "next_actions_en",
    "told_by",
    "told_on"
  )
values
  ($…)
returning
  "id";

-- stories.publish

update "indicator_stories"
set
  "published_by" = $,
  "published_on" = $,
  "withdrawn_on" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" = $;

-- stories.withdraw

update "indicator_stories"
set
  "withdrawn_on" = $,
  "version" = "version" + $
where
  "initiative_id" = $
  and "id" in ($)
  and "published_on" is not null
  and "withdrawn_on" is null;

-- assessments.list

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

-- assessments.open

select
  "id"
from
  "assessment_rounds"
where
  "initiative_id" = $
  and "instrument" = $
  and "state" = $;

select
  "p"."id",
  "p"."code",
  "o"."name",
  "p"."level_id" as "levelId"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and "p"."joined_on" <= $
  and (
    "p"."left_on" is null
    or "p"."left_on" >= $
  )
order by
  "p"."code";

select
  "phase"
from
  "initiatives"
where
  "id" = $;

insert into
  "assessment_rounds" ("initiative_id", "instrument", "instrument_version", "mode", "breakdown", "phase", "stage_code", "purpose", "minimum", "opens_on", "closes_on")
values
  ($…)
returning
  "id";

insert into
  "assessment_secrets" ("initiative_id", "round_id", "secret")
values
  ($…);

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
  and "id" = $
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
  and "round_id" = $
order by
  "round_id",
  "position";

-- assessments.read

-- assessments.close

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
  and "id" = $
for update;

select
  "tally"
from
  "assessment_waves"
where
  "initiative_id" = $
  and "round_id" = $
order by
  "number";

select
  "partner_token" as "partner",
  "group_tag" as "group",
  "answers",
  "comment"
from
  "assessment_sheets"
where
  "initiative_id" = $
  and "round_id" = $
  and "is_sent" = $;

insert into
  "assessment_participations" ("initiative_id", "round_id", "partner_id")
select
  "initiative_id",
  "round_id",
  "partner_id"
from
  "assessment_invitations"
where
  "initiative_id" = $
  and "round_id" = $
  and "used" = $
group by
  "initiative_id",
  "round_id",
  "partner_id"
on conflict do nothing;

delete from "assessment_sheets"
where
  "initiative_id" = $
  and "round_id" = $;

delete from "assessment_invitations"
where
  "initiative_id" = $
  and "round_id" = $;

delete from "assessment_secrets"
where
  "initiative_id" = $
  and "round_id" = $;

insert into
  "assessment_results" ("initiative_id", "round_id", "edition", "told_on", "figures")
values
  ($…);

update "assessment_rounds"
set
  "state" = $,
  "closed_on" = $,
  "edition" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- assessments.moveDay

update "assessment_rounds"
set
  "closes_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- assessments.reopen

update "assessment_rounds"
set
  "state" = $,
  "closes_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- assessments.invitations

select
  "partner_id" as "partnerId",
  count(*)::int as "made",
  (
    count(*) filter (
      where
        used
    )
  )::int as "used"
from
  "assessment_invitations"
where
  "initiative_id" = $
  and "round_id" = $
group by
  "partner_id";

-- assessments.invite

select
  "secret"
from
  "assessment_secrets"
where
  "initiative_id" = $
  and "round_id" = $;

select
  "partner_id"
from
  "assessment_participations"
where
  "initiative_id" = $
  and "round_id" = $;

insert into
  "assessment_invitations" ("initiative_id", "round_id", "partner_id", "secret_hash")
values
  ($…)
on conflict ("initiative_id", "secret_hash") do nothing;

-- assessments.partyLinks

select
  "position",
  "is_sent" as "isSent"
from
  "assessment_party_sheets"
where
  "initiative_id" = $
  and "round_id" = $;

-- assessments.inviteParty

insert into
  "assessment_party_sheets" ("initiative_id", "round_id", "position", "link_hash")
values
  ($…)
on conflict ("initiative_id", "round_id", "position") do update
set
  "link_hash" = $;

-- assessments.myLink

-- assessments.results

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

-- assessments.share

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

delete from "assessment_shares"
where
  "initiative_id" = $
  and "round_id" = $;

insert into
  "assessment_shares" ("initiative_id", "round_id", "instrument", "instrument_version", "closed_on", "decision", "decided_on", "figures")
values
  ($…);

-- assessments.comments

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
  and "round_id" = $
order by
  "id";

-- assessments.moderate

select
  "id",
  "round_id" as "roundId",
  "version"
from
  "assessment_comments"
where
  "initiative_id" = $
  and "id" = $
for update;

update "assessment_comments"
set
  "state" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- assessments.groupSheet

select
  "answers",
  "proofs",
  "version"
from
  "assessment_group_sheets"
where
  "initiative_id" = $
  and "round_id" = $;

-- assessments.saveGroupSheet

insert into
  "assessment_group_sheets" ("initiative_id", "round_id", "answers", "proofs", "version")
values
  ($…)
on conflict ("initiative_id", "round_id") do update
set
  "answers" = "excluded"."answers",
  "proofs" = "excluded"."proofs",
  "version" = "excluded"."version";

-- assessments.pairs

select
  "partner_id" as "partnerId",
  "about_id" as "aboutId",
  "answers"
from
  "assessment_pairs"
where
  "initiative_id" = $
  and "round_id" = $;

-- assessments.savePair

insert into
  "assessment_pairs" ("initiative_id", "round_id", "partner_id", "about_id", "answers")
values
  ($…)
on conflict ("initiative_id", "round_id", "partner_id", "about_id") do update
set
  "answers" = "excluded"."answers";

-- assessments.agree

insert into
  "assessment_agreements" ("initiative_id", "round_id", "item_code", "choice", "comment", "decision", "activity_id")
values
  ($…)
on conflict ("initiative_id", "round_id", "item_code") do update
set
  "choice" = "excluded"."choice",
  "comment" = "excluded"."comment",
  "decision" = "excluded"."decision",
  "activity_id" = coalesce(excluded.activity_id, assessment_agreements.activity_id),
  "version" = assessment_agreements.version + 1
returning
  "version",
  "activity_id" as "activityId";

-- assessments.sheet

select
  e.initiative_id as id
from
  app.enter_public ($) e;

select
  e.round_id as "roundId",
  e.partner_token as "partnerToken",
  e.group_tag as "groupTag"
from
  app.enter_invitation ($…) e;

select
  "name_fr" as "nameFr",
  "name_en" as "nameEn"
from
  "initiatives"
where
  "id" = $;

select
  app.day_of ($::uuid)::text as today;

select
  "answers",
  "comment",
  "is_sent" as "isSent"
from
  "assessment_sheets"
where
  "initiative_id" = $
  and "round_id" = $
  and "sheet_key" = $;

-- assessments.saveSheet

insert into
  app.assessment_sheets as s (initiative_id, round_id, sheet_key, partner_token, group_tag, answers, comment, is_sent, saves)
values
  ($, $, $, $, $, $::jsonb, $, $, $::uuid[])
on conflict (initiative_id, round_id, sheet_key) do update
set
  answers = s.answers || excluded.answers,
  comment = s.comment,
  is_sent = s.is_sent
  or excluded.is_sent,
  saves = (excluded.saves || s.saves) [1:$]
where
  not (s.saves && excluded.saves);

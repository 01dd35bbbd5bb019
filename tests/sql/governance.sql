-- governance.bodies

select
  "id",
  "name_fr" as "nameFr",
  "name_en" as "nameEn",
  "kind",
  "mandate_fr" as "mandateFr",
  "mandate_en" as "mandateEn",
  "decision_mode" as "decisionMode",
  "fallback_threshold" as "fallbackThreshold",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "governance_bodies"
where
  "initiative_id" = $
order by
  "valid_to" desc nulls first,
  "kind",
  "name_fr",
  "id";

select
  "s"."id",
  "s"."body_id" as "bodyId",
  "s"."holder_name" as "holderName",
  "s"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "s"."is_voting" as "isVoting",
  "s"."valid_from" as "validFrom",
  "s"."valid_to" as "validTo",
  "s"."version"
from
  "governance_seats" as "s"
  left join "partners" as "p" on "p"."initiative_id" = "s"."initiative_id"
  and "p"."id" = "s"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "s"."initiative_id" = $
order by
  "s"."is_voting" desc,
  "p"."code" asc nulls last,
  "s"."holder_name",
  "s"."id";

select
  "seat_id" as "id"
from
  "seat_declarations"
where
  "initiative_id" = $;

-- governance.addBody

insert into
  "governance_bodies" ("name_fr", "valid_from", "initiative_id")
values
  ($…)
returning
  "id";

-- governance.changeBody

select
  "id",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "governance_bodies"
where
  "initiative_id" = $
  and "id" = $
for update;

update "governance_bodies"
set
  "name_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.addSeat

insert into
  "governance_seats" ("holder_name", "valid_from", "initiative_id", "body_id")
values
  ($…)
returning
  "id";

insert into
  "seat_declarations" ("initiative_id", "seat_id", "declared_on")
values
  ($…)
on conflict ("initiative_id", "seat_id") do nothing;

-- governance.changeSeat

select
  "id",
  "body_id" as "bodyId",
  "holder_name" as "holderName",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "governance_seats"
where
  "initiative_id" = $
  and "id" = $
for update;

update "governance_seats"
set
  "holder_name" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

delete from "seat_declarations"
where
  "initiative_id" = $
  and "seat_id" = $;

-- governance.leadership

select
  "l"."id",
  "l"."kind",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "l"."body_id" as "bodyId",
  "b"."name_fr" as "bodyNameFr",
  "b"."name_en" as "bodyNameEn",
  "l"."note_fr" as "noteFr",
  "l"."note_en" as "noteEn",
  "l"."valid_from" as "validFrom",
  "l"."valid_to" as "validTo",
  "l"."version"
from
  "leadership_models" as "l"
  left join "partners" as "p" on "p"."initiative_id" = "l"."initiative_id"
  and "p"."id" = "l"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "governance_bodies" as "b" on "b"."initiative_id" = "l"."initiative_id"
  and "b"."id" = "l"."body_id"
where
  "l"."initiative_id" = $
order by
  "l"."valid_from" desc,
  "l"."id";

select
  "t"."model_id" as "modelId",
  "t"."starts_on" as "startsOn",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "t"."holder_name" as "holderName"
from
  "leadership_terms" as "t"
  inner join "partners" as "p" on "p"."initiative_id" = "t"."initiative_id"
  and "p"."id" = "t"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "t"."initiative_id" = $
order by
  "t"."starts_on";

-- governance.addLeadership

update "leadership_models"
set
  "valid_to" = $::date - 1,
  "version" = version + 1
where
  "initiative_id" = $
  and "valid_to" is null
  and "valid_from" < $;

insert into
  "leadership_models" ("kind", "partner_id", "body_id", "valid_from", "valid_to", "initiative_id")
values
  ($…)
returning
  "id";

delete from "leadership_terms"
where
  "initiative_id" = $
  and "model_id" = $;

-- governance.changeLeadership

select
  "id",
  "version"
from
  "leadership_models"
where
  "initiative_id" = $
  and "id" = $
for update;

update "leadership_models"
set
  "kind" = $,
  "partner_id" = $,
  "body_id" = $,
  "note_fr" = $,
  "valid_from" = $,
  "valid_to" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.roles

select
  "r"."id",
  "r"."role",
  "r"."other_name" as "otherName",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "r"."holder_name" as "holderName",
  "r"."deputy_name" as "deputyName",
  "r"."valid_from" as "validFrom",
  "r"."valid_to" as "validTo",
  "r"."version"
from
  "governance_roles" as "r"
  left join "partners" as "p" on "p"."initiative_id" = "r"."initiative_id"
  and "p"."id" = "r"."partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "r"."initiative_id" = $
order by
  "r"."valid_from" desc,
  "r"."id";

-- governance.addRole

insert into
  "governance_roles" ("role", "other_name", "holder_name", "valid_from", "initiative_id")
values
  ($…)
returning
  "id";

-- governance.changeRole

select
  "id",
  "role",
  "partner_id" as "partnerId",
  "holder_name" as "holderName",
  "valid_from" as "validFrom",
  "valid_to" as "validTo",
  "version"
from
  "governance_roles"
where
  "initiative_id" = $
  and "id" = $
for update;

update "governance_roles"
set
  "deputy_name" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.statutes

select
  "body_fr" as "bodyFr",
  "body_en" as "bodyEn",
  "registered_as" as "registeredAs",
  "adopted_on" as "adoptedOn",
  "version"
from
  "statutes"
where
  "initiative_id" = $;

-- governance.saveStatutes

select
  "version"
from
  "statutes"
where
  "initiative_id" = $
for update;

update "statutes"
set
  "body_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $;

-- governance.protocol

select
  "steps_fr" as "stepsFr",
  "steps_en" as "stepsEn",
  "contact",
  "third_party" as "thirdParty",
  "time_limits_fr" as "timeLimitsFr",
  "time_limits_en" as "timeLimitsEn",
  "adopted_on" as "adoptedOn",
  "version"
from
  "conflict_protocols"
where
  "initiative_id" = $;

select
  "activation_reason" as "reason"
from
  "initiatives"
where
  "id" = $;

-- governance.saveProtocol

select
  "version"
from
  "conflict_protocols"
where
  "initiative_id" = $
for update;

update "conflict_protocols"
set
  "steps_fr" = $,
  "contact" = $,
  "adopted_on" = $,
  "version" = version + 1
where
  "initiative_id" = $;

-- governance.decisions

select
  "d"."id",
  "d"."body_id" as "bodyId",
  "b"."name_fr" as "bodyNameFr",
  "b"."name_en" as "bodyNameEn",
  "d"."title_fr" as "titleFr",
  "d"."title_en" as "titleEn",
  "d"."text_fr" as "textFr",
  "d"."text_en" as "textEn",
  "d"."options",
  "d"."mode",
  "d"."fallback_threshold" as "fallbackThreshold",
  "d"."delegate_name" as "delegateName",
  "p"."code" as "delegatePartnerCode",
  "o"."name" as "delegatePartnerName",
  "d"."limit_text" as "limitText",
  "d"."limit_amount" as "limitAmount",
  "d"."amount",
  "d"."asked_on" as "askedOn",
  "d"."result",
  "d"."decided_on" as "decidedOn",
  "d"."voting_seats" as "votingSeats",
  "d"."published_on" as "publishedOn",
  "s"."public_on" as "publicOn",
  "d"."version"
from
  "decisions" as "d"
  left join "governance_bodies" as "b" on "b"."initiative_id" = "d"."initiative_id"
  and "b"."id" = "d"."body_id"
  left join "partners" as "p" on "p"."initiative_id" = "d"."initiative_id"
  and "p"."id" = "d"."delegate_partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "public_decisions" as "s" on "s"."initiative_id" = "d"."initiative_id"
  and "s"."decision_id" = "d"."id"
where
  "d"."initiative_id" = $
order by
  "d"."decided_on" desc nulls first,
  "d"."asked_on" desc,
  "d"."id";

select
  "decision_id" as "decisionId",
  "seat_id" as "seatId",
  "position",
  "reason"
from
  "decision_positions"
where
  "initiative_id" = $;

-- governance.decision

select
  "d"."id",
  "d"."body_id" as "bodyId",
  "b"."name_fr" as "bodyNameFr",
  "b"."name_en" as "bodyNameEn",
  "d"."title_fr" as "titleFr",
  "d"."title_en" as "titleEn",
  "d"."text_fr" as "textFr",
  "d"."text_en" as "textEn",
  "d"."options",
  "d"."mode",
  "d"."fallback_threshold" as "fallbackThreshold",
  "d"."delegate_name" as "delegateName",
  "p"."code" as "delegatePartnerCode",
  "o"."name" as "delegatePartnerName",
  "d"."limit_text" as "limitText",
  "d"."limit_amount" as "limitAmount",
  "d"."amount",
  "d"."asked_on" as "askedOn",
  "d"."result",
  "d"."decided_on" as "decidedOn",
  "d"."voting_seats" as "votingSeats",
  "d"."published_on" as "publishedOn",
  "s"."public_on" as "publicOn",
  "d"."version"
from
  "decisions" as "d"
  left join "governance_bodies" as "b" on "b"."initiative_id" = "d"."initiative_id"
  and "b"."id" = "d"."body_id"
  left join "partners" as "p" on "p"."initiative_id" = "d"."initiative_id"
  and "p"."id" = "d"."delegate_partner_id"
  left join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
  left join "public_decisions" as "s" on "s"."initiative_id" = "d"."initiative_id"
  and "s"."decision_id" = "d"."id"
where
  "d"."initiative_id" = $
  and "d"."id" = $
order by
  "d"."decided_on" desc nulls first,
  "d"."asked_on" desc,
  "d"."id";

select
  "decision_id" as "decisionId",
  "seat_id" as "seatId",
  "position",
  "reason"
from
  "decision_positions"
where
  "initiative_id" = $
  and "decision_id" = $;

-- governance.addDecision

insert into
  "decisions" ("title_fr", "mode", "fallback_threshold", "asked_on", "body_id", "initiative_id")
values
  ($…)
returning
  "id";

-- governance.changeDecision

select
  "id",
  "body_id" as "bodyId",
  "mode",
  "fallback_threshold" as "fallbackThreshold",
  "delegate_name" as "delegateName",
  "delegate_partner_id" as "delegatePartnerId",
  "limit_text" as "limitText",
  "limit_amount" as "limitAmount",
  "amount",
  "asked_on" as "askedOn",
  "result",
  "published_on" as "publishedOn",
  "version"
from
  "decisions"
where
  "initiative_id" = $
  and "id" = $
for update;

update "decisions"
set
  "title_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.takePosition

insert into
  "decision_positions" ("initiative_id", "decision_id", "seat_id", "partner_id", "position", "reason")
values
  ($…)
on conflict ("initiative_id", "decision_id", "seat_id") do update
set
  "position" = "excluded"."position",
  "reason" = "excluded"."reason",
  "partner_id" = "excluded"."partner_id";

-- governance.closeDecision

update "decisions"
set
  "result" = $,
  "decided_on" = $,
  "voting_seats" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.showDecision

select
  "decision_id"
from
  "public_decisions"
where
  "initiative_id" = $
  and "decision_id" = $;

insert into
  "public_decisions" ("initiative_id", "decision_id", "title_fr", "title_en", "text_fr", "text_en", "result", "decided_on", "public_on")
select
  "d"."initiative_id",
  "d"."id",
  "d"."title_fr",
  "d"."title_en",
  "d"."text_fr",
  "d"."text_en",
  "d"."result",
  "d"."decided_on",
  cast($ as date) as "public_on"
from
  "decisions" as "d"
where
  "d"."initiative_id" = $
  and "d"."id" = $;

update "decisions"
set
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.publicDecisions

select
  e.initiative_id as id,
  e.fiscal_start_month as "fiscalStartMonth",
  e.school_start_month as "schoolStartMonth",
  e.time_zone as "timeZone"
from
  app.enter_public ($) e;

select
  app.become_release_reader ();

select
  left(r.checksum, 32) || '-' || coalesce(
    (
      select
        p.version
      from
        app.public_pages p
      where
        p.initiative_id = r.initiative_id
    ),
    0
  ) || coalesce(
    '-' || left(
      md5(
        concat_ws(
          ',',
          (
            select
              string_agg(
                w.id || '.' || w.version,
                ','
                order by
                  w.id
              )
            from
              app.wins w
            where
              w.initiative_id = r.initiative_id
              and w.state = 'published'
              and w.audience = 'public'
              and w.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(c.id, '.', c.version, '.', s.name),
                ','
                order by
                  c.id
              )
            from
              app.recognitions c
              left join app.recognition_subjects s on s.initiative_id = c.initiative_id
              and s.recognition_id = c.id
            where
              c.initiative_id = r.initiative_id
              and c.guard = 'public'
          ),
          (
            select
              string_agg(
                d.decision_id::text,
                ','
                order by
                  d.decision_id
              )
            from
              app.public_decisions d
            where
              d.initiative_id = r.initiative_id
          ),
          (
            select
              string_agg(
                concat(n.id, '.', n.version, '.', t.person_name, '.', t.partner_name, '.', t.partner_left_on, '.', t.reporters),
                ','
                order by
                  n.id
              )
            from
              app.learning_notes n
              left join app.public_note_facts () t on t.note_id = n.id
            where
              n.initiative_id = r.initiative_id
              and n.guard = 'public'
          ),
          (
            select
              string_agg(
                concat(
                  a.id,
                  '.',
                  a.version,
                  '.',
                  (
                    select
                      count(*)
                    from
                      app.follow_up_checks f
                    where
                      f.initiative_id = a.initiative_id
                      and f.adaptation_id = a.id
                      and f.guard = 'public'
                  )
                ),
                ','
                order by
                  a.id
              )
            from
              app.adaptations a
            where
              a.initiative_id = r.initiative_id
              and a.guard = 'public'
          )
        )
      ),
      16
    ),
    ''
  ) as mark
from
  app.releases r
where
  r.initiative_id = $
  and r.state = 'published'
  and r.is_latest;

select
  "decision_id" as "id",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "text_fr" as "textFr",
  "text_en" as "textEn",
  "result",
  "decided_on" as "decidedOn"
from
  "public_decisions"
where
  "initiative_id" = $
order by
  "decided_on" desc,
  "decision_id"
limit
  $;

-- governance.agreements

select
  "id",
  "number",
  "title_fr" as "titleFr",
  "title_en" as "titleEn",
  "review_on" as "reviewOn",
  "published_on" as "publishedOn",
  "version"
from
  "partnership_agreements"
where
  "initiative_id" = $
order by
  "number" desc;

select
  "agreement_id" as "agreementId",
  "section",
  "body_fr" as "bodyFr",
  "body_en" as "bodyEn"
from
  "agreement_sections"
where
  "initiative_id" = $;

select
  "s"."agreement_id" as "agreementId",
  "s"."partner_id" as "partnerId",
  "p"."code" as "partnerCode",
  "o"."name" as "partnerName",
  "s"."person_name" as "personName",
  "s"."signed_on" as "signedOn",
  "s"."recorded_on_behalf" as "recordedOnBehalf",
  "s"."version"
from
  "signatures" as "s"
  inner join "partners" as "p" on "p"."initiative_id" = "s"."initiative_id"
  and "p"."id" = "s"."partner_id"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "s"."initiative_id" = $
order by
  "p"."code";

-- governance.draftAgreement

insert into
  "partnership_agreements" ("number", "title_fr", "title_en", "initiative_id")
values
  ($…)
returning
  "id";

insert into "agreement_sections" ("initiative_id", "agreement_id", "section", "body_fr", "body_en") values ($…), … on conflict ("initiative_id", "agreement_id", "section") do update set "body_fr" = "excluded"."body_fr", "body_en" = "excluded"."body_en";

-- governance.changeAgreement

select
  "id",
  "number",
  "published_on" as "publishedOn",
  "version"
from
  "partnership_agreements"
where
  "initiative_id" = $
  and "id" = $
for update;

update "partnership_agreements"
set
  "title_fr" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

-- governance.publishAgreement

update "partnership_agreements"
set
  "published_on" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "id" = $;

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

insert into "signatures" ("initiative_id", "agreement_id", "partner_id") values ($…), …;

-- governance.signAgreement

select
  "version"
from
  "signatures"
where
  "initiative_id" = $
  and "agreement_id" = $
  and "partner_id" = $
for update;

update "signatures"
set
  "person_name" = $,
  "signed_on" = $,
  "recorded_on_behalf" = $,
  "version" = version + 1
where
  "initiative_id" = $
  and "agreement_id" = $
  and "partner_id" = $;

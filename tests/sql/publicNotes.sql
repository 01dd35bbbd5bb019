-- publicNotes.list

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
  "id",
  "type",
  "title",
  "language",
  "what_happened",
  "attribution",
  "shared_on",
  "collective_agreed_on",
  "list_day"
from
  "learning_notes"
where
  "initiative_id" = $
  and "guard" = $
order by
  "list_day" desc,
  "id" desc
limit
  $;

select
  t.note_id as "noteId",
  t.person_name as "personName",
  t.partner_name as "partnerName",
  t.partner_left_on as "partnerLeftOn",
  t.indicators,
  t.happened_on as "happenedOn",
  t.trial_starts_on as "startsOn",
  t.trial_ends_on as "endsOn",
  t.trial_declared_on as "declaredOn",
  t.reporters
from
  app.public_note_facts () t
where
  t.note_id = any ($::uuid[]);

-- publicNotes.read

select
  "id",
  "type",
  "title",
  "language",
  "what_happened",
  "attribution",
  "shared_on",
  "collective_agreed_on",
  "what_was_expected",
  "why",
  "what_we_learned",
  "what_we_would_do",
  "causes",
  "edited_on",
  "no_adaptation_reason"
from
  "learning_notes"
where
  "initiative_id" = $
  and "id" = $
  and "guard" = $;

select
  "condition",
  "stage"
from
  "note_links"
where
  "initiative_id" = $
  and "note_id" = $
  and "kind" in ($…)
order by
  "condition",
  "stage";

select
  "title",
  "hypothesis",
  "cost_limit",
  "sign_it_works",
  "sign_it_fails"
from
  "note_trials"
where
  "initiative_id" = $
  and "note_id" = $;

select
  "id",
  "adaptation_id",
  "checked_on",
  "result",
  "note",
  "next"
from
  "follow_up_checks"
where
  "initiative_id" = $
  and "note_id" = $
order by
  "checked_on",
  "id";

select
  "id",
  "decision",
  "text",
  "decided_on"
from
  "adaptations"
where
  "initiative_id" = $
  and "note_id" = $
order by
  "decided_on",
  "id";

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

-- publicNotes.attachment

select
  "kind",
  "content"
from
  "note_attachments"
where
  "initiative_id" = $
  and "note_id" = $
  and "id" = $;

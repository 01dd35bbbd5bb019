-- search.find

select
  "i"."code" as "key",
  "v"."name_fr",
  "v"."name_en",
  "v"."definition_fr" as "text_fr",
  "v"."definition_en" as "text_en",
  null::text as "day"
from
  "indicators" as "i"
  inner join "indicator_versions" as "v" on "v"."initiative_id" = "i"."initiative_id"
  and "v"."indicator_id" = "i"."id"
where
  "i"."initiative_id" = $
  and "i"."archived_on" is null
  and v.number = (
    select
      max(o.number)
    from
      indicator_versions o
    where
      o.initiative_id = i.initiative_id
      and o.indicator_id = i.id
      and (
        o.valid_from <= $::date
        or o.number = 1
      )
  )
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en, v.definition_fr, v.definition_en, v.purpose_fr, v.purpose_en))) || to_tsvector('english', app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en, v.definition_fr, v.definition_en, v.purpose_fr, v.purpose_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en, v.definition_fr, v.definition_en, v.purpose_fr, v.purpose_en))) || to_tsvector('english', app.fold (concat_ws(' ', i.code, v.name_fr, v.name_en, v.definition_fr, v.definition_en, v.purpose_fr, v.purpose_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "i"."position",
  "i"."code"
limit
  $;

select
  "t"."code" as "key",
  "t"."name_fr",
  "t"."name_en",
  "l"."name_fr" as "text_fr",
  "l"."name_en" as "text_en",
  null::text as "day"
from
  "territories" as "t"
  inner join "territory_levels" as "l" on "l"."initiative_id" = "t"."initiative_id"
  and "l"."id" = "t"."level_id"
where
  "t"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en))) || to_tsvector('english', app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en))) || to_tsvector('english', app.fold (concat_ws(' ', t.code, t.name_fr, t.name_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "l"."rank" desc,
  "t"."code"
limit
  $;

select
  "p"."code" as "key",
  "o"."name" as "name_fr",
  "p"."role_fr" as "text_fr",
  "p"."role_en" as "text_en",
  null::text as "name_en",
  null::text as "day"
from
  "partners" as "p"
  inner join "organizations" as "o" on "o"."initiative_id" = "p"."initiative_id"
  and "o"."id" = "p"."organization_id"
where
  "p"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', p.code, o.name, o.short_name))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', p.code, o.name, o.short_name, p.role_fr, p.role_en))) || to_tsvector('english', app.fold (concat_ws(' ', p.code, o.name, o.short_name, p.role_fr, p.role_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', p.code, o.name, o.short_name))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', p.code, o.name, o.short_name, p.role_fr, p.role_en))) || to_tsvector('english', app.fold (concat_ws(' ', p.code, o.name, o.short_name, p.role_fr, p.role_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "p"."code"
limit
  $;

select
  "g"."id" as "key",
  "g"."statement_fr" as "name_fr",
  "g"."statement_en" as "name_en",
  "g"."target_date" as "day",
  nullif(
    concat_ws(
      ' · ',
      "g"."not_feasible_why_fr",
      (
        select
          string_agg(
            "s"."description_fr",
            ' · '
            order by
              s.horizon_months
          )
        from
          success_pictures s
        where
          s.initiative_id = g.initiative_id
          and s.goal_id = g.id
      )
    ),
    ''
  ) as "text_fr",
  nullif(
    concat_ws(
      ' · ',
      "g"."not_feasible_why_en",
      (
        select
          string_agg(
            "s"."description_en",
            ' · '
            order by
              s.horizon_months
          )
        from
          success_pictures s
        where
          s.initiative_id = g.initiative_id
          and s.goal_id = g.id
      )
    ),
    ''
  ) as "text_en"
from
  "goals" as "g"
where
  "g"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', g.statement_fr, g.statement_en))
    ) > 0
    or (
      to_tsvector(
        'french',
        app.fold (
          concat_ws(
            ' ',
            g.statement_fr,
            g.statement_en,
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_fr",
                (
                  select
                    string_agg(
                      "s"."description_fr",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            ),
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_en",
                (
                  select
                    string_agg(
                      "s"."description_en",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            )
          )
        )
      ) || to_tsvector(
        'english',
        app.fold (
          concat_ws(
            ' ',
            g.statement_fr,
            g.statement_en,
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_fr",
                (
                  select
                    string_agg(
                      "s"."description_fr",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            ),
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_en",
                (
                  select
                    string_agg(
                      "s"."description_en",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            )
          )
        )
      )
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', g.statement_fr, g.statement_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector(
        'french',
        app.fold (
          concat_ws(
            ' ',
            g.statement_fr,
            g.statement_en,
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_fr",
                (
                  select
                    string_agg(
                      "s"."description_fr",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            ),
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_en",
                (
                  select
                    string_agg(
                      "s"."description_en",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            )
          )
        )
      ) || to_tsvector(
        'english',
        app.fold (
          concat_ws(
            ' ',
            g.statement_fr,
            g.statement_en,
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_fr",
                (
                  select
                    string_agg(
                      "s"."description_fr",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            ),
            nullif(
              concat_ws(
                ' · ',
                "g"."not_feasible_why_en",
                (
                  select
                    string_agg(
                      "s"."description_en",
                      ' · '
                      order by
                        s.horizon_months
                    )
                  from
                    success_pictures s
                  where
                    s.initiative_id = g.initiative_id
                    and s.goal_id = g.id
                )
              ),
              ''
            )
          )
        )
      )
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "g"."target_date",
  "g"."id"
limit
  $;

select
  "a"."id" as "key",
  "a"."name_fr",
  "a"."name_en",
  "a"."description_fr" as "text_fr",
  "a"."description_en" as "text_en",
  null::text as "day"
from
  "activities" as "a"
where
  "a"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', a.name_fr, a.name_en))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', a.name_fr, a.name_en, a.description_fr, a.description_en))) || to_tsvector('english', app.fold (concat_ws(' ', a.name_fr, a.name_en, a.description_fr, a.description_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', a.name_fr, a.name_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', a.name_fr, a.name_en, a.description_fr, a.description_en))) || to_tsvector('english', app.fold (concat_ws(' ', a.name_fr, a.name_en, a.description_fr, a.description_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "a"."starts_on" desc nulls last,
  "a"."id"
limit
  $;

select
  "d"."id" as "key",
  "d"."title_fr" as "name_fr",
  "d"."title_en" as "name_en",
  "d"."text_fr",
  "d"."text_en",
  "d"."decided_on" as "day"
from
  "decisions" as "d"
where
  "d"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', d.title_fr, d.title_en))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', d.title_fr, d.title_en, d.text_fr, d.text_en))) || to_tsvector('english', app.fold (concat_ws(' ', d.title_fr, d.title_en, d.text_fr, d.text_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', d.title_fr, d.title_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', d.title_fr, d.title_en, d.text_fr, d.text_en))) || to_tsvector('english', app.fold (concat_ws(' ', d.title_fr, d.title_en, d.text_fr, d.text_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "d"."decided_on" desc nulls first,
  "d"."id"
limit
  $;

select
  "m"."id" as "key",
  "m"."title_fr" as "name_fr",
  "m"."title_en" as "name_en",
  to_char(m.starts_at at time zone $, 'YYYY-MM-DD') as "day",
  nullif(
    concat_ws(
      ' · ',
      case
        when $::uuid is null
        or m.record_is_shared then "m"."decisions_fr"
      end,
      (
        select
          string_agg(
            concat_ws(' : ', g.title, g.expected_outcome),
            ' · '
            order by
              g.position
          )
        from
          agenda_items g
        where
          g.initiative_id = m.initiative_id
          and g.meeting_id = m.id
          and (
            $::uuid is null
            or m.agenda_shared_at is not null
          )
      )
    ),
    ''
  ) as "text_fr",
  nullif(
    concat_ws(
      ' · ',
      coalesce(
        case
          when $::uuid is null
          or m.record_is_shared then "m"."decisions_en"
        end,
        case
          when $::uuid is null
          or m.record_is_shared then "m"."decisions_fr"
        end
      ),
      (
        select
          string_agg(
            concat_ws(' : ', g.title, g.expected_outcome),
            ' · '
            order by
              g.position
          )
        from
          agenda_items g
        where
          g.initiative_id = m.initiative_id
          and g.meeting_id = m.id
          and (
            $::uuid is null
            or m.agenda_shared_at is not null
          )
      )
    ),
    ''
  ) as "text_en"
from
  "meetings" as "m"
where
  "m"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', m.title_fr, m.title_en))
    ) > 0
    or (
      to_tsvector(
        'french',
        app.fold (
          concat_ws(
            ' ',
            m.title_fr,
            m.title_en,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_fr"
            end,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_en"
            end,
            (
              select
                string_agg(
                  concat_ws(' : ', g.title, g.expected_outcome),
                  ' · '
                  order by
                    g.position
                )
              from
                agenda_items g
              where
                g.initiative_id = m.initiative_id
                and g.meeting_id = m.id
                and (
                  $::uuid is null
                  or m.agenda_shared_at is not null
                )
            )
          )
        )
      ) || to_tsvector(
        'english',
        app.fold (
          concat_ws(
            ' ',
            m.title_fr,
            m.title_en,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_fr"
            end,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_en"
            end,
            (
              select
                string_agg(
                  concat_ws(' : ', g.title, g.expected_outcome),
                  ' · '
                  order by
                    g.position
                )
              from
                agenda_items g
              where
                g.initiative_id = m.initiative_id
                and g.meeting_id = m.id
                and (
                  $::uuid is null
                  or m.agenda_shared_at is not null
                )
            )
          )
        )
      )
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', m.title_fr, m.title_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector(
        'french',
        app.fold (
          concat_ws(
            ' ',
            m.title_fr,
            m.title_en,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_fr"
            end,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_en"
            end,
            (
              select
                string_agg(
                  concat_ws(' : ', g.title, g.expected_outcome),
                  ' · '
                  order by
                    g.position
                )
              from
                agenda_items g
              where
                g.initiative_id = m.initiative_id
                and g.meeting_id = m.id
                and (
                  $::uuid is null
                  or m.agenda_shared_at is not null
                )
            )
          )
        )
      ) || to_tsvector(
        'english',
        app.fold (
          concat_ws(
            ' ',
            m.title_fr,
            m.title_en,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_fr"
            end,
            case
              when $::uuid is null
              or m.record_is_shared then "m"."decisions_en"
            end,
            (
              select
                string_agg(
                  concat_ws(' : ', g.title, g.expected_outcome),
                  ' · '
                  order by
                    g.position
                )
              from
                agenda_items g
              where
                g.initiative_id = m.initiative_id
                and g.meeting_id = m.id
                and (
                  $::uuid is null
                  or m.agenda_shared_at is not null
                )
            )
          )
        )
      )
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "m"."starts_at" desc,
  "m"."id"
limit
  $;

select
  "a"."id" as "key",
  "a"."text" as "name_fr",
  "a"."due_on" as "day",
  null::text as "name_en",
  null::text as "text_fr",
  null::text as "text_en"
from
  "action_items" as "a"
where
  "a"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', a.text))
    ) > 0
    or (to_tsvector('french', app.fold (concat_ws(' ', a.text))) || to_tsvector('english', app.fold (concat_ws(' ', a.text)))) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  a.state = 'open' desc,
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', a.text))
  ) > 0 desc,
  ts_rank(
    (to_tsvector('french', app.fold (concat_ws(' ', a.text))) || to_tsvector('english', app.fold (concat_ws(' ', a.text)))),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "a"."due_on",
  "a"."id"
limit
  $;

select
  "u"."id" as "key",
  "u"."title_fr" as "name_fr",
  "u"."title_en" as "name_en",
  "u"."body_fr" as "text_fr",
  "u"."body_en" as "text_en",
  "u"."published_on" as "day"
from
  "update_posts" as "u"
where
  "u"."initiative_id" = $
  and (
    position(
      (
        select
          app.fold ($)
      ) in app.fold (concat_ws(' ', u.title_fr, u.title_en))
    ) > 0
    or (
      to_tsvector('french', app.fold (concat_ws(' ', u.title_fr, u.title_en, u.body_fr, u.body_en))) || to_tsvector('english', app.fold (concat_ws(' ', u.title_fr, u.title_en, u.body_fr, u.body_en)))
    ) @@ (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  )
order by
  position(
    (
      select
        app.fold ($)
    ) in app.fold (concat_ws(' ', u.title_fr, u.title_en))
  ) > 0 desc,
  ts_rank(
    (
      to_tsvector('french', app.fold (concat_ws(' ', u.title_fr, u.title_en, u.body_fr, u.body_en))) || to_tsvector('english', app.fold (concat_ws(' ', u.title_fr, u.title_en, u.body_fr, u.body_en)))
    ),
    (
      select
        websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
    )
  ) desc,
  "u"."published_on" desc nulls first,
  "u"."id"
limit
  $;

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
  and n.search @@ (
    select
      websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
  )
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
  and "i"."code" in ($)
group by
  "i"."id",
  "i"."code",
  "v"."name_fr",
  "v"."name_en";

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
  and n.id in (
    select
      note_id
    from
      note_authorships
    where
      initiative_id = $::uuid
    union all
    select
      unnest(nullif(current_setting('app.cowrites', true), '')::uuid[])
  )
  and n.search @@ (
    select
      websearch_to_tsquery('french', app.fold ($)) || websearch_to_tsquery('english', app.fold ($))
  )
order by
  "n"."list_day" desc,
  "n"."id" desc
limit
  $;

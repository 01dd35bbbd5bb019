-- sharing.readPage

select
  "is_indexed" as "isIndexed",
  "licence",
  "contact",
  "embed_hosts" as "embedHosts",
  "version"
from
  "public_pages"
where
  "initiative_id" = $;

select
  r.id,
  r.number,
  r.name,
  r.edition,
  (
    select
      c.number
    from
      app.releases c
    where
      c.initiative_id = r.initiative_id
      and c.id = r.corrects_id
  ) as corrects,
  r.reason,
  r.notes_fr as "notesFr",
  r.notes_en as "notesEn",
  r.is_preliminary as "isPreliminary",
  r.is_public as "isPublic",
  r.is_latest as "isLatest",
  r.state,
  r.through_period as "throughPeriod",
  r.scope,
  r.as_of as "asOf",
  r.done,
  r.total,
  r.built_at as "builtAt",
  r.published_at as "publishedAt",
  r.cell_count as "cellCount",
  r.checksum,
  r.previous_checksum as "previousChecksum",
  r.mask_report as "maskReport",
  r.version
from
  app.releases r
where
  r.initiative_id = $
  and r.state <> 'discarded'
  and r.is_latest;

-- sharing.changePage

insert into
  "public_pages" ("initiative_id")
values
  ($)
on conflict ("initiative_id") do nothing;

select
  "version"
from
  "public_pages"
where
  "initiative_id" = $
for update;

update "public_pages"
set
  "contact" = $,
  "version" = version + 1
where
  "initiative_id" = $;

-- sharing.links

select
  l.id,
  l.label,
  l.created_at as "createdAt",
  l.expires_at as "expiresAt",
  l.revoked_at as "revokedAt",
  l.opens,
  l.last_opened_at as "lastOpenedAt",
  r.number,
  r.name,
  r.edition
from
  app.release_links l
  join app.releases r on r.initiative_id = l.initiative_id
  and r.id = l.release_id
where
  l.initiative_id = $
order by
  l.created_at desc,
  l.id;

-- sharing.createLink

insert into
  "release_links" ("initiative_id", "id", "release_id", "label", "secret_hash", "created_by", "created_at", "expires_at")
values
  ($…);

-- sharing.revokeLink

update "release_links"
set
  "revoked_at" = coalesce(revoked_at, $::timestamptz)
where
  "initiative_id" = $
  and "id" = $;

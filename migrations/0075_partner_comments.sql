-- Situation 10: while a figure is in discussion, a release may carry what its partner says of it, beside the figure.
alter table app.contest_messages add column is_carried boolean;
alter table app.contest_messages add constraint contest_messages_carried_check check (is_carried is null or side = 'partner');
comment on column app.contest_messages.is_carried is 'True: the partner asks that releases carry this beside its figure; false: that they no longer do. The last one that says either counts.';

create table app.release_comments (
  initiative_id uuid not null,
  release_id uuid not null,
  id integer not null,
  indicator text not null,
  period text not null,
  territory text not null,
  partner text not null,
  audience text not null check (audience in ('funder', 'circle')),
  body text not null,
  constraint release_comments_pkey primary key (initiative_id, release_id, id),
  constraint release_comments_release_fkey foreign key (initiative_id, release_id) references app.releases (initiative_id, id) on delete cascade
);
comment on table app.release_comments is 'What partners say of their own figures in discussion, frozen with the release; none beside a hidden figure. Read by whoever reads that figure.';
comment on column app.release_comments.territory is 'Place of the figure in discussion, which the partner''s released figure holds.';
call app.protect('release_comments', '');

do $$
declare v_api text := current_database() || '_api'; v_job text := current_database() || '_job'; v_public text := current_database() || '_public';
begin
  execute format('grant select, insert, delete on app.release_comments to %I, %I', v_api, v_job);
  execute format('grant select on app.release_comments to %I', v_public);
end $$;
create policy release_comments_opened on app.release_comments as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or release_id = nullif(current_setting('app.release', true), '')::uuid);
create policy release_comments_writer on app.release_comments as restrictive for insert with check (
  current_setting('app.role', true) = 'backbone' or current_setting('app.purpose', true) = 'maintenance');
create policy release_comments_ends on app.release_comments as restrictive for delete using (current_setting('app.purpose', true) = 'maintenance');
create policy release_comments_audience on app.release_comments as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or (audience = 'funder' and current_setting('app.role', true) = 'funder')
  or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));

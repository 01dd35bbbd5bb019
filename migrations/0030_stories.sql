-- The story behind a curve: what is told of an indicator, of the whole curve or of one period, in versions.

create table app.indicator_stories (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  indicator_id uuid not null,
  period_id uuid,
  number integer not null check (number >= 1),
  story_fr text,
  story_en text,
  what_would_work_fr text,
  what_would_work_en text,
  next_actions_fr text,
  next_actions_en text,
  told_by uuid,
  told_on date not null,
  published_by uuid,
  published_on date,
  withdrawn_on date,
  version integer not null default 1,
  constraint indicator_stories_pkey primary key (initiative_id, id),
  constraint indicator_stories_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id),
  constraint indicator_stories_period_fkey foreign key (initiative_id, period_id) references app.reporting_periods (initiative_id, id),
  constraint indicator_stories_number_key unique nulls not distinct (initiative_id, indicator_id, period_id, number),
  constraint indicator_stories_text_check check (
    coalesce(story_fr, story_en, what_would_work_fr, what_would_work_en, next_actions_fr, next_actions_en) is not null),
  constraint indicator_stories_withdrawn_check check (withdrawn_on is null or published_on is not null)
);
comment on table app.indicator_stories is 'Each time a story is told again a row is added; what the backbone wrote is read by others when a lead has published it.';
comment on column app.indicator_stories.period_id is 'Null: the whole curve.';
comment on column app.indicator_stories.withdrawn_on is 'No longer shown to others: withdrawn by a lead, or replaced by a newer one.';
create unique index indicator_stories_shown_key on app.indicator_stories (initiative_id, indicator_id, period_id) nulls not distinct
  where published_on is not null and withdrawn_on is null;

-- Stories of before were read by every member: they stay so. Without FORCE the owner reads every initiative.
alter table app.indicators no force row level security;
insert into app.indicator_stories
  (initiative_id, indicator_id, number, story_fr, story_en, what_would_work_fr, what_would_work_en, told_on, published_on)
select i.initiative_id, i.id, 1, i.story_fr, i.story_en, i.what_would_work_fr, i.what_would_work_en,
  coalesce(i.story_on, current_date), coalesce(i.story_on, current_date)
from app.indicators i where coalesce(i.story_fr, i.story_en, i.what_would_work_fr, i.what_would_work_en) is not null;
alter table app.indicators force row level security;
alter table app.indicators drop column story_fr, drop column story_en, drop column what_would_work_fr, drop column what_would_work_en, drop column story_on;

call app.protect('indicator_stories', 'select, insert, update');
create policy indicator_stories_reader on app.indicator_stories as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (published_on is not null and withdrawn_on is null));
create policy indicator_stories_writer on app.indicator_stories as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');
create policy indicator_stories_publisher on app.indicator_stories as restrictive for update using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone');

-- What a picture of success says in figures, and how those who hold a function of the backbone review it themselves.

create table app.success_picture_indicators (
  initiative_id uuid not null,
  picture_id uuid not null,
  indicator_id uuid not null,
  expected numeric,
  constraint success_picture_indicators_pkey primary key (initiative_id, picture_id, indicator_id),
  constraint success_picture_indicators_picture_fkey foreign key (initiative_id, picture_id) references app.success_pictures (initiative_id, id) on delete cascade,
  constraint success_picture_indicators_indicator_fkey foreign key (initiative_id, indicator_id) references app.indicators (initiative_id, id)
);
comment on column app.success_picture_indicators.expected is 'The figure that the picture imagines, as figures are stored (a share is 0.619); null when it names the indicator only (S02).';
call app.protect('success_picture_indicators');

create table app.backbone_reviews (
  initiative_id uuid not null,
  id uuid not null default gen_random_uuid(),
  function_id uuid not null,
  partner_id uuid,
  standing text not null check (standing in ('in_place', 'partly', 'to_build')),
  note text check (length(note) <= 4000),
  reviewed_on date not null,
  recorded_at timestamptz not null default now(),
  constraint backbone_reviews_pkey primary key (initiative_id, id),
  constraint backbone_reviews_function_fkey foreign key (initiative_id, function_id) references app.backbone_functions (initiative_id, id),
  constraint backbone_reviews_partner_fkey foreign key (initiative_id, partner_id) references app.partners (initiative_id, id)
);
create index backbone_reviews_function_idx on app.backbone_reviews (initiative_id, function_id, reviewed_on);
comment on column app.backbone_reviews.partner_id is 'Partner that reviews what it holds; null when the backbone noted it.';
comment on table app.backbone_reviews is 'Each review stays: the last one is shown, the former ones tell what became of it. For the circle (S75).';
call app.protect('backbone_reviews', 'select, insert');
create policy backbone_reviews_reader on app.backbone_reviews as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) in ('backbone', 'partner_contributor', 'partner_viewer'));
create policy backbone_reviews_writer on app.backbone_reviews as restrictive for insert with check (
  current_setting('app.purpose', true) = 'maintenance' or current_setting('app.role', true) = 'backbone'
  or (current_setting('app.role', true) = 'partner_contributor' and partner_id = nullif(current_setting('app.partner', true), '')::uuid));

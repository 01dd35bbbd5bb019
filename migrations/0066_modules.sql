-- Modules that a coalition has switched on (D41): an initiative begins with few pages, and its conditions offer the others.
-- Initiatives that exist keep all of them; nothing of what they wrote is hidden by this change.

alter table app.initiatives add column modules text[] not null default '{governance,responsibilities,reinforcing_links,practices,participation,priorities,stages,meeting_series,wins,assessments,joining}'
  constraint initiatives_modules_check check (
    modules <@ array['governance', 'responsibilities', 'reinforcing_links', 'practices', 'participation', 'priorities', 'stages',
      'meeting_series', 'wins', 'assessments', 'joining']
    and cardinality(modules) <= 11);
comment on column app.initiatives.modules is 'What its pages lead to besides the six entries; a page of another module keeps its address and its data.';
alter table app.initiatives alter column modules set default '{}';

-- The cells of a place's parts are looked up by their whole key. In a database that has just been filled
-- nothing is known of the tables yet, two indexes seem to cost the same, and the newest one is taken:
-- the dashboard's read every cell of a period for each part, and a hundred figures of places grouped by
-- the thousand took longer than a statement may. Made anew, the key is the newest.
alter table app.cells
  drop constraint cells_pkey,
  add constraint cells_pkey primary key (initiative_id, indicator_version_id, period_id, territory_id, flavour, category);

-- While no release has told a figure of an indicator, a lead corrects how its totals are made; readers of the history learn why.
alter table app.definition_edits add column reason text;
comment on column app.definition_edits.reason is 'Why, where the correction changed how totals are made; null for wording and thresholds.';

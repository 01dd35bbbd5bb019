-- One place and its sectors: the levels of an initiative that is smaller than any official map.

alter table app.initiatives drop constraint initiatives_territory_preset_check;
alter table app.initiatives add constraint initiatives_territory_preset_check
  check (territory_preset in ('quebec', 'mali', 'france', 'generic', 'sectors'));

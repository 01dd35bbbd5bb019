-- One place and its sectors: the levels of an initiative that is smaller than any official map.

alter table app.initiatives drop constraint initiatives_territory_preset_check;
alter table app.initiatives add constraint initiatives_territory_preset_check
  check (territory_preset in ('quebec', 'mali', 'france', 'generic', 'sectors'));

-- Off by default (domain 3.11): amounts of money tell of those who gave them.
alter table app.initiatives add column guards_money boolean not null default false;
comment on column app.initiatives.guards_money is 'Releases hide an amount that fewer than three gave, or one for more than 85 %.';

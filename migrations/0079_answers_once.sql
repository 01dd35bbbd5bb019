-- Answers that waited on a device without a network are sent again until the device knows that they arrived: the key of a save says that
-- it is the same one, which then changes nothing, whatever was saved after it.

alter table app.assessment_sheets add column saves uuid[] not null default '{}';
comment on column app.assessment_sheets.saves is 'Keys of the last saves that were applied: of chance, each made on the device, without a time. They go with the sheet.';
alter table app.assessment_party_sheets add column saves uuid[] not null default '{}';
comment on column app.assessment_party_sheets.saves is 'Keys of the last saves that were applied: of chance, each made on the device, without a time. They go with the sheet.';

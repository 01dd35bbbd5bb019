-- Where an activity or a decision was talked about is asked on its page, as of indicators and notes.

create index agenda_item_links_activity_idx on app.agenda_item_links (initiative_id, activity_id) where activity_id is not null;
create index agenda_item_links_decision_idx on app.agenda_item_links (initiative_id, decision_id) where decision_id is not null;

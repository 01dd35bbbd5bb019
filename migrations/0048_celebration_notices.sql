-- Two more kinds of notifications: a win that is proposed, a consent that is asked. Which kinds there are, the contract says.

alter table app.notifications drop constraint notifications_kind_check;
alter table app.notifications add constraint notifications_kind_check check (kind ~ '^[a-z_]{3,40}$');
alter table auth.mail_outbox drop constraint mail_outbox_kind_check;
alter table auth.mail_outbox add constraint mail_outbox_kind_check check (kind ~ '^[a-z_]{3,40}$');

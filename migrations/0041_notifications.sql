-- What people are told without having asked: in the product, and by mail.
-- A notification is written in the transaction of what it tells, or by the sweep, once for a reader, a kind, a thing and
-- a due moment. Its mail waits in auth.mail_outbox, written in the same transaction.

create table app.notifications (
  initiative_id uuid not null references app.initiatives (id),
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  hat_id uuid not null,
  kind text not null check (kind in ('figures_due', 'figures_overdue', 'figures_returned', 'agenda_missing', 'adaptation_due', 'update_due', 'digest')),
  object_key text not null check (length(object_key) between 1 and 120),
  due_key text not null check (length(due_key) between 1 and 60),
  facts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint notifications_pkey primary key (initiative_id, id),
  constraint notifications_once_key unique (initiative_id, user_id, kind, object_key, due_key),
  constraint notifications_hat_fkey foreign key (initiative_id, hat_id) references app.role_assignments (initiative_id, id)
);
comment on table app.notifications is 'What one person is told under one hat; the unique key is why a sweep that comes again tells nothing twice.';
comment on column app.notifications.object_key is 'The thing: a partner''s code, a meeting, an adaptation, a month.';
comment on column app.notifications.due_key is 'The day or the moment that is meant: a thing that moves is told anew.';
comment on column app.notifications.facts is 'Numbers and days alone, and names of indicators: no figure, no title, no text of anybody.';
create index notifications_hat_idx on app.notifications (initiative_id, hat_id, created_at desc);
create index notifications_unread_idx on app.notifications (initiative_id, hat_id) where read_at is null;
call app.protect('notifications', 'select, insert, update, delete');
-- Each person reads its own; whoever tells (a change, the sweep) writes under the purpose of maintenance.
create policy notifications_own on app.notifications as restrictive using (
  current_setting('app.purpose', true) = 'maintenance' or user_id = nullif(current_setting('app.actor', true), '')::uuid);

-- The mails of the installation, those of accounts included: no tenant's table, and nobody but the sender reads it.
create table auth.mail_outbox (
  id uuid primary key,
  kind text not null check (kind in
    ('figures_due', 'figures_overdue', 'figures_returned', 'agenda_missing', 'adaptation_due', 'update_due', 'digest', 'invitation', 'password_reset')),
  user_id uuid,
  email text,
  locale text check (locale in ('fr-CA', 'fr', 'en')),
  initiative_id uuid,
  hat_id uuid,
  facts jsonb not null default '{}',
  sealed text,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'dead', 'not_sent')),
  reason text,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  claimed_until timestamptz,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  constraint mail_outbox_to_check check (user_id is not null or email is not null)
);
comment on table auth.mail_outbox is 'One row a mail, whose Message-ID is its id. In no backup: a restored copy must not send again what the original sent.';
comment on column auth.mail_outbox.email is 'Only of who has no account yet; else the address is read when the mail goes.';
comment on column auth.mail_outbox.sealed is 'The secret of a link, encrypted with a key that is not in the database; emptied once sent or given up.';
comment on column auth.mail_outbox.claimed_until is 'Until when a process that began to send may still be at it; after, another takes the mail up, under the same Message-ID.';
create index mail_outbox_due_idx on auth.mail_outbox (next_attempt_at) where state in ('waiting', 'sending');
create index mail_outbox_newest_idx on auth.mail_outbox (created_at desc, id);

create table auth.mail_preferences (
  user_id uuid primary key references auth.users (id) on delete cascade,
  wants_mail boolean not null default true,
  muted text[] not null default '{}',
  quiet_from smallint not null default 20 check (quiet_from between 0 and 23),
  quiet_to smallint not null default 7 check (quiet_to between 0 and 23),
  updated_at timestamptz not null default now()
);
comment on table auth.mail_preferences is 'What a person wants by mail; without a row, everything between 7 and 20 hours. In the product all is shown whatever it says.';

do $$ declare v_prefix text := current_database(); begin
  execute format('grant select, insert, update, delete on auth.mail_outbox, auth.mail_preferences to %I', v_prefix || '_auth');
  -- A change writes its mail in its own transaction, and cannot read any.
  execute format('grant insert on auth.mail_outbox to %I, %I', v_prefix || '_api', v_prefix || '_job');
end $$;

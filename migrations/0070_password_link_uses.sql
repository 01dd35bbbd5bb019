-- Whoever holds a link that chooses a password enters the account, and reads what its person alone reads. Such links are
-- made by somebody else (a lead, an administrator): the account is told of each that was used, and by whom it was made.

create table auth.password_link_uses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  made_by uuid references auth.users (id),
  made_at timestamptz not null,
  used_at timestamptz not null,
  dismissed_at timestamptz
);
comment on table auth.password_link_uses is 'Passwords chosen by a link that somebody else made. Dismissing one hides its notice and nothing else: whoever entered by the link could dismiss it too, so the list keeps it.';
create index password_link_uses_user_idx on auth.password_link_uses (user_id, used_at desc);

do $$ begin
  execute format('grant select, insert, update on auth.password_link_uses to %I', current_database() || '_auth');
end $$;

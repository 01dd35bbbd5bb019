-- Second wall of the audit log: the backbone reads its initiative's, everybody else what they did themselves (domain section 5, row 41).

create policy audit_log_reader on app.audit_log as restrictive for select using (
  current_setting('app.purpose', true) = 'maintenance'
  or current_setting('app.role', true) = 'backbone'
  or actor_id = nullif(current_setting('app.actor', true), '')::uuid);

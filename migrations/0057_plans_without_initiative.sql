-- How a lookup is planned must not depend on which initiative asks.
--
-- PostgreSQL keeps the most common values of a column. An initiative whose first file is being imported is
-- not among them, so the planner takes it to have one row, and then (initiative_id, id) looks as good a way
-- to one figure as the key that names indicator, period and territory: every lookup reads the whole
-- initiative, and a file of 5,000 rows takes 25 million. So the statistics of this one column are written
-- here and never gathered: any initiative may hold the whole table, and the key that names most wins.
do $$
declare v_table text;
begin
  -- PostgreSQL 18 and newer; an older server goes on gathering, and errs until its next analyze has seen the initiative.
  if to_regproc('pg_catalog.pg_restore_attribute_stats') is null then return; end if;
  foreach v_table in array array[
    'observations', 'observation_revisions', 'ended_figures', 'imported_figures', 'cells', 'cell_sets', 'reporting_assignments', 'excused_reports'] loop
    execute format('alter table app.%I alter column initiative_id set statistics 0', v_table);
    perform pg_clear_attribute_stats('app', v_table, 'initiative_id', false);
    if not pg_restore_attribute_stats('schemaname', 'app', 'relname', v_table, 'attname', 'initiative_id', 'inherited', false,
      'null_frac', 0::real, 'avg_width', 16, 'n_distinct', 1::real) then
      raise exception 'the statistics of %.initiative_id could not be written', v_table;
    end if;
  end loop;
end $$;

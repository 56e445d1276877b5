-- Whether this program writes the rows of a user who moves, or of imported tasks, which cause no events. It is a
-- function because PostgreSQL evaluates a trigger's condition once for each statement, and caches a function's plan.
CREATE OR REPLACE FUNCTION task_record.is_moving() RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_setting('task_record.moving', true) IS NOT DISTINCT FROM 'on'
    AND current_user NOT IN ('authenticated', 'service_role');
END $$;

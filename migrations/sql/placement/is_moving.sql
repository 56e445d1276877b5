-- Whether the rows of a user who moves here or away, or tasks that are imported, are written, by this program: they are
-- no news. A function, as PostgreSQL reads a trigger's condition once a statement, and caches a function's.
CREATE OR REPLACE FUNCTION task_record.is_moving() RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN current_setting('task_record.moving', true) IS NOT DISTINCT FROM 'on'
    AND current_user NOT IN ('authenticated', 'service_role');
END $$;

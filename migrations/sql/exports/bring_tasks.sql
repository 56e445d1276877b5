-- The name of import_tasks until the previous release, whose import command calls it.
CREATE OR REPLACE FUNCTION task_record.bring_tasks(of_user uuid, tasks json, sources json) RETURNS integer
LANGUAGE sql SET search_path = '' AS $$
  SELECT task_record.import_tasks(of_user, tasks, sources)
$$;
REVOKE ALL ON FUNCTION task_record.bring_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.bring_tasks TO service_role;

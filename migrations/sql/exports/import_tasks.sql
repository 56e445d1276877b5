-- Records tasks of an export as they were, with their sources and boards, and returns how many. Nobody is notified, but
-- readers who maintain a copy receive the changes.
--
-- Each of `tasks` is an object with columns of a task, JSON columns as text, and its `boards`; each of `sources` has
-- the columns of a source. A column that no task has gets its default. If a task with one of their ids exists, it fails
-- and records none.
CREATE OR REPLACE FUNCTION task_record.import_tasks(of_user uuid, tasks json, sources json) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  columns text;
  given text;
  recorded integer;
BEGIN
  PERFORM set_config('task_record.moving', 'on', true);
  SELECT string_agg(quote_ident(attname), ', '),
    string_agg(format(CASE atttypid WHEN 'json'::regtype THEN '(%I #>> ''{}'')::json' ELSE '%I' END, attname), ', ')
  INTO columns, given FROM pg_catalog.pg_attribute
  WHERE attrelid = 'public.user_task_history'::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'user_id'
    AND attname IN (SELECT json_object_keys(task) FROM json_array_elements(tasks) AS task);
  EXECUTE format('INSERT INTO public.user_task_history (user_id, %s)
      SELECT $1, %s FROM json_populate_recordset(NULL::public.user_task_history, $2)', columns, given)
  USING of_user, tasks;
  GET DIAGNOSTICS recorded = ROW_COUNT;
  INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, image_index, depth, created_at)
  SELECT task_id, position, of_user, source_id, relation, image_index, depth, created_at
  FROM json_populate_recordset(NULL::task_record.task_sources, sources);
  PERFORM task_record.bring_boards(of_user, tasks);
  RETURN recorded;
END $$;
REVOKE ALL ON FUNCTION task_record.import_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.import_tasks TO service_role;

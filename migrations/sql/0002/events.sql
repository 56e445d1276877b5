-- Tells every server process which tasks changed, at commit; up to 100 ids a message, as one holds 8,000 bytes.
CREATE FUNCTION task_record.notify_inserted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_notify('task_events', json_build_object('user', user_id, 'kind', 'CREATED', 'ids', json_agg(id))::text)
  FROM (
    SELECT id, user_id, (row_number() OVER (PARTITION BY user_id ORDER BY created_at, id) - 1) / 100 AS chunk
    FROM new_tasks
  ) AS tasks
  GROUP BY user_id, chunk ORDER BY user_id, chunk;
  RETURN NULL;
END $$;

CREATE FUNCTION task_record.notify_updated() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_notify('task_events', json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(id))::text)
  FROM (
    SELECT id, user_id, kind, (row_number() OVER (PARTITION BY user_id, kind ORDER BY id) - 1) / 100 AS chunk
    FROM (
      SELECT after.id, after.user_id, CASE WHEN after.deleted_at IS NULL THEN 'UPDATED' ELSE 'DELETED' END AS kind
      FROM new_tasks AS after JOIN old_tasks AS before USING (id)
      WHERE before.deleted_at IS NULL
    ) AS kinds
  ) AS tasks
  GROUP BY user_id, kind, chunk ORDER BY user_id, kind, chunk;
  RETURN NULL;
END $$;

CREATE TRIGGER notify_inserted AFTER INSERT ON user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_inserted();
CREATE TRIGGER notify_updated AFTER UPDATE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_updated();

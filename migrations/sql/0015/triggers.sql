-- Up to 100 ids a message, as one holds 8,000 bytes; nearly always it is one, for which the second statement is quicker.
CREATE OR REPLACE FUNCTION task_record.{name}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM {table} OFFSET 100) THEN
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(id))
    FROM (
      SELECT *, (row_number() OVER (PARTITION BY user_id, kind) - 1) / 100 AS chunk FROM ({rows}) AS changed
    ) AS tasks GROUP BY user_id, kind, chunk ORDER BY user_id, kind, chunk;
  ELSE
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_events', format('{"user": "%s", "kind": "%s", "ids": ["%s"]}', user_id, kind, string_agg(id::text, '", "'))
    FROM ({rows}) AS changed GROUP BY user_id, kind;
  END IF;
  RETURN NULL;
END $$;

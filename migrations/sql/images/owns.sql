-- Whether a task's row owns the object of this key: it lies below a place that has the row's own user and id in it, so
-- that it can be of no other row. Rows of the original design could name any key.
CREATE OR REPLACE FUNCTION task_record.owns(user_id uuid, task_id uuid, key text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT starts_with(key, 'task-history/' || user_id::text || '/' || task_id::text || '/')
    AND substr(key, 88) ~ '^[0-9A-Za-z][0-9A-Za-z._-]*$'
$$;

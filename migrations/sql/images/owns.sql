-- Whether a task's row owns the object of this key: the key begins with the row's own user and id, so that no other row
-- can own it. Rows of the original design could name any key.
CREATE OR REPLACE FUNCTION task_record.owns(user_id uuid, task_id uuid, key text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT starts_with(key, 'task-history/' || user_id::text || '/' || task_id::text || '/')
    AND substr(key, 88) ~ '^[0-9A-Za-z][0-9A-Za-z._-]*$'
$$;

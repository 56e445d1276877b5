-- Whether a task's row owns the objects of all these keys.
CREATE OR REPLACE FUNCTION task_record.owns_all(user_id uuid, task_id uuid, keys text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT bool_and(coalesce(task_record.owns(user_id, task_id, key), false)) FROM unnest(keys) AS key
$$;

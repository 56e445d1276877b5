-- Counts, for the prompts of their users, the tasks that have changed up to a number, and returns how many. `task_ids`
-- are those whose prompts are not known yet, with the keys of these; each of `known` is an object with a prompt's
-- `key`, `features`, `labels` and `version`. One at a time. Who is being erased is waited for, so that nothing is
-- written of a user who is gone.
CREATE OR REPLACE FUNCTION task_record.note_prompts(
  of_origin text, up_to bigint, task_ids uuid[], keys uuid[], known json
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s' AS $$
DECLARE
  place bigint;
  changed uuid[];
  owners uuid[];
  of_users uuid[];
  of_keys uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record note_prompts'));
  INSERT INTO task_record.noting AS noted (kind, origin, number) VALUES ('prompts', of_origin, 0)
  ON CONFLICT (kind) DO UPDATE SET origin = of_origin, number = 0 WHERE noted.origin <> of_origin;
  SELECT number INTO place FROM task_record.noting WHERE kind = 'prompts';
  SELECT array_agg(task_id), array_agg(DISTINCT user_id) INTO changed, owners FROM task_record.task_changes
  WHERE number > place AND number <= up_to;
  IF changed IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM FROM auth.users WHERE id = ANY (owners) ORDER BY id FOR KEY SHARE;

  INSERT INTO task_record.prompts AS prompt (user_id, key, features, labels, version, task_count, completed_tasks,
    failed_tasks, credits_deducted)
  SELECT DISTINCT task.user_id, given.key, (one ->> 'features')::bit(1024),
    ARRAY(SELECT json_array_elements_text(one -> 'labels')), one ->> 'version', 0, 0, 0, 0
  FROM unnest(task_ids, keys) AS given (task_id, key)
    JOIN public.user_task_history AS task ON task.id = given.task_id
    JOIN (SELECT (one ->> 'key')::uuid AS key, one FROM json_array_elements(known) AS one) AS told USING (key)
  WHERE coalesce(task.deleted_at, task.trashed_at) IS NULL AND task.prompt <> ''
  ON CONFLICT (user_id, key) DO UPDATE SET features = excluded.features, labels = excluded.labels,
    version = excluded.version;

  SELECT array_agg(user_id), array_agg(key) INTO of_users, of_keys FROM (
    SELECT user_id, key FROM task_record.prompt_tasks WHERE task_id = ANY (changed)
    UNION SELECT task.user_id, given.key FROM unnest(task_ids, keys) AS given (task_id, key)
      JOIN public.user_task_history AS task ON task.id = given.task_id
  ) AS concerned;

  WITH there AS (
    SELECT task.id AS task_id, task.user_id, coalesce(given.key, noted.key) AS key, task.created_at,
      task.status = 'completed' AS is_completed, task.status = 'failed' AS is_failed, task.credits_deducted
    FROM public.user_task_history AS task
      LEFT JOIN unnest(task_ids, keys) AS given (task_id, key) ON given.task_id = task.id
      LEFT JOIN task_record.prompt_tasks AS noted ON noted.task_id = task.id
    WHERE task.id = ANY (changed) AND coalesce(task.deleted_at, task.trashed_at) IS NULL AND task.prompt <> ''
      AND coalesce(given.key, noted.key) IS NOT NULL
  ), gone AS (
    DELETE FROM task_record.prompt_tasks
    WHERE task_id = ANY (changed) AND task_id NOT IN (SELECT task_id FROM there)
  ), written AS (
    INSERT INTO task_record.prompt_tasks (task_id, user_id, key, created_at, is_completed, is_failed, credits_deducted)
    SELECT task_id, user_id, key, created_at, is_completed, is_failed, credits_deducted FROM there
    ON CONFLICT (task_id) DO UPDATE SET user_id = excluded.user_id, key = excluded.key,
      created_at = excluded.created_at, is_completed = excluded.is_completed, is_failed = excluded.is_failed,
      credits_deducted = excluded.credits_deducted
  ), counted AS (
    SELECT user_id, key, sum(tasks) AS tasks, sum(tasks) FILTER (WHERE is_completed) AS completed,
      sum(tasks) FILTER (WHERE is_failed) AS failed, sum(tasks * credits_deducted) AS credits
    FROM (
      SELECT user_id, key, 1 AS tasks, is_completed, is_failed, credits_deducted FROM there
      UNION ALL
      SELECT user_id, key, -1, is_completed, is_failed, credits_deducted FROM task_record.prompt_tasks
      WHERE task_id = ANY (changed)
    ) AS changes GROUP BY user_id, key
  )
  UPDATE task_record.prompts AS prompt SET task_count = task_count + counted.tasks,
    completed_tasks = completed_tasks + coalesce(counted.completed, 0),
    failed_tasks = failed_tasks + coalesce(counted.failed, 0),
    credits_deducted = credits_deducted + counted.credits
  FROM counted WHERE prompt.user_id = counted.user_id AND prompt.key = counted.key;

  DELETE FROM task_record.prompts AS prompt USING unnest(of_users, of_keys) AS concerned (user_id, key)
  WHERE prompt.user_id = concerned.user_id AND prompt.key = concerned.key AND task_count = 0;
  UPDATE task_record.prompts AS prompt SET task_id = best.task_id, last_used_at = best.last_used_at
  FROM unnest(of_users, of_keys) AS concerned (user_id, key), LATERAL (
    SELECT newest.task_id, max(newest.created_at) OVER () AS last_used_at
    FROM (VALUES (true), (false)) AS done (is_completed), LATERAL (
      SELECT task_id, created_at FROM task_record.prompt_tasks AS task
      WHERE task.user_id = concerned.user_id AND task.key = concerned.key AND task.is_completed = done.is_completed
      ORDER BY created_at DESC, task_id DESC LIMIT 1
    ) AS newest
    ORDER BY done.is_completed DESC LIMIT 1
  ) AS best
  WHERE prompt.user_id = concerned.user_id AND prompt.key = concerned.key
    AND (prompt.task_id, prompt.last_used_at) IS DISTINCT FROM (best.task_id, best.last_used_at);
  UPDATE task_record.noting SET number = up_to WHERE kind = 'prompts';
  RETURN cardinality(changed);
END $$;
REVOKE ALL ON FUNCTION task_record.note_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.note_prompts TO service_role;

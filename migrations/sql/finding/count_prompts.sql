-- Counts changed tasks for their users' prompts, one call at a time. `keys` has an id of the text for a task whose
-- prompt is to be indexed, and NULL for others. Each of `known` is an object with such an id as `key`, and the text's
-- `features`, `grams` and `labels` in a `version`, which begins with the number of a release.
--
-- Results of a later release stay, because servers of two releases may run. It waits for an erasure, to write nothing
-- about an erased user. OFFSET 0, without sequential scans, looks each row up by its index. Otherwise PostgreSQL would
-- read a whole table for each batch of an import, if the table has no statistics yet, or had few rows when the plan was
-- made.
CREATE OR REPLACE FUNCTION task_record.count_prompts(changed uuid[], owners uuid[], keys uuid[], known json)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s' SET enable_seqscan = off AS $$
DECLARE
  of_users uuid[];
  of_keys uuid[];
  of_texts uuid[];
  tasks integer[];
  completed integer[];
  failed integer[];
  credits bigint[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record note_prompts'));
  SET LOCAL lock_timeout = '200ms'; -- others wait meanwhile; a user who is locked comes later
  PERFORM FROM auth.users WHERE id = ANY (owners) ORDER BY id FOR KEY SHARE;

  WITH of_known AS MATERIALIZED (
    SELECT (one ->> 'key')::uuid AS text, one ->> 'version' AS version,
      split_part(one ->> 'version', '-', 1)::integer AS release,
      ARRAY(SELECT json_array_elements_text(one -> 'labels')) AS labels
    FROM json_array_elements(known) AS one
  ), found AS MATERIALIZED (
    SELECT task.*, given.text,
      CASE WHEN given.text IS NULL THEN noted.key ELSE task_record.prompt_key(task.prompt) END AS key
    FROM unnest(changed, keys) AS given (task_id, text)
      CROSS JOIN LATERAL (
        SELECT id AS task_id, user_id, created_at, status = 'completed' AS is_completed, status = 'failed' AS is_failed,
          credits_deducted, prompt
        FROM public.user_task_history
        WHERE id = given.task_id AND coalesce(deleted_at, trashed_at) IS NULL AND prompt <> '' OFFSET 0
      ) AS task
      LEFT JOIN LATERAL (
        SELECT key FROM task_record.prompt_tasks WHERE task_id = given.task_id OFFSET 0
      ) AS noted ON true
  ), there AS MATERIALIZED (
    SELECT task.task_id, task.user_id, task.key, created_at, is_completed, is_failed, credits_deducted, of_known.text,
      coalesce(of_known.labels, prompt.labels, '{}') AS labels
    FROM (
      SELECT found.*, first_value(text) OVER (PARTITION BY user_id, key ORDER BY text) AS of_prompt FROM found
      WHERE key IS NOT NULL
    ) AS task
      LEFT JOIN LATERAL (
        SELECT labels, version FROM task_record.prompts
        WHERE prompts.user_id = task.user_id AND prompts.key = task.key OFFSET 0
      ) AS prompt ON true
      LEFT JOIN of_known ON of_known.text = task.of_prompt AND (prompt.version IS NULL
        OR prompt.version <> of_known.version AND split_part(prompt.version, '-', 1)::integer <= of_known.release)
  ), labelled AS MATERIALIZED (
    SELECT user_id, label, created_at, task_id FROM there, unnest(labels) AS label
  ), labelled_before AS MATERIALIZED (
    SELECT user_id, label, created_at, task_id FROM task_record.prompt_tasks, unnest(labels) AS label
    WHERE task_id = ANY (changed)
  ), without_label AS (
    DELETE FROM task_record.label_tasks WHERE ctid = ANY (ARRAY(
      SELECT one.ctid FROM (TABLE labelled_before EXCEPT TABLE labelled) AS gone, LATERAL (
        SELECT ctid FROM task_record.label_tasks AS noted
        WHERE noted.user_id = gone.user_id AND noted.label = gone.label AND noted.created_at = gone.created_at
          AND noted.task_id = gone.task_id OFFSET 0
      ) AS one
    ))
  ), with_label AS (
    INSERT INTO task_record.label_tasks TABLE labelled EXCEPT TABLE labelled_before ON CONFLICT DO NOTHING
  ), gone AS (
    DELETE FROM task_record.prompt_tasks
    WHERE task_id = ANY (changed) AND task_id NOT IN (SELECT task_id FROM there)
  ), written AS (
    INSERT INTO task_record.prompt_tasks AS noted (task_id, user_id, key, created_at, is_completed, is_failed,
      credits_deducted, labels)
    SELECT task_id, user_id, key, created_at, is_completed, is_failed, credits_deducted, labels FROM there
    ON CONFLICT (task_id) DO UPDATE SET user_id = excluded.user_id, key = excluded.key,
      created_at = excluded.created_at, is_completed = excluded.is_completed, is_failed = excluded.is_failed,
      credits_deducted = excluded.credits_deducted, labels = excluded.labels
      WHERE noted IS DISTINCT FROM excluded
  )
  SELECT array_agg(counted.user_id), array_agg(counted.key), array_agg(counted.text), array_agg(counted.tasks),
    array_agg(counted.completed), array_agg(counted.failed), array_agg(counted.credits)
  INTO of_users, of_keys, of_texts, tasks, completed, failed, credits FROM (
    SELECT user_id, key, (array_agg(text) FILTER (WHERE text IS NOT NULL))[1] AS text, sum(one) AS tasks,
      sum(one * is_completed::integer) AS completed, sum(one * is_failed::integer) AS failed,
      sum(one * credits_deducted) AS credits
    FROM (
      SELECT user_id, key, text, 1 AS one, is_completed, is_failed, credits_deducted FROM there
      UNION ALL
      SELECT user_id, key, NULL, -1, is_completed, is_failed, credits_deducted FROM task_record.prompt_tasks
      WHERE task_id = ANY (changed)
    ) AS changes GROUP BY user_id, key
  ) AS counted;

  WITH more AS MATERIALIZED (
    SELECT counted.*, best.task_id, best.last_used_at, one.features, one.grams, one.labels, one.version,
      there.is_there
    FROM unnest(of_users, of_keys, of_texts, tasks, completed, failed, credits)
      AS counted (user_id, key, text, tasks, completed, failed, credits)
      LEFT JOIN LATERAL (
        SELECT newest.task_id, max(newest.created_at) OVER () AS last_used_at
        FROM (VALUES (true), (false)) AS done (is_completed), LATERAL (
          SELECT task_id, created_at FROM task_record.prompt_tasks AS task
          WHERE task.user_id = counted.user_id AND task.key = counted.key AND task.is_completed = done.is_completed
          ORDER BY created_at DESC, task_id DESC LIMIT 1
        ) AS newest
        ORDER BY done.is_completed DESC LIMIT 1
      ) AS best ON true
      LEFT JOIN LATERAL (
        SELECT true AS is_there FROM task_record.prompts
        WHERE user_id = counted.user_id AND key = counted.key OFFSET 0
      ) AS there ON true
      LEFT JOIN (
        SELECT (one ->> 'key')::uuid AS text, (one ->> 'features')::bit(1024) AS features,
          (one ->> 'grams')::bit(1024) AS grams,
          ARRAY(SELECT json_array_elements_text(one -> 'labels')) AS labels, one ->> 'version' AS version
        FROM json_array_elements(known) AS one
      ) AS one ON one.text = counted.text
  ), changed_prompts AS (
    UPDATE task_record.prompts AS prompt SET features = coalesce(more.features, prompt.features),
      grams = coalesce(more.grams, prompt.grams),
      labels = coalesce(more.labels, prompt.labels), version = coalesce(more.version, prompt.version),
      task_count = task_count + more.tasks, completed_tasks = completed_tasks + more.completed,
      failed_tasks = failed_tasks + more.failed, credits_deducted = credits_deducted + more.credits,
      task_id = more.task_id, last_used_at = more.last_used_at
    FROM more
    WHERE prompt.user_id = more.user_id AND prompt.key = more.key
      AND ((more.tasks, more.completed, more.failed, more.credits) <> (0, 0, 0, 0) OR prompt.version <> more.version
        OR (prompt.task_id, prompt.last_used_at) IS DISTINCT FROM (more.task_id, more.last_used_at))
  )
  INSERT INTO task_record.prompts (user_id, key, features, grams, labels, version, task_count, completed_tasks,
    failed_tasks, credits_deducted, task_id, last_used_at)
  SELECT user_id, key, features, grams, labels, version, more.tasks, more.completed, more.failed, more.credits, task_id,
    last_used_at
  FROM more WHERE is_there IS NULL;
  DELETE FROM task_record.prompts AS prompt USING unnest(of_users, of_keys) AS concerned (user_id, key)
  WHERE prompt.user_id = concerned.user_id AND prompt.key = concerned.key AND task_count = 0;
END $$;
REVOKE ALL ON FUNCTION task_record.count_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_prompts TO service_role;

-- That a user was removed, kept for good: no reference to users. `sent_until`: what they had announced may come until then.
CREATE TABLE task_record.erasures (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID NOT NULL,
  tasks INTEGER NOT NULL,
  images INTEGER NOT NULL,
  requested_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  sent_until TIMESTAMP WITH TIME ZONE NOT NULL,
  completed_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX erasures_requested_at_idx ON task_record.erasures (requested_at) WHERE completed_at IS NULL;

CREATE FUNCTION task_record.count_possessions(of_user uuid, OUT tasks integer, OUT images integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*)::integer, coalesce(sum(
    (coalesce(aws_original_key, original_image_url) IS NOT NULL)::integer
      + (coalesce(aws_generated_key, generated_image_url) IS NOT NULL)::integer
      + coalesce(jsonb_array_length(more_images), 0)), 0)::integer
  FROM public.user_task_history WHERE user_id = of_user
$$;

-- Who records a task for the user meanwhile is waited for, or fails and may come again. Rows go in the order in which
-- others lock them: tasks, then credits, then totals.
CREATE FUNCTION task_record.erase_user(of_user uuid) RETURNS task_record.erasures
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  erasure task_record.erasures;
  announced_at timestamp with time zone;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes')); -- before the user, as count_changes does
  PERFORM FROM auth.users WHERE id = of_user FOR UPDATE;
  SELECT tasks, images INTO erasure.tasks, erasure.images FROM task_record.count_possessions(of_user);
  DELETE FROM public.user_task_history WHERE user_id = of_user;
  SET CONSTRAINTS task_record.check_entry IMMEDIATE; -- of what was held and is free again, while the entries are there
  DELETE FROM task_record.credit_accounts WHERE user_id = of_user;
  DELETE FROM public.user_task_statistics WHERE user_id = of_user;
  DELETE FROM task_record.user_task_usage WHERE user_id = of_user;
  DELETE FROM task_record.usage_models WHERE user_id = of_user;
  DELETE FROM task_record.user_plans WHERE user_id = of_user;
  DELETE FROM task_record.user_ranking WHERE user_id = of_user;
  -- What is still to be counted over all users is nobody's from now on.
  UPDATE task_record.overall_changes SET user_id = '00000000-0000-0000-0000-000000000000' WHERE user_id = of_user;
  DELETE FROM task_record.exports WHERE of_user IN (user_id, asked_by);
  IF to_regclass('task_record.original_user_task_statistics') IS NOT NULL THEN
    EXECUTE 'DELETE FROM task_record.original_user_task_statistics WHERE user_id = $1' USING of_user;
  END IF;
  WITH gone AS (
    DELETE FROM task_record.image_uploads WHERE user_id = of_user RETURNING created_at
  ) SELECT max(created_at) INTO announced_at FROM gone;
  -- On Supabase the account itself is for its own service to remove.
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    DELETE FROM auth.users WHERE id = of_user;
  END IF;
  -- 75 minutes as in remove_unclaimed_objects; a request that had begun ends within one.
  INSERT INTO task_record.erasures (user_id, tasks, images, sent_until)
  VALUES (of_user, erasure.tasks, erasure.images,
    greatest(now() + interval '1 minute', announced_at + interval '75 minutes'))
  RETURNING * INTO erasure;
  RETURN erasure;
END $$;

-- A row itself goes with its user alone; who follows the user's tasks is told of it as of any other deletion.
CREATE FUNCTION task_record.notify_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_notify('task_events', json_build_object('user', user_id, 'kind', 'DELETED', 'ids', json_agg(id))::text)
  FROM (
    SELECT id, user_id, (row_number() OVER (PARTITION BY user_id ORDER BY id) - 1) / 100 AS chunk
    FROM old_tasks WHERE deleted_at IS NULL
  ) AS tasks
  GROUP BY user_id, chunk ORDER BY user_id, chunk;
  RETURN NULL;
END $$;
CREATE TRIGGER notify_deleted AFTER DELETE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_deleted();

REVOKE ALL ON FUNCTION task_record.count_possessions, task_record.erase_user, task_record.notify_deleted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_possessions, task_record.erase_user TO service_role;

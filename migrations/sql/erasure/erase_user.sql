-- Deletes a user's data, and records the erasure. It waits for a transaction that records a task for the user, or makes
-- it fail, to be repeated. Returns the erasure of a user who was erased earlier and has not come back.
CREATE OR REPLACE FUNCTION task_record.erase_user(of_user uuid) RETURNS task_record.erasures
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  erasure task_record.erasures;
  announced_at timestamp with time zone;
BEGIN
  PERFORM task_record.mark_departing(of_user);
  PERFORM FROM auth.users WHERE id = of_user FOR UPDATE;
  SELECT * INTO erasure FROM task_record.erasures WHERE user_id = of_user ORDER BY requested_at DESC LIMIT 1;
  IF FOUND AND NOT EXISTS (SELECT FROM auth.users WHERE id = of_user)
    AND NOT EXISTS (SELECT FROM task_record.image_uploads WHERE user_id = of_user)
    AND NOT EXISTS (SELECT FROM task_record.exports WHERE of_user IN (user_id, asked_by))
  THEN
    RETURN erasure;
  END IF;
  SELECT tasks, images INTO erasure.tasks, erasure.images FROM task_record.count_tasks_and_images(of_user);
  -- From here on, others must still receive the events of the user's tasks.
  PERFORM task_record.forget_webhooks(of_user);
  PERFORM task_record.delete_rows_of(of_user);
  IF to_regclass('task_record.original_user_task_statistics') IS NOT NULL THEN
    EXECUTE 'DELETE FROM task_record.original_user_task_statistics WHERE user_id = $1' USING of_user;
  END IF;
  WITH gone AS (
    DELETE FROM task_record.image_uploads WHERE user_id = of_user RETURNING created_at
  ) SELECT max(created_at) INTO announced_at FROM gone;
  -- On Supabase, its own service deletes the account itself.
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    DELETE FROM auth.users WHERE id = of_user;
  END IF;
  -- 75 minutes as in remove_unclaimed_objects. Requests and downloads that had begun end within one minute of the
  -- commit, and this transaction may have begun long before.
  INSERT INTO task_record.erasures (user_id, tasks, images, sent_until)
  VALUES (of_user, erasure.tasks, erasure.images,
    greatest(clock_timestamp() + interval '1 minute', announced_at + interval '75 minutes'))
  RETURNING * INTO erasure;
  RETURN erasure;
END $$;
REVOKE ALL ON FUNCTION task_record.erase_user FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.erase_user TO service_role;

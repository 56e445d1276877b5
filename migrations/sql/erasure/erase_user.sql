-- Removes a user with all that is theirs, and notes that it was done. Who records a task for the user meanwhile is
-- waited for, or fails and may come again. Of who is erased already, and has not come back since, the erasure that was
-- noted then is returned.
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
  -- Others are still to receive what happens to the user's tasks from here on.
  PERFORM task_record.forget_webhooks(of_user);
  PERFORM task_record.delete_rows_of(of_user);
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
  -- 75 minutes as in remove_unclaimed_objects; requests and downloads that had begun end within one, from the commit on,
  -- and this transaction may have begun long ago.
  INSERT INTO task_record.erasures (user_id, tasks, images, sent_until)
  VALUES (of_user, erasure.tasks, erasure.images,
    greatest(clock_timestamp() + interval '1 minute', announced_at + interval '75 minutes'))
  RETURNING * INTO erasure;
  RETURN erasure;
END $$;
REVOKE ALL ON FUNCTION task_record.erase_user FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.erase_user TO service_role;

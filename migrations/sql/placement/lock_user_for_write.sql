-- The same for a transaction that changes the user's rows. The user cannot be moved before it ends.
CREATE OR REPLACE FUNCTION task_record.lock_user_for_write(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(task_record.user_lock_key(of_user));
  PERFORM task_record.assert_user_here(of_user);
END $$;
REVOKE ALL ON FUNCTION task_record.lock_user_for_write FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.lock_user_for_write TO authenticated, service_role;

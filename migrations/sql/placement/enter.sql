-- The same for a transaction that changes rows of the user, who is not moved before it ends.
CREATE OR REPLACE FUNCTION task_record.enter(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(task_record.user_lock(of_user));
  PERFORM task_record.stay(of_user);
END $$;
REVOKE ALL ON FUNCTION task_record.enter FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.enter TO authenticated, service_role;

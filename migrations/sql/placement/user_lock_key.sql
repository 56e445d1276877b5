-- The lock that whoever changes rows of a user through the server holds, shared, and whoever moves the user holds
-- alone.
CREATE OR REPLACE FUNCTION task_record.user_lock_key(of_user uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT hashtextextended('task_record user ' || of_user, 0)
$$;
REVOKE ALL ON FUNCTION task_record.user_lock_key FROM PUBLIC;

-- The key of a user's advisory lock. The server's transactions that change rows of the user share it, and a move of the
-- user holds it exclusively.
CREATE OR REPLACE FUNCTION task_record.user_lock_key(of_user uuid) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT hashtextextended('task_record user ' || of_user, 0)
$$;
REVOKE ALL ON FUNCTION task_record.user_lock_key FROM PUBLIC;

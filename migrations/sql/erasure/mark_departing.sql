-- For a transaction that deletes all of a user's rows, before it locks their account. Until it ends, counts over all
-- users skip this user's changes and do not wait for it, so that they go on for others. It waits for a running count;
-- an error releases that lock at once.
CREATE OR REPLACE FUNCTION task_record.mark_departing(of_user uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('task_record departing'));
  PERFORM pg_advisory_xact_lock(hashtext('task_record departing'), hashtext(of_user::text));
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('task_record count_changes'));
    RAISE SQLSTATE 'TR008';
  EXCEPTION WHEN SQLSTATE 'TR008' THEN
    NULL;
  END;
END $$;
REVOKE ALL ON FUNCTION task_record.mark_departing FROM PUBLIC;

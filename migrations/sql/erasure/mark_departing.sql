-- For a transaction that takes all of a user's rows away, before it locks their account: until it ends, nobody who
-- counts over all users touches what is counted of this one, or waits for it. So counting others goes on meanwhile,
-- however long it takes. Who is counting just now is waited for; an error gives that lock back at once.
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

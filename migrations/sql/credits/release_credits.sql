-- Returns what is held for a task, if anything.
CREATE OR REPLACE FUNCTION task_record.release_credits(
  had task_record.credit_balance, of_task uuid
) RETURNS task_record.credit_balance
LANGUAGE plpgsql AS $$
DECLARE
  hold record;
BEGIN
  SELECT * INTO hold FROM task_record.end_hold(of_task, 0);
  IF hold.was = 0 THEN
    RETURN had;
  END IF;
  RETURN task_record.post_credits(had, 'release', of_task, NULL, NULL, hold.due,
    hold.revoked, hold.available, -hold.was, 0, hold.expired);
END $$;
REVOKE ALL ON FUNCTION task_record.release_credits FROM PUBLIC;

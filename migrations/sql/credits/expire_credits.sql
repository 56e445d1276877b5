-- Expires credits that are due. Holds come first: they may free credits of a grant that expires now.
CREATE OR REPLACE FUNCTION task_record.expire_credits(
  had task_record.credit_balance
) RETURNS task_record.credit_balance
LANGUAGE plpgsql AS $$
DECLARE
  instant CONSTANT timestamp with time zone := clock_timestamp();
  due record;
BEGIN
  FOR due IN
    SELECT task_id FROM task_record.credit_holds WHERE user_id = had.user_id AND expires_at <= instant
    GROUP BY task_id ORDER BY min(expires_at), task_id
  LOOP
    had := task_record.release_credits(had, due.task_id);
  END LOOP;
  FOR due IN
    SELECT id, remaining FROM task_record.credit_grants
    WHERE user_id = had.user_id AND remaining > 0 AND expires_at <= instant ORDER BY expires_at, created_at, id
  LOOP
    UPDATE task_record.credit_grants SET remaining = 0 WHERE id = due.id;
    had := task_record.post_credits(had, 'expire', NULL, due.id, NULL, NULL, 0, -due.remaining, 0, 0, due.remaining);
  END LOOP;
  had.due_at := least(
    (SELECT min(expires_at) FROM task_record.credit_holds WHERE user_id = had.user_id),
    (SELECT min(expires_at) FROM task_record.credit_grants WHERE user_id = had.user_id AND remaining > 0));
  UPDATE task_record.credit_accounts SET due_at = had.due_at WHERE user_id = had.user_id;
  RETURN had;
END $$;
REVOKE ALL ON FUNCTION task_record.expire_credits FROM PUBLIC;

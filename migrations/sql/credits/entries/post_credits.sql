-- Records a change to what the user `had` (lock_credits), and returns the new balance. `due` is when some of it
-- expires.
CREATE OR REPLACE FUNCTION task_record.post_credits(
  had task_record.credit_balance, of_kind text, of_task uuid, of_grant uuid, why text, due timestamp with time zone,
  issued bigint, available bigint, held bigint, spent bigint DEFAULT 0, expired bigint DEFAULT 0,
  written_off bigint DEFAULT 0
) RETURNS task_record.credit_balance LANGUAGE plpgsql AS $$
BEGIN
  had.number := had.number + 1;
  had.available := had.available + post_credits.available;
  had.held := had.held + post_credits.held;
  INSERT INTO task_record.credit_entries (user_id, number, kind, task_id, grant_id, reason, to_issued, to_available,
    to_held, to_spent, to_expired, to_written_off, available, held)
  VALUES (had.user_id, had.number, of_kind, of_task, of_grant, why, issued, post_credits.available, post_credits.held,
    spent, expired, written_off, had.available, had.held);
  IF due < had.due_at OR (due IS NOT NULL AND had.due_at IS NULL) THEN
    had.due_at := due;
    UPDATE task_record.credit_accounts SET due_at = due WHERE user_id = had.user_id;
  END IF;
  IF post_credits.available < 0 THEN
    PERFORM task_record.note_low_credits(had, post_credits.available);
  END IF;
  RETURN had;
END $$;
REVOKE ALL ON FUNCTION task_record.post_credits FROM PUBLIC;

-- Sends committed notifications in the order of their changes. Without an index of few rows, PostgreSQL would not know
-- that few of many rows are meant.
CREATE OR REPLACE FUNCTION task_record.send_notifications() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET jit = off AS $$
DECLARE
  last pg_snapshot;
BEGIN
  -- One call after the other, so that a task's later changes are sent later. Each statement sees what has committed
  -- when it begins: the first sees what earlier calls have sent.
  PERFORM pg_advisory_xact_lock(hashtext('task_record send_notifications'));
  last := task_record.last_delivery('infinity');
  WITH waiting AS (
    SELECT * FROM task_record.notifications_since(last) ORDER BY number
  ), notified AS (
    SELECT count(pg_notify(channel, message)) FROM waiting WHERE channel <> 'task_changes'
  )
  INSERT INTO task_record.deliveries (snapshot)
  SELECT pg_current_snapshot() FROM notified WHERE EXISTS (SELECT FROM waiting);
END $$;
REVOKE ALL ON FUNCTION task_record.send_notifications FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.send_notifications TO service_role;

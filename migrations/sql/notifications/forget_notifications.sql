-- Deletes notifications, except those sent in the last `kept`, those still to be sent, those that number_changes has
-- not processed, and the last delivery before them.
CREATE OR REPLACE FUNCTION task_record.forget_notifications(kept interval) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  WITH last AS (
    SELECT number, snapshot FROM task_record.deliveries
    WHERE delivered_at <= now() - kept AND pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY number DESC LIMIT 1
  ), forgotten AS (
    DELETE FROM task_record.notifications USING last
    WHERE transaction < least(
      pg_snapshot_xmin(last.snapshot), (SELECT pg_snapshot_xmin(told.snapshot) FROM task_record.told_changes AS told)
    )
  )
  DELETE FROM task_record.deliveries USING last WHERE deliveries.number < last.number
$$;
REVOKE ALL ON FUNCTION task_record.forget_notifications FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_notifications TO service_role;

-- The notifications that have committed since the snapshot, however long ago they were begun. Reads only these rows.
CREATE OR REPLACE FUNCTION task_record.notifications_since(
  snapshot pg_snapshot
) RETURNS SETOF task_record.notifications
LANGUAGE sql STABLE AS $$
  SELECT * FROM task_record.notifications
  WHERE transaction >= pg_snapshot_xmax(snapshot) AND transaction < pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL
  SELECT notifications.* FROM pg_snapshot_xip(snapshot) AS running
    JOIN task_record.notifications ON notifications.transaction = running
$$;
REVOKE ALL ON FUNCTION task_record.notifications_since FROM PUBLIC;

-- Transactions have other numbers in the cluster that a dump was taken from: what such rows say of the future is skipped.
CREATE FUNCTION task_record.last_delivery(until timestamp with time zone) RETURNS pg_snapshot
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT coalesce((
    SELECT snapshot FROM task_record.deliveries
    WHERE delivered_at <= until AND pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY number DESC LIMIT 1
  ), '1:1:')
$$;

-- What has committed since the snapshot, however long ago it began. Reads these rows and no others.
CREATE FUNCTION task_record.notifications_since(snapshot pg_snapshot) RETURNS SETOF task_record.notifications
LANGUAGE sql STABLE AS $$
  SELECT * FROM task_record.notifications
  WHERE transaction >= pg_snapshot_xmax(snapshot) AND transaction < pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL
  SELECT notifications.* FROM pg_snapshot_xip(snapshot) AS running
    JOIN task_record.notifications ON notifications.transaction = running
$$;

-- Without an index of few rows PostgreSQL would not know that few of many are meant.
CREATE FUNCTION task_record.send_notifications() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET jit = off AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM task_record.notifications_since(task_record.last_delivery('infinity'))) THEN
    RETURN;
  END IF;
  -- One after the other, so that what comes later of a task is sent later.
  PERFORM pg_advisory_xact_lock(hashtext('task_record send_notifications'));
  WITH waiting AS (
    SELECT * FROM task_record.notifications_since(task_record.last_delivery('infinity')) ORDER BY number
  ), told AS (
    SELECT count(pg_notify(channel, message)) FROM waiting WHERE NOT sent
  )
  INSERT INTO task_record.deliveries (snapshot)
  SELECT pg_current_snapshot() FROM told WHERE EXISTS (SELECT FROM waiting);
END $$;

-- For a process that did not hear for a while: what was sent on the channel since then, and a little before.
CREATE FUNCTION task_record.missed_notifications(of_channel text, past interval) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT message FROM task_record.notifications_since(task_record.last_delivery(now() - past))
  WHERE channel = of_channel ORDER BY number
$$;

-- Leaves what was sent in the last `kept`, what is still to be sent, and the last delivery before.
CREATE FUNCTION task_record.forget_notifications(kept interval) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  WITH last AS (
    SELECT number, snapshot FROM task_record.deliveries
    WHERE delivered_at <= now() - kept AND pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY number DESC LIMIT 1
  ), forgotten AS (
    DELETE FROM task_record.notifications USING last WHERE transaction < pg_snapshot_xmin(snapshot)
  )
  DELETE FROM task_record.deliveries USING last WHERE deliveries.number < last.number
$$;

REVOKE ALL ON FUNCTION task_record.last_delivery, task_record.notifications_since, task_record.send_notifications,
  task_record.missed_notifications, task_record.forget_notifications FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.send_notifications, task_record.missed_notifications,
  task_record.forget_notifications TO service_role;

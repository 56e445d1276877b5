-- For a process that missed notifications: those sent on the channel in that time, and a little before.
CREATE OR REPLACE FUNCTION task_record.missed_notifications(of_channel text, past interval) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT message FROM task_record.notifications_since(task_record.last_delivery(now() - past))
  WHERE channel = of_channel ORDER BY number
$$;
REVOKE ALL ON FUNCTION task_record.missed_notifications FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.missed_notifications TO service_role;

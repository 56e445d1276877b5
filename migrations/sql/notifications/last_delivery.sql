-- The notifications sent until a time. A dump comes from a cluster with other transaction numbers: rows that name
-- future ones are skipped.
CREATE OR REPLACE FUNCTION task_record.last_delivery(until timestamp with time zone) RETURNS pg_snapshot
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT coalesce((
    SELECT snapshot FROM task_record.deliveries
    WHERE delivered_at <= until AND pg_snapshot_xmax(snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
    ORDER BY number DESC LIMIT 1
  ), '1:1:')
$$;
REVOKE ALL ON FUNCTION task_record.last_delivery FROM PUBLIC;

-- Queues jobs that remove the objects, with their thumbnails and further copies, once this transaction has committed,
-- up to 500 keys a job. It notifies the workers in PgQueuer's format, because `migrate` turns PgQueuer's own trigger
-- off. What the images declare about their origin, and what they look like, is deleted at once.
CREATE OR REPLACE FUNCTION task_record.remove_objects(keys text[]) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  DELETE FROM task_record.image_provenance WHERE key = ANY (keys);
  DELETE FROM task_record.image_looks WHERE key = ANY (keys);
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
  SELECT 0, 'remove_objects', convert_to(json_agg(object)::text, 'UTF8'), 'queued'
  FROM (
    SELECT object, (row_number() OVER () - 1) / 500 AS chunk
    FROM unnest(keys) AS key, unnest(ARRAY['', '-marked', '-marked-medium', '-medium', '-thumbnail']) AS ending,
      LATERAL (SELECT key || ending AS object) AS one
    WHERE key IS NOT NULL
  ) AS objects
  GROUP BY chunk;
  INSERT INTO task_record.notifications (channel, message)
  VALUES ('ch_pgqueuer', json_build_object('channel', 'ch_pgqueuer', 'operation', 'insert', 'sent_at', now(),
    'table', 'pgqueuer', 'type', 'table_changed_event'));
END $$;
REVOKE ALL ON FUNCTION task_record.remove_objects FROM PUBLIC;

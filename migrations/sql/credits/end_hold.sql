-- Ends a task's hold: spends up to `wanted` of it, first what expires first, and returns the rest to its grants. The
-- part of a grant that has expired or was revoked meanwhile follows that grant. `due` is when the first of the
-- available credits expires.
CREATE OR REPLACE FUNCTION task_record.end_hold(
  of_task uuid, wanted bigint,
  OUT was bigint, OUT spent bigint, OUT available bigint, OUT expired bigint, OUT revoked bigint,
  OUT due timestamp with time zone
) LANGUAGE plpgsql AS $$
BEGIN
  IF wanted > 0 THEN -- nearly always all of it is spent
    WITH gone AS (
      DELETE FROM task_record.credit_holds AS hold WHERE task_id = of_task
        AND wanted >= (SELECT sum(amount) FROM task_record.credit_holds AS every WHERE every.task_id = of_task)
      RETURNING hold.amount
    ) SELECT sum(gone.amount), sum(gone.amount), 0, 0, 0 FROM gone
    INTO was, end_hold.spent, available, expired, revoked;
    IF was IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;
  WITH gone AS (
    DELETE FROM task_record.credit_holds WHERE task_id = of_task RETURNING grant_id, amount
  ), used AS (
    SELECT given.id, gone.amount, given.expires_at,
      least(gone.amount, greatest(0, wanted - (sum(gone.amount) OVER earlier)::bigint + gone.amount)) AS spent,
      CASE
        WHEN given.revoked_at IS NOT NULL THEN 'revoked'
        WHEN given.expires_at <= clock_timestamp() THEN 'expired'
        ELSE 'available'
      END AS goes
    FROM gone JOIN task_record.credit_grants AS given ON given.id = gone.grant_id
    WINDOW earlier AS (ORDER BY given.expires_at, given.created_at, given.id)
  ), given_back AS (
    UPDATE task_record.credit_grants AS changed SET remaining = changed.remaining + used.amount - used.spent
    FROM used WHERE changed.id = used.id AND used.goes = 'available' AND used.amount > used.spent
    RETURNING changed.expires_at
  )
  SELECT coalesce(sum(used.amount), 0), coalesce(sum(used.spent), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'available'), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'expired'), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'revoked'), 0),
    (SELECT min(given_back.expires_at) FROM given_back)
  INTO was, end_hold.spent, end_hold.available, end_hold.expired, revoked, end_hold.due
  FROM used;
END $$;
REVOKE ALL ON FUNCTION task_record.end_hold FROM PUBLIC;

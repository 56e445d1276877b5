-- Users with wrong credits, and which: `entries` that do not add up to the balance, or `grants`, `holds` or the cost of
-- completed `tasks` that differ from the entries.
CREATE OR REPLACE VIEW task_record.drifted_credits AS
WITH balance AS (
  SELECT DISTINCT ON (user_id) user_id, available, held FROM task_record.credit_entries ORDER BY user_id, number DESC
), moved AS (
  SELECT user_id, sum(to_available) AS available, sum(to_held) AS held, sum(to_spent) AS spent,
    bool_and(to_issued + to_available + to_held + to_spent + to_expired + to_written_off = 0) AS is_balanced
  FROM task_record.credit_entries GROUP BY user_id
), granted AS (
  SELECT user_id, sum(remaining) AS available FROM task_record.credit_grants GROUP BY user_id
), held AS (
  SELECT user_id, sum(amount) AS held FROM task_record.credit_holds GROUP BY user_id
), spent AS (
  SELECT user_id, sum(credits_deducted) FILTER (WHERE status = 'completed') AS spent
  FROM public.user_task_history WHERE credits_reserved IS NOT NULL GROUP BY user_id
), misheld AS (
  SELECT DISTINCT coalesce(task.user_id, hold.user_id) AS user_id
  FROM (
    SELECT id, user_id, credits_reserved, credits_held_until FROM public.user_task_history
    WHERE credits_reserved > 0 AND status IN ('pending', 'processing') AND deleted_at IS NULL
  ) AS task FULL JOIN (
    SELECT task_id, user_id, sum(amount) AS amount FROM task_record.credit_holds GROUP BY task_id, user_id
  ) AS hold ON hold.task_id = task.id AND hold.user_id = task.user_id
  WHERE task.id IS NULL OR hold.amount <> task.credits_reserved
    OR (hold.amount IS NULL AND task.credits_held_until > now())
)
SELECT user_id, what
FROM balance FULL JOIN moved USING (user_id) FULL JOIN granted USING (user_id) FULL JOIN held USING (user_id)
  FULL JOIN spent USING (user_id)
  FULL JOIN (SELECT user_id, true AS is_misheld FROM misheld) AS misheld USING (user_id),
  LATERAL (VALUES
    ('entries', NOT coalesce(moved.is_balanced, true)
      OR (balance.available, balance.held) IS DISTINCT FROM (moved.available, moved.held)),
    ('grants', coalesce(granted.available, 0) <> coalesce(moved.available, 0)),
    ('holds', coalesce(is_misheld, false) OR coalesce(held.held, 0) <> coalesce(moved.held, 0)),
    ('tasks', coalesce(spent.spent, 0) <> coalesce(moved.spent, 0))
  ) AS compared (what, differs)
WHERE differs;
GRANT SELECT ON task_record.drifted_credits TO service_role;

-- Charges the user, who `had` these credits, for a task that has ended. A completed task costs its price: first from
-- the credits held for it, then from available ones; the rest is written off. A task that failed, was canceled or is
-- deleted costs nothing.
CREATE OR REPLACE FUNCTION task_record.charge_credits(
  had task_record.credit_balance, task public.user_task_history
) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  cost CONSTANT bigint := task.credits_deducted;
  hold record;
  more bigint;
BEGIN
  IF task.status <> 'completed' THEN
    PERFORM task_record.release_credits(had, task.id);
    RETURN;
  END IF;
  SELECT * INTO hold FROM task_record.end_hold(task.id, cost);
  more := least(cost - hold.spent, had.available);
  IF more > 0 THEN
    PERFORM task_record.take_credits(task.user_id, more);
  END IF;
  IF cost > 0 OR hold.was > 0 THEN
    PERFORM task_record.post_credits(had, 'settle', task.id, NULL, NULL, hold.due,
      hold.revoked, hold.available - more, -hold.was, cost, hold.expired, more + hold.spent - cost);
  END IF;
END $$;
REVOKE ALL ON FUNCTION task_record.charge_credits FROM PUBLIC;

-- A completed task costs what it says: first of what is held for it, then of what is available; the rest is written
-- off. One that failed, was canceled or is deleted costs nothing; nothing is held any more for one that failed by its
-- deadline and is completed afterwards.
CREATE OR REPLACE FUNCTION task_record.settle_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had CONSTANT task_record.credit_balance := task_record.lock_credits(NEW.user_id);
  cost CONSTANT bigint := NEW.credits_deducted;
  hold record;
  more bigint;
BEGIN
  IF NEW.status <> 'completed' THEN
    PERFORM task_record.release_credits(had, NEW.id);
    RETURN NULL;
  END IF;
  SELECT * INTO hold FROM task_record.end_hold(NEW.id, cost);
  more := least(cost - hold.spent, had.available);
  IF more > 0 THEN
    PERFORM task_record.take_credits(NEW.user_id, more);
  END IF;
  IF cost > 0 OR hold.was > 0 THEN
    PERFORM task_record.post_credits(had, 'settle', NEW.id, NULL, NULL, hold.due,
      hold.revoked, hold.available - more, -hold.was, cost, hold.expired, more + hold.spent - cost);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.settle_credits FROM PUBLIC;

CREATE TRIGGER settle_credits AFTER UPDATE ON public.user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved IS NOT NULL AND OLD.deleted_at IS NULL AND CASE
    WHEN OLD.status IN ('pending', 'processing')
    THEN NEW.status NOT IN ('pending', 'processing') OR NEW.deleted_at IS NOT NULL
    ELSE OLD.status <> 'completed' AND NEW.status = 'completed'
  END)
  EXECUTE FUNCTION task_record.settle_credits();

-- Charges for a task when it ends. A task that its deadline failed, and that completes afterwards, holds no more
-- credits. Conditions on the rows are here, because PostgreSQL evaluates a trigger's WHEN once for each statement.
CREATE OR REPLACE FUNCTION task_record.settle_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF OLD.deleted_at IS NULL AND (CASE
    WHEN OLD.status IN ('pending', 'processing')
    THEN NEW.status NOT IN ('pending', 'processing') OR NEW.deleted_at IS NOT NULL
    ELSE OLD.status <> 'completed' AND NEW.status = 'completed'
  END) THEN
    PERFORM task_record.charge_credits(task_record.lock_credits(NEW.user_id), NEW);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.settle_credits FROM PUBLIC;

CREATE TRIGGER settle_credits AFTER UPDATE ON public.user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved IS NOT NULL) EXECUTE FUNCTION task_record.settle_credits();

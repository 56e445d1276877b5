-- Holds the credits that a task reserves when it is recorded, or rejects the task. A task recorded with its end is
-- charged at once. It runs for each row, so before the statistics, which are counted for each statement.
CREATE OR REPLACE FUNCTION task_record.hold_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had task_record.credit_balance;
  one_grant uuid;
BEGIN
  IF NEW.deleted_at IS NOT NULL OR NEW.credits_reserved = 0 AND NEW.status <> 'completed' THEN
    RETURN NULL;
  END IF;
  had := task_record.lock_credits(NEW.user_id);
  IF NEW.credits_reserved > 0 THEN
    IF had.available < NEW.credits_reserved THEN
      RAISE EXCEPTION USING ERRCODE = 'TR001', MESSAGE = 'insufficient credits', DETAIL = had.available;
    END IF;
    one_grant := task_record.take_credits(NEW.user_id, NEW.credits_reserved, NEW.id, NEW.credits_held_until);
    had := task_record.post_credits(had, 'hold', NEW.id, one_grant, NULL, NEW.credits_held_until,
      0, -NEW.credits_reserved, NEW.credits_reserved);
  END IF;
  IF NEW.status NOT IN ('pending', 'processing') THEN
    PERFORM task_record.charge_credits(had, NEW);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.hold_credits FROM PUBLIC;

CREATE TRIGGER hold_credits AFTER INSERT ON public.user_task_history FOR EACH ROW
  WHEN (NEW.credits_reserved IS NOT NULL AND NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.hold_credits();

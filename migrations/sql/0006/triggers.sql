-- A task's own change moves its credits: row by row, so before the statistics, which are kept by statement.
CREATE FUNCTION task_record.hold_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had CONSTANT task_record.credit_balance := task_record.credits_now(NEW.user_id);
  one_grant uuid;
BEGIN
  IF had.available < NEW.credits_reserved THEN
    RAISE EXCEPTION USING ERRCODE = 'TR001', MESSAGE = 'insufficient credits', DETAIL = had.available;
  END IF;
  one_grant := task_record.take_credits(NEW.user_id, NEW.credits_reserved, NEW.id, NEW.credits_held_until);
  PERFORM task_record.post_credits(had, 'hold', NEW.id, one_grant, NULL, NEW.credits_held_until,
    0, -NEW.credits_reserved, NEW.credits_reserved);
  RETURN NULL;
END $$;

-- A completed task costs what it says: first of what is held for it, then of what is available; the rest is written off.
CREATE FUNCTION task_record.settle_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had CONSTANT task_record.credit_balance := task_record.credits_now(NEW.user_id);
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

-- A row goes when plain SQL deletes it, or with its user, whose credits then go, too.
CREATE FUNCTION task_record.release_deleted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM auth.users WHERE id = OLD.user_id) THEN
    PERFORM task_record.release_credits(task_record.credits_now(OLD.user_id), OLD.id);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION task_record.erase_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM task_record.credit_holds WHERE user_id = OLD.user_id;
  DELETE FROM task_record.credit_entries WHERE user_id = OLD.user_id;
  RETURN NULL;
END $$;
CREATE TRIGGER erase_credits AFTER DELETE ON task_record.credit_accounts
  FOR EACH ROW EXECUTE FUNCTION task_record.erase_credits();

CREATE TRIGGER hold_credits AFTER INSERT ON user_task_history FOR EACH ROW
  WHEN (NEW.credits_reserved > 0 AND NEW.status IN ('pending', 'processing') AND NEW.deleted_at IS NULL)
  EXECUTE FUNCTION task_record.hold_credits();
CREATE TRIGGER settle_credits AFTER UPDATE ON user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved IS NOT NULL AND OLD.status IN ('pending', 'processing') AND OLD.deleted_at IS NULL
    AND (NEW.status IN ('completed', 'failed') OR NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION task_record.settle_credits();
CREATE TRIGGER release_credits AFTER DELETE ON user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved > 0 AND OLD.status IN ('pending', 'processing') AND OLD.deleted_at IS NULL)
  EXECUTE FUNCTION task_record.release_deleted();

-- An entry stays as it is, for as long as its user's account is there.
CREATE FUNCTION task_record.keep_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM task_record.credit_accounts WHERE user_id = OLD.user_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'entries of credits are neither changed nor removed; post another that makes up for it';
END $$;
CREATE TRIGGER keep_entries BEFORE UPDATE OR DELETE ON task_record.credit_entries
  FOR EACH ROW EXECUTE FUNCTION task_record.keep_entries();
CREATE TRIGGER keep_all_entries BEFORE TRUNCATE ON task_record.credit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.keep_entries();

-- At the end of a transaction each entry follows from the one before it.
CREATE FUNCTION task_record.check_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM (SELECT) AS one LEFT JOIN task_record.credit_entries AS before
      ON before.user_id = NEW.user_id AND before.number = NEW.number - 1
    WHERE NEW.available = coalesce(before.available, 0) + NEW.to_available
      AND NEW.held = coalesce(before.held, 0) + NEW.to_held
      AND (before.number IS NOT NULL OR NEW.number = 1)
  ) THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'check_entry',
      MESSAGE = format('entry %s of credits of %s does not follow from the one before', NEW.number, NEW.user_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER check_entry AFTER INSERT ON task_record.credit_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION task_record.check_entry();
REVOKE ALL ON FUNCTION task_record.hold_credits, task_record.settle_credits, task_record.release_deleted,
  task_record.erase_credits, task_record.keep_entries, task_record.check_entry FROM PUBLIC;

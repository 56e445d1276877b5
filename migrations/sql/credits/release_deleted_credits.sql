-- Returns what is held for a task whose row is deleted: by plain SQL, or with its user, whose credits are then deleted,
-- too.
CREATE OR REPLACE FUNCTION task_record.release_deleted_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF EXISTS (SELECT FROM auth.users WHERE id = OLD.user_id) THEN
    PERFORM task_record.release_credits(task_record.lock_credits(OLD.user_id), OLD.id);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.release_deleted_credits FROM PUBLIC;

CREATE TRIGGER release_deleted_credits AFTER DELETE ON public.user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved > 0 AND OLD.status IN ('pending', 'processing') AND OLD.deleted_at IS NULL
    AND NOT task_record.is_moving())
  EXECUTE FUNCTION task_record.release_deleted_credits();

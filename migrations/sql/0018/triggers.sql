-- What a move takes away and brings is nothing that happens to the tasks: nobody is notified, no object is removed, and
-- no credits are held or set free. Totals are counted as ever. Only the owner moves.
CREATE OR REPLACE TRIGGER notify_inserted AFTER INSERT ON user_task_history
  REFERENCING NEW TABLE AS new_tasks
  FOR EACH STATEMENT WHEN ({unless_moved}) EXECUTE FUNCTION task_record.notify_inserted();
CREATE OR REPLACE TRIGGER notify_deleted AFTER DELETE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks
  FOR EACH STATEMENT WHEN ({unless_moved}) EXECUTE FUNCTION task_record.notify_deleted();
CREATE OR REPLACE TRIGGER remove_deleted_objects AFTER DELETE ON user_task_history
  REFERENCING OLD TABLE AS old_tasks
  FOR EACH STATEMENT WHEN ({unless_moved}) EXECUTE FUNCTION task_record.remove_deleted_objects();
CREATE OR REPLACE TRIGGER remove_unclaimed_objects AFTER DELETE ON task_record.image_uploads
  REFERENCING OLD TABLE AS old_uploads
  FOR EACH STATEMENT WHEN ({unless_moved}) EXECUTE FUNCTION task_record.remove_unclaimed_objects();
CREATE OR REPLACE TRIGGER hold_credits AFTER INSERT ON user_task_history FOR EACH ROW
  WHEN (NEW.credits_reserved > 0 AND NEW.status IN ('pending', 'processing') AND NEW.deleted_at IS NULL
    AND {unless_moved})
  EXECUTE FUNCTION task_record.hold_credits();
CREATE OR REPLACE TRIGGER release_credits AFTER DELETE ON user_task_history FOR EACH ROW
  WHEN (OLD.credits_reserved > 0 AND OLD.status IN ('pending', 'processing') AND OLD.deleted_at IS NULL
    AND {unless_moved})
  EXECUTE FUNCTION task_record.release_deleted();

-- Derived from models/tasks/task_row.py: change that, and run `python -m migrations.derived`.
-- Prevents users from ending or deleting a task that only a back end ends, and users who bypass the server from
-- changing the cost of an ended task, a task's times, deadline or held credits, or naming an object of another task.
-- Objects that rows of the original design name may stay. A task that failed by its deadline may be completed for 24
-- hours. `OLD` is the current row, with concurrent changes: a user's statement that waited for a back end to start the
-- task finds it started.
CREATE OR REPLACE FUNCTION task_record.check_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF OLD.only_service_ends
    AND (NEW.status <> OLD.status OR (NEW.deleted_at IS NOT NULL AND OLD.status IN ('pending', 'processing')))
  THEN
    RAISE EXCEPTION USING ERRCODE = 'TR009', MESSAGE = 'only a back end starts and ends this task', DETAIL = OLD.id;
  END IF;
  IF NEW.id <> OLD.id
    OR NEW.created_at <> OLD.created_at
    OR (NEW.updated_at <> OLD.updated_at AND NEW.updated_at <> now())
    OR (NEW.completed_at IS DISTINCT FROM OLD.completed_at AND NEW.completed_at <> now())
    OR (NEW.images_removed_at IS DISTINCT FROM OLD.images_removed_at AND NEW.images_removed_at IS NOT NULL)
    OR NEW.prompt_removed_at IS DISTINCT FROM OLD.prompt_removed_at
    OR NEW.only_service_ends <> OLD.only_service_ends
    OR (NEW.failure_code IS DISTINCT FROM OLD.failure_code AND NEW.failure_code = 'deadline')
    OR (NEW.started_at IS DISTINCT FROM OLD.started_at AND (OLD.started_at IS NOT NULL OR NEW.started_at <> now()))
    OR NEW.deadline IS DISTINCT FROM OLD.deadline
    OR (NEW.trashed_at IS DISTINCT FROM OLD.trashed_at AND NEW.trashed_at <> now())
    OR (NEW.starred_at IS DISTINCT FROM OLD.starred_at AND NEW.starred_at <> now())
    OR (NEW.deleted_at IS DISTINCT FROM OLD.deleted_at AND (OLD.deleted_at IS NOT NULL OR NEW.deleted_at <> now()))
    OR NEW.credits_reserved IS DISTINCT FROM OLD.credits_reserved
    OR NEW.credits_held_until IS DISTINCT FROM OLD.credits_held_until
    OR (OLD.status NOT IN ('pending', 'processing')
      AND (NEW.task_type <> OLD.task_type
        OR NEW.status <> OLD.status
        OR NEW.tokens_used <> OLD.tokens_used
        OR NEW.credits_deducted <> OLD.credits_deducted
        OR NEW.completed_at IS DISTINCT FROM OLD.completed_at
        OR NEW.input_tokens IS DISTINCT FROM OLD.input_tokens
        OR NEW.output_tokens IS DISTINCT FROM OLD.output_tokens
        OR NEW.cost IS DISTINCT FROM OLD.cost
        OR NEW.failure_code IS DISTINCT FROM OLD.failure_code)
      AND NOT (NEW.status = 'completed' AND task_record.may_be_late(OLD.failure_code, OLD.completed_at)))
  THEN
    PERFORM task_record.refuse('what a task cost, and when it was, is not changed');
  END IF;
  IF (NEW.original_image_url IS DISTINCT FROM OLD.original_image_url
      AND NEW.original_image_url IS NOT NULL)
    OR (NEW.aws_original_key IS DISTINCT FROM OLD.aws_original_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key))
    OR (NEW.generated_image_url IS DISTINCT FROM OLD.generated_image_url
      AND NEW.generated_image_url IS NOT NULL)
    OR (NEW.aws_generated_key IS DISTINCT FROM OLD.aws_generated_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key))
    OR (NEW.more_images IS DISTINCT FROM OLD.more_images
      AND NEW.more_images IS NOT NULL AND NOT task_record.are_images(NEW.user_id, NEW.id, NEW.more_images))
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_changed AFTER UPDATE ON public.user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_changed();

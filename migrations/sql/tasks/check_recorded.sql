-- Derived from models/tasks/task_row.py: change that, and run `python -m migrations.derived`.
-- Prevents users who bypass the server from recording a task with another time, or with an object of another task:
-- administrators could not read tasks of other years, and jobs could not update them. Back ends and the owner are not
-- checked.
CREATE OR REPLACE FUNCTION task_record.check_recorded() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NEW.created_at <> now()
    OR NEW.updated_at <> now()
    OR NEW.completed_at <> now()
    OR NEW.images_removed_at IS NOT NULL
    OR NEW.prompt_removed_at IS NOT NULL
    OR NEW.failure_code = 'deadline'
    OR NEW.started_at <> now()
    OR NEW.deadline > now() + interval '31 days'
    OR NEW.trashed_at IS NOT NULL
    OR NEW.starred_at IS NOT NULL
    OR NEW.deleted_at IS NOT NULL
    OR NEW.credits_held_until > '9999-01-01'
  THEN
    PERFORM task_record.refuse('a task is recorded now');
  END IF;
  IF NEW.original_image_url IS NOT NULL
    OR NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key)
    OR NEW.generated_image_url IS NOT NULL
    OR NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key)
    OR (NEW.more_images IS NOT NULL AND NOT task_record.are_images(NEW.user_id, NEW.id, NEW.more_images))
  THEN
    PERFORM task_record.refuse('a task names no object but its own');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_recorded AFTER INSERT ON public.user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_recorded();

-- Prevents users from recording, in their own SQL, that a task was made from another user's.
CREATE OR REPLACE FUNCTION task_record.check_source() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF 2 <> (
    SELECT count(*) FROM public.user_task_history WHERE id IN (NEW.task_id, NEW.source_id) AND user_id = NEW.user_id
  ) THEN
    PERFORM task_record.refuse('the sources of a task must be tasks of the same user');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_source AFTER INSERT ON task_record.task_sources FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_source();

-- Users have a task name no object but its own. What rows of the original design name stays as it is, and so does what
-- back ends and the owner write; nothing is asked where no key changes.
CREATE FUNCTION task_record.owns_all(user_id uuid, task_id uuid, keys text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT bool_and(coalesce(task_record.owns(user_id, task_id, key), false)) FROM unnest(keys) AS key
$$;
CREATE FUNCTION task_record.refuse_foreign_object() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = 'a task names no object but its own';
END $$;
CREATE TRIGGER refuse_foreign_inserted AFTER INSERT ON user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated' AND (
    NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key)
    OR NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key)
    OR (NEW.more_images IS NOT NULL
      AND NOT task_record.owns_all(NEW.user_id, NEW.id, task_record.keys_of(NEW.more_images)))))
  EXECUTE FUNCTION task_record.refuse_foreign_object();
CREATE TRIGGER refuse_foreign_updated AFTER UPDATE OF aws_original_key, aws_generated_key, more_images
  ON user_task_history FOR EACH ROW
  WHEN (current_user = 'authenticated' AND (
    (NEW.aws_original_key IS DISTINCT FROM OLD.aws_original_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_original_key))
    OR (NEW.aws_generated_key IS DISTINCT FROM OLD.aws_generated_key
      AND NOT task_record.owns(NEW.user_id, NEW.id, NEW.aws_generated_key))
    OR (NEW.more_images IS NOT NULL
      AND NOT task_record.owns_all(NEW.user_id, NEW.id, task_record.keys_of(NEW.more_images)))))
  EXECUTE FUNCTION task_record.refuse_foreign_object();

-- Functions of triggers run as the owner, and believe what their table says. Whoever may execute them may have them run
-- on a table of their own.
DO $$
DECLARE
  name regprocedure;
BEGIN
  FOR name IN
    SELECT oid FROM pg_proc
    WHERE pronamespace = 'task_record'::regnamespace AND prosecdef AND prorettype = 'trigger'::regtype
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, authenticated, service_role', name);
  END LOOP;
END $$;

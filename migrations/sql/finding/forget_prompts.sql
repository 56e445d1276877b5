-- Deletes up to so many prompts from the index, each with all of its tasks, and returns how many. Indexing then begins
-- with the first change.
CREATE OR REPLACE FUNCTION task_record.forget_prompts(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '2s' SET enable_seqscan = off AS $$
DECLARE
  number integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record note_prompts'));
  DELETE FROM task_record.index_progress WHERE kind = 'prompts';
  DELETE FROM task_record.noting WHERE kind = 'indexed'; -- of servers of the releases before
  WITH gone AS (
    DELETE FROM task_record.prompts WHERE ctid = ANY (ARRAY(SELECT ctid FROM task_record.prompts LIMIT at_most))
    RETURNING user_id, key
  ), tasks AS (
    DELETE FROM task_record.prompt_tasks AS task USING gone
    WHERE task.user_id = gone.user_id AND task.key = gone.key
    RETURNING task.user_id, task.task_id, task.created_at, task.labels
  ), labels AS (
    DELETE FROM task_record.label_tasks AS labelled USING tasks, unnest(tasks.labels) AS named
    WHERE (labelled.user_id, labelled.label, labelled.created_at, labelled.task_id)
      = (tasks.user_id, named, tasks.created_at, tasks.task_id)
  )
  SELECT count(*) INTO number FROM gone;
  RETURN number;
END $$;
REVOKE ALL ON FUNCTION task_record.forget_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_prompts TO service_role;

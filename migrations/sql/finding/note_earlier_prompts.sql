-- Queues a job that indexes the prompts of all the user's tasks within seconds after the commit, unless such a job
-- already waits.
CREATE OR REPLACE FUNCTION task_record.note_earlier_prompts(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
  SELECT 0, 'note_earlier_prompts', payload, 'queued' FROM convert_to(of_user::text, 'UTF8') AS payload
  WHERE NOT EXISTS (
    SELECT FROM task_record.pgqueuer AS job
    WHERE entrypoint = 'note_earlier_prompts' AND job.payload = payload.payload AND status = 'queued'
  );
$$;
REVOKE ALL ON FUNCTION task_record.note_earlier_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.note_earlier_prompts TO service_role;

-- Has a worker note the prompts of all tasks of a user, within seconds after this transaction has committed.
CREATE OR REPLACE FUNCTION task_record.note_earlier_prompts(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  INSERT INTO task_record.pgqueuer (priority, entrypoint, payload, status)
  VALUES (0, 'note_earlier_prompts', convert_to(of_user::text, 'UTF8'), 'queued');
$$;
REVOKE ALL ON FUNCTION task_record.note_earlier_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.note_earlier_prompts TO service_role;

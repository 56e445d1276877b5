-- Up to so many of the caller's prompts that have any of the labels, with their numbers of tasks. By an index, which
-- row-level security would keep PostgreSQL from using.
CREATE OR REPLACE FUNCTION task_record.labelled_prompts(of_labels text[], at_most integer)
RETURNS TABLE (key uuid, task_count integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT key, task_count FROM task_record.prompts
  WHERE task_record.label_keys(user_id, labels) && task_record.label_keys(auth.uid(), of_labels) AND labels <> '{}'
    AND user_id = auth.uid() AND labels && of_labels
  LIMIT at_most
$$;
REVOKE ALL ON FUNCTION task_record.labelled_prompts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.labelled_prompts TO authenticated, service_role;

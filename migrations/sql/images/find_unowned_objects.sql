-- Keys that tasks name and do not own. Nearly always none: then the read of empty indexes is fast. PostgreSQL would not
-- choose them, because it expects most rows to meet the condition.
CREATE OR REPLACE FUNCTION task_record.find_unowned_objects() RETURNS TABLE(user_id uuid, task_id uuid, key text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET enable_seqscan = off AS $$
  SELECT user_id, id, aws_original_key FROM public.user_task_history
  WHERE NOT task_record.owns(user_id, id, aws_original_key)
  UNION ALL
  SELECT user_id, id, aws_generated_key FROM public.user_task_history
  WHERE NOT task_record.owns(user_id, id, aws_generated_key)
$$;
REVOKE ALL ON FUNCTION task_record.find_unowned_objects FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.find_unowned_objects TO service_role;

-- Whether the object may be removed on account of a row that named it: the row owns it, and no other row names it.
CREATE OR REPLACE FUNCTION task_record.is_removable(user_id uuid, task_id uuid, key text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT task_record.owns(user_id, task_id, key)
    AND NOT EXISTS (
      SELECT FROM public.user_task_history AS other
      WHERE hashtextextended(other.aws_original_key, 0) = hashtextextended($3, 0) AND other.aws_original_key = $3
        AND NOT task_record.owns(other.user_id, other.id, other.aws_original_key))
    AND NOT EXISTS (
      SELECT FROM public.user_task_history AS other
      WHERE hashtextextended(other.aws_generated_key, 0) = hashtextextended($3, 0) AND other.aws_generated_key = $3
        AND NOT task_record.owns(other.user_id, other.id, other.aws_generated_key))
$$;
REVOKE ALL ON FUNCTION task_record.is_removable FROM PUBLIC;

-- The number of a user's tasks and images.
CREATE OR REPLACE FUNCTION task_record.count_tasks_and_images(of_user uuid, OUT tasks integer, OUT images integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT count(*)::integer, coalesce(sum(
    (coalesce(aws_original_key, original_image_url) IS NOT NULL)::integer
      + (coalesce(aws_generated_key, generated_image_url) IS NOT NULL)::integer
      + coalesce(jsonb_array_length(more_images), 0)), 0)::integer
  FROM public.user_task_history WHERE user_id = of_user
$$;
REVOKE ALL ON FUNCTION task_record.count_tasks_and_images FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_tasks_and_images TO service_role;

-- A user's tasks that resemble the input: a picture that looks like it, or a prompt of this key and these features.
-- Closest first, each task once: 1 the same picture, 2 the same prompt, 3 and 4 a similar picture and prompt. For a
-- given task, its results are compared with other results. Of more than 10,000 pictures, only the 10,000 most similar
-- are considered.
--
-- OFFSET makes PostgreSQL look tasks up one by one. It expects a third of all pictures to match, and would read all
-- users' tasks or, without statistics, compare all tasks with all. Each call has its own plan: one made for a few tasks
-- would read all tasks of the user for each picture, once there are many.
CREATE OR REPLACE FUNCTION task_record.similar_tasks(
  of_user uuid, of_task uuid, of_looks bigint[], of_key uuid, of_features bit(1024), at_most integer
) RETURNS TABLE (task_id uuid, likeness integer, score double precision)
LANGUAGE plpgsql STABLE SET search_path = '' SET jit = off SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  looks CONSTANT bigint[] := coalesce(of_looks, ARRAY(
    SELECT image.look FROM task_record.image_looks AS image
    WHERE image.user_id = of_user AND image.task_id = of_task AND image.is_result
  ));
  of_bits CONSTANT integer := bit_count(of_features);
BEGIN
  RETURN QUERY
  WITH pictures AS MATERIALIZED (
    SELECT image.task_id, min(bit_count((image.look # given.look)::bit(64)))::integer AS apart
    FROM unnest(looks) AS given (look), task_record.image_looks AS image
    WHERE image.user_id = of_user AND (image.is_result OR of_task IS NULL)
      AND bit_count((image.look # given.look)::bit(64)) <= 16
    GROUP BY image.task_id ORDER BY 2 LIMIT 10000
  ), prompts AS MATERIALIZED (
    SELECT prompt.task_id, prompt.shared::real / (prompt.bits + of_bits - prompt.shared) AS score
    FROM (
      SELECT one.task_id, bit_count(one.features & of_features) AS shared, bit_count(one.features) AS bits
      FROM task_record.prompts AS one
      WHERE one.user_id = of_user AND one.key <> of_key AND of_features IS NOT NULL OFFSET 0
    ) AS prompt
    WHERE 2 * prompt.shared >= prompt.bits + of_bits - prompt.shared AND prompt.shared > 0
    ORDER BY 2 DESC LIMIT at_most + 1
  ), found AS (
    (SELECT pictures.task_id, CASE WHEN apart <= 12 THEN 1 ELSE 3 END AS likeness,
      CASE WHEN apart <= 12 THEN 1 ELSE 1 - apart / 64.0 END::real AS score, task.created_at
    FROM pictures, LATERAL (
      SELECT one.created_at FROM public.user_task_history AS one
      WHERE one.id = pictures.task_id AND coalesce(one.deleted_at, one.trashed_at) IS NULL OFFSET 0
    ) AS task
    ORDER BY 2, 3 DESC, 4 DESC LIMIT at_most + 1)
    UNION ALL
    (SELECT noted.task_id, 2, 1, noted.created_at
    FROM task_record.prompt_tasks AS noted, LATERAL (
      SELECT FROM public.user_task_history AS one
      WHERE one.id = noted.task_id AND coalesce(one.deleted_at, one.trashed_at) IS NULL OFFSET 0
    ) AS task
    WHERE noted.user_id = of_user AND noted.key = of_key
    ORDER BY noted.is_completed DESC, noted.created_at DESC, noted.task_id DESC LIMIT at_most + 1)
    UNION ALL
    SELECT prompts.task_id, 4, prompts.score, task.created_at
    FROM prompts, LATERAL (
      SELECT one.created_at FROM public.user_task_history AS one
      WHERE one.id = prompts.task_id AND coalesce(one.deleted_at, one.trashed_at) IS NULL OFFSET 0
    ) AS task
  ), closest AS (
    SELECT DISTINCT ON (found.task_id) found.* FROM found WHERE found.task_id IS DISTINCT FROM of_task
    ORDER BY found.task_id, found.likeness
  )
  SELECT closest.task_id, closest.likeness, closest.score::double precision FROM closest
  ORDER BY closest.likeness, closest.score DESC, closest.created_at DESC, closest.task_id LIMIT at_most;
END $$;
REVOKE ALL ON FUNCTION task_record.similar_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.similar_tasks TO authenticated, service_role;

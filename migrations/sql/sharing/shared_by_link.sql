-- What a share link shows to anyone with its secret, which has this SHA-256: the pictures of one task, or of 37 tasks
-- of a board, last added first. It includes prompts if the link shows them. On a board, `at_place` selects the task
-- added at that time, `before_place` the last ones added before, and `after_place` the first ones added later.
--
-- No row if the link does not exist or has ended, if its task is deleted or in the trash, or if its creator no longer
-- owns the board. A board without pictures has a row without a task. At most 1,000 tasks are read. If fewer than 37 of
-- them have pictures, the last row (with `after_place`, the first) has no task: it is the place where the search
-- stopped.
--
-- Anyone without an account sees rows only through this function; no policy shows them any. A plan that sorts would
-- read the whole board.
CREATE OR REPLACE FUNCTION task_record.shared_by_link(
  secret_digest text, at_place timestamp with time zone, before_place timestamp with time zone,
  after_place timestamp with time zone
) RETURNS TABLE (
  link_id uuid, owner_id uuid, shows_prompt boolean, allows_download boolean, expires_at timestamp with time zone,
  board_name text, board_description text, added_at timestamp with time zone, plan text,
  id uuid, user_id uuid, prompt text, generated_image_url text, aws_generated_key text, generated_content_type text,
  generated_width integer, generated_height integer, generated_size integer, generated_sha256 text,
  generated_thumb_hash text, more_images jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET enable_sort = off AS $$
  WITH link AS MATERIALIZED (
    SELECT * FROM task_record.share_links
    WHERE secret_sha256 = secret_digest AND revoked_at IS NULL AND coalesce(expires_at > now(), true)
  ), shown AS (
    SELECT NULL AS board_name, NULL AS board_description, NULL::timestamp with time zone AS added_at, task AS task
    FROM link JOIN public.user_task_history AS task ON task.id = link.task_id AND task.user_id = link.user_id
    WHERE task.deleted_at IS NULL AND task.trashed_at IS NULL
    UNION ALL
    SELECT board.name, board.description, placed.added_at, placed.task
    FROM link JOIN task_record.boards AS board ON board.id = link.board_id
      JOIN task_record.board_members AS maker
        ON maker.board_id = board.id AND maker.user_id = link.user_id AND maker.role = 'owner'
      LEFT JOIN LATERAL (
        WITH looked_at AS MATERIALIZED (
          (SELECT one.*, row_number() OVER (ORDER BY one.added_at DESC, one.task_id DESC) AS number
          FROM task_record.board_tasks AS one
          WHERE after_place IS NULL AND one.board_id = board.id AND one.added_at >= coalesce(at_place, '-infinity')
            AND one.added_at <= coalesce(at_place, before_place - interval '1 microsecond', 'infinity')
          ORDER BY one.added_at DESC, one.task_id DESC LIMIT 1000)
          UNION ALL
          (SELECT one.*, row_number() OVER (ORDER BY one.added_at, one.task_id) FROM task_record.board_tasks AS one
          WHERE one.board_id = board.id AND one.added_at > after_place ORDER BY one.added_at, one.task_id LIMIT 1000)
        ), found AS MATERIALIZED (
          SELECT one.added_at, its.task FROM (SELECT * FROM looked_at ORDER BY number) AS one CROSS JOIN LATERAL (
            SELECT task FROM public.user_task_history AS task
            WHERE task.id = one.task_id AND task.user_id = one.user_id AND task.deleted_at IS NULL
              AND task.trashed_at IS NULL AND task.aws_generated_key IS NOT NULL OFFSET 0
          ) AS its
          ORDER BY one.number LIMIT 37
        )
        SELECT * FROM found
        UNION ALL
        SELECT one.added_at, NULL FROM looked_at AS one
        WHERE one.number = 1000 AND (SELECT count(*) FROM found) < 37
      ) AS placed ON true
  )
  SELECT link.id, link.user_id, link.shows_prompt, link.allows_download, link.expires_at,
    shown.board_name, shown.board_description, shown.added_at,
    (SELECT noted.plan FROM task_record.user_plans AS noted WHERE noted.user_id = (task).user_id),
    (task).id, (task).user_id, CASE WHEN link.shows_prompt THEN (task).prompt ELSE '' END,
    (task).generated_image_url, (task).aws_generated_key, (task).generated_content_type,
    (task).generated_width, (task).generated_height, (task).generated_size, (task).generated_sha256,
    (task).generated_thumb_hash, (task).more_images
  FROM link, shown ORDER BY shown.added_at DESC, (task).id DESC
$$;
REVOKE ALL ON FUNCTION task_record.shared_by_link FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.shared_by_link TO authenticated;

-- What a share link shows to anyone who has its secret, of which this is the SHA-256: the pictures of one task, or those
-- of a board, 37 tasks of it, those added last first, with prompts if the link shows them. Of a board, `at_place` asks
-- for the task that was added at that time alone, `before_place` for the last ones that were added before, `after_place`
-- for the first ones that were added later. No row if there is no such link, if it has ended, if its task was deleted or
-- is in the trash, or if who made it is no owner of the board any more; of a board without pictures, a row without a
-- task. It looks at 1,000 tasks of a board at most, whether they have pictures or not: where these have fewer than 37,
-- the last row is one without a task, at the place where it stopped (with `after_place`, the first row). A stranger
-- sees rows by this function alone: no policy shows them any. A plan that sorts would read the whole board.
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

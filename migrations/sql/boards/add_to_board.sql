-- Adds tasks to a board, in their order: the caller's, or for a back end those of members. Tasks already on it are
-- unchanged. It waits for a task that others are changing, to count its use after the change. A task in the trash keeps
-- its place, and counts.
CREATE OR REPLACE FUNCTION task_record.add_to_board(of_board uuid, task_ids uuid[]) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  found uuid[];
  placed task_record.board_tasks[];
BEGIN
  PERFORM task_record.lock_board(of_board, 'owner', 'contributor');
  SELECT coalesce(array_agg(id), '{}') INTO found FROM (
    SELECT id FROM public.user_task_history AS task
    WHERE id = ANY (task_ids) AND deleted_at IS NULL AND trashed_at IS NULL
      AND (user_id = auth.uid() OR (current_setting('role') = 'service_role' AND EXISTS (
        SELECT FROM task_record.board_members AS member WHERE board_id = of_board AND member.user_id = task.user_id
      )))
    ORDER BY id FOR SHARE
  ) AS task;
  IF NOT task_ids <@ found THEN
    PERFORM task_record.refuse_board('no tasks', (
      SELECT string_agg(DISTINCT id::text, ' ') FROM unnest(task_ids) AS id WHERE id <> ALL (found)
    ));
  END IF;
  WITH added AS (
    INSERT INTO task_record.board_tasks (board_id, task_id, user_id, added_at)
    SELECT of_board, id, user_id, now() + min(position) * interval '1 microsecond'
    FROM unnest(task_ids) WITH ORDINALITY AS given (id, position) JOIN public.user_task_history USING (id)
    GROUP BY id, user_id
    ON CONFLICT DO NOTHING RETURNING board_tasks.*
  ) SELECT array_agg(ROW(added.*)::task_record.board_tasks) INTO placed FROM added;
  IF placed IS NULL THEN
    RETURN of_board;
  END IF;
  INSERT INTO task_record.board_usage (board_id, user_id)
  SELECT DISTINCT of_board, user_id FROM unnest(placed) ON CONFLICT DO NOTHING;
  PERFORM task_record.count_placed(placed, 1);
  IF (SELECT count(*) FROM task_record.board_tasks WHERE board_id = of_board) > 100000 THEN
    PERFORM task_record.refuse_board('tasks', '100000');
  END IF;
  UPDATE task_record.boards SET updated_at = greatest(now(), updated_at) WHERE id = of_board;
  RETURN of_board;
END $$;
REVOKE ALL ON FUNCTION task_record.add_to_board FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.add_to_board TO authenticated, service_role;

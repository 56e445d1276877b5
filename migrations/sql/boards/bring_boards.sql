-- Adds tasks that an import has just recorded to the boards that they name. A missing board is created for the user. A
-- board where the user is not a member, or a viewer, is skipped. import_tasks calls it.
CREATE OR REPLACE FUNCTION task_record.bring_boards(of_user uuid, tasks json) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  named CONSTANT json := (
    SELECT json_agg(jsonb_set(board::jsonb, '{task_id}', (task -> 'id')::jsonb))
    FROM json_array_elements(tasks) AS task, json_array_elements(task -> 'boards') AS board
  );
  made uuid[];
  placed task_record.board_tasks[];
BEGIN
  IF named IS NULL THEN
    RETURN;
  END IF;
  WITH new AS (
    INSERT INTO task_record.boards (id, user_id, name, description)
    SELECT DISTINCT ON (id) id, of_user, name, description
    FROM json_to_recordset(named) AS board (id uuid, name text, description text) ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id
  ) SELECT array_agg(id) INTO made FROM new;
  INSERT INTO task_record.board_members (board_id, user_id, role) SELECT id, of_user, 'owner' FROM unnest(made) AS id;
  UPDATE task_record.boards AS board SET cover_task_id = task_id
  FROM json_to_recordset(named) AS cover (id uuid, task_id uuid, is_cover boolean)
  WHERE is_cover AND board.id = cover.id AND board.id = ANY (made);
  PERFORM FROM task_record.boards WHERE id IN (SELECT id FROM json_to_recordset(named) AS board (id uuid))
  ORDER BY id FOR UPDATE;
  WITH added AS (
    INSERT INTO task_record.board_tasks (board_id, task_id, user_id, added_at)
    SELECT board.id, task_id, of_user, added_at
    FROM json_to_recordset(named) AS board (id uuid, task_id uuid, added_at timestamp with time zone)
      JOIN task_record.board_members AS member ON member.board_id = board.id
    WHERE member.user_id = of_user AND member.role <> 'viewer'
    ON CONFLICT DO NOTHING RETURNING board_tasks.*
  ) SELECT array_agg(ROW(added.*)::task_record.board_tasks) INTO placed FROM added;
  IF placed IS NOT NULL THEN
    INSERT INTO task_record.board_usage (board_id, user_id)
    SELECT DISTINCT board_id, user_id FROM unnest(placed) ON CONFLICT DO NOTHING;
    PERFORM task_record.count_placed(placed, 1);
  END IF;
END $$;
REVOKE ALL ON FUNCTION task_record.bring_boards FROM PUBLIC;

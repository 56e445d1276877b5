-- The boards of a task of the token's user, for exports: as JSON, in the order of their ids.
CREATE OR REPLACE FUNCTION task_record.boards_of_task(of_task uuid) RETURNS json
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(json_agg(json_build_object('id', board.id, 'name', name, 'description', description,
    'addedAt', added_at, 'isCover', cover_task_id IS NOT DISTINCT FROM task_id) ORDER BY board.id), '[]')
  FROM task_record.board_tasks AS placed JOIN task_record.boards AS board ON board.id = board_id
  WHERE task_id = of_task AND placed.user_id = auth.uid()
$$;
REVOKE ALL ON FUNCTION task_record.boards_of_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.boards_of_task TO authenticated, service_role;

-- Counts locked tasks that are added to boards (`sign` 1) or removed from them (-1).
CREATE OR REPLACE FUNCTION task_record.count_placed(placed task_record.board_tasks[], sign integer) RETURNS void
LANGUAGE sql SET search_path = '' AS $$
  SELECT task_record.add_board_counts(array_agg(ROW(one.board_id, one.user_id, counts.*)::task_record.board_months))
  FROM unnest(placed) AS one JOIN public.user_task_history AS task ON task.id = one.task_id,
    LATERAL task_record.counts_on_boards(task, sign) AS counts
$$;
REVOKE ALL ON FUNCTION task_record.count_placed FROM PUBLIC;

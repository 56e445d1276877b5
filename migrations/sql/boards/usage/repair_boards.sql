-- Corrects the counts of a user's tasks on boards by the difference, as the triggers do: see repair_statistics.
CREATE OR REPLACE FUNCTION task_record.repair_boards(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  changes task_record.board_months[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('task_record repair_statistics'));
  SELECT array_agg(ROW(lacking.*)::task_record.board_months) INTO changes
  FROM task_record.drifted_boards AS lacking WHERE user_id = of_user;
  IF changes IS NOT NULL THEN
    INSERT INTO task_record.board_usage (board_id, user_id)
    SELECT board_id, user_id FROM unnest(changes) ON CONFLICT DO NOTHING;
    PERFORM task_record.add_board_counts(changes);
  END IF;
END $$;
REVOKE ALL ON FUNCTION task_record.repair_boards FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.repair_boards TO service_role;

-- Raises an error unless the user's rows are in this database. TR006 has the number of the database that they were
-- moved to. TR007 has the number of the one that they are being moved from, which alone knows whether they have left.
CREATE OR REPLACE FUNCTION task_record.assert_user_here(of_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  moved_from CONSTANT integer := (SELECT source FROM task_record.arrivals WHERE user_id = of_user);
  moved_to CONSTANT integer := (SELECT database FROM task_record.moved_users WHERE user_id = of_user);
BEGIN
  IF moved_from IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TR007', MESSAGE = 'the user is being moved here from another database',
      DETAIL = moved_from;
  ELSIF moved_to IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TR006', MESSAGE = 'the user has been moved to another database', DETAIL = moved_to;
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION task_record.assert_user_here FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.assert_user_here TO authenticated, service_role, board_reader;

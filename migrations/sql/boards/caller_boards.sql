-- The boards where the token's user is a member, or an owner. Policies call it, once for each statement.
CREATE OR REPLACE FUNCTION task_record.caller_boards(only_owned boolean) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(array_agg(board_id), '{}') FROM task_record.board_members
  WHERE user_id = auth.uid() AND (role = 'owner' OR NOT only_owned)
$$;
REVOKE ALL ON FUNCTION task_record.caller_boards FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.caller_boards TO board_reader;

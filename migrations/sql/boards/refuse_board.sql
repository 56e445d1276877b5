-- Ends a statement on boards: `why` names the refusal, as resolvers/boards/board_errors.py knows it.
CREATE OR REPLACE FUNCTION task_record.refuse_board(why text, what text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'TR010', MESSAGE = why, DETAIL = what;
END $$;

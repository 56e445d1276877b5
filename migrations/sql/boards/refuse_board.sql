-- Ends a statement on boards with an error: `why` is a refusal in resolvers/boards/board_errors.py.
CREATE OR REPLACE FUNCTION task_record.refuse_board(why text, what text DEFAULT '') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'TR010', MESSAGE = why, DETAIL = what;
END $$;

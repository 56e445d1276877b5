-- Ends a user's statement with the message.
CREATE OR REPLACE FUNCTION task_record.refuse(what text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege', MESSAGE = what;
END $$;

-- Holds and entries are deleted with their user's account.
CREATE OR REPLACE FUNCTION task_record.erase_credits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM task_record.credit_holds WHERE user_id = OLD.user_id;
  DELETE FROM task_record.credit_entries WHERE user_id = OLD.user_id;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.erase_credits FROM PUBLIC;

CREATE TRIGGER erase_credits AFTER DELETE ON task_record.credit_accounts
  FOR EACH ROW EXECUTE FUNCTION task_record.erase_credits();

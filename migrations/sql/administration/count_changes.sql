-- Adds up to 10,000 of all users' changes to the totals over all users, and returns how many.
CREATE OR REPLACE FUNCTION task_record.count_changes() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN task_record.count_changes_of(NULL);
EXCEPTION WHEN foreign_key_violation THEN
  RETURN 0; -- a user has just gone, and will be when this is tried next
END $$;
REVOKE ALL ON FUNCTION task_record.count_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.count_changes TO service_role;

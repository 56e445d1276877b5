-- For servers of the previous release.
CREATE OR REPLACE FUNCTION task_record.tell_changes() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  SELECT task_record.number_changes()
$$;
REVOKE ALL ON FUNCTION task_record.tell_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.tell_changes TO service_role;

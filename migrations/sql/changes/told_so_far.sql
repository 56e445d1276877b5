-- The origin of the numbering, its last number, and the number of the last forgotten deletion.
CREATE OR REPLACE FUNCTION task_record.told_so_far(OUT origin text, OUT number bigint, OUT forgotten bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT substr(md5(concat(told.id, task_record.changes_origin())), 1, 16), told.number, told.forgotten FROM task_record.told_changes AS told
$$;
REVOKE ALL ON FUNCTION task_record.told_so_far FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.told_so_far TO authenticated, service_role;

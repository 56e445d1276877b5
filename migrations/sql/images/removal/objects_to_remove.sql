-- The keys of objects that jobs are about to remove. PgQueuer's tables are created after the migrations, and only the
-- login role may use them.
CREATE OR REPLACE FUNCTION task_record.objects_to_remove() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  RETURN QUERY SELECT json_array_elements_text(convert_from(payload, 'UTF8')::json)
  FROM task_record.pgqueuer WHERE entrypoint = 'remove_objects';
END $$;
REVOKE ALL ON FUNCTION task_record.objects_to_remove FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.objects_to_remove TO service_role;

-- Forgets up to `at_most` deletions that were numbered longer ago than `kept`. Returns how many.
CREATE OR REPLACE FUNCTION task_record.forget_changes(kept interval, at_most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  deletions bigint;
BEGIN
  PERFORM FROM task_record.told_changes FOR UPDATE;
  WITH forgotten AS (
    DELETE FROM task_record.task_changes WHERE task_id IN (
      SELECT task_id FROM task_record.task_changes
      WHERE kind IN ('DELETED', 'GONE') AND changed_at < now() - kept ORDER BY changed_at LIMIT at_most FOR UPDATE SKIP LOCKED
    ) RETURNING number
  ), counted AS (
    UPDATE task_record.told_changes AS told SET forgotten = greatest(told.forgotten, last.number)
    FROM (SELECT max(number) AS number FROM forgotten) AS last WHERE last.number IS NOT NULL
  )
  SELECT count(*) INTO deletions FROM forgotten;
  RETURN deletions;
END $$;
REVOKE ALL ON FUNCTION task_record.forget_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_changes TO service_role;

-- Records the currency of costs, unless costs in another one exist, and returns the recorded currency.
CREATE OR REPLACE FUNCTION task_record.note_currency(given text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE task_record.overall_count SET currency = given
  WHERE currency IS NULL OR (currency <> given AND NOT EXISTS (
    SELECT FROM public.user_task_statistics WHERE period_type = 'all_time' AND total_cost <> 0));
  RETURN (SELECT currency FROM task_record.overall_count);
END $$;
REVOKE ALL ON FUNCTION task_record.note_currency FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.note_currency TO service_role;

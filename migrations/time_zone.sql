-- With task_record.time_zone set for the transaction: the days of tasks written from now on begin in that zone.
DO $$ BEGIN
  EXECUTE format('CREATE OR REPLACE FUNCTION task_record.time_zone() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE AS %L', format('SELECT %L', current_setting('task_record.time_zone')));
END $$;
COMMENT ON FUNCTION task_record.time_zone() IS 'Statistics are being counted again.';

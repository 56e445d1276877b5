-- Moves a user's arriving rows into the tables of this database. Any process that finds them may do so, once their old
-- database records that the user has moved here. Totals are added up from the tasks.
CREATE OR REPLACE FUNCTION task_record.complete_arrival(of_user uuid, from_source integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
DECLARE
  into_table text;
  columns text;
BEGIN
  PERFORM pg_advisory_xact_lock(task_record.user_lock_key(of_user));
  DELETE FROM task_record.arrivals WHERE user_id = of_user AND source = from_source;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  DELETE FROM task_record.moved_users WHERE user_id = of_user;
  INSERT INTO task_record.arrived_users (user_id) VALUES (of_user) ON CONFLICT DO NOTHING;
  PERFORM set_config('task_record.moving', 'on', true);
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    INSERT INTO auth.users (id) VALUES (of_user) ON CONFLICT DO NOTHING;
  END IF;
  FOREACH into_table IN ARRAY task_record.moved_tables()
  LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_catalog.pg_attribute
    WHERE attrelid = into_table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM (
        SELECT content FROM task_record.arriving_rows WHERE user_id = $1 AND of_table = $2 ORDER BY number
      ) AS arriving, LATERAL json_populate_record(NULL::%1$s, content)', into_table, columns)
    USING of_user, into_table;
  END LOOP;
  DELETE FROM task_record.arriving_rows WHERE user_id = of_user;
END $$;
REVOKE ALL ON FUNCTION task_record.complete_arrival FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.complete_arrival TO service_role;

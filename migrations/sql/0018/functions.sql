-- Whoever changes rows of a user through the server holds this lock, shared; whoever moves the user holds it alone.
CREATE FUNCTION task_record.user_lock(of_user uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT hashtextextended('task_record user ' || of_user, 0)
$$;

-- An error unless the user's rows are in this database: TR006 with the number of the one that they were moved to, or
-- TR007 with that of the one that they are just being moved from: only that knows whether they have gone.
CREATE FUNCTION task_record.stay(of_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  moved_from CONSTANT integer := (SELECT source FROM task_record.arrivals WHERE user_id = of_user);
  moved_to CONSTANT integer := (SELECT database FROM task_record.moved_users WHERE user_id = of_user);
BEGIN
  IF moved_from IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TR007', MESSAGE = 'the user is being moved here from another database',
      DETAIL = moved_from;
  ELSIF moved_to IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'TR006', MESSAGE = 'the user has been moved to another database', DETAIL = moved_to;
  END IF;
  RETURN true;
END $$;

-- The same for a transaction that changes rows of the user, who is not moved before it ends.
CREATE FUNCTION task_record.enter(of_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(task_record.user_lock(of_user));
  PERFORM task_record.stay(of_user);
END $$;

-- What a user's first row brings. Plain SQL that comes for someone who was moved, or is being moved, is told so, too.
DO $$ BEGIN
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    CREATE OR REPLACE FUNCTION task_record.register_user() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $register$
    BEGIN
      IF NOT EXISTS (SELECT FROM auth.users WHERE id = NEW.user_id) THEN
        PERFORM task_record.enter(NEW.user_id);
        INSERT INTO auth.users (id) VALUES (NEW.user_id) ON CONFLICT DO NOTHING;
      END IF;
      RETURN NEW;
    END $register$;
  END IF;
END $$;

-- Has what lies ready of the user be this database's. Whoever finds it waiting may do so, once the database that it comes
-- from has said that it went here. Totals are added up from the tasks.
CREATE FUNCTION task_record.arrive(of_user uuid, from_source integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '5s' AS $$
DECLARE
  into_table text;
  columns text;
BEGIN
  PERFORM pg_advisory_xact_lock(task_record.user_lock(of_user));
  DELETE FROM task_record.arrivals WHERE user_id = of_user AND source = from_source;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  DELETE FROM task_record.moved_users WHERE user_id = of_user;
  PERFORM set_config('task_record.moving', 'on', true);
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    INSERT INTO auth.users (id) VALUES (of_user) ON CONFLICT DO NOTHING;
  END IF;
  FOREACH into_table IN ARRAY ARRAY['task_record.user_plans', 'task_record.usage_models', 'task_record.credit_accounts',
    'task_record.credit_grants', 'task_record.credit_entries', 'task_record.credit_holds', 'public.user_task_history',
    'task_record.task_sources', 'task_record.image_uploads', 'task_record.exports']
  LOOP
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_catalog.pg_attribute
    WHERE attrelid = into_table::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM (
        SELECT content FROM task_record.arriving_rows WHERE user_id = $1 AND of_table = $2 ORDER BY number
      ) AS arriving, LATERAL jsonb_populate_record(NULL::%1$s, content)', into_table, columns) USING of_user, into_table;
  END LOOP;
  DELETE FROM task_record.arriving_rows WHERE user_id = of_user;
END $$;

-- For a user who is erased: what a move that came to nothing has left here.
CREATE FUNCTION task_record.forget_arrival(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM task_record.arrivals WHERE user_id = of_user;
  DELETE FROM task_record.arriving_rows WHERE user_id = of_user;
$$;

REVOKE ALL ON FUNCTION task_record.user_lock, task_record.stay, task_record.enter, task_record.arrive,
  task_record.forget_arrival FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.stay, task_record.enter TO authenticated, service_role;
GRANT EXECUTE ON FUNCTION task_record.arrive, task_record.forget_arrival TO service_role;

-- What a statement changes is counted by one trigger, which has two ways. Of one task, as the server changes them, the
-- rows that count it are looked up by their keys, and are nearly always there. Of several, all are grouped first.
--
-- Either way, a user's totals of all time are locked first, of several users in their order: until the transaction ends,
-- nobody else counts for them. Others follow in one order, that of their index or of VALUES, since rows are read by their
-- index alone.
CREATE OR REPLACE FUNCTION task_record.count_{operation}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
#variable_conflict use_column
DECLARE
  is_one boolean;
  owner uuid;
  instant timestamp;
  model text;
  kind text;
  tasks integer;
  successes integer;
  failures integer;
  tokens bigint;
  credits bigint;
  milliseconds bigint;
  times integer;
  completed_milliseconds bigint;
  bytes bigint;
  images integer;
  buckets bigint[];
  periods_found text[];
  hours_found smallint[];
BEGIN
  SELECT NOT EXISTS (SELECT FROM new_tasks OFFSET 1){same},
    after.user_id, after.created_at AT TIME ZONE task_record.time_zone(), coalesce(after.model_version, ''),
    after.task_type, {changes}
  INTO is_one, owner, instant, model, kind, {variables}
  FROM {tasks};
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF is_one THEN
    IF ({sums}) IS DISTINCT FROM ({zeros}) THEN
      INSERT INTO task_record.overall_changes (user_id, day, {columns}) VALUES (owner, instant::date, {sums});
      WITH found AS (
        UPDATE public.user_task_statistics AS kept SET updated_at = now(), {added_totals}
        FROM ({periods}) AS period (type, start)
        WHERE kept.user_id = owner AND kept.period_type = period.type AND kept.period_date = period.start
        RETURNING kept.period_type
      )
      SELECT ARRAY(SELECT period_type FROM found) INTO periods_found;
      IF cardinality(periods_found) < 4 THEN
        INSERT INTO public.user_task_statistics AS kept (user_id, period_type, period_date, {total_columns})
        SELECT owner, type, start, {totals} FROM ({periods}) AS period (type, start)
        WHERE type <> ALL (periods_found)
        ON CONFLICT (user_id, period_type, period_date) DO UPDATE SET updated_at = now(), {added_totals};
      END IF;
    END IF;
    IF ({uses}, buckets) IS NOT DISTINCT FROM ({zero_uses}, '{}'::bigint[]) THEN
      RETURN NULL;
    END IF;
    WITH found AS (
      UPDATE task_record.user_task_usage AS kept SET {added_uses}
      FROM ({hours}) AS part (hour)
      WHERE kept.user_id = owner AND kept.hour = part.hour AND kept.day = instant::date AND kept.model_version = model
        AND kept.task_type = kind
      RETURNING kept.hour
    )
    SELECT ARRAY(SELECT hour FROM found) INTO hours_found;
    IF cardinality(hours_found) = 1 THEN -- so its model is one that is named
      INSERT INTO task_record.user_task_usage AS kept
        (user_id, hour, day, model_version, task_type, {use_columns}, durations)
      SELECT owner, part.hour, instant::date, model, kind, {uses}, {merged_buckets} FROM ({hours}) AS part (hour)
      WHERE part.hour <> ALL (hours_found)
      ON CONFLICT (user_id, hour, day, model_version, task_type) DO UPDATE SET {added_uses};
    END IF;
    IF cardinality(hours_found) > 0 THEN
      RETURN NULL;
    END IF;
  ELSE
    {lock}{totals_of_several}
  END IF;
  {usage_of_several}
  RETURN NULL;
END $$;
DROP TRIGGER count_usage_of_{operation} ON user_task_history;
DROP FUNCTION task_record.count_usage_of_{operation};

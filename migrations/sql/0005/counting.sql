-- The triggers that keep the totals, with another way to add up what a task's images take.
DO $$
DECLARE
  definition text;
BEGIN
  FOR definition IN
    SELECT pg_get_functiondef(name::regprocedure)
    FROM unnest(ARRAY['count_insert', 'count_update', 'count_delete']) AS counting,
      LATERAL (SELECT format('task_record.%I()', counting) AS name) AS named
    WHERE pg_get_functiondef(name::regprocedure) NOT LIKE '%more_images%'
  LOOP
    EXECUTE replace(definition, '{before}', '{after}');
  END LOOP;
END $$;

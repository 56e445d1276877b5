DO $$
DECLARE
  wrong text;
BEGIN
  IF to_regclass('user_task_history') IS NULL THEN
    RETURN;
  END IF;
  SELECT string_agg(format('%s (status %s, type %s)', id, status, task_type), ', ') INTO wrong FROM (
    SELECT id, status, task_type FROM user_task_history
    WHERE status NOT IN ('pending', 'processing', 'completed', 'failed')
       OR task_type NOT IN ('image_generation', 'image_edit', 'template_generation')
       OR least(tokens_used, credits_deducted, generation_time_ms) < 0
    LIMIT 5
  ) AS tasks;
  IF wrong IS NOT NULL THEN
    RAISE EXCEPTION 'user_task_history has rows with an unknown status or type, or a negative number: %', wrong
      USING HINT = 'Correct them, then run migrate again. ' || CASE
        WHEN to_regnamespace('task_record') IS NULL THEN 'Nothing was changed.' ELSE 'It goes on from here.'
      END;
  END IF;
END $$;

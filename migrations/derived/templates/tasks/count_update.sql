-- Updates users' totals and usage, and the changes of the totals over all users, when tasks are changed.
--
-- A single task, the usual case, is counted by `count_one`. Several tasks are grouped first.
CREATE OR REPLACE FUNCTION task_record.count_update() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  one record;
  changes task_record.overall_changes[];
  unnamed task_record.usage_models[];
BEGIN
  SELECT after.local_time, CASE WHEN after.model = before.model THEN after.model END AS model, task.task_type,
    NOT EXISTS (SELECT FROM new_tasks OFFSET 1) AND task.user_id = old_task.user_id
      AND task.created_at = old_task.created_at AND task.task_type = old_task.task_type AS is_one,
    ROW(task.user_id, after.local_time::date,
      [[overall_changes: after.{one} - before.{one}]]
    )::task_record.overall_changes AS change,
    CASE
      WHEN after.bucket IS DISTINCT FROM before.bucket
      THEN array_remove(ARRAY[(after.bucket << 32) + 1, (before.bucket << 32) - 1], NULL)
      ELSE '{}'
    END AS buckets
  INTO one
  FROM new_tasks AS task CROSS JOIN old_tasks AS old_task,
    LATERAL task_record.counts_of(task::public.user_task_history) AS after,
    LATERAL task_record.counts_of(old_task::public.user_task_history) AS before;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF one.is_one THEN
    IF task_record.count_one(one.change, one.local_time, one.model, one.task_type, one.buckets) THEN
      RETURN NULL;
    END IF;
  ELSE
    -- Tasks that move to other days change only the totals of these days.
    PERFORM FROM public.user_task_statistics
    WHERE period_type = 'all_time' AND user_id IN (SELECT user_id FROM new_tasks UNION SELECT user_id FROM old_tasks)
    ORDER BY user_id FOR UPDATE;
    [[several]]
  END IF;
  [[usage]]
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_update FROM PUBLIC;

CREATE TRIGGER count_update AFTER UPDATE ON public.user_task_history
  REFERENCING OLD TABLE AS old_tasks NEW TABLE AS new_tasks
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_update();

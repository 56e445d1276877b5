-- Updates users' totals and usage, and the changes of the totals over all users, when tasks are recorded.
--
-- A single task, the usual case, is counted by `count_one`. Several tasks are grouped first.
CREATE OR REPLACE FUNCTION task_record.count_insert() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  one record;
  changes task_record.overall_changes[];
  unnamed task_record.usage_models[];
BEGIN
  SELECT after.local_time, after.model, task.task_type, NOT EXISTS (SELECT FROM new_tasks OFFSET 1) AS is_one,
    ROW(task.user_id, after.local_time::date,
      [[overall_changes: after.{one}]]
    )::task_record.overall_changes AS change,
    array_remove(ARRAY[(after.bucket << 32) + 1], NULL) AS buckets
  INTO one
  FROM new_tasks AS task, LATERAL task_record.counts_of(task::public.user_task_history) AS after;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF one.is_one THEN
    IF task_record.count_one(one.change, one.local_time, one.model, one.task_type, one.buckets) THEN
      RETURN NULL;
    END IF;
  ELSE
    [[several]]
  END IF;
  [[usage]]
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.count_insert FROM PUBLIC;

CREATE TRIGGER count_insert AFTER INSERT ON public.user_task_history
  REFERENCING NEW TABLE AS new_tasks FOR EACH STATEMENT EXECUTE FUNCTION task_record.count_insert();

-- Whether a task that has ended may still complete: for 24 hours, if its deadline failed it.
CREATE OR REPLACE FUNCTION task_record.may_be_late(failure_code text, completed_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(failure_code = 'deadline' AND completed_at > now() - interval '24 hours', false)
$$;

-- The webhooks that receive an event of this type about the user: the user's own, and those of all users.
CREATE OR REPLACE FUNCTION task_record.webhooks_for(of_user uuid, of_type text) RETURNS SETOF task_record.webhooks
LANGUAGE sql STABLE AS $$
  SELECT * FROM task_record.webhooks
  WHERE user_id = of_user AND NOT all_users AND disabled_at IS NULL AND of_type = ANY (events)
  UNION ALL
  SELECT * FROM task_record.webhooks WHERE all_users AND disabled_at IS NULL AND of_type = ANY (events)
$$;
REVOKE ALL ON FUNCTION task_record.webhooks_for FROM PUBLIC;

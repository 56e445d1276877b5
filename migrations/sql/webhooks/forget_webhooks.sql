-- For an erased user: their webhooks, and deliveries to others about them.
CREATE OR REPLACE FUNCTION task_record.forget_webhooks(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM task_record.webhook_deliveries WHERE subject_id = of_user;
  DELETE FROM task_record.webhook_deliveries
  WHERE webhook_id IN (SELECT id FROM task_record.webhooks WHERE user_id = of_user);
  DELETE FROM task_record.webhooks WHERE user_id = of_user;
$$;
REVOKE ALL ON FUNCTION task_record.forget_webhooks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_webhooks TO service_role;

-- Records, for webhooks, that a user's credits fell below the plan's warning level. `changed`: by how much the
-- available credits have changed to what the user `has` now.
CREATE OR REPLACE FUNCTION task_record.note_low_credits(has task_record.credit_balance, changed bigint) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, webhook.user_id, has.user_id, 'credits.low', json_build_object(
    'userId', has.user_id, 'available', has.available, 'held', has.held, 'warningLevel', below)
  FROM task_record.webhooks_for(has.user_id, 'credits.low') AS webhook, task_record.credit_warnings
  WHERE plan = coalesce((SELECT plan FROM task_record.user_plans WHERE user_plans.user_id = has.user_id), '')
    AND has.available < below AND has.available - changed >= below
$$;
REVOKE ALL ON FUNCTION task_record.note_low_credits FROM PUBLIC;

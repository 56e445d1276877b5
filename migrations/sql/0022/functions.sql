CREATE FUNCTION task_record.instant(of timestamp with time zone) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_char(of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;

CREATE FUNCTION task_record.webhooks_for(of_user uuid, of_type text) RETURNS SETOF task_record.webhooks
LANGUAGE sql STABLE AS $$
  SELECT * FROM task_record.webhooks
  WHERE user_id = of_user AND NOT all_users AND disabled_at IS NULL AND of_type = ANY (events)
  UNION ALL
  SELECT * FROM task_record.webhooks WHERE all_users AND disabled_at IS NULL AND of_type = ANY (events)
$$;

-- Tells the servers, once this commits, which webhooks something is to be sent to.
CREATE FUNCTION task_record.notify_deliveries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO task_record.notifications (channel, message)
  SELECT DISTINCT 'webhooks', webhook_id::text FROM new_deliveries WHERE state = 'waiting';
  RETURN NULL;
END $$;
CREATE TRIGGER notify_inserted AFTER INSERT ON task_record.webhook_deliveries
  REFERENCING NEW TABLE AS new_deliveries FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_deliveries();
CREATE TRIGGER notify_updated AFTER UPDATE ON task_record.webhook_deliveries
  REFERENCING NEW TABLE AS new_deliveries FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_deliveries();

-- Who makes a new secret need not be able to read the old one.
CREATE FUNCTION task_record.keep_previous_secret() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  NEW.previous_secret := OLD.secret;
  NEW.previous_secret_until := now() + interval '24 hours';
  RETURN NEW;
END $$;
CREATE TRIGGER keep_previous_secret BEFORE UPDATE OF secret ON task_record.webhooks
  FOR EACH ROW EXECUTE FUNCTION task_record.keep_previous_secret();

-- `changed`: by how much what is available has changed to what the user `has` now.
CREATE FUNCTION task_record.note_low_credits(has task_record.credit_balance, changed bigint) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
  SELECT id, webhook.user_id, has.user_id, 'credits.low', json_build_object(
    'userId', has.user_id, 'available', has.available, 'held', has.held, 'warningLevel', below)
  FROM task_record.webhooks_for(has.user_id, 'credits.low') AS webhook, task_record.credit_warnings
  WHERE plan = coalesce((SELECT plan FROM task_record.user_plans WHERE user_plans.user_id = has.user_id), '')
    AND has.available < below AND has.available - changed >= below
$$;

-- For a user who is erased: their webhooks, and what was sent to others about them.
CREATE FUNCTION task_record.forget_webhooks(of_user uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  DELETE FROM task_record.webhook_deliveries WHERE subject_id = of_user;
  DELETE FROM task_record.webhook_deliveries
  WHERE webhook_id IN (SELECT id FROM task_record.webhooks WHERE user_id = of_user);
  DELETE FROM task_record.webhooks WHERE user_id = of_user;
$$;

REVOKE ALL ON FUNCTION task_record.instant, task_record.webhooks_for, task_record.notify_deliveries,
  task_record.keep_previous_secret, task_record.note_low_credits, task_record.forget_webhooks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_webhooks TO service_role;

-- On Supabase its own service registers users.
DO $$ BEGIN
  IF to_regprocedure('task_record.register_user()') IS NOT NULL THEN
    CREATE TRIGGER register_user BEFORE INSERT ON task_record.webhooks
      FOR EACH ROW WHEN (NOT NEW.all_users) EXECUTE FUNCTION task_record.register_user();
  END IF;
END $$;

-- Prevents users from recording, in their own SQL, an event for a webhook of another user.
CREATE OR REPLACE FUNCTION task_record.check_delivery() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM task_record.webhooks WHERE id = NEW.webhook_id AND user_id = NEW.user_id) THEN
    PERFORM task_record.refuse('an event must be for a webhook of the same user');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER check_delivery AFTER INSERT ON task_record.webhook_deliveries FOR EACH ROW
  WHEN (current_user = 'authenticated') EXECUTE FUNCTION task_record.check_delivery();

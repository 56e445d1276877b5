-- Tells the servers, once this commits, which webhooks something is to be sent to.
CREATE OR REPLACE FUNCTION task_record.notify_deliveries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  INSERT INTO task_record.notifications (channel, message)
  SELECT DISTINCT 'webhooks', webhook_id::text FROM new_deliveries WHERE state = 'waiting';
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_deliveries FROM PUBLIC;

CREATE TRIGGER notify_inserted AFTER INSERT ON task_record.webhook_deliveries
  REFERENCING NEW TABLE AS new_deliveries FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_deliveries();

CREATE TRIGGER notify_updated AFTER UPDATE ON task_record.webhook_deliveries
  REFERENCING NEW TABLE AS new_deliveries FOR EACH STATEMENT EXECUTE FUNCTION task_record.notify_deliveries();

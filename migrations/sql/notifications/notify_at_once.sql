-- Sends what a server of a version before `task_record.notifications` writes, which does not know how to send.
CREATE OR REPLACE FUNCTION task_record.notify_at_once() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  PERFORM pg_notify(NEW.channel, NEW.message);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION task_record.notify_at_once FROM PUBLIC;

CREATE TRIGGER notify_at_once AFTER INSERT ON task_record.notifications FOR EACH ROW
  WHEN (NEW.sent) EXECUTE FUNCTION task_record.notify_at_once();

-- What every server process is to be notified of, in rows that commit with what they tell of. NOTIFY in that
-- transaction would hold a lock of the whole cluster until the log is flushed, so that no two such transactions could
-- be flushed together. The servers send what has committed, in transactions that do nothing else and wait for no
-- flush.
CREATE TABLE task_record.notifications (
  transaction XID8 NOT NULL DEFAULT pg_current_xact_id(),
  number BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
  channel TEXT NOT NULL,
  message TEXT NOT NULL,
  -- By the writer: a server of a version before this table, which sets claims and does not know how to send.
  sent BOOLEAN NOT NULL DEFAULT (coalesce(current_setting('request.jwt.claims', true), '') <> ''
    AND coalesce(current_setting('task_record.sends_notifications', true), '') <> 'on'),
  PRIMARY KEY (transaction, number)
);

-- What has been sent: all that was committed in the snapshot.
CREATE TABLE task_record.deliveries (
  number BIGINT PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  snapshot PG_SNAPSHOT NOT NULL,
  delivered_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp()
);

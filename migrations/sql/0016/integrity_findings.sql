-- What the last `reconcile` has left, a row for each kind.
CREATE TABLE task_record.integrity_findings (
  kind TEXT PRIMARY KEY,
  findings INTEGER NOT NULL,
  checked_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Downloads that were asked for, each for ten minutes. The row has the SHA-256 of the token in the URL.
CREATE TABLE task_record.exports (
  token_sha256 VARCHAR(64) PRIMARY KEY,
  user_id UUID NOT NULL,
  asked_by UUID NOT NULL,
  format VARCHAR(10) NOT NULL CHECK (format IN ('csv', 'ndjson', 'zip')),
  conditions JSONB NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX exports_asked_by_idx ON task_record.exports (asked_by);

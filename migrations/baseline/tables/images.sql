-- An upload in progress, or one that was announced: claimed before the first byte is sent, and given up when it comes
-- to nothing. Users claim objects of their own alone.
CREATE TABLE task_record.image_uploads (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  task_id UUID NOT NULL,
  key TEXT NOT NULL,
  content_type VARCHAR(20),
  size INTEGER,
  sha256 VARCHAR(64),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT image_uploads_key_check CHECK (task_record.owns(user_id, task_id, key)
    OR key = 'uploads/' || user_id::text || '/' || task_id::text || '/' || id::text)
);
CREATE INDEX image_uploads_user_id_idx ON task_record.image_uploads (user_id);

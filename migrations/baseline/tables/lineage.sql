CREATE TABLE task_record.task_sources (
  task_id UUID NOT NULL REFERENCES user_task_history(id) ON DELETE CASCADE,
  position SMALLINT NOT NULL,
  user_id UUID NOT NULL,
  source_id UUID NOT NULL REFERENCES user_task_history(id) ON DELETE CASCADE,
  relation VARCHAR(20) NOT NULL CHECK (relation IN ('retry', 'variation', 'edit', 'upscale', 'reference')),
  image_index SMALLINT CHECK (image_index BETWEEN 0 AND 15),
  depth INTEGER NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (task_id, position)
);
-- For the tasks that were made from one, in the order of time.
CREATE INDEX task_sources_source_id_created_at_task_id_idx ON task_record.task_sources (source_id, created_at, task_id);

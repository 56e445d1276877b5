CREATE TABLE task_record.user_task_usage (
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  hour SMALLINT NOT NULL,
  day DATE NOT NULL,
  model_version VARCHAR(50) NOT NULL,
  task_type VARCHAR(50) NOT NULL,
  total_tasks INTEGER NOT NULL,
  successful_tasks INTEGER NOT NULL,
  failed_tasks INTEGER NOT NULL,
  tokens_used BIGINT NOT NULL,
  credits_deducted BIGINT NOT NULL,
  durations BIGINT[] NOT NULL,
  PRIMARY KEY (user_id, hour, day, model_version, task_type)
);

-- The models that are counted by their names, of each day up to 50. None is ever taken away, so that a model which was
-- once one of `other` on a day stays one, and what a task was counted under can be told from its row.
CREATE TABLE task_record.usage_models (
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  day DATE NOT NULL,
  model_version VARCHAR(50) NOT NULL,
  PRIMARY KEY (user_id, day, model_version)
);

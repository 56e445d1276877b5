-- Under which plan each user was last seen when a task was recorded: for how long what is theirs is kept.
CREATE TABLE task_record.user_plans (
  user_id UUID PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  plan TEXT NOT NULL
);

-- No reference to users: it is kept for good, also when they are erased.
CREATE TABLE task_record.audit_entries (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  actor_id UUID,
  action VARCHAR(20) NOT NULL CHECK (
    action IN ('read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair')
  ),
  user_id UUID,
  count BIGINT NOT NULL CHECK (count >= 0),
  detail VARCHAR(500) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX audit_entries_created_at_id_idx ON task_record.audit_entries (created_at, id);
CREATE INDEX audit_entries_user_id_created_at_id_idx ON task_record.audit_entries (user_id, created_at, id);

-- What each change of tasks adds to the totals over all users, until the worker has counted it: rows that are written
-- once and taken away once, so that nobody who writes a task waits for another.
CREATE TABLE task_record.overall_changes (
  user_id UUID NOT NULL,
  day DATE NOT NULL,
  image_count INTEGER NOT NULL,
  total_tasks INTEGER NOT NULL,
  successful_tasks INTEGER NOT NULL,
  failed_tasks INTEGER NOT NULL,
  total_tokens_used BIGINT NOT NULL,
  total_credits_deducted BIGINT NOT NULL,
  total_generation_time_ms BIGINT NOT NULL,
  timed_tasks INTEGER NOT NULL,
  completed_generation_time_ms BIGINT NOT NULL,
  images_size BIGINT NOT NULL
);

CREATE TABLE task_record.overall_statistics (
  period_type VARCHAR(20) NOT NULL CHECK (period_type IN ('day', 'week', 'month', 'all_time')),
  period_date DATE NOT NULL,
  image_count BIGINT NOT NULL,
  total_tasks BIGINT NOT NULL,
  successful_tasks BIGINT NOT NULL,
  failed_tasks BIGINT NOT NULL,
  total_tokens_used BIGINT NOT NULL,
  total_credits_deducted BIGINT NOT NULL,
  total_generation_time_ms BIGINT NOT NULL,
  timed_tasks BIGINT NOT NULL,
  completed_generation_time_ms BIGINT NOT NULL,
  avg_generation_time_ms DOUBLE PRECISION
    GENERATED ALWAYS AS (completed_generation_time_ms::double precision / NULLIF(timed_tasks, 0)) STORED,
  images_size BIGINT NOT NULL,
  PRIMARY KEY (period_type, period_date)
);

-- The only row says when all that had changed was counted.
CREATE TABLE task_record.overall_count (
  id INTEGER PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  counted_at TIMESTAMP WITH TIME ZONE NOT NULL
);
INSERT INTO task_record.overall_count (counted_at) VALUES (now());

-- Each user's totals of all time as they were when they were counted last, in an order for each of what they are
-- ranked by.
CREATE TABLE task_record.user_ranking (
  user_id UUID PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  total_tasks INTEGER NOT NULL,
  total_tokens_used BIGINT NOT NULL,
  total_credits_deducted BIGINT NOT NULL,
  images_size BIGINT NOT NULL,
  last_task_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX user_ranking_total_tasks_user_id_idx ON task_record.user_ranking (total_tasks, user_id);
CREATE INDEX user_ranking_total_tokens_used_user_id_idx ON task_record.user_ranking (total_tokens_used, user_id);
CREATE INDEX user_ranking_total_credits_deducted_user_id_idx
  ON task_record.user_ranking (total_credits_deducted, user_id);
CREATE INDEX user_ranking_images_size_user_id_idx ON task_record.user_ranking (images_size, user_id);

-- What the last `reconcile` has left, a row for each kind.
CREATE TABLE task_record.integrity_findings (
  kind TEXT PRIMARY KEY,
  findings INTEGER NOT NULL,
  checked_at TIMESTAMP WITH TIME ZONE NOT NULL
);

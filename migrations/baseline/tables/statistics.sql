-- Totals are computed from the tasks. Those of the original design counted by rules of their own:
-- they are put aside, not thrown away.
ALTER TABLE IF EXISTS user_task_statistics SET SCHEMA task_record;
ALTER TABLE IF EXISTS task_record.user_task_statistics RENAME TO original_user_task_statistics;

CREATE TABLE user_task_statistics (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  period_type VARCHAR(20) NOT NULL CHECK (period_type IN ('day', 'week', 'month', 'all_time')),
  period_date DATE NOT NULL,
  total_tasks INTEGER NOT NULL DEFAULT 0,
  successful_tasks INTEGER NOT NULL DEFAULT 0,
  failed_tasks INTEGER NOT NULL DEFAULT 0,
  total_tokens_used BIGINT NOT NULL DEFAULT 0,
  total_credits_deducted BIGINT NOT NULL DEFAULT 0,
  total_generation_time_ms BIGINT NOT NULL DEFAULT 0,
  timed_tasks INTEGER NOT NULL DEFAULT 0,
  completed_generation_time_ms BIGINT NOT NULL DEFAULT 0,
  avg_generation_time_ms DOUBLE PRECISION
    GENERATED ALWAYS AS (completed_generation_time_ms::double precision / NULLIF(timed_tasks, 0)) STORED,
  images_size BIGINT NOT NULL DEFAULT 0,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  updated_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  UNIQUE (user_id, period_type, period_date)
);

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
-- once one of `other` on a day stays one, and what a task was counted under can be seen from its row.
CREATE TABLE task_record.usage_models (
  user_id UUID NOT NULL REFERENCES auth.users(id) ON DELETE CASCADE,
  day DATE NOT NULL,
  model_version VARCHAR(50) NOT NULL,
  PRIMARY KEY (user_id, day, model_version)
);

-- The time zone in which days begin; `migrate` replaces it by the one that is configured.
CREATE FUNCTION task_record.time_zone() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$SELECT 'UTC'$$;
COMMENT ON FUNCTION task_record.time_zone() IS 'Statistics are being counted again.'; -- until `migrate` has done so

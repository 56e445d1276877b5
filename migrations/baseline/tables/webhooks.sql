-- Addresses that events are sent to. One of `all_users` stands in each of several databases, and its owner is a back
-- end or an administrator, who need not be registered.
CREATE TABLE task_record.webhooks (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL,
  registered_user_id UUID GENERATED ALWAYS AS (CASE WHEN all_users THEN NULL ELSE user_id END) STORED
    REFERENCES auth.users(id) ON DELETE CASCADE,
  url VARCHAR(2000) NOT NULL,
  events TEXT[] NOT NULL,
  all_users BOOLEAN NOT NULL DEFAULT false,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_secret_until TIMESTAMP WITH TIME ZONE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  failing_since TIMESTAMP WITH TIME ZONE,
  disabled_at TIMESTAMP WITH TIME ZONE,
  rests_until TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  claimed_until TIMESTAMP WITH TIME ZONE,
  disabled_reason VARCHAR(20) CHECK (disabled_reason IN ('switched_off', 'failures', 'gone')),
  CONSTRAINT webhooks_events_check CHECK (cardinality(events) > 0 AND events <@ ARRAY[
    'task.created', 'task.completed', 'task.failed', 'task.deleted', 'credits.low'])
);
CREATE INDEX webhooks_user_id_idx ON task_record.webhooks (user_id);
CREATE INDEX webhooks_registered_user_id_idx ON task_record.webhooks (registered_user_id);
CREATE INDEX webhooks_all_users_idx ON task_record.webhooks (id) WHERE all_users;

-- An event on its way to one address. No reference to the webhook: each task that is recorded would lock it. What is
-- left of one that is gone is forgotten within minutes.
CREATE TABLE task_record.webhook_deliveries (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  webhook_id UUID NOT NULL,
  user_id UUID NOT NULL,
  subject_id UUID NOT NULL,
  type VARCHAR(20) NOT NULL CHECK (
    type IN ('task.created', 'task.completed', 'task.failed', 'task.deleted', 'credits.low', 'test')
  ),
  data JSON NOT NULL,
  state VARCHAR(10) NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
  attempts JSONB NOT NULL DEFAULT '[]',
  failures INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TIMESTAMP WITH TIME ZONE DEFAULT now(),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT webhook_deliveries_next_attempt_at_check CHECK ((next_attempt_at IS NOT NULL) = (state = 'waiting'))
);
CREATE INDEX webhook_deliveries_webhook_id_created_at_id_idx
  ON task_record.webhook_deliveries (webhook_id, created_at, id);
CREATE INDEX webhook_deliveries_webhook_id_failed_idx
  ON task_record.webhook_deliveries (webhook_id, created_at, id) WHERE state = 'failed';
CREATE INDEX webhook_deliveries_webhook_id_next_attempt_at_idx
  ON task_record.webhook_deliveries (webhook_id, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_subject_id_idx ON task_record.webhook_deliveries (subject_id);

-- A database that is made from nothing lacks the webhooks of all users, which others may have, and says so.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM public.user_task_history) THEN
    COMMENT ON INDEX task_record.webhooks_all_users_idx IS 'Those of other databases are yet to be copied here.';
  END IF;
END $$;

-- That a user was removed, kept for good: no reference to users. `sent_until`: what they had announced may come until
-- then.
CREATE TABLE task_record.erasures (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID NOT NULL,
  tasks INTEGER NOT NULL,
  images INTEGER NOT NULL,
  requested_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  sent_until TIMESTAMP WITH TIME ZONE NOT NULL,
  completed_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX erasures_requested_at_idx ON task_record.erasures (requested_at) WHERE completed_at IS NULL;

-- One for each user who ever had credits: each change of them locks it first. Deleting it erases all of them.
CREATE TABLE task_record.credit_accounts (
  user_id UUID PRIMARY KEY REFERENCES auth.users(id) ON DELETE CASCADE,
  due_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX credit_accounts_due_at_idx ON task_record.credit_accounts (due_at);

CREATE TABLE task_record.credit_grants (
  id UUID PRIMARY KEY,
  user_id UUID NOT NULL REFERENCES task_record.credit_accounts(user_id) ON DELETE CASCADE,
  amount BIGINT NOT NULL CHECK (amount > 0),
  remaining BIGINT NOT NULL,
  expires_at TIMESTAMP WITH TIME ZONE,
  reason VARCHAR(200) NOT NULL,
  revoked_at TIMESTAMP WITH TIME ZONE,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(),
  CONSTRAINT credit_grants_remaining_check CHECK (remaining >= 0 AND remaining <= amount)
);
CREATE INDEX credit_grants_user_id_idx ON task_record.credit_grants (user_id);
CREATE INDEX credit_grants_user_id_expires_at_created_at_id_idx
  ON task_record.credit_grants (user_id, expires_at, created_at, id) WHERE remaining > 0;

-- No foreign keys here and on entries: the account is locked when they are written, and a trigger removes them with it.
CREATE TABLE task_record.credit_holds (
  task_id UUID NOT NULL,
  grant_id UUID NOT NULL,
  user_id UUID NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (task_id, grant_id)
);
CREATE INDEX credit_holds_user_id_expires_at_idx ON task_record.credit_holds (user_id, expires_at);

-- A change: what it moved to each account, which comes to nothing in all, and the user's balances after it.
CREATE TABLE task_record.credit_entries (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id UUID NOT NULL,
  number INTEGER NOT NULL,
  kind VARCHAR(20) NOT NULL CHECK (kind IN ('grant', 'revoke', 'hold', 'settle', 'release', 'expire')),
  to_issued BIGINT NOT NULL,
  to_available BIGINT NOT NULL,
  to_held BIGINT NOT NULL,
  to_spent BIGINT NOT NULL,
  to_expired BIGINT NOT NULL,
  to_written_off BIGINT NOT NULL,
  available BIGINT NOT NULL CHECK (available >= 0),
  held BIGINT NOT NULL CHECK (held >= 0),
  task_id UUID,
  grant_id UUID,
  reason VARCHAR(200),
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (user_id, number),
  CONSTRAINT credit_entries_balanced_check
    CHECK (to_issued + to_available + to_held + to_spent + to_expired + to_written_off = 0)
);

-- What a user has, the number of the last entry, and when the first of it is due: what functions of credits hand on.
CREATE TYPE task_record.credit_balance AS (
  user_id uuid, number integer, available bigint, held bigint, due_at timestamp with time zone
);

-- Below how many credits a user of each plan gets `credits.low`; '' stands for users whose plan is not known. Servers
-- write what their plans say.
CREATE TABLE task_record.credit_warnings (
  plan TEXT PRIMARY KEY,
  below BIGINT NOT NULL
);

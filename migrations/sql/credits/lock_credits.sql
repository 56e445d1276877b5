-- The user's credits, after all due ones have expired, locked until the transaction ends: each change of a user's
-- credits begins with this. Functions of credits that only these call have no rights of their own.
CREATE OR REPLACE FUNCTION task_record.lock_credits(of_user uuid) RETURNS task_record.credit_balance
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  has task_record.credit_balance;
BEGIN
  has.user_id := of_user;
  SELECT due_at INTO has.due_at FROM task_record.credit_accounts WHERE user_id = of_user FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO task_record.credit_accounts (user_id) VALUES (of_user) ON CONFLICT DO NOTHING;
    SELECT due_at INTO has.due_at FROM task_record.credit_accounts WHERE user_id = of_user FOR UPDATE;
  END IF;
  SELECT entry.number, entry.available, entry.held INTO has.number, has.available, has.held
  FROM task_record.credit_entries AS entry WHERE entry.user_id = of_user ORDER BY entry.number DESC LIMIT 1;
  IF NOT FOUND THEN
    has.number := 0;
    has.available := 0;
    has.held := 0;
  END IF;
  IF has.due_at <= clock_timestamp() THEN
    has := task_record.expire_credits(has);
  END IF;
  RETURN has;
END $$;
REVOKE ALL ON FUNCTION task_record.lock_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.lock_credits TO service_role;

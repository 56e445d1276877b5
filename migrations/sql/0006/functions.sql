-- What a user has, the number of the last entry, and when the first of it is due.
CREATE TYPE task_record.credit_balance AS (
  user_id uuid, number integer, available bigint, held bigint, due_at timestamp with time zone
);

-- Whoever changes a user's credits holds the lock of the user's account until the transaction ends, which
-- `credits_now` takes. What is called by these functions alone has no rights of its own.

-- Notes a change to what the user `had` (`credits_now`), and returns what there is now. `due` is when something of it
-- expires.
CREATE FUNCTION task_record.post_credits(
  had task_record.credit_balance, of_kind text, of_task uuid, of_grant uuid, why text, due timestamp with time zone,
  issued bigint, available bigint, held bigint, spent bigint DEFAULT 0, expired bigint DEFAULT 0,
  written_off bigint DEFAULT 0
) RETURNS task_record.credit_balance LANGUAGE plpgsql AS $$
BEGIN
  had.number := had.number + 1;
  had.available := had.available + post_credits.available;
  had.held := had.held + post_credits.held;
  INSERT INTO task_record.credit_entries (user_id, number, kind, task_id, grant_id, reason, to_issued, to_available,
    to_held, to_spent, to_expired, to_written_off, available, held)
  VALUES (had.user_id, had.number, of_kind, of_task, of_grant, why, issued, post_credits.available, post_credits.held,
    spent, expired, written_off, had.available, had.held);
  IF due < had.due_at OR (due IS NOT NULL AND had.due_at IS NULL) THEN
    had.due_at := due;
    UPDATE task_record.credit_accounts SET due_at = due WHERE user_id = had.user_id;
  END IF;
  RETURN had;
END $$;

-- Takes `wanted` from the grants, of which there must be so much: first from what expires first. It is held for
-- `for_task` `until` then, if that is given. Returns the grant, if the first had enough, as it usually has.
CREATE FUNCTION task_record.take_credits(
  of_user uuid, wanted bigint, for_task uuid DEFAULT NULL, until timestamp with time zone DEFAULT NULL
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  one_grant uuid;
  given record;
  part bigint;
BEGIN
  UPDATE task_record.credit_grants SET remaining = remaining - wanted
  WHERE remaining >= wanted AND id = (
    SELECT id FROM task_record.credit_grants WHERE user_id = of_user AND remaining > 0
    ORDER BY expires_at, created_at, id LIMIT 1
  ) RETURNING id INTO one_grant;
  IF FOUND THEN
    IF for_task IS NOT NULL THEN
      INSERT INTO task_record.credit_holds (task_id, grant_id, user_id, amount, expires_at)
      VALUES (for_task, one_grant, of_user, wanted, until);
    END IF;
    RETURN one_grant;
  END IF;
  FOR given IN
    SELECT id, remaining FROM task_record.credit_grants WHERE user_id = of_user AND remaining > 0
    ORDER BY expires_at, created_at, id
  LOOP
    part := least(given.remaining, wanted);
    UPDATE task_record.credit_grants SET remaining = remaining - part WHERE id = given.id;
    IF for_task IS NOT NULL THEN
      INSERT INTO task_record.credit_holds (task_id, grant_id, user_id, amount, expires_at)
      VALUES (for_task, given.id, of_user, part, until);
    END IF;
    wanted := wanted - part;
    EXIT WHEN wanted = 0;
  END LOOP;
  RETURN NULL;
END $$;

-- Ends a task's hold: spends up to `wanted` of it, first what expires first, and gives the rest back to the grants
-- that it came from; what came from one that has expired or was taken back meanwhile goes where that went. `due` is
-- when the first of what is available again expires.
CREATE FUNCTION task_record.end_hold(
  of_task uuid, wanted bigint,
  OUT was bigint, OUT spent bigint, OUT available bigint, OUT expired bigint, OUT revoked bigint,
  OUT due timestamp with time zone
) LANGUAGE plpgsql AS $$
BEGIN
  IF wanted > 0 THEN -- nearly always all of it is spent
    WITH gone AS (
      DELETE FROM task_record.credit_holds AS hold WHERE task_id = of_task
        AND wanted >= (SELECT sum(amount) FROM task_record.credit_holds AS every WHERE every.task_id = of_task)
      RETURNING hold.amount
    ) SELECT sum(gone.amount), sum(gone.amount), 0, 0, 0 INTO was, end_hold.spent, available, expired, revoked FROM gone;
    IF was IS NOT NULL THEN
      RETURN;
    END IF;
  END IF;
  WITH gone AS (
    DELETE FROM task_record.credit_holds WHERE task_id = of_task RETURNING grant_id, amount
  ), used AS (
    SELECT given.id, gone.amount, given.expires_at,
      least(gone.amount, greatest(0, wanted - (sum(gone.amount) OVER earlier)::bigint + gone.amount)) AS spent,
      CASE
        WHEN given.revoked_at IS NOT NULL THEN 'revoked'
        WHEN given.expires_at <= clock_timestamp() THEN 'expired'
        ELSE 'available'
      END AS goes
    FROM gone JOIN task_record.credit_grants AS given ON given.id = gone.grant_id
    WINDOW earlier AS (ORDER BY given.expires_at, given.created_at, given.id)
  ), given_back AS (
    UPDATE task_record.credit_grants AS changed SET remaining = changed.remaining + used.amount - used.spent
    FROM used WHERE changed.id = used.id AND used.goes = 'available' AND used.amount > used.spent
    RETURNING changed.expires_at
  )
  SELECT coalesce(sum(used.amount), 0), coalesce(sum(used.spent), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'available'), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'expired'), 0),
    coalesce(sum(used.amount - used.spent) FILTER (WHERE used.goes = 'revoked'), 0),
    (SELECT min(given_back.expires_at) FROM given_back)
  INTO was, end_hold.spent, end_hold.available, end_hold.expired, revoked, end_hold.due
  FROM used;
END $$;

CREATE FUNCTION task_record.release_credits(had task_record.credit_balance, of_task uuid)
RETURNS task_record.credit_balance LANGUAGE plpgsql AS $$
DECLARE
  hold record;
BEGIN
  SELECT * INTO hold FROM task_record.end_hold(of_task, 0);
  IF hold.was = 0 THEN
    RETURN had;
  END IF;
  RETURN task_record.post_credits(had, 'release', of_task, NULL, NULL, hold.due,
    hold.revoked, hold.available, -hold.was, 0, hold.expired);
END $$;

-- Holds first: what they free may be of a grant that expires now.
CREATE FUNCTION task_record.expire_credits(had task_record.credit_balance)
RETURNS task_record.credit_balance LANGUAGE plpgsql AS $$
DECLARE
  instant CONSTANT timestamp with time zone := clock_timestamp();
  due record;
BEGIN
  FOR due IN
    SELECT task_id FROM task_record.credit_holds WHERE user_id = had.user_id AND expires_at <= instant
    GROUP BY task_id ORDER BY min(expires_at), task_id
  LOOP
    had := task_record.release_credits(had, due.task_id);
  END LOOP;
  FOR due IN
    SELECT id, remaining FROM task_record.credit_grants
    WHERE user_id = had.user_id AND remaining > 0 AND expires_at <= instant ORDER BY expires_at, created_at, id
  LOOP
    UPDATE task_record.credit_grants SET remaining = 0 WHERE id = due.id;
    had := task_record.post_credits(had, 'expire', NULL, due.id, NULL, NULL, 0, -due.remaining, 0, 0, due.remaining);
  END LOOP;
  had.due_at := least(
    (SELECT min(expires_at) FROM task_record.credit_holds WHERE user_id = had.user_id),
    (SELECT min(expires_at) FROM task_record.credit_grants WHERE user_id = had.user_id AND remaining > 0));
  UPDATE task_record.credit_accounts SET due_at = had.due_at WHERE user_id = had.user_id;
  RETURN had;
END $$;

-- What the user has, once all that was due has expired, held still until the transaction ends.
CREATE FUNCTION task_record.credits_now(of_user uuid) RETURNS task_record.credit_balance
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

-- 'granted'; 'repeated' when the same call has granted it before; or why not.
CREATE FUNCTION task_record.grant_credits(
  of_grant uuid, to_user uuid, of_amount bigint, until timestamp with time zone, why text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had CONSTANT task_record.credit_balance := task_record.credits_now(to_user);
BEGIN
  INSERT INTO task_record.credit_grants (id, user_id, amount, remaining, expires_at, reason)
  VALUES (of_grant, to_user, of_amount, of_amount, until, why) ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    RETURN CASE WHEN EXISTS (
      SELECT FROM task_record.credit_grants
      WHERE id = of_grant AND user_id = to_user AND amount = of_amount AND reason = why
        AND expires_at IS NOT DISTINCT FROM until
    ) THEN 'repeated' ELSE 'taken' END;
  END IF;
  IF until <= clock_timestamp() THEN
    RETURN 'past';
  END IF;
  IF had.available + had.held > 9007199254740991 - of_amount THEN
    RETURN 'too much';
  END IF;
  PERFORM task_record.post_credits(had, 'grant', NULL, of_grant, why, until, -of_amount, of_amount, 0);
  RETURN 'granted';
END $$;

-- Whether there is such a grant; what it still has is taken back, once.
CREATE FUNCTION task_record.revoke_credits(of_grant uuid, of_user uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had task_record.credit_balance;
  rest bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM task_record.credit_grants WHERE id = of_grant AND user_id = of_user) THEN
    RETURN false;
  END IF;
  had := task_record.credits_now(of_user);
  SELECT remaining INTO rest FROM task_record.credit_grants WHERE id = of_grant AND revoked_at IS NULL;
  IF FOUND THEN
    UPDATE task_record.credit_grants SET remaining = 0, revoked_at = now() WHERE id = of_grant;
    IF rest > 0 THEN
      PERFORM task_record.post_credits(had, 'revoke', NULL, of_grant, why, NULL, rest, -rest, 0);
    END IF;
  END IF;
  RETURN true;
END $$;

REVOKE ALL ON FUNCTION task_record.post_credits, task_record.take_credits, task_record.end_hold,
  task_record.release_credits, task_record.expire_credits, task_record.credits_now, task_record.grant_credits,
  task_record.revoke_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.credits_now, task_record.grant_credits, task_record.revoke_credits TO service_role;

-- Takes `wanted` from the grants, which must have that much, first from the one that expires first. Holds it `for_task`
-- `until` a time, if given. Returns the grant if the first one sufficed, as usual.
CREATE OR REPLACE FUNCTION task_record.take_credits(
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
REVOKE ALL ON FUNCTION task_record.take_credits FROM PUBLIC;

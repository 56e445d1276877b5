-- 'granted'; 'repeated' when the same call has granted it before; or the reason why not.
CREATE OR REPLACE FUNCTION task_record.grant_credits(
  of_grant uuid, to_user uuid, of_amount bigint, until timestamp with time zone, why text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had CONSTANT task_record.credit_balance := task_record.lock_credits(to_user);
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
REVOKE ALL ON FUNCTION task_record.grant_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.grant_credits TO service_role;

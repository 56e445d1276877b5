-- Revokes a grant once, with its remaining credits. Returns whether it exists.
CREATE OR REPLACE FUNCTION task_record.revoke_credits(of_grant uuid, of_user uuid, why text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  had task_record.credit_balance;
  rest bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM task_record.credit_grants WHERE id = of_grant AND user_id = of_user) THEN
    RETURN false;
  END IF;
  had := task_record.lock_credits(of_user);
  SELECT remaining INTO rest FROM task_record.credit_grants WHERE id = of_grant AND revoked_at IS NULL;
  IF FOUND THEN
    UPDATE task_record.credit_grants SET remaining = 0, revoked_at = now() WHERE id = of_grant;
    IF rest > 0 THEN
      PERFORM task_record.post_credits(had, 'revoke', NULL, of_grant, why, NULL, rest, -rest, 0);
    END IF;
  END IF;
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION task_record.revoke_credits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.revoke_credits TO service_role;

-- Removes the notes, such as the reason of a grant, from the audit's entries about an erased user that precede that
-- time. The actor, the action, its time and its count remain.
CREATE OR REPLACE FUNCTION task_record.forget_audit_notes(of_user uuid, before timestamp with time zone) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE task_record.audit_entries SET detail = ''
  WHERE user_id = of_user AND created_at <= before AND action <> 'erase_user' AND detail <> '';
$$;
REVOKE ALL ON FUNCTION task_record.forget_audit_notes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_audit_notes TO service_role;

-- For a user who is erased: the notes of the audit's entries about them, as far as these came before that time, such as
-- why they were given credits. Who did what, when, and to how much, stays known.
CREATE OR REPLACE FUNCTION task_record.forget_audit_notes(of_user uuid, before timestamp with time zone) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
  UPDATE task_record.audit_entries SET detail = ''
  WHERE user_id = of_user AND created_at <= before AND action <> 'erase_user' AND detail <> '';
$$;
REVOKE ALL ON FUNCTION task_record.forget_audit_notes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.forget_audit_notes TO service_role;

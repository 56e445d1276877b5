-- No reference to users: it is kept for good, also when they are erased.
CREATE TABLE task_record.audit_entries (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  actor_id UUID,
  action VARCHAR(20) NOT NULL CHECK (
    action IN ('read_tasks', 'export_tasks', 'purge', 'erase_user', 'grant_credits', 'revoke_credits', 'repair')
  ),
  user_id UUID,
  count BIGINT NOT NULL CHECK (count >= 0),
  detail VARCHAR(500) NOT NULL,
  created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX audit_entries_created_at_id_idx ON task_record.audit_entries (created_at, id);
CREATE INDEX audit_entries_user_id_created_at_id_idx ON task_record.audit_entries (user_id, created_at, id);

CREATE FUNCTION task_record.keep_audit() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION 'entries of the audit are neither changed nor removed';
END $$;
REVOKE ALL ON FUNCTION task_record.keep_audit FROM PUBLIC;
CREATE TRIGGER keep_audit BEFORE UPDATE OR DELETE ON task_record.audit_entries
  FOR EACH ROW EXECUTE FUNCTION task_record.keep_audit();
CREATE TRIGGER keep_all_audit BEFORE TRUNCATE ON task_record.audit_entries
  FOR EACH STATEMENT EXECUTE FUNCTION task_record.keep_audit();

-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON task_record.share_links TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE task_record.share_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE task_record.share_links FORCE ROW LEVEL SECURITY;
REVOKE ALL ON task_record.share_links FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON task_record.share_links FROM anon;
  END IF;
END $$;
GRANT SELECT (id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views, board_id),
  INSERT (id, user_id, task_id, secret_sha256, shows_prompt, allows_download, expires_at, board_id), UPDATE (revoked_at)
  ON task_record.share_links TO authenticated;
GRANT SELECT (id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views, board_id),
  INSERT (id, user_id, task_id, secret_sha256, shows_prompt, allows_download, expires_at, board_id), UPDATE (revoked_at,
  views) ON task_record.share_links TO service_role;
GRANT SELECT (id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views, board_id)
  ON task_record.share_links TO board_reader;
CREATE POLICY service ON task_record.share_links TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON task_record.share_links FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON task_record.share_links FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON task_record.share_links FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON task_record.share_links FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY board_select ON task_record.share_links FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(true)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(true))::uuid[])));

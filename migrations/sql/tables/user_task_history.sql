-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON public.user_task_history TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE public.user_task_history ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_task_history FORCE ROW LEVEL SECURITY;
REVOKE ALL ON public.user_task_history FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON public.user_task_history FROM anon;
  END IF;
END $$;
GRANT SELECT, INSERT, UPDATE ON public.user_task_history TO authenticated;
GRANT SELECT, INSERT, UPDATE ON public.user_task_history TO service_role;
GRANT SELECT (id, user_id, task_type, status, prompt, tokens_used, credits_deducted, error_message, aspect_ratio,
  model_version, generation_time_ms, created_at, updated_at, completed_at, images_removed_at, prompt_removed_at,
  image_count, only_service_ends, parameters, input_tokens, output_tokens, cost, failure_code, started_at, deadline,
  trashed_at, deleted_at, credits_reserved, credits_held_until, generated_image_url, aws_generated_key,
  generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash,
  more_images) ON public.user_task_history TO board_reader;
CREATE POLICY service ON public.user_task_history TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON public.user_task_history FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON public.user_task_history FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON public.user_task_history FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON public.user_task_history FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY board_select ON public.user_task_history FOR SELECT TO board_reader
  USING (deleted_at IS NULL AND trashed_at IS NULL AND EXISTS (
    SELECT FROM task_record.board_tasks AS placed WHERE placed.task_id = user_task_history.id OFFSET 0
  ));
CREATE TRIGGER register_user BEFORE INSERT ON public.user_task_history
  FOR EACH ROW EXECUTE FUNCTION task_record.register_user();

-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
CREATE POLICY owner ON public.user_task_statistics TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE public.user_task_statistics ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_task_statistics FORCE ROW LEVEL SECURITY;
REVOKE ALL ON public.user_task_statistics FROM PUBLIC, authenticated, service_role, board_reader;
DO $$ BEGIN
  IF to_regrole('anon') IS NOT NULL THEN
    REVOKE ALL ON public.user_task_statistics FROM anon;
  END IF;
END $$;
GRANT SELECT ON public.user_task_statistics TO authenticated;
GRANT SELECT ON public.user_task_statistics TO service_role;
CREATE POLICY service ON public.user_task_statistics TO service_role USING (true) WITH CHECK (true);
CREATE POLICY own_select ON public.user_task_statistics FOR SELECT TO authenticated
  USING ((SELECT auth.uid()) = user_id);
CREATE POLICY own_insert ON public.user_task_statistics FOR INSERT TO authenticated
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_update ON public.user_task_statistics FOR UPDATE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator')
  WITH CHECK ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');
CREATE POLICY own_delete ON public.user_task_statistics FOR DELETE TO authenticated
  USING ((SELECT auth.uid()) = user_id AND (SELECT session_user) <> 'authenticator');

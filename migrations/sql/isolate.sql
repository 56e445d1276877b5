-- {tables}: names of tables with a `user_id`, in quotes. Users see and write their own rows, as far as GRANT lets them.
DO $$
DECLARE
  name regclass;
  own CONSTANT text := '(SELECT auth.uid()) = user_id';
  written_here CONSTANT text := '(SELECT session_user) <> ''authenticator''';
BEGIN
  FOREACH name IN ARRAY ARRAY[{tables}]::regclass[] LOOP
    EXECUTE format('CREATE POLICY own_select ON %s FOR SELECT TO authenticated USING (%s)', name, own);
    EXECUTE format('CREATE POLICY own_insert ON %s FOR INSERT TO authenticated WITH CHECK (%s AND %s)', name, own, written_here);
    EXECUTE format('CREATE POLICY own_update ON %s FOR UPDATE TO authenticated USING (%s AND %s) WITH CHECK (%s AND %s)',
      name, own, written_here, own, written_here);
    EXECUTE format('CREATE POLICY own_delete ON %s FOR DELETE TO authenticated USING (%s AND %s)', name, own, written_here);
  END LOOP;
END $$;

-- Numbers the changes that have committed since the last call, however late: each changed task gets the next number, in
-- place of its old one. Calls run one after the other, so a number is never smaller than one that somebody has read.
-- Readers call it, so that writers neither wait nor do anything for it.
CREATE OR REPLACE FUNCTION task_record.number_changes() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET enable_seqscan = off SET jit = off AS $$
DECLARE
  told task_record.told_changes;
  here text := task_record.changes_origin();
BEGIN
  SELECT * INTO told FROM task_record.told_changes;
  IF told.origin = here AND NOT EXISTS (SELECT FROM task_record.notifications_since(told.snapshot)) THEN
    RETURN;
  END IF;
  SELECT * INTO told FROM task_record.told_changes FOR UPDATE; -- with the numbers of calls that it waited for
  WITH noted AS (
    SELECT id::uuid AS task_id, (message::json ->> 'user')::uuid AS user_id, message::json ->> 'kind' AS kind,
      row_number() OVER (ORDER BY number, place) AS place
    FROM (
      SELECT * FROM task_record.notifications_since(told.snapshot) WHERE told.origin = here
      UNION ALL -- transactions may have other numbers here: all remaining changes are reported again
      SELECT * FROM task_record.notifications WHERE told.origin <> here
    ) AS messages, json_array_elements_text(message::json -> 'ids') WITH ORDINALITY AS ids (id, place)
    WHERE channel IN ('task_events', 'task_changes')
  ), last AS (
    SELECT DISTINCT ON (task_id) * FROM noted ORDER BY task_id, place DESC
  ), told_before AS MATERIALIZED (
    SELECT task_id FROM task_record.task_changes WHERE task_id IN (SELECT task_id FROM last)
  ), free AS MATERIALIZED (
    SELECT task_id FROM task_record.task_changes WHERE task_id IN (SELECT task_id FROM told_before)
    FOR NO KEY UPDATE SKIP LOCKED
  ), held AS MATERIALIZED (
    TABLE told_before EXCEPT TABLE free
  ), noted_again AS ( -- such as a row of a user who is being moved: it follows once it is unlocked, and nobody waits
    INSERT INTO task_record.notifications (channel, message)
    SELECT 'task_changes', json_build_object('user', user_id, 'kind', kind, 'ids', json_agg(task_id ORDER BY place))
    FROM last WHERE task_id IN (TABLE held) GROUP BY user_id, kind
  ), latest AS (
    SELECT * FROM last WHERE task_id NOT IN (TABLE held)
  ), changed AS (
    SELECT latest.task_id, coalesce(task.user_id, latest.user_id) AS user_id,
      told.number + row_number() OVER (ORDER BY latest.place) AS number,
      CASE WHEN task.id IS NULL THEN 'GONE' WHEN coalesce(task.deleted_at, task.trashed_at) IS NOT NULL THEN 'DELETED'
        WHEN latest.kind = 'CREATED' THEN 'CREATED' ELSE 'UPDATED' END AS kind
    FROM latest LEFT JOIN public.user_task_history AS task ON task.id = latest.task_id
    -- The task of a user who was moved exists in another database, which reports it.
    WHERE task.id IS NOT NULL OR NOT EXISTS (SELECT FROM task_record.moved_users WHERE user_id = latest.user_id)
  ), written AS (
    INSERT INTO task_record.task_changes (task_id, user_id, number, kind, changed_at)
    SELECT task_id, user_id, number, kind, clock_timestamp() FROM changed
    ON CONFLICT (task_id) DO UPDATE SET user_id = EXCLUDED.user_id, number = EXCLUDED.number, kind = EXCLUDED.kind,
      changed_at = EXCLUDED.changed_at
    RETURNING number
  )
  -- From here on, a copy of this database's files has an id of its own.
  UPDATE task_record.told_changes SET id = CASE WHEN told.origin = here THEN id ELSE gen_random_uuid() END,
    origin = here, snapshot = pg_current_snapshot(),
    number = told.number + (SELECT count(*) FROM written);
END $$;
REVOKE ALL ON FUNCTION task_record.number_changes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION task_record.number_changes TO service_role;

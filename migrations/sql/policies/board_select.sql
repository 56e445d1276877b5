-- The role `board_reader` reads for members, and through boards alone: boards of which the token's user is a member, what
-- is on them, and, for owners, invitations and links. It may not read the columns of a task that are its user's alone.
-- All others' policies know nothing of boards. Of what is on boards, the policy of tasks sees what that of `board_tasks`
-- shows; without OFFSET, PostgreSQL might read all of that for a page of tasks.
--
-- The boards are hashed, once a statement: each row would be compared with each board of `= ANY (array)`. `coalesce` is
-- true, and never evaluated: the check of the version before looks for what is in it. It goes a release later.
CREATE POLICY board_select ON task_record.boards FOR SELECT TO board_reader
  USING (id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE POLICY board_select ON task_record.board_members FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE POLICY board_select ON task_record.board_tasks FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE POLICY board_select ON task_record.board_usage FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE POLICY board_select ON task_record.board_months FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(false)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(false))::uuid[])));
CREATE POLICY board_select ON task_record.board_invitations FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(true)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(true))::uuid[])));
CREATE POLICY board_select ON task_record.share_links FOR SELECT TO board_reader
  USING (board_id IN (SELECT unnest(task_record.caller_boards(true)))
    AND coalesce(true, board_id = ANY ((SELECT task_record.caller_boards(true))::uuid[])));
CREATE POLICY board_select ON public.user_task_history FOR SELECT TO board_reader
  USING (deleted_at IS NULL AND trashed_at IS NULL AND EXISTS (
    SELECT FROM task_record.board_tasks AS placed WHERE placed.task_id = user_task_history.id OFFSET 0
  ));

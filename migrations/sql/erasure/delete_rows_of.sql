-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
-- Deletes a user's rows for erase_user, which deletes others before and after this.
CREATE OR REPLACE FUNCTION task_record.delete_rows_of(of_user uuid) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  PERFORM FROM task_record.boards WHERE id IN (SELECT board_id FROM task_record.board_members WHERE user_id = of_user)
  ORDER BY id FOR UPDATE;
  DELETE FROM task_record.board_members WHERE user_id = of_user;
  DELETE FROM public.user_task_history WHERE user_id = of_user;
  SET CONSTRAINTS task_record.check_entry IMMEDIATE;
  DELETE FROM task_record.credit_accounts WHERE user_id = of_user;
  DELETE FROM public.user_task_statistics WHERE user_id = of_user;
  DELETE FROM task_record.user_task_usage WHERE user_id = of_user;
  DELETE FROM task_record.usage_models WHERE user_id = of_user;
  DELETE FROM task_record.user_plans WHERE user_id = of_user;
  DELETE FROM task_record.user_ranking WHERE user_id = of_user;
  UPDATE task_record.active_users SET user_id = gen_random_uuid(), is_gone = true WHERE user_id = of_user;
  PERFORM task_record.forget_audit_notes(of_user, 'infinity');
  DELETE FROM task_record.exports WHERE of_user IN (user_id, asked_by);
  DELETE FROM task_record.image_looks WHERE user_id = of_user;
  DELETE FROM task_record.image_provenance WHERE user_id = of_user;
  DELETE FROM task_record.label_tasks WHERE user_id = of_user;
  UPDATE task_record.overall_changes SET user_id = '00000000-0000-0000-0000-000000000000' WHERE user_id = of_user;
  DELETE FROM task_record.prompt_tasks WHERE user_id = of_user;
  DELETE FROM task_record.prompts WHERE user_id = of_user;
  DELETE FROM task_record.saved_views WHERE user_id = of_user;
  DELETE FROM task_record.share_links WHERE user_id = of_user;
  DELETE FROM task_record.user_subjects WHERE user_id = of_user;
END $$;
REVOKE ALL ON FUNCTION task_record.delete_rows_of FROM PUBLIC;

-- Derived from the TableRules of the tables in models/: change that, and run `python -m migrations.derived`.
-- The tables whose rows are moved with their user, in an order that satisfies foreign keys.
CREATE OR REPLACE FUNCTION task_record.moved_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT ARRAY[
    'task_record.webhooks',
    'task_record.webhook_deliveries',
    'task_record.user_subjects',
    'task_record.saved_views',
    'task_record.image_uploads',
    'task_record.image_provenance',
    'task_record.image_looks',
    'task_record.exports',
    'task_record.user_plans',
    'task_record.usage_models',
    'task_record.credit_holds',
    'task_record.credit_entries',
    'task_record.credit_accounts',
    'public.user_task_history',
    'task_record.boards',
    'task_record.share_links',
    'task_record.credit_grants',
    'task_record.task_sources',
    'task_record.board_usage',
    'task_record.board_invitations',
    'task_record.board_tasks',
    'task_record.board_members',
    'task_record.board_months'
  ]
$$;
REVOKE ALL ON FUNCTION task_record.moved_tables FROM PUBLIC;

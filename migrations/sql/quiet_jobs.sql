-- PgQueuer's trigger notifies in the transaction that writes a job. See 0015/tables.sql for what that costs.
DO $$ BEGIN
  IF EXISTS (
    SELECT FROM pg_trigger
    WHERE tgrelid = 'task_record.pgqueuer'::regclass AND tgname = '{trigger}' AND tgenabled <> 'D'
  ) THEN
    ALTER TABLE task_record.pgqueuer DISABLE TRIGGER {trigger};
  END IF;
END $$;
